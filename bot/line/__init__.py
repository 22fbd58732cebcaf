"""LINE: receive, render, send."""
