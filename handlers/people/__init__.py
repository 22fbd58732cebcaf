"""人員: the roster and who holds which appointment in an agency."""
