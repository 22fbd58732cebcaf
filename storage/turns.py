"""What recurs is done by one process at a time, whichever comes first; none is the leader."""

from datetime import datetime, timedelta

from sqlalchemy import Connection, or_, select, update

from storage.tables.turns import turns
from storage.upserts import insert_unless_there


class TurnStore:
    """Gives out turns. A turn whose holder died is given again when its lease is over."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def take(self, name: str, *, now: datetime, pause: timedelta) -> bool:
        """Whether it may be done now; then nobody may before the pause is over."""
        row: dict[str, object] = {"name": name, "next_at": now + pause, "fence": 0}
        if insert_unless_there(self._connection, turns, row):
            return True
        due = update(turns).where(turns.c.name == name, turns.c.next_at <= now)
        return self._connection.execute(due.values(next_at=now + pause)).rowcount == 1

    def claim(self, name: str, *, now: datetime, lease: timedelta) -> int | None:
        """Return the fence of a turn that is due and nobody's; None: it is not, or somebody's."""
        row: dict[str, object] = {"name": name, "next_at": now, "fence": 0}
        insert_unless_there(self._connection, turns, row)
        free = or_(turns.c.lease_until_at.is_(None), turns.c.lease_until_at <= now)
        due = update(turns).where(turns.c.name == name, turns.c.next_at <= now, free)
        mine = due.values(lease_until_at=now + lease, fence=turns.c.fence + 1)
        fence: int | None = self._connection.execute(
            mine.returning(turns.c.fence)
        ).scalar_one_or_none()
        return fence

    def end(self, name: str, fence: int, *, next_at: datetime) -> bool:
        """Note that it was done, or given back; False when another was given the turn since."""
        mine = update(turns).where(turns.c.name == name, turns.c.fence == fence)
        values = {"next_at": next_at, "lease_until_at": None}
        return self._connection.execute(mine.values(values)).rowcount == 1

    def next_at(self, name: str) -> datetime | None:
        """Return when it is due next; None when it was never done."""
        chosen = select(turns.c.next_at).where(turns.c.name == name)
        return self._connection.execute(chosen).scalar_one_or_none()
