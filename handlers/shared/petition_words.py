"""A petition in one line, as the stored looks at Join have it. Pure.

「3,180 份，昨天 +640，剩 19 天」: what is not known is left out, never guessed.
"""

from collections.abc import Sequence
from datetime import datetime, time, timedelta

from handlers.shared.join_state import stands_words
from handlers.shared.petition_ends import JOIN_ONLY, Ends
from handlers.shared.roc_date import TAIPEI, show_date, show_moment, taipei_date
from storage.records.petitions import TYPED, CountSpan, Petition

DAY = timedelta(days=1)
MISSING_TITLE = "（題目待補）"  # ends the subject of a case registered by its link alone


def petition_line(
    petition: Petition, spans: Sequence[CountSpan], *, now: datetime, ends: Ends = JOIN_ONLY
) -> str:
    """Say count, yesterday's growth and days left; "" when not even a count is known."""
    if petition.endorse_count is None:
        return ""
    parts = [
        f"{petition.endorse_count:,} 份{_source_words(petition)}",
        _fell_words(petition, now=now),
        _yesterday_words(spans, now=now),
        *_end_words(petition, ends, now=now),
        _state_words(petition, ends, now=now),
    ]
    return "，".join(part for part in parts if part)


def _source_words(petition: Petition) -> str:
    return "（輸入，待 Join 確認）" if petition.count_source == TYPED else ""


def _fell_words(petition: Petition, *, now: datetime) -> str:
    """Say for a day by how much the count fell: somebody withdrew, or Join corrected itself."""
    before, at = petition.fell_from_count, petition.fell_at
    lost = (before or 0) - (petition.endorse_count or 0)
    return f"少了 {lost:,} 份" if at is not None and now - at < DAY and lost > 0 else ""


def _yesterday_words(spans: Sequence[CountSpan], *, now: datetime) -> str:
    """「昨天 +640」, of the whole day in Taipei; "" when its beginning or the day was not seen."""
    midnight = datetime.combine(taipei_date(now), time(), TAIPEI)
    if not spans or spans[-1].last_at < midnight - DAY:
        return ""
    begun, ended = (_count_at(spans, at) for at in (midnight - DAY, midnight))
    return "" if begun is None or ended is None else f"昨天 {ended - begun:+,}"


def _count_at(spans: Sequence[CountSpan], at: datetime) -> int | None:
    known = [span for span in spans if span.first_at <= at]
    return known[-1].count if known else None


def _end_words(petition: Petition, ends: Ends, *, now: datetime) -> tuple[str, ...]:
    today = taipei_date(now)
    passed_at, ending = petition.passed_at, ends.of(petition)
    passed = (f"{show_date(taipei_date(passed_at), today=today)}成案",) if passed_at else ()
    if ending.at is None:
        return passed
    return (*passed, "附議已截止" if now >= ending.at else ending.words(today))


def _state_words(petition: Petition, ends: Ends, *, now: datetime) -> str:
    """Say that the data stands still or the page is gone; what is over is not said to stand."""
    if petition.vanished_at is not None:
        gone_at = show_moment(petition.vanished_at, today=taipei_date(now))
        return f"{gone_at} 起 Join 上看不到這一頁"
    end_at = ends.of(petition).at
    is_over = end_at is not None and now >= end_at
    return "" if is_over else stands_words(petition.counted_at, now=now)
