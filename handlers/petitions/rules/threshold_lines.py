"""「成案 6000 自 116/1/1 依據 …」: a threshold as an administrator types it. Pure."""

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

from bot.folded import folded
from handlers.petitions.errors import (
    NoThresholdCountError,
    NoThresholdDayError,
    NoThresholdNameError,
    NoThresholdToEndError,
    SameThresholdError,
)
from handlers.shared.roc_date import find_one_date, roc_number, without_dates
from storage.records.watches import Threshold

LARGEST = 1_000_000  # endorsements
NAME_LIMIT = 10  # characters
SOURCE_LIMIT = 80  # characters
UNSAID = "國發會登記"
DAY = timedelta(days=1)
_SOURCE = re.compile(r"\s依據[:\s]*(?P<source>\S.*)$")
_COUNT = re.compile(r"(?<![\d/.,\-])(\d{1,3}(?:,\d{3})+|\d{1,7})\s*份?(?![\d/.\-年月日])")
_WORDS = re.compile(r"改成|改為|調整為|調為|調到|門檻|改|自|從|起|為|的")
_EDGES = " \t\n，,、。:：「」"


def read_threshold(text: str, *, today: date) -> Threshold:
    """Read a line.

    Raises NoThresholdNameError, NoThresholdCountError, NoThresholdDayError, BadDateError.
    """
    plain = folded(text)
    source = _SOURCE.search(f" {plain}")
    rest = f" {plain}"[: source.start()] if source is not None else plain
    found = find_one_date(rest, today=today)
    if found is None:
        raise NoThresholdDayError
    rest = without_dates(rest, [found])
    count = _COUNT.search(rest)
    if count is None or not 0 < (value := int(count[1].replace(",", ""))) <= LARGEST:
        raise NoThresholdCountError
    name = _WORDS.sub(" ", f"{rest[: count.start()]} {rest[count.end() :]}").strip(_EDGES)
    if not name or len(name) > NAME_LIMIT or " " in name:
        raise NoThresholdNameError(NAME_LIMIT)
    said = source["source"].strip(_EDGES)[:SOURCE_LIMIT] if source is not None else UNSAID
    return Threshold(name=name, count=value, source=said or UNSAID, valid_from=found.on)


def before(new: Threshold, known: Iterable[Threshold]) -> Threshold | None:
    """Return the version that a new one follows; None when the threshold is new altogether.

    Raises SameThresholdError where nothing would change.
    """
    mine = [one for one in known if one.name == new.name]
    for one in mine:
        if new.valid_from is not None and one.holds_on(new.valid_from) and one.count == new.count:
            raise SameThresholdError(new.name, new.count)
    held = [one for one in mine if new.valid_from and one.holds_on(new.valid_from - DAY)]
    return held[-1] if held else None


def ended(text: str, known: Iterable[Threshold], *, today: date) -> Threshold:
    """Return the version that a line 「過半 116/1/1」 ends, with its last day.

    Raises NoThresholdDayError, NoThresholdToEndError, BadDateError.
    """
    plain = folded(text)
    found = find_one_date(plain, today=today)
    if found is None:
        raise NoThresholdDayError
    name = _WORDS.sub(" ", without_dates(plain, [found])).strip(_EDGES)
    last = found.on - DAY
    for one in known:
        ends_later = one.valid_to is None or one.valid_to > last
        if one.name == name and one.holds_on(last) and ends_later:
            return replace(one, valid_to=last)
    raise NoThresholdToEndError(name)


def threshold_line(one: Threshold) -> str:
    """Return the line that is read as exactly this threshold."""
    since = roc_number(one.valid_from) if one.valid_from else ""
    return f"{one.name} {one.count} 自{since} 依據 {one.source}"


def span_words(one: Threshold) -> str:
    """「107/01/01 起」, 「104/07/17 到 115/12/31」."""
    since = roc_number(one.valid_from) if one.valid_from else "最早"
    return f"{since} 到 {roc_number(one.valid_to)}" if one.valid_to else f"{since} 起"
