"""Which subscription a sentence is about, and whose it is."""

import re
import unicodedata

from bot.room import Access
from handlers.services import Asked
from handlers.shared.access import may
from handlers.shared.colleagues import speaking_officer
from handlers.watch.errors import NotYourTopicError, WhichTopicError
from handlers.watch.rules.folding import fold
from storage.records.watching import Hearer, Subscription
from storage.unit_of_work import UnitOfWork

NUMBER = re.compile(
    r"^\s*(?:訂閱|第|編號|#)?\s*(?P<number>\d{1,9})\s*(?:號|個(?!小時))?(?!\d)(?P<rest>.*)$"
)


def heard_here(uow: UnitOfWork, request: Asked) -> tuple[Subscription, ...]:
    """Return what is heard of here: in a group its own, one to one the speaker's and agency's."""
    if request.in_group:
        chat = request.speaker.chat
        return uow.watching.of_chat(chat.id) if chat is not None else ()
    mine = uow.watching.of_officer(speaking_officer(request.speaker).id)
    theirs = uow.watching.of_agencies(request.speaker.office_ids)
    found = {wish.id: wish for wish in (*mine, *theirs)}
    return tuple(found[number] for number in sorted(found))


def read_number(text: str) -> tuple[int | None, str]:
    """Read 「3 四小時」: the number, and the rest."""
    match = NUMBER.match(unicodedata.normalize("NFKC", text))
    return (int(match["number"]), match["rest"].strip()) if match else (None, text.strip())


def named_here(uow: UnitOfWork, request: Asked) -> tuple[Subscription, str]:
    """Return the subscription that is meant and the rest of the sentence.

    Without a number it is the only one there is. Raises WhichTopicError.
    """
    number, rest = read_number(request.argument)
    here = heard_here(uow, request)
    if number is None:
        same = [wish for wish in here if _is_called(wish, rest)]
        if len(same) == 1:
            return same[0], rest.split()[-1] if " " in rest else ""
        if len(here) != 1:
            raise WhichTopicError
        return here[0], rest
    found = next((wish for wish in here if wish.id == number), None)
    if found is None:
        raise WhichTopicError(number)
    return found, rest


def _is_called(wish: Subscription, text: str) -> bool:
    """Whether a text begins with a word that the topic is about: 「健保卡 多久」."""
    first = fold(text.split(" ", maxsplit=1)[0])
    return len(first) > 1 and first in fold(f"{wish.name} {wish.text}")


def named_to_do(uow: UnitOfWork, request: Asked) -> tuple[Subscription, str]:
    """Return the subscription that something is to be done about, and the rest of the sentence.

    One to one also what a group of the own agency hears of: its alert's button leads here.
    """
    number, rest = read_number(request.argument)
    found = uow.watching.find(number) if number is not None else None
    is_a_groups = found is not None and found.hearer is Hearer.GROUP and not request.in_group
    if found is not None and is_a_groups and found.agency_id in request.speaker.office_ids:
        return found, rest
    return named_here(uow, request)


def owned_by(request: Asked, wish: Subscription) -> None:
    """Let only those change it whose it is: who subscribed; for others, an officer of theirs.

    Raises NotYourTopicError.
    """
    speaker = request.speaker
    if wish.officer_id == speaking_officer(speaker).id:
        return
    is_ours = wish.hearer is Hearer.AGENCY and wish.agency_id in speaker.office_ids
    is_here = request.in_group and wish.hearer is Hearer.GROUP and may(speaker, Access.OFFICER)
    if not (is_ours or is_here):
        raise NotYourTopicError


def told(request: Asked) -> str:
    """Return what was told, with the sign of leaving out that courtesies are cut off with."""
    said, rest = request.message.text, request.argument
    before = said[: said.rfind(rest)].rstrip() if rest and rest in said else ""
    return f"-{rest}" if before.endswith(("-", "－", "−")) else rest
