"""Replicas under a storm of faults, and the books that show what it did."""
