"""What happens without a word: a message is taken back, somebody leaves the platform."""

from dataclasses import replace

from bot.message import SILENCE, EventKind
from bot.room import Result
from handlers.requests.commands.board import commands
from handlers.requests.commands.desk import note
from handlers.services import Asked, Services
from storage.records.requests import RequestState

UNHEARD = frozenset(
    {RequestState.DRAFT, RequestState.NOBODY, RequestState.DISCARDED, RequestState.BY_HAND}
)


@commands.on(EventKind.UNSENT)
def take_back(request: Asked, services: Services) -> Result:
    """Wipe what an unsent message asked for, unless somebody has got it: that is 收回's to say."""
    message = request.message
    if message.message_id is None:
        return SILENCE
    source = f"{message.chat.platform.value}:{message.message_id}"
    with services.unit_of_work() as uow:
        for slip in uow.requests.by_source_message(source):
            unheard = slip.state in UNHEARD
            if slip.state is RequestState.ASKED:
                unheard = slip.delivery_id is None or uow.requests.call_off(slip.delivery_id)
            if not unheard:
                continue
            sent = slip.state in {RequestState.ASKED, RequestState.BY_HAND}
            gone = RequestState.WITHDRAWN if sent else RequestState.DISCARDED
            closed = replace(slip, state=gone, closed_at=request.now, next_at=None)
            note(uow, uow.requests.save(closed), "收回訊息", now=request.now)
            uow.requests.wipe(slip.id)
        uow.commit()
    return SILENCE


@commands.on(EventKind.UNFOLLOWED)
def go_on_without(request: Asked, services: Services) -> Result:
    """Look at once for somebody else, where who was asked left the platform unanswered."""
    sender = request.message.sender_id
    with services.unit_of_work() as uow:
        platform = request.message.chat.platform.value
        binding = uow.bindings.find(platform, sender) if sender else None
        for slip in uow.requests.held_by(binding.officer_id) if binding is not None else ():
            if slip.state is RequestState.ASKED and slip.next_at is not None:
                uow.requests.save(replace(slip, next_at=request.now))
        uow.commit()
    return SILENCE
