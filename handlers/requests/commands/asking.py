"""聯絡: from a sentence to a draft, and from the draft to whoever it is for."""

from dataclasses import replace
from datetime import datetime, timedelta

from bot.message import Answer, Card
from bot.room import Access, Result, Shape
from handlers.requests.cards import (
    by_hand_card,
    kinds_card,
    nobody_card,
    preview_card,
    sent_card,
)
from handlers.requests.commands.board import commands
from handlers.requests.commands.desk import Found, check_move, keep, slip_of
from handlers.requests.commands.sending import Placed, addressee, ask, place
from handlers.requests.errors import (
    ExpiredDraftError,
    NoKindError,
    NoSuchCaseError,
    NoWordsError,
    OwnAgencyError,
    PersonalTextError,
    SecretCaseError,
    TooManyRequestsError,
)
from handlers.requests.rules.asking import Ask, check_text, read_ask
from handlers.requests.rules.kinds import guess_kind, kinds_in
from handlers.requests.rules.letters import mail_text
from handlers.requests.rules.moves import Action
from handlers.requests.rules.slips import HUB
from handlers.services import Asked, Services
from handlers.shared.audience import Sight
from handlers.shared.case_numbers import clean_text
from handlers.shared.colleagues import speaking_agency, speaking_officer
from handlers.shared.personal_data import find_personal_data
from handlers.shared.roc_date import show_moment
from handlers.sight import sight_for, viewer_alone
from storage.records.agencies import Agency
from storage.records.cases import Case, Secrecy
from storage.records.duties import Step
from storage.records.officers import Officer
from storage.records.requests import ContactRequest, RequestKind, RequestState
from storage.unit_of_work import UnitOfWork

LIMIT_SETTING = "requests-a-day"  # how many one officer may make
LIMIT = 20
DRAFT_LASTS = timedelta(days=1)
HELPS = ("看", "查", "提供", "給", "說明", "確認", "補")  # 「請環境部幫忙看一下…」
PRIVATELY = "好，私訊給您確認，還沒有送出。"


@commands.add(
    "聯絡",
    usage="聯絡 <機關> <一句話>",
    summary="開聯絡單給別的機關；送出前會先給您看",
    aliases=(
        "幫我問",
        "幫忙問",
        "幫我聯絡",
        "連絡",
        "幫我問一下",
        "開聯絡單",
        "聯絡一下",
        "發聯絡單",
        "寫聯絡單",
    ),
    shapes=(
        Shape("請 % 協助 …", "% 請協助…"),
        *(Shape(f"可不可以|能不能|可否? 請|麻煩 % {verb} …", f"% 請幫忙{verb}…") for verb in HELPS),
        Shape("轉告|告訴 % …", "% …"),
        Shape("跟 % 約|約個|約一個 時間", "% 想約個時間"),
    ),
    examples=("聯絡 內政部 eID 跟健保卡重疊，想講個電話",),
    access=Access.OFFICER,
    changes=True,
)
def contact(request: Asked, services: Services) -> Result:
    """Keep a draft and show it one to one; nothing goes out yet."""
    text = clean_text(request.argument, lines=True)
    with services.unit_of_work() as uow:
        wish = read_ask(text, services.agencies_in(uow, text))
        _refuse_personal(wish.text)
        case = _case_of(uow, request, wish)
        card = start_draft(uow, request, wish, case)
        uow.commit()
    if request.in_group:
        return Answer(here=Card.sentence(PRIVATELY), private=card)
    return card


def start_draft(
    uow: UnitOfWork,
    request: Asked,
    wish: Ask,
    case: Case | None,
    *,
    origin: ContactRequest | None = None,
) -> Card:
    """Keep a draft to whoever acts for the agency, and return its preview.

    Raises OwnAgencyError, TooManyRequestsError.
    """
    officer, own = speaking_officer(request.speaker), speaking_agency(request.speaker)
    _refuse_flood(uow, officer, request.now)
    agency = acting_agency(uow, wish.agency, now=request.now)
    if (agency or wish.agency).id in {own.id, *request.speaker.office_ids}:
        raise OwnAgencyError((agency or wish.agency).short)
    hidden = case is not None and case.secrecy is Secrecy.SENSITIVE
    source = request.message
    platform = source.chat.platform.value
    draft = uow.requests.add(
        ContactRequest(
            id=0,
            asker_id=officer.id,
            asker_agency_id=own.id,
            agency_id=(agency or wish.agency).id,
            kind=origin.kind if origin else guess_kind(wish.text, case),
            text="" if hidden or agency is None else wish.text,
            created_at=request.now,
            case_id=case.id if case is not None else None,
            state=RequestState.DRAFT if agency is not None else RequestState.NOBODY,
            hop_count=origin.hop_count + 1 if origin else 0,
            origin_id=origin.id if origin else None,
            source_message=f"{platform}:{source.message_id}" if source.message_id else "",
        )
    )
    if agency is None:
        return nobody_card(wish.agency.short, hub_name=HUB, text=wish.text)
    return preview(uow, draft, now=request.now)


def preview(uow: UnitOfWork, draft: ContactRequest, *, now: datetime) -> Card:
    """Show a draft and to whom it would go now."""
    placed = place(uow, draft.agency_id, now=now)
    return preview_card(slip_of(uow, draft, now=now), addressee(uow, draft, placed, now))


def acting_agency(uow: UnitOfWork, agency: Agency, *, now: datetime) -> Agency | None:
    """Return the agency itself, or the nearest one above it, that has an officer today."""
    there: Agency | None = agency
    while there is not None:
        staff = place(uow, there.id, now=now).staff
        if any(staff.of_step(step) for step in (Step.HOLDER, Step.DEPUTY, Step.TEAM)):
            return there
        there = uow.agencies.get(there.parent_id) if there.parent_id is not None else None
    return None


