"""Decisions about petitions; pure."""
