"""求救: a business unit's call for help reaches the own agency's officer, and nobody else."""
