"""Cases as rows, and rows as cases."""

from sqlalchemy import RowMapping

from storage.cipher import Cipher
from storage.names import level_text
from storage.records.cases import Case, CaseKind, Secrecy, Stage

SOURCE_CHAT = "cases|source_chat"


def read_case(row: RowMapping, cipher: Cipher) -> Case:
    """Make a case of a row."""
    return Case(
        id=row["id"],
        number=row["number"],
        kind=CaseKind(row["kind"]),
        stage=Stage(row["stage"]),
        subject=row["subject"],
        agency_id=row["agency_id"],
        holder_id=row["holder_id"],
        created_at=row["created_at"],
        created_by=row["created_by_id"],
        secrecy=Secrecy(row["secrecy"]),
        due_at=row["due_at"],
        drafter=row["drafter"],
        ask_unit=row["ask_unit"],
        join_id=row["join_id"],
        links=row["links"],
        result=row["result"],
        closed_at=row["closed_at"],
        cancelled_at=row["cancelled_at"],
        source_chat=cipher.open_text(row["source_chat"], SOURCE_CHAT),
        source_event=row["source_event"],
        source_message=row["source_message"],
        version=row["version"],
    )


def case_values(case: Case, cipher: Cipher) -> dict[str, object]:
    """Return the columns of a case, without its id; raises ValueError on a strange number."""
    year, _, serial = case.number.partition("-")
    return {
        "number": case.number,
        "year": int(year),
        "serial": int(serial),
        "kind": case.kind.value,
        "stage": case.stage.value,
        "subject": case.subject,
        "search_text": f"{level_text(case.number)} {level_text(case.subject)}",
        "agency_id": case.agency_id,
        "holder_id": case.holder_id,
        "created_at": case.created_at,
        "created_by_id": case.created_by,
        "secrecy": case.secrecy.value,
        "due_at": case.due_at,
        "drafter": case.drafter,
        "ask_unit": case.ask_unit,
        "join_id": case.join_id,
        "links": case.links,
        "result": case.result,
        "closed_at": case.closed_at,
        "cancelled_at": case.cancelled_at,
        "source_chat": cipher.seal_text(case.source_chat, SOURCE_CHAT),
        "source_event": case.source_event,
        "source_message": case.source_message,
        "version": case.version,
    }
