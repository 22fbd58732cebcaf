"""What the bot remembers: knows SQL; knows neither chats nor commands."""
