"""What is owed when, when that is told, and to whom. No I/O, no clock."""
