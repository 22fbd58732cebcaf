"""What can be said of a stored petition: its outlook, whose it may be, why it may be refused."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from handlers.petitions.rules.guess import Guess, GuessIndex
from handlers.petitions.rules.known import known_course, terms_of
from handlers.petitions.rules.learnt import Answered, Learnt
from handlers.petitions.rules.outlook import Outlook, judge
from handlers.shared.roc_date import taipei_date
from storage.records.agencies import Agency
from storage.records.petitions import CountSpan, Petition
from storage.remits import shipped_remits
from storage.thresholds import passing_count
from storage.unit_of_work import UnitOfWork

GUESSED = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A petition with its counts."""

    petition: Petition
    spans: tuple[CountSpan, ...]
    goal: int | None
    outlook: Outlook | None  # None: it is not known from when to when it runs

    @property
    def count(self) -> int:
        """The last count; 0 while none is known."""
        return self.petition.endorse_count or 0

    @property
    def has_passed(self) -> bool:
        """Whether it is 成案, by Join's record or by the count."""
        reached = self.goal is not None and self.count >= self.goal
        return self.petition.passed_at is not None or reached


def know(uow: UnitOfWork, petition: Petition, *, now: datetime) -> Known:
    """Gather what is known of a petition."""
    spans = uow.petitions.spans([petition.join_id]).get(petition.join_id, ())
    day = taipei_date(petition.opened_at or petition.added_at)
    goal = petition.goal_count or uow.petitions.usual_goal() or passing_count(day)
    terms = None
    if goal is not None:
        pauses = uow.calendar.entries().pauses
        terms = terms_of(petition, usual_goal=goal, pauses=pauses)
    outlook = judge(known_course(spans, terms)) if terms is not None and spans else None
    if terms is not None and now >= terms.due:
        outlook = None
    return Known(petition=petition, spans=spans, goal=goal, outlook=outlook)


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
