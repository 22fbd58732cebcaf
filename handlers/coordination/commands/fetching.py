"""點名檔案: a secret address, for some days, under which who asked fetches the answers."""

from collections.abc import Callable
from datetime import datetime, timedelta
from hashlib import sha256
from secrets import token_urlsafe

from bot.files import NamedFile
from bot.room import Access, Place, Result
from handlers.coordination.cards import files_card
from handlers.coordination.commands.board import commands
from handlers.coordination.commands.desk import (
    acting_id,
    find_matter,
    note_audit,
    text_to_keep,
)
from handlers.coordination.commands.reaching import bound_ids
from handlers.coordination.commands.sheets import look_of
from handlers.coordination.commands.standing import find_roll_call
from handlers.coordination.errors import NoAddressError, NotOurCaseError
from handlers.coordination.rules.progress import HEADINGS, table
from handlers.services import Asked, Services
from handlers.shared.access import OFFICER_ROLES
from handlers.shared.audience import Sight, Viewer
from handlers.shared.colleagues import in_term, speaking_officer
from handlers.shared.roc_date import taipei_date
from handlers.shared.spreadsheets import csv_file, ods_file
from handlers.sight import sight_for
from storage.records.coordination import AnswerFile
from storage.unit_of_work import UnitOfWork

TOKEN_BYTES = 32  # 256 bits: nobody guesses an address
SETTING = "answer-file-days"
USUAL_DAYS = 3
WRITERS = {"csv": csv_file, "ods": ods_file}
NAME = "答案表格"  # of the file where it is saved


@commands.add(
    "點名檔案",
    usage="點名檔案 <案號> [第N題]",
    summary="答案的表格檔（ODS、CSV）",
    aliases=("點名表格", "下載點名", "匯出點名"),
    examples=("點名檔案 42",),
    access=Access.OFFICER,
    place=Place.DIRECT,
    changes=True,
)
def give_address(request: Asked, services: Services) -> Result:
    """Make an address for the asking agency's officer; only its hash is kept."""
    if not services.public_base_url:
        raise NoAddressError
    text = text_to_keep(request)
    officer = speaking_officer(request.speaker)
    token = token_urlsafe(TOKEN_BYTES)
    with services.unit_of_work() as uow:
        matter = find_matter(uow, request, text, example="點名檔案 42")
        roll = find_roll_call(uow, matter)
        if roll.agency_id not in request.speaker.office_ids:
            raise NotOurCaseError(matter.agencies[roll.agency_id].short)
        days = _days(uow)
        uow.roll_calls.forget_files(now=request.now)
        uow.roll_calls.add_file(
            hash_token(token),
            AnswerFile(roll.id, officer.id),
            expires_at=request.now + timedelta(days=days),
        )
        note_audit(uow, request, matter, action="answers-address")
        uow.commit()
    address = f"{services.public_base_url}/answers/{token}"
    return files_card(look_of(request, matter), roll, address, days=days)


def hash_token(token: str) -> str:
    """Return what is kept of an address."""
    return sha256(token.encode()).hexdigest()


def read_answers(
    unit_of_work: Callable[[], UnitOfWork], token: str, form: str, *, now: datetime
) -> NamedFile | None:
    """Return the answers behind an address as 「csv」 or 「ods」; None when it leads nowhere.

    It leads nowhere once it is too old, or who asked for it is bound no longer, has left the
    agency, or may no longer see the case.
    """
    with unit_of_work() as uow:
        file = uow.roll_calls.file_of(hash_token(token), now=now)
        if file is None or form not in WRITERS:
            return None
        roll = uow.roll_calls.get(file.roll_call_id)
        case = uow.cases.get(roll.case_id)
        offices = _offices(uow, file.officer_id, now=now)
        viewer = Viewer(officer_id=file.officer_id, agency_ids=offices)
        if roll.agency_id not in offices or sight_for(uow, case, viewer) is not Sight.FULL:
            return None
        agencies = {agency.id: agency for agency in uow.agencies.all()}
        entries = uow.roll_calls.entries(roll.id)
        bound = bound_ids(uow, (e.agency_id for e in entries), case, now=now)
        rows = table(entries, agencies, bound, today=taipei_date(now))
        uow.audit.append(
            at=now,
            actor=f"officer:{file.officer_id}",
            agency_id=roll.agency_id,
            action="fetch-answers",
            target=f"case:{case.id}",
        )
        uow.commit()
    return NamedFile(NAME, WRITERS[form](f"{case.number} {roll.question}", (HEADINGS, *rows)))


def _offices(uow: UnitOfWork, officer_id: int, *, now: datetime) -> frozenset[int]:
    """Return where somebody serves as an officer today; nowhere without a bound account."""
    if not uow.bindings.of_officer(officer_id):
        return frozenset()
    today = taipei_date(now)
    agencies = {agency.id: agency for agency in uow.agencies.all()}
    return frozenset(
        acting_id(agencies, a.agency_id)
        for a in uow.officers.appointments(officer_id=officer_id)
        if in_term(a, today) and a.role in OFFICER_ROLES
    )


def _days(uow: UnitOfWork) -> int:
    text = uow.settings.get(SETTING) or ""
    return int(text) if text.isdecimal() and int(text) else USUAL_DAYS
