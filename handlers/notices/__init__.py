"""The room 預告: drafts of laws open for comments (眾開講), from the gazette or typed."""
