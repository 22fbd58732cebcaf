"""How fresh what is known from Join is: 「資料停在 …」. Pure; no false alarm, no silence."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from bot.sources.errors import Trouble
from handlers.shared.roc_date import show_moment, taipei_date
from storage.records.petitions import PetitionSource

STALE_AFTER = timedelta(hours=12)  # two looks in a row at the longest interval were missed
_WORDS = {
    Trouble.UNREACHABLE: "連不上",
    Trouble.BUSY: "忙線中",
    Trouble.GONE: "網頁不在了",
    Trouble.REFUSED: "不給看",
    Trouble.UNREADABLE: "網頁改版，讀不懂",
    Trouble.TOO_LARGE: "資料太大",
    Trouble.FORBIDDEN: "網址不對",
    Trouble.PAGE: "變成一般網頁",
}


def stands_since(seen_at: datetime | None, *, now: datetime) -> datetime | None:
    """Return since when the data stands still; None while it is fresh, or was never there."""
    return seen_at if seen_at is not None and now - seen_at > STALE_AFTER else None


def stands_words(seen_at: datetime | None, *, now: datetime) -> str:
    """「資料停在 12/07（一）10:00」; "" while the data is fresh."""
    since = stands_since(seen_at, now=now)
    return f"資料停在 {show_moment(since, today=taipei_date(now))}" if since else ""


def join_line(sources: Iterable[PetitionSource], *, now: datetime) -> str:
    """Say in a few words how the looking at Join goes; "" when Join is not looked at.

    `sources` are `uow.petitions.sources()`. Join is fresh as long as one of them is.
    """
    several = tuple(sources)
    if not several:
        return ""
    seen = [one.seen_at for one in several if one.seen_at is not None]
    troubled = [one for one in several if one.trouble]
    why = next((_WORDS[Trouble(one.trouble)] for one in troubled), "")
    reason = f"（{why}）" if why else ""
    if not seen:
        return f"還沒有看到{reason}"
    last_at = max(seen)
    stale = stands_words(last_at, now=now)
    if stale:
        return f"{stale}{reason}"
    return f"正常，{show_moment(last_at, today=taipei_date(now))} 看過"
