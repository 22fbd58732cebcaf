"""When the endorsing of a petition ends, with election pauses (docs/decisions/0007). Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from handlers.shared.deadlines import compute, differs
from handlers.shared.due_words import BY_JOIN
from handlers.shared.roc_date import taipei_date
from handlers.shared.rulebook import NoRuleThatDayError, Rulebook, UnknownRuleError
from storage.records.calendar import Pause
from storage.records.cases import CaseKind
from storage.records.petitions import Petition
from storage.records.rules import Rule

ENDORSING = "附議"  # the rule's name
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Ending:
    """When it ends, and what stands still until then."""

    at: datetime | None  # exclusive; None: not known
    pauses: tuple[Pause, ...] = ()  # those that the endorsing meets, by first day
    by_rule: bool = False  # worked out here; Join has no such date yet

    def days_left(self, today: date) -> int:
        """Return how many days are left on a day, that of the pauses not counted."""
        if self.at is None:
            return 0
        days = (today + n * DAY for n in range((taipei_date(self.at) - today).days))
        return sum(not any(pause.covers(day) for pause in self.pauses) for day in days)

    def words(self, today: date) -> str:
        """「剩 19 天」, 「選舉暫停中，剩 19 天（暫定，以 Join 公布為準）」."""
        left = f"剩 {self.days_left(today)} 天"
        ahead = [pause for pause in self.pauses if pause.ends_on >= today]
        if not ahead:
            return f"{left}（暫定，{BY_JOIN}）" if self.pauses and self.by_rule else left
        if any(pause.covers(today) for pause in ahead):
            return f"選舉暫停中，{left}（暫定，{BY_JOIN}）"
        return f"{left}（選舉暫停不算，暫定，{BY_JOIN}）"


@dataclass(frozen=True, slots=True)
class Ends:
    """Knows the rules and the pauses of a moment; without any, Join's own date is all there is."""

    rules: tuple[Rule, ...] = ()
    pauses: Sequence[Pause] = field(default_factory=tuple[Pause, ...])

    def of(self, petition: Petition) -> Ending:
        """Return when a petition's endorsing ends.

        Join's date wins, but for the plain one of the rule, in which a pause is not counted yet.
        """
        told_at = petition.closes_at
        rule = self._rule(petition)
        if rule is None or petition.opened_at is None:
            return Ending(told_at)
        day = taipei_date(petition.opened_at)
        plain = compute(rule, day)
        stopping = compute(rule, day, pauses=self.pauses)
        is_plain = told_at is None or not differs(plain, told_at)
        at = stopping.due_at if is_plain else told_at
        met = self._met(day, at) if rule.stops_in_pause else ()
        return Ending(at, met, by_rule=is_plain and at != told_at)

    def _rule(self, petition: Petition) -> Rule | None:
        if petition.opened_at is None or not self.rules:
            return None
        day = taipei_date(petition.opened_at)
        try:
            return Rulebook(self.rules).rule(ENDORSING, on=day, kind=CaseKind.PETITION)
        except (NoRuleThatDayError, UnknownRuleError):
            return None

    def _met(self, opened_on: date, at: datetime | None) -> tuple[Pause, ...]:
        if at is None:
            return ()
        return tuple(
            p for p in self.pauses if opened_on <= p.ends_on and p.starts_on < taipei_date(at)
        )


def longest(pauses: Iterable[Pause]) -> timedelta:
    """Return by how much pauses can put off an end at most."""
    return sum(((p.ends_on - p.starts_on) + DAY for p in pauses), timedelta())


JOIN_ONLY = Ends()
