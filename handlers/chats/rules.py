"""What a group may be opened for, by whom, and when the bot keeps quiet in it. Pure."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum

from handlers.chats.errors import (
    BadHoursError,
    BadSilenceError,
    CaseNeededError,
    SilenceOverError,
    UnknownScopeError,
)
from handlers.shared.access import Speaker
from handlers.shared.audience import Circle, Sight, Viewer, sight_of
from handlers.shared.date_values import BadDateError
from handlers.shared.day_words import number
from handlers.shared.roc_date import TAIPEI, parse_date
from storage.records.cases import Secrecy
from storage.records.chats import ChatScope, LinkedChat

UNTIL_TOLD = datetime(9999, 1, 1, tzinfo=UTC)  # silence that only 「#取消靜音」 ends
NIGHT_ENDS = time(5)  # who asks for quiet before this hour means the morning of the same day
LONGEST_SILENCE = timedelta(days=366)  # a longer one is a slip of the finger, or 「一直」
USUAL_HOURS = ("08:30", "18:00")  # as LinkedChat's own
ALL_DAY = ("00:00", "23:59")
NOON, DAY_IN_MINUTES = 12 * 60, 24 * 60

OWN_WORDS = frozenset({"", "本機關", "本部", "本會", "本署", "本院", "自己機關", "內部"})
CROSS_WORDS = frozenset({"跨部會", "跨機關", "跨部", "各部會", "多機關"})
CASE_WORDS = re.compile(r"^(?:單一案件|單一|單案|專案|案件|案號)?\s*(?:第|#)?\s*")
CASE_NUMBER = re.compile(r"(?:\d{2,3}-)?\d{1,6}")
FOREVER_WORDS = frozenset({"一直", "永久", "永遠", "不限", "長期", "直到取消"})
END_WORDS = frozenset({"取消", "解除", "關閉", "關", "結束", "停止"})
_COUNT = r"(?P<count>\d{1,3}|[一二兩三四五六七八九十]{1,3})"
DURATION = re.compile(
    rf"(?:{_COUNT}\s*個?(?P<half_inside>半)?|(?P<half>半)個?)\s*"
    r"(?P<unit>小時|鐘頭|分鐘|分|天|日|週|周|星期|禮拜)(?P<half_after>半)?"
)
UNITS = {
    **dict.fromkeys(("分鐘", "分"), timedelta(minutes=1)),
    **dict.fromkeys(("小時", "鐘頭"), timedelta(hours=1)),
    **dict.fromkeys(("天", "日"), timedelta(days=1)),
    **dict.fromkeys(("週", "周", "星期", "禮拜"), timedelta(weeks=1)),
}
ALL_DAY_WORDS = frozenset({"全天", "整天", "24小時", "不限", "隨時"})
USUAL_WORDS = frozenset({"預設", "平常", "上班時間", "恢復"})
BETWEEN = re.compile(r"\s*(?:-|~|–|—|到|至)\s*")
AFTERNOON_WORDS = frozenset({"下午", "傍晚", "晚上"})
HOUR = re.compile(
    r"(?P<part>早上|上午|中午|下午|傍晚|晚上)?\s*(?:"
    r"(?P<packed>\d{1,2}[0-5]\d)|"
    r"(?P<hour>\d{1,2}|[一二兩三四五六七八九十]{1,3})"
    r"(?::(?P<minute>[0-5]\d)|[點時](?:(?P<half>半)|(?P<spoken>[0-5]?\d)分?)?)?)"
)


@dataclass(frozen=True, slots=True)
class ScopeWish:
    """What somebody wants to open a group for."""

    scope: ChatScope
    case_number: str = ""  # as typed, half-width: 「42」 or 「115-0042」


class CaseFit(StrEnum):
    """Whether a group may be opened for a case."""

    FITS = "fits"
    NOT_SEEN = "not seen"  # the asker may not know of it
    NOT_FOR_GROUPS = "not for groups"  # 敏感 or 密件


def _plain(argument: str) -> str:
    return unicodedata.normalize("NFKC", argument).strip(" \t\n。.!,、，")


def parse_scope(argument: str) -> ScopeWish:
    """Read 啟用's argument: `[本機關｜跨部會｜單一案件 <案號>]`; nothing means 本機關.

    Raises CaseNeededError or UnknownScopeError.
    """
    text = _plain(argument).removeprefix("為").removeprefix("成").strip()
    if text in OWN_WORDS:
        return ScopeWish(ChatScope.AGENCY)
    if text in CROSS_WORDS:
        return ScopeWish(ChatScope.CROSS)
    rest = CASE_WORDS.sub("", text, count=1).removesuffix("號").removesuffix("案").strip()
    if not rest:
        raise CaseNeededError
    if CASE_NUMBER.fullmatch(rest):
        return ScopeWish(ChatScope.CASE, rest)
    raise UnknownScopeError(text)


def may_keep(chat: LinkedChat, speaker: Speaker) -> bool:
    """Whether `speaker` may change a group: who opened it, or anybody while nobody did."""
    return chat.agency_id is None or speaker.is_admin or chat.agency_id in speaker.office_ids


def judge_case(circle: Circle | None, speaker: Speaker) -> CaseFit:
    """Decide whether `speaker` may open a group for a case (None: there is no such case)."""
    if circle is None or circle.case.cancelled_at is not None:
        return CaseFit.NOT_SEEN
    officer_id = speaker.officer.id if speaker.officer else None
    viewer = Viewer(officer_id=officer_id, agency_ids=speaker.agency_ids)
    if sight_of(circle, viewer) is Sight.NOTHING:
        return CaseFit.NOT_SEEN
    normal = circle.case.secrecy is Secrecy.NORMAL
    return CaseFit.FITS if normal else CaseFit.NOT_FOR_GROUPS


def ends_silence(argument: str) -> bool:
    """Whether 「靜音 取消」 was meant."""
    return _plain(argument) in END_WORDS


def parse_silence(argument: str, *, now: datetime, opens_at: str) -> datetime:
    """Read until when to be silent, UTC: `[<3小時>｜到 <週五>｜一直]`; nothing: tomorrow morning.

    A day without an hour means its morning, when the group's hours begin (`opens_at`, HH:MM).
    Raises BadSilenceError or SilenceOverError.
    """
    text = _plain(argument).removesuffix("為止").removesuffix("再說").strip()
    if text in FOREVER_WORDS:
        return UNTIL_TOLD
    text = re.sub(r"^(?:直到|到|至)\s*", "", text)
    if text in {"", "今天", "今日", "今晚", "明早"}:
        return _next_morning(now, opens_at)
    duration = DURATION.fullmatch(text)
    until = now + _length(duration) if duration else _day(text, now, opens_at)
    if until <= now:
        raise SilenceOverError(text)
    if until - now > LONGEST_SILENCE:
        raise BadSilenceError(text)
    return until


def _next_morning(now: datetime, opens_at: str) -> datetime:
    local = now.astimezone(TAIPEI)
    day = local.date() if local.time() < NIGHT_ENDS else local.date() + timedelta(days=1)
    return datetime.combine(day, time.fromisoformat(opens_at), TAIPEI).astimezone(UTC)


def _length(match: re.Match[str]) -> timedelta:
    unit = UNITS[match["unit"]]
    whole = unit * number(match["count"]) if match["count"] else timedelta(0)
    half = match["half"] or match["half_inside"] or match["half_after"]
    return whole + unit / 2 if half else whole


def _day(text: str, now: datetime, opens_at: str) -> datetime:
    try:
        found = parse_date(text, today=now.astimezone(TAIPEI).date())
    except BadDateError:
        raise BadSilenceError(text) from None
    at = found.at or time.fromisoformat(opens_at)
    return datetime.combine(found.on, at, TAIPEI).astimezone(UTC)


def parse_hours(argument: str) -> tuple[str, str]:
    """Read a group's hours, both HH:MM in Taipei: `<9-18>`, `<上午9點到下午6點>`, 全天 or 預設.

    Raises BadHoursError.
    """
    text = _plain(argument)
    if text in ALL_DAY_WORDS:
        return ALL_DAY
    if text in USUAL_WORDS:
        return USUAL_HOURS
    ends = BETWEEN.split(text)
    if len(ends) != 2:  # noqa: PLR2004  # from and to
        raise BadHoursError(text)
    opens, closes = (_minutes(end, text) for end in ends)
    if closes <= opens < NOON:
        closes += NOON  # 「9-6」 ends in the evening
    if not opens < closes <= DAY_IN_MINUTES:
        raise BadHoursError(text)
    return _clock(opens), _clock(closes)


def is_all_day(chat: LinkedChat) -> bool:
    """Whether the bot may speak at any hour in a group."""
    return (chat.opens_at, chat.closes_at) == ALL_DAY


def _minutes(end: str, whole: str) -> int:
    match = HOUR.fullmatch(end)
    if match is None:
        raise BadHoursError(whole)
    if match["packed"]:
        hour, minute = divmod(int(match["packed"]), 100)
    else:
        hour = number(match["hour"])
        minute = 30 if match["half"] else int(match["minute"] or match["spoken"] or 0)
    if match["part"] in AFTERNOON_WORDS and hour < 12:  # noqa: PLR2004  # noon
        hour += 12
    return hour * 60 + minute


def _clock(minutes: int) -> str:
    last = min(minutes, DAY_IN_MINUTES - 1)  # 24:00 is written 23:59: a clock shows no 24
    return f"{last // 60:02}:{last % 60:02}"
