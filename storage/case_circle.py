"""Who belongs to a case: agencies with a part, invited agencies, named officers, and notes."""

from collections.abc import Collection
from dataclasses import replace

from sqlalchemy import Connection, RowMapping, delete, insert, select

from storage.batches import rows_of
from storage.names import level_text
from storage.records.cases import CaseAgency, Note, Part, Standing
from storage.tables.cases import (
    case_agencies,
    case_invited_agencies,
    case_named_officers,
    cases,
    notes,
)
from storage.upserts import insert_or_update, insert_unless_there

ORDER = {Part.LEAD: 0, Part.CO_ORGANISER: 1, Part.CONCERNED: 2}


def _case_agency(row: RowMapping) -> CaseAgency:
    return CaseAgency(
        case_id=row["case_id"],
        agency_id=row["agency_id"],
        part=Part(row["part"]),
        standing=Standing(row["standing"]),
        said_by=row["said_by_id"],
        source=row["source"],
    )


def _note(row: RowMapping) -> Note:
    return Note(
        id=row["id"],
        case_id=row["case_id"],
        agency_id=row["agency_id"],
        officer_id=row["officer_id"],
        text=row["text"],
        shared=row["shared"],
        written_at=row["written_at"],
    )


class CaseCircle:
    """Finds and keeps who belongs to a case. A part of CaseStore."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def agencies(self, case_id: int) -> tuple[CaseAgency, ...]:
        """Return the agencies with a part in the case: 主辦 first, then by agency id."""
        return self.agencies_of({case_id}).get(case_id, ())

    def agencies_of(self, case_ids: Collection[int]) -> dict[int, tuple[CaseAgency, ...]]:
        """Return the agencies with a part in several cases, by case id; without any it is left out.

        In each: 主辦 first, then by agency id.
        """
        rows = rows_of(self._connection, case_agencies, case_agencies.c.case_id, case_ids)
        found: dict[int, tuple[CaseAgency, ...]] = {}
        for one in sorted(map(_case_agency, rows), key=lambda a: (ORDER[a.part], a.agency_id)):
            found[one.case_id] = (*found.get(one.case_id, ()), one)
        return found

    def set_agency(self, case_agency: CaseAgency) -> None:
        """Give an agency its one part in the case, in place of the part it had."""
        values: dict[str, object] = {
            "case_id": case_agency.case_id,
            "agency_id": case_agency.agency_id,
            "part": case_agency.part.value,
            "standing": case_agency.standing.value,
            "said_by_id": case_agency.said_by,
            "source": case_agency.source,
        }
        insert_or_update(self._connection, case_agencies, values)

    def remove_agency(self, case_id: int, agency_id: int) -> None:
        """Take an agency's part away; nothing happens when it has none."""
        gone = delete(case_agencies).where(
            case_agencies.c.case_id == case_id, case_agencies.c.agency_id == agency_id
        )
        self._connection.execute(gone)

    def named_officers(self, case_id: int) -> frozenset[int]:
        """Return the ids of the officers who may see a 敏感 case."""
        chosen = select(case_named_officers.c.officer_id).where(
            case_named_officers.c.case_id == case_id
        )
        return frozenset(self._connection.execute(chosen).scalars())

    def name_officer(self, case_id: int, officer_id: int) -> None:
        """Let an officer see a 敏感 case."""
        row: dict[str, object] = {"case_id": case_id, "officer_id": officer_id}
        insert_unless_there(self._connection, case_named_officers, row)

    def unname_officer(self, case_id: int, officer_id: int) -> None:
        """Let an officer no longer see a 敏感 case."""
        gone = delete(case_named_officers).where(
            case_named_officers.c.case_id == case_id,
            case_named_officers.c.officer_id == officer_id,
        )
        self._connection.execute(gone)

    def unname_leaver(self, officer_id: int, agency_id: int) -> None:
        """Let who left an agency no longer see its 敏感 cases, except those still held."""
        others = select(cases.c.id).where(
            cases.c.agency_id == agency_id, cases.c.holder_id.is_distinct_from(officer_id)
        )
        gone = delete(case_named_officers).where(
            case_named_officers.c.officer_id == officer_id,
            case_named_officers.c.case_id.in_(others),
        )
        self._connection.execute(gone)

    def invited_agencies(self, case_id: int) -> frozenset[int]:
        """Return the ids of the agencies that were invited to see the case."""
        chosen = select(case_invited_agencies.c.agency_id).where(
            case_invited_agencies.c.case_id == case_id
        )
        return frozenset(self._connection.execute(chosen).scalars())

    def invite_agency(self, case_id: int, agency_id: int) -> None:
        """Let an agency's officers see the case."""
        row: dict[str, object] = {"case_id": case_id, "agency_id": agency_id}
        insert_unless_there(self._connection, case_invited_agencies, row)

    def uninvite_agency(self, case_id: int, agency_id: int) -> None:
        """Let an agency's officers no longer see the case."""
        gone = delete(case_invited_agencies).where(
            case_invited_agencies.c.case_id == case_id,
            case_invited_agencies.c.agency_id == agency_id,
        )
        self._connection.execute(gone)

    def notes(self, case_id: int) -> tuple[Note, ...]:
        """Return all notes of the case, oldest first; who reads which is the audience's matter."""
        chosen = select(notes).where(notes.c.case_id == case_id).order_by(notes.c.id)
        return tuple(_note(row) for row in self._connection.execute(chosen).mappings())

    def add_note(self, note: Note) -> Note:
        """Keep a new note; its id is given here."""
        added = (
            insert(notes)
            .values(
                case_id=note.case_id,
                agency_id=note.agency_id,
                officer_id=note.officer_id,
                text=note.text,
                search_text=level_text(note.text),
                shared=note.shared,
                written_at=note.written_at,
            )
            .returning(notes.c.id)
        )
        return replace(note, id=self._connection.execute(added).scalar_one())

    def remove_note(self, note_id: int) -> None:
        """Remove a note; nothing happens when it is gone."""
        self._connection.execute(delete(notes).where(notes.c.id == note_id))
