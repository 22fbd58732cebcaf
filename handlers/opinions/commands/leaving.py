"""What happens without a word: the message that brought opinions is taken back."""

from bot.message import SILENCE, EventKind
from bot.room import Result
from handlers.opinions.commands.board import commands
from handlers.services import Asked, Services


@commands.on(EventKind.UNSENT)
def take_back(request: Asked, services: Services) -> Result:
    """Remove what an unsent message brought. Silent: the officer wants no fuss."""
    message = request.message
    if message.message_id is None:
        return SILENCE
    with services.unit_of_work() as uow:
        uow.opinions.take_back(f"{message.chat.platform.value}:{message.message_id}")
        uow.commit()
    return SILENCE
