"""群組: linked group chats, greetings, silence, opening and leaving."""
