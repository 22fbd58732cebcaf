"""「內政部 eID跟健保卡重疊 這禮拜講個電話」: who is asked, for what, about which case. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from handlers.requests.errors import LongTextError, NoAgencyNamedError, NoTextError
from handlers.shared.case_numbers import CaseNumber, clean_text, read_number
from handlers.shared.mentions import AgencyMention
from storage.records.agencies import Agency

TEXT_LIMIT = 500  # characters; a request is a sentence
_EDGES = " \t\n,，、:：;；。"
_ADDRESSEE = re.compile(r"^(?:的?\s*(?:PO|po|窗口|聯絡人|對口)|那邊|這邊)")
_BEFORE = re.compile(r"^(?:請|跟|向|給|問|一下|找)+$")
_MARKED = re.compile(
    r"(?:#\s?|第\s?(?=\d{1,6}案))(?P<serial>\d{1,6})(?!\d)"
    r"|(?<![\d-])(?P<year>1\d{2})-(?P<full>\d{4})(?![\d-])"
)
_FIRST = re.compile(r"^(?P<serial>\d{1,6})(?=\s)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """What somebody wants of another agency."""

    agency: Agency
    text: str
    case_number: CaseNumber | None = None
    sure: bool = True  # the number was marked as one: 「#37」; else it may be any number


def read_ask(argument: str, mentions: Sequence[AgencyMention]) -> Ask:
    """Read the argument; `mentions` are the agencies in the cleaned text, in their order.

    Raises NoAgencyNamedError, NoTextError, LongTextError.
    """
    text = clean_text(argument, lines=True)
    if not mentions:
        raise NoAgencyNamedError
    first = mentions[0]
    before, after = text[: first.start].strip(_EDGES), text[first.end :].strip(_EDGES)
    number, sure, before = _number_before(before)
    after = _ADDRESSEE.sub("", after).strip(_EDGES)
    if number is None:
        number, sure, after = _number_after(after)
    kept = text.strip(_EDGES) if before and not _BEFORE.match(before) else after
    if not kept or (not after and _BEFORE.match(before or "請")):
        raise NoTextError(first.agency.short)
    if len(kept) > TEXT_LIMIT:
        raise LongTextError(len(kept), TEXT_LIMIT)
    return Ask(agency=first.agency, text=kept, case_number=number, sure=sure)


def check_text(text: str) -> str:
    """Return a text that somebody wrote, cleaned.

    Raises LongTextError.
    """
    cleaned = clean_text(text, lines=True).strip(_EDGES)
    if len(cleaned) > TEXT_LIMIT:
        raise LongTextError(len(cleaned), TEXT_LIMIT)
    return cleaned


def _number_before(before: str) -> tuple[CaseNumber | None, bool, str]:
    """「37 聯絡內政部 …」, 「第37案 …」."""
    number, rest = read_number(before)
    return (number, True, rest) if number is not None else (None, True, before)


def _number_after(after: str) -> tuple[CaseNumber | None, bool, str]:
    """「內政部 37 要會簽」: only right after the agency, or marked as a case's number."""
    first = _FIRST.match(after)
    if first is not None:
        return CaseNumber(int(first["serial"])), False, after
    marked = _MARKED.search(after)
    if marked is None:
        return None, True, after
    if marked["serial"]:
        return CaseNumber(int(marked["serial"])), True, after
    return CaseNumber(int(marked["full"]), int(marked["year"])), True, after