def _refuse_personal(text: str) -> None:
    found = find_personal_data(text)
    if found is not None:
        raise PersonalTextError(str(found))


def _refuse_flood(uow: UnitOfWork, officer: Officer, now: datetime) -> None:
    setting = uow.settings.get(LIMIT_SETTING) or ""
    limit = int(setting) if setting.isdecimal() else LIMIT
    if uow.requests.count_made(officer.id, now - timedelta(days=1)) >= limit:
        raise TooManyRequestsError(limit)


def _case_of(uow: UnitOfWork, request: Asked, wish: Ask) -> Case | None:
    """Return the case that is named, if the speaker may see it.

    Raises NoSuchCaseError, SecretCaseError.
    """
    number = wish.case_number
    if number is None:
        return None
    case = uow.cases.by_serial(number.serial, number.year)
    sight = (
        sight_for(uow, case, viewer_alone(request.speaker)) if case is not None else Sight.NOTHING
    )
    if case is None or sight is Sight.NOTHING:
        if wish.sure:
            raise NoSuchCaseError(str(number.serial))
        return None
    if case.secrecy is Secrecy.SECRET:
        raise SecretCaseError
    return case


def send(uow: UnitOfWork, asked: Asked, found: Found, words: str) -> Card:
    """Send a draft: to who is on duty now, which may be another than in the preview."""
    del words
    draft = found.request
    _check_draft(uow, asked, found, Action.SEND)
    _refuse_secret(uow, draft)
    placed = place(uow, draft.agency_id, now=asked.now)
    to = addressee(uow, draft, placed, asked.now)
    by_hand = not to.name
    state = RequestState.BY_HAND if by_hand else RequestState.ASKED
    sent = replace(draft, state=state, sent_at=asked.now)
    sent = keep(uow, asked, sent, Action.SEND.value)
    if by_hand:
        return hand_over(uow, asked, sent, placed)
    sent = ask(uow, sent, Step.HOLDER, now=asked.now)
    slip = slip_of(uow, sent, now=asked.now)
    waits = sent.next_at if sent.delivery_id is None else None
    later = show_moment(waits, today=slip.today) if waits is not None else ""
    return sent_card(slip, to, later=later)


def _check_draft(uow: UnitOfWork, asked: Asked, found: Found, action: Action) -> None:
    """Raise ExpiredDraftError for what was written long ago: who was on duty then may have left."""
    check_move(uow, asked, found, action)
    if asked.now - found.request.created_at > DRAFT_LASTS:
        raise ExpiredDraftError(found.request.number)


def _refuse_secret(uow: UnitOfWork, draft: ContactRequest) -> None:
    """A case may have become 密件 since the preview."""
    case = uow.cases.get(draft.case_id) if draft.case_id is not None else None
    if case is not None and case.secrecy is Secrecy.SECRET:
        raise SecretCaseError


def hand_over(uow: UnitOfWork, asked: Asked, sent: ContactRequest, placed: Placed) -> Card:
    """Show how to reach a counterpart who does not use the bot; the log says who looked."""
    staff = placed.staff
    steps = (Step.HOLDER, Step.DEPUTY, Step.TEAM)
    officer_id = next(i for step in steps for i in staff.of_step(step))
    person = staff.officers[officer_id]
    look_at_phone(uow, asked, person, sent.agency_id)
    unit = next((a.unit for a in staff.appointments if a.officer_id == officer_id), "")
    slip = slip_of(uow, sent, now=asked.now)
    return by_hand_card(slip, person, unit, mail_text(slip, person.name))


def look_at_phone(uow: UnitOfWork, asked: Asked, person: Officer, agency_id: int) -> None:
    """Note in the log who looked at an office number."""
    uow.audit.append(
        at=asked.now,
        actor=f"officer:{speaking_officer(asked.speaker).id}",
        agency_id=agency_id,
        action="look-phone",
        target=f"officer:{person.id}",
        detail=asked.message.read_by.value,
    )


def edit(uow: UnitOfWork, asked: Asked, found: Found, words: str) -> Card:
    """Put other words into a draft."""
    _check_draft(uow, asked, found, Action.EDIT)
    if not words:
        raise NoWordsError(found.request.number, "改成", "新的一句話")
    text = check_text(words)
    _refuse_personal(text)
    slip = slip_of(uow, found.request, now=asked.now)
    changed = replace(found.request, text="" if slip.hidden else text)
    return preview(uow, keep(uow, asked, changed, Action.EDIT.value), now=asked.now)


def change_kind(uow: UnitOfWork, asked: Asked, found: Found, words: str) -> Card:
    """Say what it is about; without a kind they are offered."""
    _check_draft(uow, asked, found, Action.KIND)
    if not words:
        return kinds_card(slip_of(uow, found.request, now=asked.now))
    kind = next(iter(kinds_in(words)), None)
    if kind is None:
        raise NoKindError("、".join(kind.value for kind in RequestKind))
    changed = replace(found.request, kind=kind)
    return preview(uow, keep(uow, asked, changed, Action.KIND.value), now=asked.now)


def discard(uow: UnitOfWork, asked: Asked, found: Found, words: str) -> Card:
    """Throw a draft away, and what it said."""
    del words
    check_move(uow, asked, found, Action.DISCARD)
    gone = replace(found.request, state=RequestState.DISCARDED, text="", closed_at=asked.now)
    keep(uow, asked, gone, Action.DISCARD.value)
    return Card.sentence(f"好，{found.request.number} 不送，內容刪掉了。")
