"""What the bot is for: one room (folder) per capability."""
