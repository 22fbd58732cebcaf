"""The one message model for all platforms; no SDK is imported here.

Only what every platform can show, or can drop without loss, may enter `Card`.
"""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class Platform(StrEnum):
    """Where people chat."""

    LINE = "line"
    SLACK = "slack"
    WEB = "web"


class ChatKind(StrEnum):
    """One to one, several people (LINE groups and rooms, Slack channels), or a front page."""

    DIRECT = "direct"
    GROUP = "group"
    HOME = "home"  # what one person sees on the bot's own page: Slack's App Home


@dataclass(frozen=True, slots=True)
class ChatRef:
    """One chat on one platform; `id` is the platform's own."""

    platform: Platform
    kind: ChatKind
    id: str

    @property
    def is_group(self) -> bool:
        """Whether several people read along."""
        return self.kind is ChatKind.GROUP


class EventKind(StrEnum):
    """What happened in a chat."""

    TEXT = "text"  # somebody typed, or tapped a button that types
    BOT_JOINED = "bot_joined"  # the bot was added to a group
    BOT_LEFT = "bot_left"  # the bot was removed from a group
    FOLLOWED = "followed"  # somebody became a friend
    UNFOLLOWED = "unfollowed"  # somebody blocked the bot
    UNSENT = "unsent"  # somebody took a message back
    MEMBER_LEFT = "member_left"  # somebody left a group
    HOME_OPENED = "home_opened"  # somebody looks at the bot's own page


@dataclass(frozen=True, slots=True, kw_only=True)
class FileRef:
    """A file that was handed over one to one; what is in it was not fetched yet."""

    name: str
    key: str  # by which its platform gives it out; "": it cannot be had
    size: int = 0  # bytes, as the platform tells; 0: it does not
    others: int = 0  # files that came in the same message


@dataclass(frozen=True, slots=True, kw_only=True)
class IncomingMessage:
    """One event, already stripped of its platform.

    `text` is what was addressed to the bot: mention, `#` or 「小幫手」 are cut off.
    `reply_ticket` is the platform's permission for one free answer until `reply_by`.
    """

    event_id: str
    kind: EventKind
    chat: ChatRef
    sender_id: str | None  # None where the platform does not say
    text: str
    received_at: datetime  # UTC
    message_id: str | None = None  # for UNSENT: the message taken back
    reply_ticket: str | None = None
    reply_by: datetime | None = None  # UTC
    thread: str = ""  # the part of the chat it belongs to: Slack's thread_ts
    aside: bool = False  # in a group: only the sender sees what was said, and the answer
    quoted: str = ""  # a message of the chat that goes along: a new case's first note
    at_home: bool = False  # tapped on the bot's own page, which is then drawn anew
    file: FileRef | None = None  # one to one only

    @property
    def others_read(self) -> bool:
        """Whether several people read what was said and its answer."""
        return self.chat.is_group and not self.aside

    @property
    def read_by(self) -> ChatKind:
        """Who reads the answer: a group, or one person."""
        return ChatKind.GROUP if self.others_read else ChatKind.DIRECT


class Tone(StrEnum):
    """How urgent a card looks: red only for what is binding and near, or an alarm."""

    CALM = "calm"
    NOTICE = "notice"
    URGENT = "urgent"


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of a card: a grey label and a dark value."""

    label: str
    value: str
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Item:
    """One entry of a list on a card."""

    title: str
    text: str = ""
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Button:
    """A button; `command` is a line that could be typed, so a tap is a typed line."""

    label: str  # a verb
    command: str
    primary: bool = False


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture on a card, drawn when it is wanted (`bot.pictures`): a card holds only its key."""

    key: str  # 「petition/<Join's id>/<UTC moment>」: what is drawn, and as of when
    alt: str  # the numbers in it, in words; shown where no picture can be


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One answer or notice. Parts that are empty are not drawn.

    A card with only a `body` is drawn as a plain sentence. `alt` carries number and action,
    never the subject of a case that is not public: it shows on lock screens.
    """

    alt: str
    kind: str = ""  # strip, left: 「長官交辦」
    number: str = ""  # strip, left: 「115-0042」
    flag: str = ""  # strip, right: 「僅本機關」
    tone: Tone = Tone.CALM
    title: str = ""
    facts: tuple[Fact, ...] = ()  # at most 5
    items: tuple[Item, ...] = ()  # at most 5; more continue with 「更多」
    body: str = ""
    note: str = ""  # last grey sentence: what the bot does next, or why it speaks
    buttons: tuple[Button, ...] = ()  # at most 4; the likeliest first
    in_private: str = ""  # command that 「私訊處理」 fills in; "" = the first button's
    copy_text: str = ""  # long plain text to be copied, sent beside the card (簽稿)
    must_arrive: bool = False  # falls back to a push when the free answer is too late
    picture: Picture | None = None  # one to one only

    @classmethod
    def sentence(cls, text: str, *buttons: Button) -> "Card":
        """Make a plain sentence, perhaps with buttons under it."""
        return cls(alt=text, body=text, buttons=buttons)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What one event leads to: a card where it was asked, cards to persons, or silence."""

    here: Card | None = None
    private: Card | None = None  # one to one, to the sender (refusals, near misses)
    leave_chat: bool = False  # the bot leaves the group after answering
    more: tuple[Card, ...] = ()  # below `here`, where several cards fit: on a home page


SILENCE = Answer()


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """What goes to one chat in one request, as a messenger sees it."""

    delivery_id: str  # UUID; LINE's retry key on pushes
    chat: ChatRef
    card: Card
    reply_ticket: str | None = None
    more: tuple[Card, ...] = ()  # what goes along; all of it is five messages at most
    thread: str = ""  # the part of the chat it belongs to; a platform without threads drops it
    only_for: str = ""  # in a group: the one user who may see it; "": everybody
    attempt: int = 1  # from 2 on it may have arrived before
    first_tried_at: datetime | None = None  # UTC; since when it may have; None: not known
    # UTC; when another sender may have it; None: nobody else. Differs at every try.
    send_by: datetime | None = field(default=None, compare=False)

    @property
    def cards(self) -> tuple[Card, ...]:
        """All cards, in the order they are read."""
        return (self.card, *self.more)
