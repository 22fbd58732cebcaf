"""Slack's commands, taps and forms as lines that could have been typed. Pure.

What somebody does here is seen by nobody else, so its answer is theirs alone: in a channel it
comes as an ephemeral message through the gesture's own `response_url`, which also works where the
bot is no member. https://docs.slack.dev/interactivity/handling-user-interaction/
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import TypeAlias

import orjson

from bot.addressing import what_is_asked
from bot.message import ChatKind, ChatRef, EventKind, IncomingMessage, Platform
from bot.raw import Raw, UnreadableBodyError, id_of, parse_object, part, parts, text_of
from bot.slack.mrkdwn import plain_typed, unescaped
from bot.slack.requests import RawRequest, RequestKind

TICKET_LIFE = timedelta(minutes=29)  # a response_url is good for 30 minutes, five times
TICKET_LIMIT = 500  # characters; Slack's have about 120
TICKET = re.compile(r"https?://[!-~]+")
LINK = re.compile(r"https://[a-z0-9-]{1,60}\.slack\.com/archives/[A-Z0-9]+/p[0-9]+", re.ASCII)
CHANNEL = re.compile(r"[CDG][A-Z0-9]{2,30}")
PERSON = re.compile(r"[UW][A-Z0-9]{2,30}")
MOMENT = re.compile(r"[0-9]{1,12}\.[0-9]{1,9}", re.ASCII)  # of a message: its id in its channel
DOMAIN = re.compile(r"[a-z0-9-]{1,60}")
ONCE_MORE = re.compile(r"\s*/po(?:\s+|$)")  # 「/po /po 登記」: copied from the manual
DIRECT_PREFIX = "D"
REGISTER, FIND = "register", "find"  # callback_ids, of the forms and of the shortcuts
BARE_LINES = {REGISTER: "登記", FIND: "找"}  # what a shortcut says by itself
SHORTCUTS = frozenset({"message_action", "shortcut"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where somebody was when they opened a form; travels in its `private_metadata`."""

    channel: str = ""  # "": the bot's own page
    thread: str = ""
    message: str = ""  # the message that the form is about
    link: str = ""  # and its address
    ticket: str = ""  # where an answer may be posted, for 30 minutes

    def packed(self) -> str:
        """Write it for `private_metadata`, which holds 3,000 characters."""
        return orjson.dumps({name: value for name, value in asdict(self).items() if value}).decode()


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """What a submitted form means: the line that could have been typed."""

    line: str
    quoted: str = ""  # a message that goes along


# Reads a submitted form: its `callback_id`, and what was entered by name. None: no form of ours.
ReadForm: TypeAlias = Callable[[str, Mapping[str, str], Place], Filled | None]


def _matching(raw: Raw, name: str, shape: re.Pattern[str]) -> str:
    value = text_of(raw, name)
    return value if shape.fullmatch(value) else ""


def _ticket(raw: Raw, name: str) -> str:
    """Return where an answer may be posted; the request was signed, so it is Slack's address."""
    value = _matching(raw, name, TICKET)
    return value if len(value) <= TICKET_LIMIT else ""


def place_of(request: RawRequest) -> Place:
    """Return where a command, a tap or a shortcut happened."""
    raw = request.fields
    message, box = part(raw, "message"), part(raw, "container")
    channel = (
        _matching(raw, "channel_id", CHANNEL)
        or _matching(part(raw, "channel"), "id", CHANNEL)
        or _matching(box, "channel_id", CHANNEL)
    )
    about = _matching(message, "ts", MOMENT)
    thread = _matching(message, "thread_ts", MOMENT) or _matching(box, "thread_ts", MOMENT)
    is_shortcut = text_of(raw, "type") == "message_action"
    return Place(
        channel=channel,
        thread=thread or (about if is_shortcut else ""),
        message=about if is_shortcut else "",
        link=_link(raw, channel, about) if is_shortcut else "",
        ticket="" if _is_own_chat(raw, channel) else _ticket(raw, "response_url"),
    )


def _link(raw: Raw, channel: str, moment: str) -> str:
    """Write the address of a message, as Slack's own 「copy link」 does."""
    domain = _matching(part(raw, "team"), "domain", DOMAIN)
    if not (domain and channel and moment):
        return ""
    return f"https://{domain}.slack.com/archives/{channel}/p{moment.replace('.', '')}"


