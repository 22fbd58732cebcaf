"""From Slack's events to the bot's own message. Pure; the SDK is not used on the way in.

In a channel only `app_mention` counts: Slack sends the same text as `message` too, to apps that
listen to the channel. Shapes: https://docs.slack.dev/reference/events/
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime
from mimetypes import guess_type

from bot.addressing import HANDED, is_table, name_of_file, what_is_asked
from bot.gate import Arrival
from bot.message import ChatKind, ChatRef, EventKind, FileRef, IncomingMessage, Platform
from bot.raw import Raw, count_of, id_of, part, parts, text_of
from bot.slack import interactions
from bot.slack.modals import Objection
from bot.slack.mrkdwn import mentioned_ids, plain_typed, without_mentions
from bot.slack.requests import RawRequest, RequestKind, Taken, from_stored

CHALLENGE_LIMIT = 1000  # characters; Slack's has about 50
PLAUSIBLE_YEARS = range(2013, 3000)  # Slack began in 2013
PICTURES = ("image/", "video/", "audio/")  # and voices: what is said with them is not read
SAID = frozenset({"", "file_share", "thread_broadcast", "me_message"})  # subtypes of talk
ROOM_LOST = frozenset(
    {"channel_left", "group_left", "channel_archive", "group_archive"}
    | {"channel_deleted", "group_deleted"}
)
WORTH_A_LINE = frozenset(  # in the log: the operator must act, or will be asked
    {"tokens_revoked", "app_uninstalled", "app_rate_limited", "channel_archive", "group_archive"}
)


@dataclass(frozen=True, slots=True)
class Me:
    """Who the bot is in Slack; "" where it is not known."""

    user_id: str = ""
    team_id: str = ""


NOBODY = Me()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reading:
    kind: EventKind
    chat: ChatRef
    sender_id: str | None = None
    text: str = ""
    message_id: str | None = None
    thread: str = ""
    file: FileRef | None = None


def direct(user_id: str) -> ChatRef:
    """The one-to-one chat with a person: known by the person, not by Slack's `D…`."""
    return ChatRef(Platform.SLACK, ChatKind.DIRECT, user_id)


def channel(channel_id: str) -> ChatRef:
    """A channel, or a talk of several people."""
    return ChatRef(Platform.SLACK, ChatKind.GROUP, channel_id)


def message_name(channel_id: str, ts: str) -> str | None:
    """Name a message: its moment is its own only within a channel."""
    return f"{channel_id}/{ts}" if channel_id and ts else None


def _own_ids(request: RawRequest, me: Me) -> frozenset[str]:
    told = (
        id_of(one, "user_id")
        for one in parts(request.fields, "authorizations")
        if one.get("is_bot") is not False
    )
    return frozenset(one for one in (*told, me.user_id) if one)


def _is_from_elsewhere(request: RawRequest, me: Me) -> bool:
    """Whether it belongs to another installation, which our token cannot answer."""
    teams = {id_of(one, "team_id") for one in parts(request.fields, "authorizations")}
    teams |= {id_of(request.fields, "team_id"), id_of(request.fields, "context_team_id")}
    teams.discard("")
    return bool(me.team_id and teams) and me.team_id not in teams


def _is_own_or_bots(event: Raw, own: Collection[str]) -> bool:
    is_bot = bool(event.get("bot_id")) or event.get("subtype") == "bot_message"
    return is_bot or id_of(event, "user") in own


def _mention(event: Raw, own: frozenset[str]) -> _Reading | None:
    chat_id, ts = id_of(event, "channel"), id_of(event, "ts")
    if not chat_id or chat_id.startswith("D") or "edited" in event or _is_own_or_bots(event, own):
        return None  # an edit comes once more, with the mention that was answered
    typed = text_of(event, "text")
    called = own & {*mentioned_ids(typed)} or frozenset(mentioned_ids(typed)[:1])
    text = what_is_asked(plain_typed(without_mentions(typed, called)), mentioned=True, direct=False)
    return _Reading(
        kind=EventKind.TEXT,
        chat=channel(chat_id),
        sender_id=id_of(event, "user") or None,
        text=text or "",
        message_id=message_name(chat_id, ts),
        thread=id_of(event, "thread_ts") or ts,
    )


def _said(event: Raw, own: frozenset[str]) -> _Reading | None:
    """Read a `message`: one to one it is for the bot; in a channel only its end concerns us."""
    subtype = text_of(event, "subtype")
    if subtype == "message_deleted":
        return _taken_back(event, own)
    sender_id, chat_id = id_of(event, "user"), id_of(event, "channel")
    if event.get("channel_type") != "im" or subtype not in SAID or not sender_id:
        return None
    if _is_own_or_bots(event, own):
        return None
    typed = plain_typed(without_mentions(text_of(event, "text"), own))
    file = _file(event)
    text = what_is_asked(typed, mentioned=False, direct=True) or (HANDED if file else "")
    if not text and (subtype or "files" in event):
        return None  # a picture without a word
    return _Reading(
        kind=EventKind.TEXT,
        chat=direct(sender_id),
        sender_id=sender_id,
        text=text or "",
        message_id=message_name(chat_id, id_of(event, "ts")),
        thread=id_of(event, "thread_ts"),
        file=file,
    )


