"""Decisions about the roster and about finding counterparts; no I/O, no clock."""
