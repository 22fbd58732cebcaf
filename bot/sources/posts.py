"""One post as a source gave it, whatever the source: a feed, a vendor's file, a vendor's call.

Nothing is filled in; single values are cleaned by `bot.sources.join.values.text` or the like.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

TEXT_LIMIT = 20_000  # characters of one post that are kept
TITLE_LIMIT = 300
NAME_LIMIT = 100  # of an author, a site
ID_LIMIT = 200
LINK_LIMIT = 1_000
LARGEST_COUNT = 100_000_000  # of answers to one post
WEB = frozenset({"http", "https"})


@dataclass(frozen=True, slots=True, kw_only=True)
class RawPost:
    """A post. "" and None: the source did not say."""

    external_id: str  # the source's own; never ""
    title: str = ""
    text: str = ""
    link: str = ""
    author: str = ""
    site: str = ""  # where it stood, when the source gathers from several: 「PTT」
    said_at: datetime | None = None  # UTC
    reply_count: int | None = None


def known_by(own: str, *otherwise: str) -> str:
    """Return what a post is known by: the source's id; else a mark made of what else is known."""
    if 0 < len(own) <= ID_LIMIT:
        return own
    return hashlib.sha256("\n".join((own, *otherwise)).encode()).hexdigest()


def web_link(written: str) -> str:
    """Return a link that a browser may open; "" for anything else."""
    try:
        parts = urlsplit(written)
        usable = parts.scheme.lower() in WEB and bool(parts.hostname) and parts.username is None
    except ValueError:
        return ""
    plain = written.isprintable() and " " not in written and len(written) <= LINK_LIMIT
    return written if usable and plain else ""
