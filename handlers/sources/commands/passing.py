"""轉知: who hears from press and parliament passes it to the own officer, and to nobody else."""

from dataclasses import replace

from bot.message import Card
from bot.room import Access, Place, Result
from handlers.services import Asked, Services
from handlers.shared.colleagues import speaking_agency, speaking_officer
from handlers.shared.personal_data import find_personal_data
from handlers.sources.commands import forward_cards as cards
from handlers.sources.commands.board import commands
from handlers.sources.commands.desk import PASSERS, brought, matter_for, may_pass, note
from handlers.sources.commands.handing import take_file
from handlers.sources.errors import (
    NobodyThereError,
    NoSuchForwardError,
    NothingToPassOnError,
    OwnAgencyError,
    PersonalToPassOnError,
    SecretToPassOnError,
    UnknownAgencyError,
)
from handlers.sources.rules.reading import SECRET, read_pasted, split_number
from handlers.telling import account_of, tell
from storage.on_duty import on_duty
from storage.records.agencies import Agency
from storage.records.duties import Step
from storage.records.posts import Post
from storage.records.presence import Staff
from storage.unit_of_work import UnitOfWork

SETTING = "forward/"  # + number: how it was passed on
NEEDED, REFERENCE = "需要處理", "僅供參考"
LISTED = 5


@commands.add(
    "轉知",
    usage="轉知 <貼上文字或網址>",
    summary="把記者、委員那邊聽到的私下轉給貴機關的 PO",
    examples=("轉知 某報明天會報健保卡換發大排長龍",),
    place=Place.DIRECT,
    changes=True,
)
def paste(request: Asked, services: Services) -> Result:
    """Keep what was pasted for the own agency, and ask how much it matters."""
    if services.handed is not None:  # what was typed beside a file only goes with it
        return take_file(request, services)
    number, rest = split_number(request.argument)
    with services.unit_of_work() as uow:
        if number is not None and not rest:
            return cards.whole(number, _mine(uow, request, number))
        if not request.argument.strip():
            return _recent(uow, request)
        post = _read(request)
        number = uow.forwards.add(post, now=request.now)
        uow.commit()
    return cards.ask_need(number, post)


def _recent(uow: UnitOfWork, request: Asked) -> Card:
    if not request.speaker.office_ids:
        raise NothingToPassOnError
    found = uow.forwards.recent(request.speaker.office_ids, LISTED)
    return cards.recent(found, now=request.now)


def _read(request: Asked) -> Post:
    """Read what was pasted, if the speaker may pass it on and it may be kept."""
    may_pass(request)
    text = request.argument
    if SECRET.search(text):
        raise SecretToPassOnError
    personal = find_personal_data(text)
    if personal is not None:
        raise PersonalToPassOnError(personal.value)
    pasted = read_pasted(text)
    return replace(
        brought(request),
        url=pasted.link,
        title=pasted.title,
        text=pasted.text,
        matter=matter_for(request, pasted.matter),
    )


@commands.add(
    "送轉知",
    usage="送轉知 <編號> 需要處理｜僅供參考",
    summary="把收下的轉知送給貴機關的 PO",
    place=Place.DIRECT,
    changes=True,
    hidden=True,
)
def send(request: Asked, services: Services) -> Card:
    """Tell the own officer, once."""
    number, rest = split_number(request.argument)
    needed = NEEDED in rest
    me = speaking_officer(request.speaker)
    with services.unit_of_work() as uow:
        post = _mine(uow, request, number)
        if post.brought_by != me.id:
            raise NoSuchForwardError
        before = uow.settings.get(f"{SETTING}{number}")
        if before:
            return cards.was_passed_on(before)
        staff = on_duty(uow, speaking_agency(request.speaker).id, now=request.now)
        told = [i for i in _holders(staff) if i != me.id and account_of(uow, i) is not None]
        uow.forwards.note_need(number or 0, needs_action=needed)
        if told:
            uow.settings.set(f"{SETTING}{number}", NEEDED if needed else REFERENCE, now=request.now)
            sent = replace(post, needs_action=needed)
            card = cards.for_officer(number or 0, sent, me, _role(request))
            for officer_id in told:
                tell(uow, officer_id, card, staff.agency.id, now=request.now)
            note(uow, request, "pass-on", f"post:{number}")
        uow.commit()
    if told:
        names = [staff.officers[i].shown_name for i in told]
        return cards.passed_on(names, needs_action=needed)
    return cards.kept_for_self() if me.id in _holders(staff) else cards.nobody(staff.agency)


@commands.add(
    "轉出",
    usage="轉出 <編號> <機關>",
    summary="把一則轉知給別的機關的 PO；要再確認",
    examples=("轉出 12 財政部",),
    access=Access.OFFICER,
    place=Place.DIRECT,
    changes=True,
)
def ask_out(request: Asked, services: Services) -> Card:
    """Ask before anything leaves the agency."""
    with services.unit_of_work() as uow:
        number, post, agency = _leaving(uow, request)
    return cards.ask_out(number, post, agency)


@commands.add(
    "確認轉出",
    usage="確認轉出 <編號> <機關>",
    summary="確定要給別的機關",
    access=Access.OFFICER,
    place=Place.DIRECT,
    changes=True,
    hidden=True,
)
def send_out(request: Asked, services: Services) -> Card:
    """Tell the other agency's officer; it is written down who let it leave."""
    me, own = speaking_officer(request.speaker), speaking_agency(request.speaker)
    with services.unit_of_work() as uow:
        number, post, agency = _leaving(uow, request)
        staff = on_duty(uow, agency.id, now=request.now)
        told = next((i for i in _holders(staff) if account_of(uow, i) is not None), None)
        if told is None:
            raise NobodyThereError(agency.short)
        card = cards.from_outside(post, me, own)
        tell(uow, told, card, agency.id, now=request.now)
        note(uow, request, "pass-out", f"post:{number}/agency:{agency.id}")
        uow.commit()
    return cards.passed_out(agency, staff.officers[told].shown_name)


def _leaving(uow: UnitOfWork, request: Asked) -> tuple[int, Post, Agency]:
    number, name = split_number(request.argument)
    post = _mine(uow, request, number, officers_only=True)
    agency = uow.agencies.by_name(name.removeprefix("給").strip())
    if agency is None:
        raise UnknownAgencyError(name)
    if agency.id == post.agency_id:
        raise OwnAgencyError
    return number or 0, post, agency


def _mine(
    uow: UnitOfWork, request: Asked, number: int | None, *, officers_only: bool = False
) -> Post:
    """Find what was pasted in the speaker's agency: by the speaker, or seen by its officers."""
    speaker = request.speaker
    post = uow.forwards.find(number or 0, speaker.agency_ids)
    if post is None:
        raise NoSuchForwardError
    own = post.brought_by == speaking_officer(speaker).id and not officers_only
    if not own and post.agency_id not in speaker.office_ids:
        raise NoSuchForwardError
    return post


def _holders(staff: Staff) -> list[int]:
    """Return the officer, and who acts in their place while they are away."""
    turn = staff.turn_to()
    acting = (turn.officer_id,) if turn is not None else ()
    return list(dict.fromkeys((*staff.of_step(Step.HOLDER), *acting)))


def _role(request: Asked) -> str:
    return next((a.role for a in request.speaker.appointments if a.role in PASSERS), "")
