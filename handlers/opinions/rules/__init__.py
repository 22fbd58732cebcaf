"""Reading what is pasted, counting people, and the official forms; no I/O."""
