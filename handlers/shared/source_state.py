"""Which sources of posts are silent though they should not be. Pure.

A source that is down looks like a topic that calms down: declines are not told while one that
contributed is stale.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from handlers.shared.roc_date import show_moment, taipei_date
from storage.records.posts import Source, SourceKind

# After how long without a good look, or without a delivery, a source counts as silent.
PATIENCE: Mapping[SourceKind, timedelta] = {
    SourceKind.FEED: timedelta(hours=2),
    SourceKind.VENDOR: timedelta(hours=26),  # daily, and a little late
    SourceKind.FILE: timedelta(hours=80),  # nobody hands a file over on a weekend
}
TROUBLES = {
    "unreachable": "連不上",
    "busy": "忙線中",
    "gone": "網址不在了",
    "refused": "拒絕我們",
    "unreadable": "內容不是 RSS",
    "web page": "網址變成一般網頁",
    "undated": "貼文沒有時間，只能算讀到的時間",
    "too large": "內容太大",
    "forbidden": "網址不能讀",
}
SHOWN = 3


def is_stale(source: Source, *, now: datetime) -> bool:
    """Whether a source that is on has brought nothing for longer than it may, or is used to."""
    patience = PATIENCE.get(source.kind)
    if patience is None or not source.on:
        return False
    if source.silent_since_at is not None:
        return True
    return now - (source.last_ok_at or source.added_at) > patience


def stale_sources(sources: Iterable[Source], *, now: datetime) -> tuple[Source, ...]:
    """Return those that are silent though they should not be, in their order."""
    return tuple(source for source in sources if is_stale(source, now=now))


def trouble_word(source: Source) -> str:
    """「連不上」; "" while the last look was good and brought what a source is used to bring."""
    if not source.trouble and source.silent_since_at is not None:
        return "連得上，但比平常久沒有新的"
    return TROUBLES.get(source.trouble, source.trouble)


def sources_line(sources: Iterable[Source], *, now: datetime) -> str:
    """Say in one line how the sources do, for 狀態; "" when none is on."""
    on = [source for source in sources if source.on and source.kind in PATIENCE]
    if not on:
        return ""
    stale = stale_sources(on, now=now)
    if not stale:
        return f"輿情來源：{len(on)} 個，都有進來"
    told = "、".join(_silent(source, now=now) for source in stale[:SHOWN])
    more = f"等 {len(stale)} 個" if len(stale) > SHOWN else ""
    return f"輿情來源：{told}{more}；這段時間不報降溫"


def _silent(source: Source, *, now: datetime) -> str:
    why = trouble_word(source)
    since = silent_since(source, now=now)
    return f"「{source.name}」從 {since} 起沒有進來" + (f"（{why}）" if why else "")


def silent_since(source: Source, *, now: datetime) -> str:
    """Say when something came last."""
    came_at = source.silent_since_at or source.last_ok_at or source.added_at
    return show_moment(came_at, today=taipei_date(now))
