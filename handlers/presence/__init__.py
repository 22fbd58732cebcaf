"""請假: who is away, who stands in, and whether the roster is still right."""
