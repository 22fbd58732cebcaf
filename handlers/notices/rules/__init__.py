"""What a notice says, how long it lasts, when the gazette is looked at. Pure."""
