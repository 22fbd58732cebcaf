"""What the operator may change while the bot runs: retention days and the like."""

from datetime import datetime

from sqlalchemy import Connection, select

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

    def set(self, name: str, value: str, *, now: datetime) -> None:
        """Keep the value in place of the one before."""
        row: dict[str, object] = {"name": name, "value": value, "set_at": now}
        insert_or_update(self._connection, settings, row)
