"""What both sides come to know of each other: words that may be kept, and 手機 and mail.

手機 and mail are shown after an acceptance only, 我處理 or an agreed time; the log says to whom.
"""

from dataclasses import replace

from bot.message import Button, Fact
from handlers.requests.cards import contact_facts, told_card
from handlers.requests.commands.desk import slip_of
from handlers.requests.commands.sending import asker_of, tell_asker
from handlers.requests.errors import PersonalTextError
from handlers.requests.rules.asking import check_text
from handlers.requests.rules.slips import Slip
from handlers.services import Asked
from handlers.shared.colleagues import speaking_officer
from handlers.shared.personal_data import find_personal_data
from storage.records.duties import Step
from storage.records.officers import Officer
from storage.records.requests import ContactRequest
from storage.unit_of_work import UnitOfWork


def checked_words(text: str) -> str:
    """Return somebody's words if they may be kept.

    Raises LongTextError, PersonalTextError.
    """
    words = check_text(text)
    found = find_personal_data(words)
    if found is not None:
        raise PersonalTextError(str(found))
    return words


def slip_for(uow: UnitOfWork, asked: Asked, request: ContactRequest) -> Slip:
    """Return a request with its names, as the side that asks may see it."""
    return slip_of(uow, request, now=asked.now)


def who(asked: Asked, slip: Slip) -> str:
    """「內政部 阿宏」, of the receiver who speaks."""
    return f"{slip.agency.short} {speaking_officer(asked.speaker).shown_name}"


def answered(asked: Asked, request: ContactRequest) -> ContactRequest:
    """Note who deals with it and, once, when the first answer came."""
    officer = speaking_officer(asked.speaker)
    return replace(
        request,
        holder_id=officer.id,
        step=Step.HOLDER if request.step is Step.NOBODY else request.step,
        answered_at=request.answered_at or asked.now,
        next_at=None,
    )


def facts_of_asker(uow: UnitOfWork, asked: Asked, request: ContactRequest) -> tuple[Fact, ...]:
    """Show the receiver how to reach who asks; the log says so."""
    officer_id = asker_of(uow, request, now=asked.now)
    if officer_id is None:
        return ()
    person = uow.officers.get(officer_id)
    reader = speaking_officer(asked.speaker)
    show_contacts(uow, asked, reader=reader, shown=person, agency_id=request.asker_agency_id)
    return contact_facts(person, uow.agencies.get(request.asker_agency_id).short)


def tell_accepted(uow: UnitOfWork, asked: Asked, request: ContactRequest, text: str) -> None:
    """Tell who asks that it was taken over, by whom, and how to reach them."""
    holder = uow.officers.get(request.holder_id or 0)
    slip = slip_for(uow, asked, request)
    officer_id = asker_of(uow, request, now=asked.now)
    if officer_id is not None:
        reader = uow.officers.get(officer_id)
        show_contacts(uow, asked, reader=reader, shown=holder, agency_id=request.agency_id)
    done = Button("解決了", f"{slip.number} 結果 已解決")
    card = told_card(slip, text, done, facts=contact_facts(holder, slip.agency.short))
    tell_asker(uow, request, card, now=asked.now)


def show_contacts(
    uow: UnitOfWork, asked: Asked, *, reader: Officer, shown: Officer, agency_id: int
) -> None:
    """Write into the log that somebody was shown another's 手機 and mail."""
    uow.audit.append(
        at=asked.now,
        actor=f"officer:{reader.id}",
        agency_id=agency_id,
        action="exchange-contacts",
        target=f"officer:{shown.id}",
        detail="contact request",
    )
