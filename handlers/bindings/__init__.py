"""綁定: invitations by one-time code, and the chat accounts they bind."""
