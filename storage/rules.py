"""The rulebook: the shipped table, and what administrators and agencies said beyond it."""

import csv
from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path

from sqlalchemy import Connection, RowMapping, delete, insert, select, update

from storage.records.cases import CaseKind
from storage.records.rules import Actor, Event, Force, Rule, Span
from storage.rule_sheet import rule_from_cells
from storage.tables.calendar import rules

SHIPPED = Path(__file__).parent / "data" / "rulebook.csv"


@lru_cache(maxsize=1)
def shipped_rules() -> tuple[Rule, ...]:
    """Return the rules that every installation has, in the order of the table."""
    with SHIPPED.open(encoding="utf-8", newline="") as file:
        return tuple(rule_from_cells(row) for row in csv.DictReader(file))


def _rule(row: RowMapping) -> Rule:
    return Rule(
        id=row["id"],
        name=row["name"],
        kinds=tuple(CaseKind(kind) for kind in row["kinds"]),
        event=Event(row["event"]),
        length=row["length"],
        span=Span(row["span"]),
        ends=timedelta(seconds=row["ends_after_seconds"]),
        actor=Actor(row["actor"]),
        force=Force(row["force"]),
        source=row["source"],
        point=row["point"],
        version=row["version"],
        note=row["note"],
        valid_from=row["valid_from_on"],
        valid_to=row["valid_until_on"],
        agency_id=row["agency_id"],
        moves_back=row["moves_back"],
        stops_in_pause=row["stops_in_pause"],
    )


def _values(rule: Rule) -> dict[str, object]:
    return {
        "name": rule.name,
        "kinds": tuple(kind.value for kind in rule.kinds),
        "event": rule.event.value,
        "length": rule.length,
        "span": rule.span.value,
        "ends_after_seconds": int(rule.ends.total_seconds()),
        "actor": rule.actor.value,
        "force": rule.force.value,
        "source": rule.source,
        "point": rule.point,
        "version": rule.version,
        "note": rule.note,
        "valid_from_on": rule.valid_from,
        "valid_until_on": rule.valid_to,
        "agency_id": rule.agency_id,
        "moves_back": rule.moves_back,
        "stops_in_pause": rule.stops_in_pause,
    }


class RuleStore:
    """Finds and keeps rules. A kept rule replaces the shipped one with the same key."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def all(self) -> tuple[Rule, ...]:
        """Return every version of every rule: the shipped ones first, then those added."""
        chosen = select(rules).order_by(rules.c.id)
        kept = {rule.key: rule for rule in map(_rule, self._connection.execute(chosen).mappings())}
        shipped = [kept.pop(rule.key, rule) for rule in shipped_rules()]
        return (*shipped, *kept.values())

    def save(self, rule: Rule, *, now: datetime, officer_id: int | None = None) -> None:
        """Keep a rule in place of the one with the same key, shipped or kept."""
        row = {**_values(rule), "entered_at": now, "entered_by": officer_id}
        known = update(rules).where(rules.c.rule_key == rule.key).values(row)
        if self._connection.execute(known).rowcount == 0:
            self._connection.execute(insert(rules).values(rule_key=rule.key, **row))

    def save_all(self, several: Iterable[Rule], *, now: datetime) -> None:
        """Keep several rules; see `save`."""
        for rule in several:
            self.save(rule, now=now)

    def forget(self, key: str) -> bool:
        """Take a kept rule back, so that the shipped one counts again; False when not kept."""
        gone = delete(rules).where(rules.c.rule_key == key)
        return self._connection.execute(gone).rowcount > 0
