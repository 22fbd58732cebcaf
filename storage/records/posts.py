"""What the public says (輿情): posts, and the sources they come from."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class SourceKind(StrEnum):
    """How posts of a source come in."""

    FEED = "feed"  # RSS or Atom, looked at
    VENDOR = "vendor"  # sent to POST /opinion/posts
    FILE = "file"  # a vendor's daily file
    FORWARD = "forward"  # 轉知: pasted by a colleague
    JOIN = "join"  # comments on petitions


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where posts come from, and how the looking at it goes. Moments are UTC."""

    id: int | None = None  # None until it is kept
    kind: SourceKind
    name: str  # as people know it: 「中央社」
    url: str = ""
    agency_id: int | None = None  # whose it is; None = everybody's
    zone: str = "Asia/Taipei"  # of moments that the source writes without one
    on: bool = True
    token_hash: str = ""  # of what a vendor shows; the token itself is never kept
    added_at: datetime
    added_by: int | None = None  # officer id
    etag: str = ""
    last_modified: str = ""
    pace: float | None = None  # posts an hour, as last known; None: not known yet
    next_look_at: datetime | None = None  # None: nothing is looked at, posts are brought
    lease_until_at: datetime | None = None  # a process is looking
    fence: int = 0  # grows with each claim
    last_ok_at: datetime | None = None  # the last good look, or the last delivery
    failures: int = 0  # in a row
    trouble: str = ""  # of the last look; "" when it was good
    stale_told_at: datetime | None = None  # when it was reported that nothing comes; None: it does
    judge_at: datetime | None = None  # when to ask next whether it says less than it is used to
    silent_since_at: datetime | None = None  # its last post, when it answers but says nothing new


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """One piece of what is said. Moments are UTC.

    Words of a post that is not public are encrypted; its `external_id` is not, and must be a hash.
    """

    id: int | None = None  # None until it is kept
    source_id: int
    external_id: str  # the source's own; a second post of the same is the same post
    url: str = ""
    title: str = ""
    text: str = ""
    author_key: str = ""  # `PostStore.author_key`, never the name; "" = not known
    posted_at: datetime
    received_at: datetime
    reply_count: int = 0
    like_count: int = 0
    agency_id: int | None = None  # who alone may see it; None = it is public
    story_id: int | None = None  # the first post that told the same; None until looked at
    brought_by: int | None = None  # officer id, of a 轉知
    matter: str = ""  # of a 轉知: 「索資」「質詢」「國會」; "" = nothing that must stay there
    needs_action: bool = False  # of a 轉知: 需要處理

    @property
    def words(self) -> str:
        """Title and text, as they are searched."""
        return f"{self.title}\n{self.text}" if self.title else self.text


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownSource:
    """A feed that could be switched on, with what its publisher says of its use."""

    name: str  # 「中央社 政治」
    url: str
    zone: str
    standing: str  # 「限制」「未查證」「公文」
    terms: str  # one Chinese sentence
    terms_url: str  # where the terms are; "" = not found
