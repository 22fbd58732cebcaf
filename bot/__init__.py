"""Being a bot: hears, answers, pushes, ticks. Knows no capability and no SQL."""
