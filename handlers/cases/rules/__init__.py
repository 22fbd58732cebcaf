"""Decisions about cases: how a line is read, which stage follows which, what may be undone."""
