"""請國發會協助: only a person asks for it, and both sides are told. It is help, and no report."""

from dataclasses import replace

from bot.message import Button, Card
from handlers.requests.cards import told_card
from handlers.requests.commands.desk import Found, check_move, keep, slip_of
from handlers.requests.commands.sending import place, tell, tell_asker, tell_receiver
from handlers.requests.errors import MovedOnError, SaidOnceError
from handlers.requests.rules.moves import Action
from handlers.requests.rules.slips import HUB
from handlers.services import Asked
from handlers.shared.colleagues import speaking_officer
from storage.unit_of_work import UnitOfWork

HELPS_ONLY = "請國發會幫忙聯絡，不是究責。"


def ask_hub(uow: UnitOfWork, asked: Asked, found: Found, words: str) -> Card:
    """Tell 國發會, and the other side that it was told."""
    del words
    check_move(uow, asked, found, Action.ASK_HUB)
    request = found.request
    if request.hub_asked_at is not None:
        raise SaidOnceError(request.number, Action.ASK_HUB.value)
    hub = uow.agencies.by_name(HUB)
    turn = place(uow, hub.id, now=asked.now).turn if hub is not None else None
    if hub is None or turn is None or not slip_of(uow, request, now=asked.now).hub_may_help:
        raise MovedOnError(request.number, "國發會目前沒有人在線上")
    helped = replace(request, hub_asked_at=asked.now)
    helped = keep(uow, asked, helped, Action.ASK_HUB.value, target_id=turn.officer_id)
    slip = slip_of(uow, helped, now=asked.now, for_agency_id=hub.id)
    text = f"{slip.asker_agency.short}想請國發會協助聯絡{slip.agency.short}"
    help_button = Button("我來協調", f"{slip.number} 我來協調", primary=True)
    card = told_card(slip, text, help_button, body=helped.text)
    tell(uow, helped, turn.officer_id, card, now=asked.now, agency_id=hub.id)
    told = f"{slip.asker_agency.short}請國發會一起看{slip.number}"
    tell_receiver(uow, helped, replace(told_card(slip, told), note=HELPS_ONLY), now=asked.now)
    return Card.sentence(f"好，{HELPS_ONLY}{slip.agency.short}也會知道。")


def help_out(uow: UnitOfWork, asked: Asked, found: Found, words: str) -> Card:
    """我來協調: both sides learn who of 國發會 helps."""
    del words
    check_move(uow, asked, found, Action.HELP)
    helper = speaking_officer(asked.speaker)
    said = [s for s in uow.requests.steps(found.request.id) if s.action == Action.HELP.value]
    if said:
        raise SaidOnceError(found.request.number, Action.HELP.value)
    kept = keep(uow, asked, found.request, Action.HELP.value)
    slip = slip_of(uow, kept, now=asked.now)
    card = told_card(slip, f"國發會 {helper.shown_name} 會協助{slip.number}")
    tell_asker(uow, kept, card, now=asked.now)
    tell_receiver(uow, kept, card, now=asked.now)
    return Card.sentence(f"好，會告訴{slip.asker_agency.short}和{slip.agency.short}由您協助。")
