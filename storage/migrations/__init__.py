"""How the schema came to be; one file a step, in the order of the numbers."""