def _file(event: Raw) -> FileRef | None:
    """Read the file that somebody handed over, a table before all others; pictures are none."""
    named = [(name_of_file(text_of(one, "name")), one) for one in parts(event, "files")]
    papers = [pair for pair in named if pair[0] and not _is_picture(pair[1])]
    if not papers:
        return None
    papers.sort(key=lambda pair: not is_table(pair[0]))
    name, first = papers[0]
    return FileRef(
        name=name,
        key=text_of(first, "url_private_download") or text_of(first, "url_private"),
        size=count_of(first, "size"),
        others=len(papers) - 1,
    )


def _is_picture(file: Raw) -> bool:
    kind = text_of(file, "mimetype") or guess_type(text_of(file, "name"))[0] or ""
    return kind.startswith(PICTURES)


def _taken_back(event: Raw, own: frozenset[str]) -> _Reading | None:
    before, chat_id = part(event, "previous_message"), id_of(event, "channel")
    sender_id, ts = id_of(before, "user"), id_of(event, "deleted_ts") or id_of(before, "ts")
    name = message_name(chat_id, ts)
    if name is None or _is_own_or_bots(before, own):
        return None
    alone = event.get("channel_type") == "im" or chat_id.startswith("D")
    if alone and not sender_id:
        return None
    if not alone and own and not own & {*mentioned_ids(text_of(before, "text"))}:
        return None  # talk of others
    return _Reading(
        kind=EventKind.UNSENT,
        chat=direct(sender_id) if alone else channel(chat_id),
        sender_id=sender_id or None,
        message_id=name,
    )


def _joined(event: Raw, own: frozenset[str]) -> _Reading | None:
    chat_id, who = id_of(event, "channel"), id_of(event, "user")
    if not chat_id or not who or (own and who not in own):
        return None
    inviter = id_of(event, "inviter") or None
    return _Reading(kind=EventKind.BOT_JOINED, chat=channel(chat_id), sender_id=inviter)


def _home(event: Raw, own: frozenset[str]) -> _Reading | None:
    del own
    user_id = id_of(event, "user")
    if not user_id or event.get("tab", "home") != "home":
        return None
    chat = ChatRef(Platform.SLACK, ChatKind.HOME, user_id)
    return _Reading(kind=EventKind.HOME_OPENED, chat=chat, sender_id=user_id)


def _room_lost(event: Raw, own: frozenset[str]) -> _Reading | None:
    del own
    chat_id = id_of(event, "channel")
    return _Reading(kind=EventKind.BOT_LEFT, chat=channel(chat_id)) if chat_id else None


READERS = {
    "app_mention": _mention,
    "message": _said,
    "member_joined_channel": _joined,
    "app_home_opened": _home,
    **dict.fromkeys(ROOM_LOST, _room_lost),
}


def _read_event(request: RawRequest, me: Me) -> _Reading | None:
    event = request.event
    reader = READERS.get(text_of(event, "type"))
    if reader is None or _is_from_elsewhere(request, me):
        return None
    return reader(event, _own_ids(request, me))


def _occurred_at(request: RawRequest) -> datetime | None:
    seconds = request.fields.get("event_time")
    if isinstance(seconds, bool) or not isinstance(seconds, int | float):
        return None
    try:
        moment = datetime.fromtimestamp(seconds, UTC)
    except (OverflowError, ValueError, OSError):
        return None
    return moment if moment.year in PLAUSIBLE_YEARS else None


def _take_event(request: RawRequest) -> Taken:
    fields = request.fields
    if fields.get("type") == "url_verification":
        return Taken(answer={"challenge": text_of(fields, "challenge")[:CHALLENGE_LIMIT]})
    word = text_of(request.event, "type") or text_of(fields, "type")
    warning = word if word in WORTH_A_LINE else ""
    reading = _read_event(request, NOBODY)
    if reading is None:
        return Taken(warning=warning)
    arrival = Arrival(
        platform=Platform.SLACK,
        event_id=request.key,
        conversation=reading.chat.id,
        occurred_at=_occurred_at(request),
        payload=request.payload,
        concerns_bot=True,
        chat_id=reading.chat.id,
        message_id=(reading.message_id or "") if reading.kind is EventKind.TEXT else "",
    )
    return Taken(arrivals=(arrival,), warning=warning)


def take(request: RawRequest, *, objection: Objection = interactions.no_objection) -> Taken:
    """Decide what of a request is stored and what Slack is answered; what is unknown is nothing.

    `objection` says what of a form may not be kept.
    """
    if request.kind is RequestKind.EVENT:
        return _take_event(request)
    return interactions.take(request, objection=objection)


def read_stored(
    payload: bytes, *, received_at: datetime, me: Me = NOBODY
) -> IncomingMessage | None:
    """Read a request that the inbox kept; None when it does not concern the bot after all."""
    request = from_stored(payload)
    if request is None:
        return None
    if request.kind is not RequestKind.EVENT:
        return interactions.read(request, received_at=received_at)
    reading = _read_event(request, me)
    if reading is None:
        return None
    if reading.kind is EventKind.BOT_JOINED and not _own_ids(request, me):
        return None  # somebody came; whether it was the bot nobody can tell
    return IncomingMessage(
        event_id=request.key,
        kind=reading.kind,
        chat=reading.chat,
        sender_id=reading.sender_id,
        text=reading.text,
        received_at=received_at,
        message_id=reading.message_id,
        thread=reading.thread,
        file=reading.file,
    )
