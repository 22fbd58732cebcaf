"""What can be said of a stored petition: its outlook, whose it may be, why it may be refused."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from functools import lru_cache

from handlers.petitions.rules.course import Terms
from handlers.petitions.rules.guess import Guess, GuessIndex
from handlers.petitions.rules.known import known_course, terms_of
from handlers.petitions.rules.learnt import Answered, Learnt
from handlers.petitions.rules.outlook import Outlook, judge
from handlers.shared.petition_ends import Ends, longest
from handlers.shared.petition_words import petition_line
from handlers.shared.roc_date import TAIPEI, taipei_date
from storage.records.agencies import Agency
from storage.records.petitions import CountSpan, Petition
from storage.records.rules import Event
from storage.remits import shipped_remits
from storage.unit_of_work import UnitOfWork

GUESSED = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A petition with its counts."""

    petition: Petition
    spans: tuple[CountSpan, ...]
    goal: int | None
    outlook: Outlook | None  # None: it is not known from when to when it runs
    ends: Ends
    terms: Terms | None = None  # None: likewise

    @property
    def count(self) -> int:
        """The last count; 0 while none is known."""
        return self.petition.endorse_count or 0

    def line(self, *, now: datetime) -> str:
        """Say in one line how it stands; "" while no count is known."""
        return petition_line(self.petition, self.spans, now=now, ends=self.ends)

    @property
    def passed_at(self) -> datetime | None:
        """When it passed: as Join records it, else when it was first seen at its goal."""
        if self.petition.passed_at is not None or self.goal is None:
            return self.petition.passed_at
        goal = self.goal
        return next((span.first_at for span in self.spans if span.count >= goal), None)

    @property
    def has_passed(self) -> bool:
        """Whether it is 成案, by Join's record or by the count."""
        reached = self.goal is not None and self.count >= self.goal
        return self.petition.passed_at is not None or reached


def ends_of(uow: UnitOfWork) -> Ends:
    """Return what tells when the endorsing of a petition ends."""
    return Ends(uow.rules.all(), uow.calendar.entries().pauses)


def know(
    uow: UnitOfWork,
    petition: Petition,
    *,
    now: datetime,
    ends: Ends | None = None,
    spans: tuple[CountSpan, ...] | None = None,
) -> Known:
    """Gather what is known of a petition; who asks of many brings `ends` and `spans`."""
    if spans is None:
        spans = uow.petitions.spans([petition.join_id]).get(petition.join_id, ())
    ends = ends or ends_of(uow)
    petition = _opened(uow, petition)
    goal = goal_of(uow, petition)
    terms = _terms_of(petition, goal, ends)
    outlook = judge(known_course(spans, terms)) if terms is not None and spans else None
    if terms is not None and now >= terms.due:
        outlook = None
    return Known(petition=petition, spans=spans, goal=goal, outlook=outlook, ends=ends, terms=terms)


def known_terms(uow: UnitOfWork, petition: Petition) -> Terms | None:
    """Return on what terms a petition is endorsed; None while it is not known when it runs."""
    petition = _opened(uow, petition)
    return _terms_of(petition, goal_of(uow, petition), ends_of(uow))


def _terms_of(petition: Petition, goal: int | None, ends: Ends) -> Terms | None:
    if goal is None:
        return None
    ending = ends.of(petition)
    return terms_of(petition, usual_goal=goal, due=ending.at, pauses=ending.pauses)


def goal_of(uow: UnitOfWork, petition: Petition) -> int | None:
    """Return what Join says, else the threshold of the petition's day, else the usual one."""
    if petition.goal_count:
        return petition.goal_count
    return uow.thresholds.passing(day_of(petition)) or uow.petitions.usual_goal()


def day_of(petition: Petition) -> date:
    """Return the day (Taipei) whose thresholds hold for a petition as long as it runs."""
    return taipei_date(petition.opened_at or petition.submitted_at or petition.added_at)


def open_petitions(uow: UnitOfWork, ends: Ends, *, now: datetime) -> list[Petition]:
    """Return what may still be endorsed, the highest count first; a pause puts off the end."""
    some = uow.petitions.endorsing(now=now - longest(ends.pauses))
    return [one for one in some if (ends.of(one).at or now) > now]


def _opened(uow: UnitOfWork, petition: Petition) -> Petition:
    if petition.opened_at is not None:
        return petition
    return replace(petition, opened_at=_opened_at(uow, petition))


def _opened_at(uow: UnitOfWork, petition: Petition) -> datetime | None:
    """Return the day of 檢核通過 that an officer entered, where Join was not seen."""
    case = uow.cases.by_join_id(petition.join_id)
    if case is None:
        return None
    event = {one.event: one for one in uow.duties.events(case.id)}.get(Event.APPROVED)
    return None if event is None else datetime.combine(event.on, time(), TAIPEI).astimezone(UTC)


def learnt_of(uow: UnitOfWork) -> Learnt:
    """Return what officers' answers taught."""
    return Learnt(
        {
            agency_id: {pair: Answered(yes=yes, no=no) for pair, (yes, no) in pairs.items()}
            for agency_id, pairs in uow.watches.learnt().items()
        }
    )


def guesses_of(uow: UnitOfWork, petition: Petition) -> tuple[Guess, ...]:
    """Return who may have to answer: who said so first, never who said that it is not theirs."""
    return guesses_of_all(uow, [petition])[petition.join_id]


def guesses_of_all(
    uow: UnitOfWork, petitions: Collection[Petition]
) -> dict[str, tuple[Guess, ...]]:
    """Return who may have to answer each of several, by Join's id."""
    index, learnt = _index(uow.agencies.all()), learnt_of(uow)
    verdicts = uow.watches.verdicts_of([one.join_id for one in petitions])
    found: dict[str, tuple[Guess, ...]] = {}
    for petition in petitions:
        said = verdicts.get(petition.join_id, {})
        likely = index.guess(
            petition.title, petition.summary, learnt=learnt, limit=GUESSED + len(said)
        )
        yes = (Guess(agency_id=i, score=float("inf")) for i, theirs in said.items() if theirs)
        others = (one for one in likely if one.agency_id not in said)
        found[petition.join_id] = (*yes, *others)[:GUESSED]
    return found


def leads_of(uow: UnitOfWork, petition: Petition) -> tuple[Agency, ...]:
    """Return the agencies that Join names as 主辦, as they are called today."""
    by_code = {code: a for a in uow.agencies.all() for code in (a.code, *a.former_codes) if code}
    found = (by_code.get(code) for code in petition.lead_codes)
    named = (uow.agencies.by_name(name) for name in petition.lead_names)
    both = (a or b for a, b in zip(found, named, strict=False))
    return tuple({a.id: a for a in both if a is not None}.values())


@lru_cache(maxsize=2)
def _index(agencies: tuple[Agency, ...]) -> GuessIndex:
    return GuessIndex(agencies, shipped_remits())
