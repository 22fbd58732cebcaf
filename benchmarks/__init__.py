"""What is measured, printed as tables: `make bench`."""
