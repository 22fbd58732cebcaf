"""Decisions on people: what a roster says, what it changes, who takes over."""
