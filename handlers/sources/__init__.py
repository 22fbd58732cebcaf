"""輿情來源: feeds, vendors and colleagues that bring posts of public opinion."""
