"""Finding counterparts (找): by agency, unit, person or topic, as officers write them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from handlers.contacts.rules.asking import (
    bare,
    pieces,
    readings,
    surname_and_title,
    wanted_role,
)
from handlers.contacts.rules.finding_answers import (
    Clue,
    Contact,
    Finding,
    Hit,
    Kind,
    Mention,
    Reason,
)
from handlers.contacts.rules.finding_contacts import (
    ContactBook,
    handlers_first,
    in_order,
    role_first,
)
from handlers.contacts.rules.finding_entries import entries_of, topic_sources
from handlers.contacts.rules.finding_index import Entry, NameIndex
from handlers.contacts.rules.finding_named import Named, Reader
from handlers.contacts.rules.finding_titled import titled
from handlers.contacts.rules.names import fold
from handlers.contacts.rules.topics import TOPIC_MIN, TopicIndex, TopicSource, touches
from storage.records.agencies import Agency
from storage.records.officers import Appointment, Officer

__all__ = ["Contact", "Directory", "Finding", "Hit", "Kind", "Mention", "Reason"]

ASKED_MAX = 120  # characters of a question that are looked at
WRITTEN = 100.0  # score of a name written as in the list
LIKELY_MIN = 40.0  # below it a name has too little in common with what was asked
LIKELY_RANGE = 30.0  # how far below the best a choice may still be offered
LIKELY_TRIED = 24  # likely names that are turned into hits, so that a vague word stays cheap


@dataclass(frozen=True, slots=True)
class _Asked:
    """One question, taken apart once."""

    text: str
    key: str
    pieces: tuple[str, ...]
    today: date

    @property
    def bare(self) -> str:
        """The question without its wording."""
        return "".join(map(bare, self.pieces))

    @property
    def topics(self) -> tuple[str, ...]:
        """What may be a topic: each piece, as it is and without wording at its edges."""
        return tuple(dict.fromkeys((*self.pieces, *map(bare, self.pieces))))


class Directory:
    """An immutable index; build it again when the roster or the list of agencies changes."""

    def __init__(
        self,
        *,
        agencies: tuple[Agency, ...],
        officers: tuple[Officer, ...],
        appointments: tuple[Appointment, ...],
        topics: Mapping[str, tuple[int, ...]] | None = None,
    ) -> None:
        """Index everything; `topics` are further words (of cases) with agency ids."""
        self._book = ContactBook(agencies, officers, appointments)
        self._index = NameIndex(entries_of(agencies, self._book))
        self._reader = Reader(self._index, self._book)
        self._topics = TopicIndex(topic_sources(agencies, self._book, topics or {}))
        self._appointments = {c.appointment.id: c.appointment for c in self._book.offered()}

    def find(self, query: str, *, today: date, limit: int = 5) -> Finding:
        """Find whom to ask, as of `today` (Taipei). Never raises, never guesses.

        SURE has one hit, CHOICES one to `limit`, NOTHING none. Only a name written in full
        (in whatever spelling), or its sound, or one whole topic is SURE.
        """
        text = query[:ASKED_MAX]
        asked = _Asked(text, fold(text), pieces(text), today)
        for look in (self._written, self._named, self._sounding, self._likely):
            hits, certain = look(asked)
            if hits:
                kind = Kind.SURE if certain and len(hits) == 1 else Kind.CHOICES
                role = wanted_role(text)
                shown = (replace(h, contacts=role_first(h.contacts, role)) for h in hits[:limit])
                return Finding(kind=kind, query=query, hits=tuple(shown))
        return Finding(kind=Kind.NOTHING, query=query)

    def agencies_in(self, text: str, *, today: date | None = None) -> tuple[Mention, ...]:
        """Find every agency and listed unit named in `text`, in the order of the text.

        With `today`, an agency that is gone is given as its successor.
        """
        return self._reader.mentions(text, today)

    def agencies_for_topic(self, words: str, *, today: date, limit: int = 5) -> tuple[Agency, ...]:
        """Find the agencies that deal with `words` and exist `today`, the likeliest first."""
        wanted = _Asked(words[:ASKED_MAX], "", pieces(words[:ASKED_MAX]), today).topics
        found: dict[int, Agency] = {}
        for match in self._topics.search(wanted):
            agency = self._book.get(match.source.agency_id)
            present = agency and self._book.todays(agency, today)
            if present and self._stands(match.source, wanted, today):
                found.setdefault(present.id, present)
        return tuple(found.values())[:limit]

    def _written(self, asked: _Asked) -> tuple[list[Hit], bool]:
        for key in (asked.key, *readings("".join(asked.pieces))):
            hits = self._hits(((e, e.reason, WRITTEN) for e in self._index.exact(key)), asked)
            if hits:
                return hits, True
        return [], False

    def _named(self, asked: _Asked) -> tuple[list[Hit], bool]:
        named = self._reader.read(asked.text)
        places = self._hits(((e, e.reason, WRITTEN) for e in named.places), asked)
        people = self._hits(((e, e.reason, WRITTEN) for e in named.people), asked)
        if people and places:
            there = {hit.agency.id for hit in places}
            both = [p for p in people if any(c.agency.id in there for c in p.contacts)]
            return (both, named.certain) if both else (places + people, False)
        if people:
            return people, not named.rest
        called, certain = self._titled(named, places, asked)
        if called:
            return called, certain
        if not places:
            return [], False
        whole = self._mistyped_whole(asked, named)
        if whole:
            return _distinct(whole + places), False
        if named.unit and len(places) == 1 and places[0].via is None:
            places = [self._with_unit(places[0], named.unit, asked)]
        places = [replace(p, contacts=in_order(p.contacts, named.rest)) for p in places]
        return places, named.certain

    def _titled(self, named: Named, places: Sequence[Hit], asked: _Asked) -> tuple[list[Hit], bool]:
        """Find 「王科長」, in the agencies that are named, if any are."""
        called = next(filter(None, map(surname_and_title, named.rest)), None)
        if called is None:
            return [], False
        there = {agency.id for hit in places for agency in (hit.agency, hit.via) if agency}
        held = (
            c
            for c in self._book.offered()
            if c.appointment.holds_on(asked.today) and (not there or c.agency.id in there)
        )
        found = titled(*called, held)
        clues = ((c, Clue(Reason.PERSON, "".join(called), WRITTEN)) for c in found.contacts)
        people = (self._book.hit_for_person(c.officer.id, clue, asked.today) for c, clue in clues)
        return _distinct(filter(None, people)), found.certain and len(named.rest) == 1

    def _mistyped_whole(self, asked: _Asked, named: Named) -> list[Hit]:
        """Find longer names of which the named one is only the part typed well."""
        if not named.rest:
            return []
        longest = max(len(entry.key) for entry in named.places)
        likely = [
            (found.entry, found.reason, found.score)
            for key in dict.fromkeys((asked.key, fold(asked.bare)))
            for found in self._index.likely(asked.text, key)
            if found.reason in (Reason.TYPO, Reason.PHONETIC) and len(found.entry.key) > longest
        ]
        return self._hits(likely, asked)

    def _with_unit(self, hit: Hit, unit: str, asked: _Asked) -> Hit:
        contacts = self._book.contacts(hit.agency, asked.today, unit=unit)
        return replace(hit, contacts=contacts, unit=unit)

    def _sounding(self, asked: _Asked) -> tuple[list[Hit], bool]:
        for text in dict.fromkeys((asked.text, asked.bare)):
            spelled = self._index.typed_sound(text)
            same = () if spelled else self._index.same_sound(fold(text))
            hits = self._hits(((e, Reason.PHONETIC, WRITTEN) for e in spelled or same), asked)
            if hits:
                rivals = self._rivals(fold(text), asked) if same else []
                return _distinct(hits + rivals), all(hit.person is None for hit in hits)
        return [], False

    def _rivals(self, key: str, asked: _Asked) -> list[Hit]:
        """Find agencies that differ from `key` in one character of any sound."""
        typos = (
            (found.entry, found.reason, found.score)
            for found in self._index.likely(key, key)
            if found.reason is Reason.TYPO and found.entry.agency_id
        )
        return self._hits(typos, asked)

    def _likely(self, asked: _Asked) -> tuple[list[Hit], bool]:
        words = dict.fromkeys((asked.key, *map(fold, (asked.bare, *map(bare, asked.pieces)))))
        likely = [
            found
            for key in tuple(words)[:4]
            for found in self._index.likely(asked.text if key == asked.key else key, key)
        ]
        likely.sort(key=lambda found: -found.score)
        names = self._hits(
            ((f.entry, f.reason, f.score) for f in likely[:LIKELY_TRIED] if f.score > LIKELY_MIN),
            asked,
        )
        topics, certain = self._by_topic(asked)
        hits = _distinct(sorted(topics + names, key=lambda hit: -hit.score))
        best = hits[0].score if hits else 0.0
        return [h for h in hits if h.score >= best - LIKELY_RANGE], certain and len(hits) == 1

    def _by_topic(self, asked: _Asked) -> tuple[list[Hit], bool]:
        hits: list[Hit] = []
        matches = self._topics.search(asked.topics)[:LIKELY_TRIED]
        for match in matches:
            agency = self._book.get(match.source.agency_id)
            if agency is None or not self._stands(match.source, asked.topics, asked.today):
                continue
            clue = Clue(Reason.TOPIC, match.source.phrase, match.score)
            hit = self._book.hit_for_agency(agency, clue, asked.today)
            if not hit.gone:
                wanted = (*asked.topics, match.source.phrase)
                hits.append(replace(hit, contacts=handlers_first(hit.contacts, wanted)))
        whole = len(asked.pieces) == 1 and len(fold(asked.bare)) >= TOPIC_MIN
        return _distinct(hits), whole and bool(matches) and matches[0].exact

    def _stands(self, source: TopicSource, wanted: Sequence[str], today: date) -> bool:
        """Whether what `source` says is still true `today`, and not declined."""
        if not source.appointment_id:
            return True
        appointment = self._appointments[source.appointment_id]
        return appointment.holds_on(today) and not touches(appointment.declines, wanted)

    def _hits(self, found: Iterable[tuple[Entry, Reason, float]], asked: _Asked) -> list[Hit]:
        return _distinct(self._hit_each(found, asked.today))

    def _hit_each(self, found: Iterable[tuple[Entry, Reason, float]], today: date) -> Iterator[Hit]:
        for entry, reason, score in found:
            clue = Clue(reason, entry.written, score, entry.unit)
            agency = self._book.get(entry.agency_id)
            if agency is not None:
                yield self._book.hit_for_agency(agency, clue, today)
                continue
            person = self._book.hit_for_person(entry.officer_id, clue, today)
            if person is not None:
                yield person


def _distinct(hits: Iterable[Hit]) -> list[Hit]:
    """Keep the first hit of each agency and of each person."""
    kept: dict[tuple[int, int], Hit] = {}
    for hit in hits:
        kept.setdefault((hit.agency.id, hit.person.id if hit.person else 0), hit)
    return list(kept.values())
