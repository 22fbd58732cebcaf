"""Slack: receive, render, send."""
