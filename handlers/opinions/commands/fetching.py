"""參採表: a secret address, for some days, under which the table of opinions is fetched."""

from collections.abc import Callable
from datetime import datetime, timedelta
from hashlib import sha256
from secrets import token_urlsafe

from bot.files import NamedFile
from bot.room import Access, Place, Result
from handlers.opinions.cards import files_card
from handlers.opinions.commands.board import commands
from handlers.opinions.commands.desk import (
    acting_id,
    answering_ids,
    asked_case,
    find_matter,
    note_audit,
)
from handlers.opinions.errors import NoAddressError, NoOpinionsError
from handlers.opinions.rules.counting import tally
from handlers.opinions.rules.table import HEADINGS, table
from handlers.services import Asked, Services
from handlers.shared.access import OFFICER_ROLES
from handlers.shared.audience import Sight, Viewer
from handlers.shared.colleagues import in_term, speaking_officer
from handlers.shared.roc_date import taipei_date
from handlers.shared.spreadsheets import csv_file, ods_file
from handlers.sight import sight_for
from storage.records.opinions import OpinionFile
from storage.unit_of_work import UnitOfWork

TOKEN_BYTES = 32  # 256 bits: nobody guesses an address
SETTING = "opinion-file-days"
USUAL_DAYS = 3
WRITERS = {"csv": csv_file, "ods": ods_file}
NAME = "意見參採情形表"


@commands.add(
    "參採表",
    usage="參採表 <案號>",
    summary="意見參採情形表（ODS、CSV），一則一列",
    aliases=("參採情形", "參採情形表", "意見參採情形表", "意見表格", "意見檔案", "下載意見"),
    examples=("參採表 42",),
    access=Access.OFFICER,
    place=Place.DIRECT,
    changes=True,
)
def give_address(request: Asked, services: Services) -> Result:
    """Make an address for an officer who answers the case's opinions; only its hash is kept."""
    if not services.public_base_url:
        raise NoAddressError
    officer = speaking_officer(request.speaker)
    token = token_urlsafe(TOKEN_BYTES)
    with services.unit_of_work() as uow:
        matter = find_matter(uow, request, asked_case(request), example="參採表 42")
        everything = uow.opinions.of_case(matter.case.id)
        if not everything:
            raise NoOpinionsError(matter.number)
        days = _days(uow)
        uow.opinions.forget_files(now=request.now)
        uow.opinions.add_file(
            hash_token(token),
            OpinionFile(matter.case.id, officer.id),
            expires_at=request.now + timedelta(days=days),
        )
        note_audit(uow, request, matter, action="opinions-address")
        uow.commit()
    address = f"{services.public_base_url}/answers/{token}"
    return files_card(matter.case, tally(everything), address, days=days)


def hash_token(token: str) -> str:
    """Return what is kept of an address."""
    return sha256(token.encode()).hexdigest()


def read_opinions(
    unit_of_work: Callable[[], UnitOfWork], token: str, form: str, *, now: datetime
) -> NamedFile | None:
    """Return the table behind an address as 「csv」 or 「ods」; None when it leads nowhere.

    It leads nowhere once it is too old, or who asked for it is bound no longer, has left the
    agency, or may no longer see the case.
    """
    with unit_of_work() as uow:
        file = uow.opinions.file_of(hash_token(token), now=now)
        if file is None or form not in WRITERS:
            return None
        case = uow.cases.get(file.case_id)
        agencies = {agency.id: agency for agency in uow.agencies.all()}
        offices = _offices(uow, file.officer_id, now=now)
        viewer = Viewer(officer_id=file.officer_id, agency_ids=offices)
        answers = bool(answering_ids(uow, case, agencies) & offices)
        if not answers or sight_for(uow, case, viewer) is not Sight.FULL:
            return None
        rows = table(uow.opinions.of_case(case.id), today=taipei_date(now))
        uow.audit.append(
            at=now,
            actor=f"officer:{file.officer_id}",
            agency_id=case.agency_id,
            action="fetch-opinions",
            target=f"case:{case.id}",
        )
        uow.commit()
    return NamedFile(NAME, WRITERS[form](f"{case.number} {NAME}", (HEADINGS, *rows)))


def _offices(uow: UnitOfWork, officer_id: int, *, now: datetime) -> frozenset[int]:
    """Return where somebody serves as an officer today; nowhere without a bound account."""
    if not uow.bindings.of_officer(officer_id):
        return frozenset()
    today = taipei_date(now)
    agencies = {agency.id: agency for agency in uow.agencies.all()}
    return frozenset(
        acting_id(agencies[a.agency_id])
        for a in uow.officers.appointments(officer_id=officer_id)
        if in_term(a, today) and a.role in OFFICER_ROLES
    )


def _days(uow: UnitOfWork) -> int:
    text = uow.settings.get(SETTING) or ""
    return int(text) if text.isdecimal() and int(text) else USUAL_DAYS
