"""Decisions about contact requests; pure."""
