"""Column types that refuse what would be ambiguous later."""

import json
from datetime import UTC, date, datetime
from enum import Enum
from typing import cast

from sqlalchemy import BigInteger, DateTime, Dialect, Integer, Text
from sqlalchemy.types import TypeDecorator
from typing_extensions import override

# SQLite numbers rows by itself only when the column is a plain INTEGER.
BigId = BigInteger().with_variant(Integer, "sqlite")


class NaiveDatetimeError(ValueError):
    """A moment without a time zone: nobody could say later when it was."""


class UtcDateTime(TypeDecorator[datetime]):
    """An aware moment; kept in UTC, given back in UTC. Raises NaiveDatetimeError."""

    impl = DateTime(timezone=True)
    cache_ok = True

    @override
    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.utcoffset() is None:
            message = f"{value!r} has no time zone"
            raise NaiveDatetimeError(message)
        return value.astimezone(UTC)

    @override
    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        # SQLite keeps no zone: what was bound was UTC.
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Words(TypeDecorator[tuple[str, ...]]):
    """Several short texts, in order; JSON in the database."""

    impl = Text
    cache_ok = True

    @override
    def process_bind_param(self, value: tuple[str, ...] | None, dialect: Dialect) -> str:
        return json.dumps(value or (), ensure_ascii=False)

    @override
    def process_result_value(self, value: str | None, dialect: Dialect) -> tuple[str, ...]:
        return tuple(cast("list[str]", json.loads(value))) if value else ()


class Snapshot(TypeDecorator[dict[str, object]]):
    """Field values as they were: texts, numbers, moments, dates, and tuples of them.

    JSON in the database; a moment is `{"at": …}`, a date `{"on": …}`, an enum its value.
    """

    impl = Text
    cache_ok = True

    @override
    def process_bind_param(self, value: dict[str, object] | None, dialect: Dialect) -> str:
        return json.dumps(value or {}, ensure_ascii=False, default=_pack)

    @override
    def process_result_value(self, value: str | None, dialect: Dialect) -> dict[str, object]:
        fields = cast("dict[str, object]", json.loads(value or "{}"))
        return {name: _unpack(field) for name, field in fields.items()}


def _pack(value: object) -> object:
    if isinstance(value, datetime):
        if value.utcoffset() is None:
            message = f"{value!r} has no time zone"
            raise NaiveDatetimeError(message)
        return {"at": value.astimezone(UTC).isoformat()}
    if isinstance(value, date):
        return {"on": value.isoformat()}
    if isinstance(value, Enum):
        return cast("object", value.value)
    if isinstance(value, frozenset | set):
        return sorted(cast("frozenset[str]", value))
    message = f"a snapshot cannot hold {value!r}"
    raise TypeError(message)


def _unpack(value: object) -> object:
    if isinstance(value, list):
        return tuple(_unpack(item) for item in cast("list[object]", value))
    if isinstance(value, dict):
        packed = cast("dict[str, str]", value)
        if "at" in packed:
            return datetime.fromisoformat(packed["at"])
        return date.fromisoformat(packed["on"])
    return value
