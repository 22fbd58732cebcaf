"""What is decided about deliveries; pure."""
