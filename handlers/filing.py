"""Which room makes a file: the one way from a secret address to a table."""

from collections.abc import Callable, Mapping
from datetime import datetime

from bot.files import NamedFile
from handlers.addresses import Fetching, FileTable, hash_token, offices_of
from handlers.coordination.commands.fetching import answers_table
from handlers.opinions.commands.fetching import opinions_table
from handlers.shared.audience import Sight, Viewer
from handlers.shared.roc_date import taipei_date
from handlers.shared.spreadsheets import csv_file, ods_file
from handlers.sight import sight_for
from handlers.watch.commands.meeting import meeting_table
from storage.records.files import FileKind
from storage.unit_of_work import UnitOfWork

WRITERS = {"csv": csv_file, "ods": ods_file}
MADE_BY: Mapping[FileKind, Callable[[UnitOfWork, Fetching], FileTable | None]] = {
    FileKind.ANSWERS: answers_table,
    FileKind.OPINIONS: opinions_table,
    FileKind.MEETING: meeting_table,
}


def read_file(
    unit_of_work: Callable[[], UnitOfWork], token: str, form: str, *, now: datetime
) -> NamedFile | None:
    """Return the table behind an address as 「csv」 or 「ods」; None when it leads nowhere.

    It leads nowhere once it is too old, or who asked for it is bound no longer, has left the
    agency, or may no longer see the case.
    """
    with unit_of_work() as uow:
        file = uow.files.find(hash_token(token), now=now)
        if file is None or form not in WRITERS:
            return None
        case = uow.cases.get(file.case_id)
        offices = offices_of(uow, file.officer_id, today=taipei_date(now))
        viewer = Viewer(officer_id=file.officer_id, agency_ids=offices)
        if sight_for(uow, case, viewer) is not Sight.FULL:
            return None
        fetching = Fetching(file=file, case=case, office_ids=offices, now=now)
        made = MADE_BY[file.kind](uow, fetching)
        if made is None:
            return None
        uow.audit.append(
            at=now,
            actor=f"officer:{file.officer_id}",
            agency_id=made.agency_id,
            action=made.action,
            target=f"case:{case.id}",
        )
        uow.commit()
    return NamedFile(made.name, WRITERS[form](made.title, made.rows))
