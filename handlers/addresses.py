"""Giving a file a secret address, for some days; only its hash is kept. `filing.py` reads it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256
from secrets import token_urlsafe

from bot.errors import UserError
from bot.message import Button, Card
from handlers.services import Asked, Services
from handlers.shared.access import OFFICER_ROLES
from handlers.shared.colleagues import in_term, speaking_officer
from handlers.shared.spreadsheets import Rows
from storage.records.agencies import Agency, Level
from storage.records.cases import Case
from storage.records.files import FileAddress, FileKind
from storage.unit_of_work import UnitOfWork

TOKEN_BYTES = 32  # 256 bits: nobody guesses an address
SETTING = "-file-days"  # 「answer-file-days」, 「opinion-file-days」, 「meeting-file-days」
USUAL_DAYS = 3


class NoAddressError(UserError):
    """The bot has no address of its own, so files cannot be fetched."""

    def __init__(self, hint: str) -> None:
        super().__init__("這裡沒有開放下載", hint=hint)


@dataclass(frozen=True, slots=True, kw_only=True)
class FileTable:
    """What lies behind an address, made when it is fetched."""

    name: str  # of the file where it is saved
    title: str  # of its sheet
    rows: Rows
    agency_id: int  # into whose audit log it is written
    action: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetching:
    """Somebody who fetches a file, and may see all of its case."""

    file: FileAddress
    case: Case
    office_ids: frozenset[int]  # where they serve as an officer
    now: datetime


def give_address(  # of what, and what to do where nothing can be fetched
    uow: UnitOfWork,
    request: Asked,
    services: Services,
    kind: FileKind,
    place: tuple[int, int | None],
    *,
    otherwise: str,
) -> tuple[str, int]:
    """Make an address for the speaker; return it and for how many days it leads somewhere.

    `place` is the case, and which part of it. The caller commits. Raises NoAddressError.
    """
    if not services.public_base_url:
        raise NoAddressError(otherwise)
    case_id, part_id = place
    token, days = token_urlsafe(TOKEN_BYTES), _days(uow, kind)
    me = speaking_officer(request.speaker).id
    uow.files.forget(now=request.now)
    uow.files.add(
        hash_token(token),
        FileAddress(kind=kind, case_id=case_id, officer_id=me, part_id=part_id),
        expires_at=request.now + timedelta(days=days),
    )
    return f"{services.public_base_url}/answers/{token}", days


def address_card(  # what the file is, where it lies, and what to do beside
    number: str, kind: str, what: str, given: tuple[str, int], *buttons: Button, flag: str = ""
) -> Card:
    """Give the addresses of a table as files."""
    address, days = given
    return Card(
        alt=f"{number} {kind}",
        kind=kind,
        number=number,
        flag=flag,
        body=f"{what}，網址在下面，{days} 天內有效。",
        note="有網址的人就能下載，請勿轉傳；您解除綁定或離任後就打不開。",
        copy_text=f"試算表 ODS：{address}.ods\nCSV：{address}.csv",
        buttons=buttons,
    )


def hash_token(token: str) -> str:
    """Return what is kept of an address."""
    return sha256(token.encode()).hexdigest()


def offices_of(uow: UnitOfWork, officer_id: int, *, today: date) -> frozenset[int]:
    """Return where somebody serves as an officer today; nowhere without a bound account."""
    if not uow.bindings.of_officer(officer_id):
        return frozenset()
    agencies = {agency.id: agency for agency in uow.agencies.all()}
    return frozenset(
        _acting_id(agencies[a.agency_id])
        for a in uow.officers.appointments(officer_id=officer_id)
        if in_term(a, today) and a.role in OFFICER_ROLES
    )


def _acting_id(agency: Agency) -> int:
    """Return who acts for an agency: a unit's ministry, else itself."""
    if agency.level is Level.UNIT and agency.parent_id is not None:
        return agency.parent_id
    return agency.id


def _days(uow: UnitOfWork, kind: FileKind) -> int:
    text = uow.settings.get(f"{kind.value}{SETTING}") or ""
    return int(text) if text.isdecimal() and int(text) else USUAL_DAYS
