"""Agencies' parts in a line: 「主辦 衛福部、內政部」, 「國健署先擬」, in any order."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from handlers.cases.errors import UnknownAgencyError
from handlers.cases.rules.sheet import EDGES, START, Sheet
from handlers.cases.rules.wording import UNIT_LIMIT
from handlers.shared.mentions import AgencyMention
from storage.records.agencies import Agency
from storage.records.cases import Part

DRAFTING = "先擬"
WORDS: dict[str, Part | None] = {
    **dict.fromkeys(("主辦", "主政", "主責", "共同主辦"), Part.LEAD),
    "協辦": Part.CO_ORGANISER,
    "會辦": Part.CO_ORGANISER,
    "有關": Part.CONCERNED,
    "相關": Part.CONCERNED,
    DRAFTING: None,
}
_KEY = re.compile(
    r"(?P<word>共同主辦|主辦|主政|主責|協辦|先擬)(?P<kind>機關|單位)?|"
    r"(?P<word2>有關|相關|會辦)機關"
)
_JOINER = r"[、,，及和與跟]"
_BEFORE_AGENCY = re.compile(r"[由請]$")
_GAP = re.compile(rf"\s*(?:{_JOINER}|\s)\s*")
_TIGHT_GAP = re.compile(rf"\s*{_JOINER}\s*")
_TO_VALUE = re.compile(r"\s*[:：]?\s*[由請]?")
_TOKEN = re.compile(rf"\s*[:：]?\s*(?P<value>[^{EDGES}]+)")
_TOKEN_BEFORE = re.compile(
    rf"(?:(?<=[件個案])|(?<![^{EDGES}]))(?P<value>[^{EDGES}件個案]{{1,{UNIT_LIMIT}}})$"
)


@dataclass(frozen=True, slots=True)
class NamedPart:
    """An agency named for a part."""

    agency: Agency
    part: Part


@dataclass(frozen=True, slots=True)
class NamedParts:
    """What a line says about agencies."""

    parts: tuple[NamedPart, ...] = ()
    drafter: str = ""  # 先擬, as typed
    drafting_agency: Agency | None = None


NO_PARTS = NamedParts()


@dataclass(frozen=True, slots=True)
class _Key:
    word: str
    start: int
    end: int
    stands_alone: bool  # begins a word


def take_parts(sheet: Sheet, mentions: Sequence[AgencyMention]) -> NamedParts:
    """Cut out the agencies that are named for a part.

    Raises UnknownAgencyError when 主辦, 協辦 or 有關機關 names something unknown.
    """
    return _Reader(sheet, mentions).read()


class _Reader:
    """Gives each key word the agencies beside it: glued before it, after it, else before it."""

    def __init__(self, sheet: Sheet, mentions: Sequence[AgencyMention]) -> None:
        self._sheet = sheet
        self._text = sheet.text
        usable = (m for m in mentions if sheet.holds(m.start, m.end))
        self._free = sorted(usable, key=lambda m: m.start)
        self._parts: dict[int, NamedPart] = {}
        self._drafter = ""
        self._drafting_agency: Agency | None = None

    def read(self) -> NamedParts:
        """Read the whole line."""
        every = self._keys()
        keys = [key for key in every if not self._glued_before(key, every) and key.stands_alone]
        before_first = self._names_come_before(keys)
        for key in keys:
            ways = (self._before, self._after) if before_first else (self._after, self._before)
            if not any(way(key) for way in ways):
                self._as_typed(key)
        return NamedParts(tuple(self._parts.values()), self._drafter, self._drafting_agency)

    def _keys(self) -> list[_Key]:
        found: list[_Key] = []
        for match in _KEY.finditer(self._text):
            word = match["word"] or match["word2"]
            alone = re.compile(START).match(self._text, match.start()) is not None
            after_key = bool(found) and found[-1].end == match.start()
            follows = any(
                m.end == match.start() and self._follows_key(m, found) for m in self._free
            )
            found.append(_Key(word, match.start(), match.end(), alone or after_key or follows))
        return found

    def _glued_before(self, key: _Key, keys: Sequence[_Key]) -> bool:
        """「國健署先擬」, 「衛福部、內政部主辦」."""
        last = next((m for m in self._free if m.end == key.start), None)
        if last is not None and self._follows_key(last, keys):
            return False
        if last is not None:
            self._claim(key, self._chain_before(last), key.end)
            return True
        token = _TOKEN_BEFORE.search(self._text[: key.start])
        if key.word == DRAFTING and token and not key.stands_alone:
            self._drafter = token["value"].lstrip("由請")
            self._sheet.cut(token.start(), key.end)
            return True
        return False

    def _follows_key(self, mention: AgencyMention, keys: Sequence[_Key]) -> bool:
        """「主辦衛福部協辦內政部」: 衛福部 belongs to the key before it."""
        return any(key.end == mention.start for key in keys)

    def _after(self, key: _Key) -> bool:
        """「主辦 衛福部、內政部」."""
        start = _TO_VALUE.match(self._text, key.end)
        first = next((m for m in self._free if start and m.start == start.end()), None)
        if first is None or (first.start > key.end and self._belongs_to_next_key(first)):
            return False
        chain = [first]
        for mention in self._free:
            gap = self._text[chain[-1].end : mention.start]
            if mention.start >= chain[-1].end and _GAP.fullmatch(gap):
                if self._belongs_to_next_key(mention):
                    break
                chain.append(mention)
        self._claim(key, chain, chain[-1].end)
        return True

    def _before(self, key: _Key) -> bool:
        """「衛福部 主辦」."""
        last = next(
            (
                m
                for m in self._free
                if m.end < key.start and not self._text[m.end : key.start].strip()
            ),
            None,
        )
        if last is None:
            return False
        self._claim(key, self._chain_before(last), key.end)
        return True

    def _as_typed(self, key: _Key) -> None:
        token = _TOKEN.match(self._text, key.end)
        if token is None:
            raise UnknownAgencyError(key.word, "")
        if key.word != DRAFTING:
            raise UnknownAgencyError(key.word, token["value"])
        self._drafter = token["value"][:UNIT_LIMIT]
        self._sheet.cut(key.start, token.end())

    def _names_come_before(self, keys: list[_Key]) -> bool:
        """Whether the line is written 「衛福部 主辦 內政部 協辦」 throughout."""
        if not keys:
            return False
        after_last = _TO_VALUE.match(self._text, keys[-1].end)
        followed = any(after_last and m.start == after_last.end() for m in self._free)
        return not followed and any(
            m.end <= keys[0].start and not self._text[m.end : keys[0].start].strip()
            for m in self._free
        )

    def _belongs_to_next_key(self, mention: AgencyMention) -> bool:
        return _KEY.match(self._text, mention.end) is not None

    def _chain_before(self, last: AgencyMention) -> list[AgencyMention]:
        chain = [last]
        for mention in reversed(self._free):
            gap = self._text[mention.end : chain[0].start]
            if mention.end <= chain[0].start and _TIGHT_GAP.fullmatch(gap):
                chain.insert(0, mention)
        return chain

    def _claim(self, key: _Key, chain: list[AgencyMention], end: int) -> None:
        start = min(key.start, chain[0].start)
        if _BEFORE_AGENCY.search(self._text[:start]):
            start -= 1
        part = WORDS[key.word]
        if part is None:
            first = chain[0]
            self._drafter = self._text[first.start : first.end]
            self._drafting_agency = first.agency
        else:
            for mention in chain:
                self._parts.setdefault(mention.agency.id, NamedPart(mention.agency, part))
        self._free = [mention for mention in self._free if mention not in chain]
        end = max(end, key.end)
        self._sheet.cut(start, end + self._text.startswith("的", end))
