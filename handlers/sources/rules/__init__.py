"""What is decided about sources and their posts. Pure."""
