"""Slash commands, taps, shortcuts and forms: what each of them types, and what Slack is answered.

`take` runs before the acknowledgement (nothing slow, no network), `read` later in the worker.
https://docs.slack.dev/reference/interaction-payloads/
"""

from datetime import datetime

from bot.gate import Arrival
from bot.logs import get_logger
from bot.message import IncomingMessage, Platform
from bot.raw import Raw, id_of, part, text_of
from bot.slack.blocks import Json
from bot.slack.gestures import (
    SHORTCUTS,
    Place,
    chat_of,
    entered,
    line_of,
    place_of,
    sender_of,
    to_message,
)
from bot.slack.modals import Objection, form_for, read_form, wrong_fields
from bot.slack.mrkdwn import plain_typed, unnamed
from bot.slack.requests import NOTHING, Call, RawRequest, RequestKind, Taken

OPENS = "views.open"  # within three seconds of the gesture

_log = get_logger(__name__)


def no_objection(_: str) -> str:
    """Object to nothing."""
    return ""


def take(request: RawRequest, *, objection: Objection = no_objection) -> Taken:
    """Say what of a command or interaction is stored, what Slack is answered, what is called.

    `objection` tells what may not be kept, so that whoever fills in a form is told in the form.
    """
    kind = text_of(request.fields, "type") if request.kind is RequestKind.INTERACTION else ""
    if kind == "view_submission":
        return _submitted(request, objection)
    line, sender_id = line_of(request), sender_of(request.fields)
    if line is None or not sender_id:
        _log.info("slack_gesture_without_meaning", kind=kind)
        return NOTHING
    place = place_of(request)
    arrival = _arrival(request, place, sender_id)
    about = text_of(part(request.fields, "message"), "text") if kind in SHORTCUTS else ""
    form = form_for(line, place, plain_typed(unnamed(about)))
    trigger_id = id_of(request.fields, "trigger_id")
    if form is None or not trigger_id:
        return Taken(arrivals=(arrival,))
    # The form did not open: the line is answered as one that was typed, with an example.
    return Taken(call=_opening(trigger_id, form, otherwise=(arrival,)))


def read(request: RawRequest, *, received_at: datetime) -> IncomingMessage | None:
    """Read a stored command or interaction as the line it types."""
    return to_message(request, received_at=received_at, read_form=read_form)


def _submitted(request: RawRequest, objection: Objection) -> Taken:
    """Keep what was entered, or say in the form what is wrong with it."""
    view: Raw = part(request.fields, "view")
    callback_id, given = id_of(view, "callback_id"), entered(view)
    sender_id = sender_of(request.fields)
    message = read(request, received_at=datetime.min)  # noqa: DTZ901  # only whether, and where
    if message is None or not sender_id:
        _log.info("slack_form_unknown", callback_id=callback_id)
        return NOTHING
    wrong = wrong_fields(callback_id, given, objection)
    if wrong:
        return Taken(answer={"response_action": "errors", "errors": wrong})
    return Taken(arrivals=(_arrival_in(request, message.chat.id),))


def _arrival(request: RawRequest, place: Place, sender_id: str) -> Arrival:
    return _arrival_in(request, chat_of(place.channel, sender_id).id)


def _arrival_in(request: RawRequest, chat_id: str) -> Arrival:
    return Arrival(
        platform=Platform.SLACK,
        event_id=request.key,
        conversation=chat_id,
        occurred_at=None,
        payload=request.payload,
        concerns_bot=True,
        chat_id=chat_id,
    )


def _opening(trigger_id: str, form: Json, otherwise: tuple[Arrival, ...] = ()) -> Call:
    arguments = {"trigger_id": trigger_id, "view": form}
    return Call(method=OPENS, arguments=arguments, otherwise=otherwise)
