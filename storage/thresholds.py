"""The counts that mean something on Join: the shipped ones, and what is changed in chat."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from sqlalchemy import Connection, RowMapping, select

from storage.records.watches import Threshold
from storage.tables.watches import thresholds
from storage.threshold_sheet import passing_count, shipped_thresholds, thresholds_on
from storage.upserts import insert_or_update


class ThresholdStore:
    """Finds and keeps them. A kept one replaces the shipped one of its name and first day.

    Of one name the next version ends the one before.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def all(self) -> tuple[Threshold, ...]:
        """Return every version of every threshold, by name in order of time."""
        chosen = select(thresholds).order_by(thresholds.c.name, thresholds.c.valid_from_on)
        kept = [_threshold(row) for row in self._connection.execute(chosen).mappings()]
        known = {(one.name, one.valid_from): one for one in (*shipped_thresholds(), *kept)}
        names = dict.fromkeys(name for name, _ in known)
        found: list[Threshold] = []
        for name in names:
            mine = (one for one in known.values() if one.name == name)
            versions = sorted(mine, key=lambda one: one.valid_from or date.min)
            for one, following in zip(versions, (*versions[1:], None), strict=True):
                found.append(_until(one, following))
        return tuple(found)

    def on(self, day: date) -> tuple[Threshold, ...]:
        """Return those in force on a day (Taipei)."""
        return thresholds_on(day, self.all())

    def since(self, day: date) -> tuple[Threshold, ...]:
        """Return those that were in force on a day or came later."""
        return tuple(one for one in self.all() if one.valid_to is None or day <= one.valid_to)

    def passing(self, day: date) -> int | None:
        """Return how many make a petition 成案 on a day; None where no rule held."""
        return passing_count(day, self.all())

    def save(self, one: Threshold, *, now: datetime, officer_id: int | None = None) -> None:
        """Keep a version in place of the one with its name and first day."""
        row: dict[str, object] = {
            "name": one.name,
            "valid_from_on": one.valid_from or date.min,
            "valid_until_on": one.valid_to,
            "endorse_count": one.count,
            "source": one.source,
            "entered_at": now,
            "entered_by": officer_id,
        }
        insert_or_update(self._connection, thresholds, row)


def _until(one: Threshold, following: Threshold | None) -> Threshold:
    """End a version where the next one begins."""
    if following is None or following.valid_from is None:
        return one
    last = following.valid_from - timedelta(days=1)
    return one if one.valid_to is not None and one.valid_to <= last else replace(one, valid_to=last)


def _threshold(row: RowMapping) -> Threshold:
    return Threshold(
        name=row["name"],
        count=row["endorse_count"],
        source=row["source"],
        valid_from=row["valid_from_on"],
        valid_to=row["valid_until_on"],
    )
