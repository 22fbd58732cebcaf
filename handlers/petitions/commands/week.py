"""What a week was like: whose petitions moved, are new or end; gathered once for everybody."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime

from handlers.petitions.commands.knowing import (
    Known,
    ends_of,
    guesses_of_all,
    know,
    leads_of,
    open_petitions,
)
from handlers.petitions.rules.digest import WEEK, Entry, grown_in_week, in_order
from handlers.shared.audience import is_public
from handlers.shared.roc_date import taipei_date
from storage.records.cases import Part
from storage.records.petitions import Petition
from storage.unit_of_work import UnitOfWork

MOST_GUESSED = 500  # petitions whose agency is guessed at one go
ACTING = frozenset({Part.LEAD, Part.CO_ORGANISER})


@dataclass
class Week:
    """The petitions of one week; what was asked once is remembered while it is made."""

    uow: UnitOfWork
    now: datetime
    _known: dict[str, Known] = field(default_factory=dict[str, Known])

    def __post_init__(self) -> None:
        """Gather what all the cards of the week are made from."""
        self.ends = ends_of(self.uow)
        self.petitions = open_petitions(self.uow, self.ends, now=self.now)
        self._spans = self.uow.petitions.spans([one.join_id for one in self.petitions])
        self._by_id = {one.join_id: one for one in self.petitions}
        self._named = {one.join_id: self._named_of(one) for one in self.petitions}
        guessed = guesses_of_all(self.uow, self._unnamed()[:MOST_GUESSED])
        self._guessed = {i: one[0].agency_id for i, one in guessed.items() if one}

    @property
    def agency_ids(self) -> frozenset[int]:
        """The agencies that any of them may concern."""
        named = (i for ids in self._named.values() for i in ids)
        return frozenset((*named, *self._guessed.values()))

    def of_agencies(self, agency_ids: Collection[int]) -> list[Entry]:
        """Return what is worth telling an agency one to one, the most important first."""
        found: list[Entry] = []
        for join_id in self._by_id:
            named = bool(self._named[join_id] & set(agency_ids))
            if named or self._guessed.get(join_id) in agency_ids:
                found.append(self.entry(join_id, is_assigned=named))
        return in_order(found)

    def for_all(self, agency_id: int | None) -> list[Entry]:
        """Return what anybody may read: what moved, and what Join gave to an agency first."""
        entries = (
            self.entry(one.join_id, is_assigned=self._is_led_by(one, agency_id))
            for one in self.petitions
        )
        return [one for one in in_order(entries) if one.has_moved or one.is_assigned]

    def known(self, join_id: str) -> Known:
        """Return what is known of a petition."""
        if join_id not in self._known:
            spans = self._spans.get(join_id, ())
            self._known[join_id] = know(
                self.uow, self._by_id[join_id], now=self.now, ends=self.ends, spans=spans
            )
        return self._known[join_id]

    def entry(self, join_id: str, *, is_assigned: bool) -> Entry:
        """Return a petition as the digest sees it."""
        known = self.known(join_id)
        opened_at = known.petition.opened_at
        ending = self.ends.of(known.petition)
        left = None if ending.at is None else ending.days_left(taipei_date(self.now))
        return Entry(
            join_id=join_id,
            count=known.count,
            grown=grown_in_week(known.spans, opened_at=opened_at, now=self.now),
            goal=known.goal or 0,
            chance=known.outlook.chance if known.outlook is not None else 0.0,
            is_new=opened_at is not None and self.now - opened_at < WEEK,
            days_left=left,
            is_assigned=is_assigned,
        )

    def _unnamed(self) -> list[Petition]:
        """Return those that are worth a guess, which takes its time."""
        unnamed = (one for one in self.petitions if not self._named[one.join_id])
        return [one for one in unnamed if self.entry(one.join_id, is_assigned=False).is_worth_it]

    def _is_led_by(self, petition: Petition, agency_id: int | None) -> bool:
        leads = leads_of(self.uow, petition) if petition.lead_codes else ()
        return agency_id in {agency.id for agency in leads}

    def _named_of(self, petition: Petition) -> frozenset[int]:
        """Return whom Join or the case names; a 敏感 case stands in no list."""
        leads = frozenset(a.id for a in leads_of(self.uow, petition)) if petition.lead_codes else ()
        case = self.uow.cases.by_join_id(petition.join_id)
        if case is None or not is_public(case) or case.closed_at is not None:
            return frozenset(leads)
        parts = (p.agency_id for p in self.uow.cases.agencies(case.id) if p.part in ACTING)
        return frozenset((*leads, case.agency_id, *parts))
