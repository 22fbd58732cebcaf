"""What the operator may change while the bot runs: retention days and the like."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Connection, delete, or_, select

from storage.tables.ledger import settings
from storage.upserts import insert_or_update


class SettingStore:
    """Finds and keeps settings by name."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, name: str) -> str | None:
        """Return the value, or None when it was never set."""
        chosen = select(settings.c.value).where(settings.c.name == name)
        return self._connection.execute(chosen).scalar_one_or_none()

    def by_names(self, names: Collection[str]) -> dict[str, str]:
        """Return the values of several; what was never set is left out."""
        chosen = select(settings.c.name, settings.c.value).where(settings.c.name.in_(sorted(names)))
        return {name: value for name, value in self._connection.execute(chosen)}  # noqa: C416

    def set(self, name: str, value: str, *, now: datetime) -> None:
        """Keep the value in place of the one before."""
        row: dict[str, object] = {"name": name, "value": value, "set_at": now}
        insert_or_update(self._connection, settings, row)

    def forget(self, *names: str) -> None:
        """Remove settings; in a name 「%」 stands for anything."""
        wanted = or_(*(settings.c.name.like(name) for name in names))
        self._connection.execute(delete(settings).where(wanted))
