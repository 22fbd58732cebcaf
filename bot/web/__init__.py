"""The HTTP app, and the sandbox's web chat: a third platform beside LINE and Slack."""
