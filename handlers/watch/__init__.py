"""輿情: subscriptions, matching, bursts, declines, alerts."""
