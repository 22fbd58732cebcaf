"""What one may write into the own entry."""

import re
import unicodedata
from collections.abc import Iterable
from datetime import datetime

from bot.room import Shape
from handlers.profile.errors import (
    BadOfficePhoneError,
    MobileAsOfficePhoneError,
    NothingSaidError,
    PersonalDataError,
    TooMuchError,
)
from handlers.shared.cells import CellError, split_list, to_phone
from handlers.shared.personal_data import PersonalData, find_personal_data
from storage.records.officers import Appointment

MAX_TOPICS = 20
MAX_TOPIC = 30  # characters of one thing
MAX_NOTE = 300  # characters of 交接備註
MAX_DEPUTY = 50  # characters of a name
CLOSED_WORDS = re.compile(r"不開放|不公開|不要|關閉|別|off", re.IGNORECASE)
OPEN_WORDS = re.compile(r"開放|公開|可以|on", re.IGNORECASE)
NOTHING = frozenset({"無", "清空", "沒有", "取消"})
ACCOUNTS = {"line": "line", "賴": "line", "slack": "slack"}  # what people call a platform
_FROM = "以後|之後|往後|改成|請"
_VERB = "通知|提醒|叫|找|傳給|傳訊息給|推播給"


def _shapes(word: str, name: str) -> tuple[Shape, ...]:
    """Give the wordings that ask to be told on one platform."""
    return (
        Shape(f"{_FROM}? 我? 都? 改? 用|在|到|從|走 {word} {_VERB} 我 就好?", name),
        Shape(f"{_FROM}? 我? 通知|提醒|推播 都? 改? 用|到|走|在|成|傳到|送到 {word} 就好?", name),
    )


TOLD_ON_SHAPES = (*_shapes("line|賴", "LINE"), *_shapes("slack", "Slack"))


def read_phone_choice(argument: str) -> bool | str:
    """Read 公務電話's argument: True 開放群組, False 不開放, or a number to keep.

    Raises BadOfficePhoneError, MobileAsOfficePhoneError, NothingSaidError.
    """
    text = unicodedata.normalize("NFKC", argument).strip()
    if not text:
        example = "公務電話 開放群組"
        raise NothingSaidError(example)
    if CLOSED_WORDS.search(text):
        return False
    if OPEN_WORDS.search(text):
        return True
    if find_personal_data(text) is PersonalData.MOBILE:
        raise MobileAsOfficePhoneError
    try:
        return to_phone(text)
    except CellError as error:
        raise BadOfficePhoneError(str(error)) from error


def read_topics(argument: str) -> tuple[str, ...]:
    """Read 負責事項's argument: a list, or 「清空」 for none.

    Raises NothingSaidError, TooMuchError, PersonalDataError.
    """
    text = argument.strip()
    if text in NOTHING:
        return ()
    topics = split_list(text)
    if not topics:
        example = "負責事項 健保卡、長照"
        raise NothingSaidError(example)
    if len(topics) > MAX_TOPICS or any(len(topic) > MAX_TOPIC for topic in topics):
        limit = f"{MAX_TOPICS} 項、每項 {MAX_TOPIC} 字"
        raise TooMuchError(limit)
    _refuse_personal_data(text)
    return topics


def read_text(argument: str, *, limit: int, example: str) -> str:
    """Read a short text, or 「清空」 for none.

    Raises NothingSaidError, TooMuchError, PersonalDataError.
    """
    text = "".join(mark for mark in argument if _is_kept(mark)).strip()
    if not text:
        raise NothingSaidError(example)
    if text in NOTHING:
        return ""
    if len(text) > limit:
        words = f"{limit} 字"
        raise TooMuchError(words)
    _refuse_personal_data(text)
    return text


def _is_kept(mark: str) -> bool:
    return mark == "\n" or unicodedata.category(mark) not in {"Cc", "Cf", "Cs", "Co"}


def _refuse_personal_data(text: str) -> None:
    found = find_personal_data(text)
    if found is not None:
        raise PersonalDataError(found)


def freshest(appointments: Iterable[Appointment]) -> tuple[datetime, str] | None:
    """Return when the entry was last confirmed, and by whom."""
    dated = [(a.confirmed_at, a.confirmed_by) for a in appointments if a.confirmed_at is not None]
    return max(dated, default=None)


def read_account(argument: str) -> str | None:
    """Read which platform is named, 「line」 or 「slack」; None when neither or both are."""
    text = unicodedata.normalize("NFKC", argument).lower()
    named = {platform for word, platform in ACCOUNTS.items() if word in text}
    return named.pop() if len(named) == 1 else None
