"""How a case was before a change, kept so that 復原 can bring it back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime, timedelta
from typing import cast

from storage.records.cases import (
    Case,
    CaseAgency,
    CaseKind,
    HistoryEntry,
    Part,
    Secrecy,
    Stage,
    Standing,
)

UNDO_WITHIN = timedelta(minutes=10)
MOVED_NOTICE = "預告改期"  # a new end is typed over it
# 密件 wipes its texts; nothing could be brought back.
FOR_GOOD = frozenset({"標記", "收回", MOVED_NOTICE})
_NEVER = frozenset({"id", "number", "version", "created_at", "created_by"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Before:
    """What one change altered, as it was."""

    fields: Mapping[str, object]  # of the case
    parts: tuple[CaseAgency, ...] | None = None  # all parts, if any of them changed
    invited_ids: tuple[int, ...] = ()  # invited by the change
    uninvited_ids: tuple[int, ...] = ()  # no longer invited by the change
    note_id: int | None = None  # written by the change


def changed_fields(before: Case, after: Case) -> dict[str, object]:
    """Return the fields that differ, as they were."""
    return {
        one.name: getattr(before, one.name)
        for one in fields(Case)
        if one.name not in _NEVER and getattr(before, one.name) != getattr(after, one.name)
    }


def pack(before: Before) -> dict[str, object]:
    """Return `before` as the history keeps it: field names, and what begins with an underscore."""
    packed = dict(before.fields)
    if before.parts is not None:
        packed["_parts"] = [
            [p.agency_id, p.said_by, p.part.value, p.standing.value, p.source] for p in before.parts
        ]
    if before.invited_ids:
        packed["_invited"] = before.invited_ids
    if before.uninvited_ids:
        packed["_uninvited"] = before.uninvited_ids
    if before.note_id is not None:
        packed["_note"] = before.note_id
    return packed


def unpack(packed: Mapping[str, object], case_id: int) -> Before:
    """Read what `pack` made."""
    parts, note = packed.get("_parts"), packed.get("_note")
    return Before(
        fields={name: value for name, value in packed.items() if not name.startswith("_")},
        parts=_parts(parts, case_id) if parts is not None else None,
        invited_ids=_ids(packed.get("_invited")),
        uninvited_ids=_ids(packed.get("_uninvited")),
        note_id=note if isinstance(note, int) else None,
    )


def restore(case: Case, kept: Mapping[str, object]) -> Case:
    """Return the case with the kept fields as they were."""
    return replace(
        case,
        kind=CaseKind(_text(kept, "kind", case.kind)),
        stage=Stage(_text(kept, "stage", case.stage)),
        secrecy=Secrecy(_text(kept, "secrecy", case.secrecy)),
        subject=_text(kept, "subject", case.subject),
        holder_id=_number(kept, "holder_id", case.holder_id),
        due_at=_moment(kept, "due_at", case.due_at),
        closed_at=_moment(kept, "closed_at", case.closed_at),
        cancelled_at=_moment(kept, "cancelled_at", case.cancelled_at),
        drafter=_text(kept, "drafter", case.drafter),
        ask_unit=_text(kept, "ask_unit", case.ask_unit),
        join_id=_text(kept, "join_id", case.join_id),
        links=_texts(kept, "links", case.links),
        result=_text(kept, "result", case.result),
    )


def why_not(
    entry: HistoryEntry | None, newest: Sequence[HistoryEntry], *, now: datetime
) -> str | None:
    """Say why an officer's last change cannot be taken back; None when it can.

    `newest` are the entries of that case, newest first.
    """
    if entry is None or entry.at < now - UNDO_WITHIN:
        return "十分鐘內沒有可以復原的變更"
    if entry.action in FOR_GOOD:
        return f"「{entry.action}」不能復原"
    later = [one for one in newest if one.id > entry.id and one.undone_at is None]
    return "之後有人改過這一件，不能直接復原" if later else None


def _text(kept: Mapping[str, object], name: str, present: str) -> str:
    value = kept.get(name, present)
    return value if isinstance(value, str) else present


def _number(kept: Mapping[str, object], name: str, present: int | None) -> int | None:
    value = kept.get(name, present)
    return value if isinstance(value, int) else None


def _moment(kept: Mapping[str, object], name: str, present: datetime | None) -> datetime | None:
    if name not in kept:
        return present
    value = kept[name]
    return value if isinstance(value, datetime) else None


def _texts(kept: Mapping[str, object], name: str, present: tuple[str, ...]) -> tuple[str, ...]:
    return _strings(kept[name]) if name in kept else present


def _strings(value: object) -> tuple[str, ...]:
    return tuple(one for one in _items(value) if isinstance(one, str))


def _items(value: object) -> list[object]:
    """Read a list, which the database gives back as a tuple."""
    return list(cast("Sequence[object]", value)) if isinstance(value, list | tuple) else []


def _ids(value: object) -> tuple[int, ...]:
    return tuple(one for one in _items(value) if isinstance(one, int))


def _parts(rows: object, case_id: int) -> tuple[CaseAgency, ...]:
    return tuple(_part(_items(row), case_id) for row in _items(rows))


def _part(row: list[object], case_id: int) -> CaseAgency:
    agency_id, said_by = _ids(row)
    part, standing, source = _strings(row)
    return CaseAgency(
        case_id=case_id,
        agency_id=agency_id,
        part=Part(part),
        standing=Standing(standing),
        said_by=said_by,
        source=source,
    )
