"""What a sentence names, and whether that is certain."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from handlers.contacts.rules.asking import (
    ends_like_agency,
    ends_like_place,
    ends_like_unit,
    glued_after,
    glued_before,
    pieces,
    readings,
)
from handlers.contacts.rules.finding_answers import Mention
from handlers.contacts.rules.finding_contacts import ContactBook
from handlers.contacts.rules.finding_index import Entry, NameIndex
from handlers.contacts.rules.finding_mentions import Scanner, Span
from storage.records.agencies import Level

_HIGH = frozenset({Level.FIRST, Level.SECOND})


@dataclass(frozen=True, slots=True)
class Named:
    """What a sentence names. `certain`: no name is part of a longer, unknown one."""

    places: tuple[Entry, ...]
    people: tuple[Entry, ...]
    rest: tuple[str, ...]  # pieces that name nothing
    certain: bool
    unit: str = ""  # an unknown unit behind the only agency named: 「衛福部綜規司」


class Reader:
    """Reads sentences for names."""

    def __init__(self, index: NameIndex, book: ContactBook) -> None:
        """Read with the names of `index`; `book` knows who stands above whom."""
        self._index = index
        self._book = book
        self._scanner = Scanner(index, (key for key in index.keys if len(key) > 1))

    def read(self, text: str) -> Named:
        """Find what `text` names, the parts of one name taken together."""
        spans = self._scanner.spans(text)
        tails = [_tail_of(text, span, spans) for span in spans]
        rest: list[str] = []
        people: list[Entry] = []
        named = list(self._together([span.entries for span in spans]))
        for piece in pieces(_blank(text, spans)):
            found = (self._index.exact(reading) for reading in readings(piece))
            entries = next(filter(None, found), ())
            people += [entry for entry in entries if entry.officer_id]
            named += [entry for entry in entries if entry.agency_id]
            if not entries:
                rest.append(piece)
        return Named(
            places=tuple(named),
            people=tuple(people),
            rest=tuple(rest),
            certain=all(self._certain(text, span, spans) for span in spans),
            unit=tails[0] if len(spans) == 1 and ends_like_unit(tails[0]) else "",
        )

    def mentions(self, text: str, today: date | None) -> tuple[Mention, ...]:
        """Find the agencies and listed units that `text` names, with their places."""
        spans = self._scanner.spans(text)
        kept = self._together([span.entries for span in spans], keep_parents=True)
        found: list[Mention] = []
        for span in spans:
            seen: set[int] = set()
            for entry in span.entries:
                mention = self._mention(text, span, entry, today)
                if entry in kept and mention is not None and mention.agency.id not in seen:
                    seen.add(mention.agency.id)
                    found.append(mention)
        return tuple(found)

    def _mention(self, text: str, span: Span, entry: Entry, today: date | None) -> Mention | None:
        named = self._book.get(entry.agency_id)
        if named is None or entry.unit:
            return None
        above = (named, *self._book.ancestors(named))
        owner = next((a for a in above if a.level is not Level.UNIT), named)
        present = owner if today is None else self._book.todays(owner, today) or owner
        return Mention(
            agency=present,
            named=named,
            start=span.start,
            end=span.end,
            text=text[span.start : span.end],
            reason=entry.reason,
        )

    def _together(
        self, groups: Sequence[tuple[Entry, ...]], *, keep_parents: bool = False
    ) -> tuple[Entry, ...]:
        """Take 「內政部」「戶政司」 as one: of several units the one under a named agency."""
        named = {entry.agency_id for group in groups for entry in group if not entry.unit}
        kept: list[Entry] = []
        for group in groups:
            under = [e for e in group if len(group) > 1 and self._above(e) & named]
            kept += under or group
        if keep_parents:
            return tuple(kept)
        parents = {agency_id for entry in kept for agency_id in self._above(entry)}
        return tuple(e for e in kept if e.unit or e.agency_id not in parents)

    def _above(self, entry: Entry) -> set[int]:
        if entry.unit:
            return {entry.agency_id}
        agency = self._book.get(entry.agency_id)
        return set() if agency is None else {a.id for a in self._book.ancestors(agency)}

    def _certain(self, text: str, span: Span, spans: Sequence[Span]) -> bool:
        levels = {a.level for e in span.entries if (a := self._book.get(e.agency_id))}
        before = "" if any(s.end == span.start for s in spans) else glued_before(text[: span.start])
        if before and (ends_like_place(before) or not levels <= _HIGH):
            return False
        tail = _tail_of(text, span, spans)
        return not tail or not (ends_like_agency(tail) or Level.FIRST in levels)


def _tail_of(text: str, span: Span, spans: Sequence[Span]) -> str:
    if any(other.start == span.end for other in spans):
        return ""
    return glued_after(text[span.end :])


def _blank(text: str, spans: Sequence[Span]) -> str:
    for span in spans:
        text = text[: span.start] + " " * (span.end - span.start) + text[span.end :]
    return text
