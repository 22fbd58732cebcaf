"""What the bot remembers, on both engines."""
