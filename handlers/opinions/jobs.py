"""What the operator starts: a file of comments, into one case."""

from collections.abc import Sequence
from datetime import datetime

from bot.sources.errors import SourceError
from bot.sources.join.messages import read_messages
from bot.sources.tables import read_table
from handlers.opinions.commands.desk import keep_comments
from handlers.opinions.errors import (
    CaseOverError,
    NothingNewError,
    NoTopicError,
    SecretCaseError,
    UnknownCaseError,
)
from handlers.opinions.rules.counting import Taken, tally
from handlers.opinions.rules.intake_words import left_out
from handlers.opinions.rules.pasting import Comment, read_rows, side_of
from handlers.shared.case_numbers import read_number
from handlers.shared.roc_date import taipei_date
from storage.engine import Database
from storage.records.cases import Case, Secrecy
from storage.unit_of_work import UnitOfWork

OPERATOR = "operator"


def import_opinions(
    database: Database, number: str, data: bytes, name: str, *, now: datetime
) -> str:
    """Keep the comments of a file `name` (CSV, XLSX, ODS, or Join's JSON) on a case.

    Returns what the operator reads. Raises UserErrors in Chinese: UnreadableTableError,
    UnknownCaseError, NoTopicError, NothingNewError and those of a case that takes none.
    """
    with database.unit_of_work() as uow:
        case = _case(uow, number)
        comments = _comments(data, name, case.join_id)
        intake = keep_comments(uow, comments, Taken(case_id=case.id, at=now))
        told = left_out(intake)
        if not intake.new:
            raise NothingNewError(told or "檔案裡沒有意見")
        uow.audit.append(
            at=now,
            actor=OPERATOR,
            agency_id=case.agency_id,
            action="collect-opinions",
            target=f"case:{case.id}",
        )
        everything = uow.opinions.of_case(case.id)
        uow.commit()
    more = f"（{told}）" if told else ""
    return f"{case.number} 收下 {len(intake.new)} 則{more}，目前 {tally(everything).words}"


def _case(uow: UnitOfWork, text: str) -> Case:
    """Find the case by 「37」 or 「115-0037」."""
    number, _ = read_number(text)
    case = uow.cases.by_serial(number.serial, number.year) if number is not None else None
    if case is None:
        raise UnknownCaseError(text)
    if case.secrecy is Secrecy.SECRET:
        raise SecretCaseError(case.number)
    if case.closed_at is not None or case.cancelled_at is not None:
        raise CaseOverError(case.number)
    return case


def _comments(data: bytes, name: str, join_id: str) -> Sequence[Comment]:
    if not data.lstrip().startswith((b"{", b"[")):
        return read_rows([cells for _, cells in read_table(data, name).rows])
    try:
        messages = read_messages(data, join_id)
    except SourceError as error:
        raise NoTopicError(name) from error
    return [
        Comment(
            one.text,
            one.author,
            taipei_date(one.said_at) if one.said_at else None,
            side_of(one.text),
        )
        for one in messages
    ]
