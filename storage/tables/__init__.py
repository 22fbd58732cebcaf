"""The schema. Names end in what they are.

`_at` a UTC moment, `_on` a Taipei date, `_count`, `_id`, `_key` a blind index of what is encrypted.
"""

from storage.tables import (
    calendar,
    cases,
    chats,
    coordination,
    directory,
    duties,
    feeds,
    files,
    ledger,
    messages,
    notices,
    opinions,
    petitions,
    post_index,
    posts,
    presence,
    requests,
    tallies,
    turns,
    watches,
    watching,
)
from storage.tables.metadata import metadata

__all__ = [
    "calendar",
    "cases",
    "chats",
    "coordination",
    "directory",
    "duties",
    "feeds",
    "files",
    "ledger",
    "messages",
    "metadata",
    "notices",
    "opinions",
    "petitions",
    "post_index",
    "posts",
    "presence",
    "requests",
    "tallies",
    "turns",
    "watches",
    "watching",
]
