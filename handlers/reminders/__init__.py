"""期限: a case knows what it owes, and who must act is told, once a morning, until they answer."""
