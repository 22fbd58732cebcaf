"""What two rooms or more need; pure: no I/O, no clock, no SQL."""
