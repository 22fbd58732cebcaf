"""The rulebook: which version of which rule holds for an event of a day. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from bot.errors import UserError
from storage.records.cases import CaseKind
from storage.records.rules import Event, Rule

MIN_DATE = date.min
WHOLE_DAY = timedelta(days=1)
LAST_SECOND = timedelta(hours=23, minutes=59, seconds=59)  # of a day, when most rules end


class UnknownRuleError(UserError):
    """No rule has that name."""

    def __init__(self, name: str, known: Iterable[str]) -> None:
        super().__init__(f"沒有「{name[:20]}」這個規則", hint=f"可查的規則：{'、'.join(known)}")


class NoRuleThatDayError(UserError):
    """The rule exists, but no version of it held on that day."""

    def __init__(self, name: str, versions: Iterable[Rule]) -> None:
        spans = "、".join(
            f"{rule.valid_from or '最早'} 到 {rule.valid_to or '現在'}" for rule in versions
        )
        super().__init__(f"那一天還沒有「{name}」可以適用", hint=f"有規則的期間：{spans}")


@dataclass(frozen=True, slots=True)
class Rulebook:
    """All versions of all rules, as `uow.rules.all()` gives them."""

    rules: tuple[Rule, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The names of everybody's rules, in the order of the table."""
        return tuple(dict.fromkeys(r.name for r in self.rules if r.agency_id is None))

    def versions(self, name: str, *, agency_id: int | None = None) -> tuple[Rule, ...]:
        """Return the versions of a rule that an agency sees, earliest first."""
        found = (r for r in self.rules if r.name == name and r.agency_id in {None, agency_id})
        return tuple(sorted(found, key=lambda r: r.valid_from or MIN_DATE))

    def rule(
        self, name: str, *, on: date, kind: CaseKind | None = None, agency_id: int | None = None
    ) -> Rule:
        """Return the version for an event on the day `on`; the agency's own before everybody's.

        Raises UnknownRuleError, NoRuleThatDayError.
        """
        versions = self.versions(name, agency_id=agency_id)
        if not versions:
            raise UnknownRuleError(name, self.names)
        holding = [r for r in versions if r.holds_on(on) and r.applies_to(kind)]
        if not holding:
            raise NoRuleThatDayError(name, versions)
        return max(holding, key=_precedence)

    def following(
        self, event: Event, *, on: date, kind: CaseKind, agency_id: int | None = None
    ) -> tuple[Rule, ...]:
        """Return what an event on the day `on` sets in motion: of each rule the one version."""
        chosen: dict[str, Rule] = {}
        for rule in self.rules:
            seen = rule.agency_id in {None, agency_id}
            if rule.event is event and seen and rule.holds_on(on) and rule.applies_to(kind):
                before = chosen.get(rule.name)
                if before is None or _precedence(rule) >= _precedence(before):
                    chosen[rule.name] = rule
        return tuple(chosen.values())

    def by_key(self, key: str) -> Rule | None:
        """Return the version that a deadline refers to."""
        return next((rule for rule in self.rules if rule.key == key), None)

    def superseded_by(self, new: Rule) -> tuple[Rule, ...]:
        """Return what is to be saved when `new` comes in: itself, and what it ends.

        The version in force on the first day of `new` ends on the day before; a later version
        stays, and ends `new` unless that has an end of its own.
        """
        if new.valid_from is None:
            return (new,)
        mine = [r for r in self.rules if _same_rule(r, new) and r.key != new.key]
        ended = [
            replace(r, valid_to=new.valid_from - timedelta(days=1))
            for r in mine
            if (r.valid_from or MIN_DATE) < new.valid_from and r.holds_on(new.valid_from)
        ]
        later = [r.valid_from for r in mine if r.valid_from and r.valid_from > new.valid_from]
        if later and new.valid_to is None:
            new = replace(new, valid_to=min(later) - timedelta(days=1))
        return (*ended, new)


def _precedence(rule: Rule) -> tuple[bool, date, int]:
    return rule.agency_id is not None, rule.valid_from or MIN_DATE, rule.id


def _same_rule(one: Rule, other: Rule) -> bool:
    same_name = (one.name, one.agency_id) == (other.name, other.agency_id)
    return same_name and set(one.kinds) == set(other.kinds)
