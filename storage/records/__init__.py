"""The nouns: frozen, keyword-only, free of SQL. Read these first."""
