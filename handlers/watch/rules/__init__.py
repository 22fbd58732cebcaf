"""Decisions about opinion; pure."""
