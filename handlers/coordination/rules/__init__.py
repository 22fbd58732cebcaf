"""Decisions about coordination and roll-calls; no I/O, no clock."""
