"""個資: what is stored about a person, who looked at it, how long it is kept."""
