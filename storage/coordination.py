"""Coordination of a case (協調單): where it stands, who says what, and what was agreed."""

from collections.abc import Iterable
from dataclasses import replace

from sqlalchemy import Connection, RowMapping, delete, insert, select, update

from storage.records.coordination import Agreed, Level, LevelMove, Position, Sheet, Stance
from storage.tables.cases import cases
from storage.tables.coordination import (
    agency_positions,
    agreements,
    coordination_moves,
    coordination_sheets,
)
from storage.upserts import insert_or_update


def _sheet(row: RowMapping) -> Sheet:
    return Sheet(
        case_id=row["case_id"],
        opened_at=row["opened_at"],
        level=Level(row["level"]),
        due_on=row["due_on"],
        proposed_at=row["proposed_at"],
        proposed_by=row["proposed_by"],
        proposing_agency_id=row["proposing_agency_id"],
        settled_at=row["settled_at"],
        reminder_id=row["reminder_id"],
    )


def _move(row: RowMapping) -> LevelMove:
    return LevelMove(
        id=row["id"],
        case_id=row["case_id"],
        level=Level(row["level"]),
        at=row["at"],
        agency_id=row["agency_id"],
        officer_id=row["officer_id"],
        reason=row["reason"],
        due_on=row["due_on"],
    )


def _position(row: RowMapping) -> Position:
    return Position(
        case_id=row["case_id"],
        agency_id=row["agency_id"],
        stance=Stance(row["stance"]),
        part=row["part"],
        grounds=row["grounds"],
        said_at=row["said_at"],
        said_by=row["said_by"],
    )


def _agreed(row: RowMapping) -> Agreed:
    return Agreed(
        id=row["id"],
        case_id=row["case_id"],
        agency_id=row["agency_id"],
        what=row["what"],
        due_on=row["due_on"],
        confirmed_at=row["confirmed_at"],
        confirmed_by=row["confirmed_by"],
        by_telephone=row["by_telephone"],
        objection=row["objection"],
        reminder_id=row["reminder_id"],
    )


def _agreed_values(row: Agreed) -> dict[str, object]:
    return {
        "case_id": row.case_id,
        "agency_id": row.agency_id,
        "what": row.what,
        "due_on": row.due_on,
        "confirmed_at": row.confirmed_at,
        "confirmed_by": row.confirmed_by,
        "by_telephone": row.by_telephone,
        "objection": row.objection,
        "reminder_id": row.reminder_id,
    }


class CoordinationStore:
    """Finds and keeps 協調單. Who may see one is decided in the rooms."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def take_turn(self, case_id: int) -> None:
        """Let nobody else change this sheet until the transaction ends."""
        chosen = select(cases.c.id).where(cases.c.id == case_id).with_for_update()
        self._connection.execute(chosen)

    def sheet(self, case_id: int) -> Sheet | None:
        """Return the sheet of a case; None when nobody has begun one."""
        chosen = select(coordination_sheets).where(coordination_sheets.c.case_id == case_id)
        row = self._connection.execute(chosen).mappings().one_or_none()
        return None if row is None else _sheet(row)

    def save_sheet(self, sheet: Sheet) -> None:
        """Keep a new or changed sheet."""
        values: dict[str, object] = {
            "case_id": sheet.case_id,
            "opened_at": sheet.opened_at,
            "level": sheet.level.value,
            "due_on": sheet.due_on,
            "proposed_at": sheet.proposed_at,
            "proposed_by": sheet.proposed_by,
            "proposing_agency_id": sheet.proposing_agency_id,
            "settled_at": sheet.settled_at,
            "reminder_id": sheet.reminder_id,
        }
        insert_or_update(self._connection, coordination_sheets, values)

    def moves(self, case_id: int) -> tuple[LevelMove, ...]:
        """Return the steps that were taken, oldest first."""
        moves = coordination_moves
        chosen = select(moves).where(moves.c.case_id == case_id).order_by(moves.c.id)
        return tuple(_move(row) for row in self._connection.execute(chosen).mappings())

    def add_move(self, move: LevelMove) -> LevelMove:
        """Keep a new step; its id is given here."""
        values = {
            "case_id": move.case_id,
            "level": move.level.value,
            "at": move.at,
            "agency_id": move.agency_id,
            "officer_id": move.officer_id,
            "reason": move.reason,
            "due_on": move.due_on,
        }
        added = insert(coordination_moves).values(values).returning(coordination_moves.c.id)
        return replace(move, id=self._connection.execute(added).scalar_one())

    def positions(self, case_id: int) -> tuple[Position, ...]:
        """Return what the agencies state, each its latest word, by agency id: no order of merit."""
        said = agency_positions
        chosen = select(said).where(said.c.case_id == case_id).order_by(said.c.agency_id)
        return tuple(_position(row) for row in self._connection.execute(chosen).mappings())

    def save_position(self, position: Position) -> None:
        """Keep what an agency states, in place of what it stated before."""
        values: dict[str, object] = {
            "case_id": position.case_id,
            "agency_id": position.agency_id,
            "stance": position.stance.value,
            "part": position.part,
            "grounds": position.grounds,
            "said_at": position.said_at,
            "said_by": position.said_by,
        }
        insert_or_update(self._connection, agency_positions, values)

    def conclusion(self, case_id: int) -> tuple[Agreed, ...]:
        """Return the rows of the present conclusion, in the order they were typed."""
        chosen = select(agreements).where(agreements.c.case_id == case_id).order_by(agreements.c.id)
        return tuple(_agreed(row) for row in self._connection.execute(chosen).mappings())

    def replace_conclusion(self, case_id: int, rows: Iterable[Agreed]) -> tuple[Agreed, ...]:
        """Keep a new conclusion in place of the one before; ids are given here."""
        self._connection.execute(delete(agreements).where(agreements.c.case_id == case_id))
        kept: list[Agreed] = []
        for row in rows:
            added = insert(agreements).values(_agreed_values(row)).returning(agreements.c.id)
            kept.append(replace(row, id=self._connection.execute(added).scalar_one()))
        return tuple(kept)

    def wipe(self, case_id: int) -> None:
        """Remove everything about the coordination of a case: it became a 密件."""
        for table in (agreements, agency_positions, coordination_moves, coordination_sheets):
            self._connection.execute(delete(table).where(table.c.case_id == case_id))

    def save_agreed(self, row: Agreed) -> None:
        """Keep a changed row; nothing happens when a newer conclusion took its place."""
        changed = update(agreements).where(agreements.c.id == row.id)
        self._connection.execute(changed.values(_agreed_values(row)))
