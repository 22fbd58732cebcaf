"""案件: register, search, update, assign, close; agencies; secrecy; timeline."""
