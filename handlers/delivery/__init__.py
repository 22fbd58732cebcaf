"""送達: outbox to platforms."""