def unpack_place(metadata: str) -> Place:
    """Read what `Place.packed` wrote; what is missing or strange is left out."""
    try:
        raw = parse_object(metadata.encode("utf-8", "replace"))
    except UnreadableBodyError:
        return Place()
    return Place(
        channel=_matching(raw, "channel", CHANNEL),
        thread=_matching(raw, "thread", MOMENT),
        message=_matching(raw, "message", MOMENT),
        link=_matching(raw, "link", LINK),
        ticket=_ticket(raw, "ticket"),
    )


def sender_of(raw: Raw) -> str:
    """Return who did it."""
    return _matching(raw, "user_id", PERSON) or _matching(part(raw, "user"), "id", PERSON)


def line_of(request: RawRequest) -> str | None:
    """Return the line that a gesture stands for; None when it stands for none."""
    kind = text_of(request.fields, "type")
    if request.kind is RequestKind.COMMAND:
        said = ONCE_MORE.sub("", plain_typed(text_of(request.fields, "text")))
    elif kind in SHORTCUTS:
        return BARE_LINES.get(text_of(request.fields, "callback_id"))
    elif kind == "block_actions":
        said = "".join(map(_value, parts(request.fields, "actions")[:1]))
        if not said:
            return None
    else:
        return None
    return what_is_asked(said, mentioned=False, direct=True)


def _value(action: Raw) -> str:
    """Return the command that a button, or an entry of a menu, carries.

    What comes back of a message may be escaped (slackapi/bolt-python#513; nothing official says of
    what). Our commands hold no escapes, so that undoing them is right either way.
    """
    return unescaped(text_of(action, "value") or text_of(part(action, "selected_option"), "value"))


def is_at_home(raw: Raw) -> bool:
    """Tell whether it was tapped on the bot's own page."""
    return text_of(part(raw, "view"), "type") == "home"


def entered(view: Raw) -> dict[str, str]:
    """Return what was entered into a form, by `action_id`; choices by their value."""
    found: dict[str, str] = {}
    values = part(part(view, "state"), "values")
    for block in values:
        inputs = part(values, block)
        for name in inputs:
            given = part(inputs, name)
            found[name] = (
                text_of(given, "value")
                or text_of(given, "selected_date")
                or text_of(part(given, "selected_option"), "value")
            )
    return found


def to_message(
    request: RawRequest, *, received_at: datetime, read_form: ReadForm
) -> IncomingMessage | None:
    """Read a command, a tap or a submitted form; None when it stands for nothing.

    `received_at` is when it came in, in UTC.
    """
    raw = request.fields
    sender_id = sender_of(raw)
    if not sender_id or request.kind is RequestKind.EVENT:
        return None
    if text_of(raw, "type") == "view_submission":
        view = part(raw, "view")
        place = unpack_place(text_of(view, "private_metadata"))
        filled = read_form(id_of(view, "callback_id"), entered(view), place)
    else:
        line, place = line_of(request), place_of(request)
        filled = None if line is None else Filled(line=line)
    if filled is None:
        return None
    return _message(request, sender_id, place, filled, received_at=received_at)


def _message(
    request: RawRequest, sender_id: str, place: Place, filled: Filled, *, received_at: datetime
) -> IncomingMessage:
    chat = chat_of(place.channel, sender_id)
    return IncomingMessage(
        event_id=request.key,
        kind=EventKind.TEXT,
        chat=chat,
        sender_id=sender_id,
        text=filled.line,
        received_at=received_at,
        message_id=f"{place.channel}/{place.message}" if place.message else None,
        reply_ticket=place.ticket or None,
        reply_by=received_at + TICKET_LIFE if place.ticket else None,
        thread=place.thread if chat.is_group else "",
        aside=chat.is_group or bool(place.ticket),
        quoted=filled.quoted,
        at_home=is_at_home(request.fields),
    )


def chat_of(channel: str, sender_id: str) -> ChatRef:
    """Return the chat that something was done in; of two people it is the one with the bot."""
    if channel and not channel.startswith(DIRECT_PREFIX):
        return ChatRef(Platform.SLACK, ChatKind.GROUP, channel)
    return ChatRef(Platform.SLACK, ChatKind.DIRECT, sender_id)


def _is_own_chat(raw: Raw, channel: str) -> bool:
    """Tell whether it was tapped under a lasting message of the bot, one to one.

    There the answer lasts too. A command may be typed in other people's chats, where the bot is
    not; and what was shown there to one person may be tapped there.
    """
    box = part(raw, "container")
    lasting = text_of(box, "type") == "message" and box.get("is_ephemeral") is not True
    return lasting and channel.startswith(DIRECT_PREFIX)
