"""How the looking at Join goes, and the one pace of all processes together."""

from dataclasses import asdict
from datetime import datetime, timedelta

from sqlalchemy import Connection, select, update

from storage.records.petitions import PetitionSource
from storage.tables.petitions import petition_sources
from storage.upserts import insert_or_update, insert_unless_there

PACE = "pace"  # the row that says when the next page may be asked for
sources = petition_sources


class PetitionSources:
    """Finds and keeps Join's lists, and gives out turns to ask for a page."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def take_turn(self, *, now: datetime, pause: timedelta) -> bool:
        """Whether a page may be asked for now; then nobody may for the length of the pause."""
        row = _row(PetitionSource(name=PACE, next_look_at=now + pause))
        if insert_unless_there(self._connection, sources, row):
            return True
        return self._put_off(PACE, now=now, until=now + pause)

    def hold_back(self, until: datetime) -> None:
        """Ask for no page before a moment: Join wants to be left alone."""
        later = update(sources).where(sources.c.name == PACE, sources.c.next_look_at < until)
        self._connection.execute(later.values(next_look_at=until))

    def claim_source(self, name: str, *, now: datetime, lease_seconds: float) -> bool:
        """Whether a list is due and nobody else looks; for the length of the lease it is ours."""
        until = now + timedelta(seconds=lease_seconds)
        row = _row(PetitionSource(name=name, next_look_at=until))
        if insert_unless_there(self._connection, sources, row):
            return True
        return self._put_off(name, now=now, until=until)

    def give_back_source(self, source: PetitionSource, *, now: datetime) -> None:
        """Let another process look at once, if no look was kept or begun since."""
        mine = update(sources).where(
            sources.c.name == source.name, sources.c.next_look_at == source.next_look_at
        )
        self._connection.execute(mine.values(next_look_at=now))

    def source(self, name: str) -> PetitionSource | None:
        """Return how the looking at a list goes; None when nobody has looked yet."""
        chosen = select(sources).where(sources.c.name == name)
        row = self._connection.execute(chosen).mappings().one_or_none()
        return None if row is None else PetitionSource(**row)

    def sources(self) -> tuple[PetitionSource, ...]:
        """Return all lists that were looked at."""
        chosen = select(sources).where(sources.c.name != PACE).order_by(sources.c.name)
        return tuple(PetitionSource(**row) for row in self._connection.execute(chosen).mappings())

    def save_source(self, source: PetitionSource) -> None:
        """Keep how a look went."""
        insert_or_update(self._connection, sources, _row(source))

    def _put_off(self, name: str, *, now: datetime, until: datetime) -> bool:
        due = update(sources).where(sources.c.name == name, sources.c.next_look_at <= now)
        return self._connection.execute(due.values(next_look_at=until)).rowcount == 1


def _row(source: PetitionSource) -> dict[str, object]:
    return asdict(source)
