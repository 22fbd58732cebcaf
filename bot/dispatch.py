"""Message → command → answer. Errors become advice; near misses are offered, never carried out.

For the worker, which owns the transaction:
1. open the transaction, make the services, call `handle_or_apologise`;
2. when `outcome.keeps_work`: put the answer into the outbox, finish the event, commit;
3. otherwise a bug was logged under `outcome.reference`: roll back, then in a new transaction put
   `outcome.answer`, the apology, into the outbox and finish the event; it is not tried again.
`UnavailableError` and what `passing` names come through unchanged: the event is tried again later.
"""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Generic, TypeVar

from bot.addressing import HANDED, without_hidden_marks
from bot.advice import LONGEST_TEXT, advice, apology, guesses, in_group_only, privately, too_long
from bot.doorkeeper import Doorkeeper, Refusal
from bot.errors import ConfigError, UnavailableError, UserError
from bot.limit import TooSlowError
from bot.logs import get_logger
from bot.manners import fitting, merged
from bot.manual import Manual
from bot.message import SILENCE, Answer, Card, EventKind, IncomingMessage
from bot.room import Command, Handler, Place, Request, Room
from bot.understand import Understander
from bot.understanding import Certainty, Reason, Understanding

S = TypeVar("S")
W = TypeVar("W")

SMALL_TALK = {  # said one to one only
    Reason.CHATTER: "好，需要時說一聲。",  # 「謝謝」
    Reason.NEGATED: "好，什麼都沒有動。",
}

_log = get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What an event led to, and whether its transaction may be committed."""

    answer: Answer
    keeps_work: bool = True
    too_slow: bool = False  # broken off; the next try may be quicker
    reference: str = ""  # of the log entry, when something broke


def _reference(message: IncomingMessage) -> str:
    """Name a failure so that the officer can report it; the same event has the same name."""
    return hashlib.sha256(message.event_id.encode()).hexdigest()[:8].upper()


def _length(text: str) -> int:
    """Count UTF-16 units, as LINE does."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


class Dispatcher(Generic[S, W]):
    """Knows every command of every open room."""

    def __init__(
        self,
        rooms: Sequence[Room[S, W]],
        doorkeeper: Doorkeeper[S, W],
        *,
        front: Sequence[str] = (),
        passing: tuple[type[Exception], ...] = (),
    ) -> None:
        """Take the names of the daily jobs as `front`; see Manual.

        Raises ConfigError when two commands share a name or a wording.
        """
        self._manual = Manual(rooms, front)
        self._doorkeeper = doorkeeper
        self._passing: tuple[type[Exception], ...] = (UnavailableError, *passing)
        commands = [command for room in rooms for command in room.commands]
        commands.append(self._manual.as_command(self._explain))
        self._understander = Understander(commands)
        self._commands = {command.name: command for command in commands}
        self._events: dict[EventKind, list[Handler[W, S]]] = {}
        for room in rooms:
            for kind, handler in room.commands.events.items():
                self._events.setdefault(kind, []).append(handler)
        if EventKind.TEXT in self._events:
            message = "texts are commands; no room may take them as events"
            raise ConfigError(message)

    @property
    def verbs(self) -> frozenset[str]:
        """Words that may follow 「小幫手」 without a space; the edges need them."""
        return self._understander.verbs

    def handle_or_apologise(
        self, message: IncomingMessage, services: S, *, now: datetime
    ) -> Outcome:
        """Handle one event; whatever breaks, the chat gets an answer. See the module's text."""
        try:
            return Outcome(answer=self.handle(message, services, now=now))
        except self._passing:
            raise
        except Exception as error:
            reference = _reference(message)
            _log.error("handling failed", reference=reference, kind=message.kind, exc_info=error)
            # Nobody asked for an event that is not a text; an apology would only puzzle.
            asked = message.kind is EventKind.TEXT
            answer = Answer(here=apology(reference)) if asked else SILENCE
            slow = isinstance(error, TooSlowError)
            return Outcome(answer=answer, keeps_work=False, too_slow=slow, reference=reference)

    def handle(self, message: IncomingMessage, services: S, *, now: datetime) -> Answer:
        """Lead one event to its answer, fit for its place. Raises what is a bug."""
        in_group = message.others_read
        try:
            if message.kind is EventKind.TEXT:
                answer = self._text(message, services, now)
            else:
                answer = self._event(message, services, now)
        except UserError as error:
            answer = _aside(advice(error, pushed=in_group), in_group=in_group)
        return fitting(answer, in_group=in_group)

    def _event(self, message: IncomingMessage, services: S, now: datetime) -> Answer:
        handlers = self._events.get(message.kind, [])
        if not handlers:
            return SILENCE
        speaker = self._doorkeeper.identify(message, services)
        request = Request(message=message, argument=message.text, speaker=speaker, now=now)
        answers = tuple(_answer(handler(request, services)) for handler in handlers)
        if message.kind is EventKind.HOME_OPENED:
            return self._home(speaker, answers)
        return merged(answers)

    def _home(self, speaker: W, answers: Sequence[Answer]) -> Answer:
        """Put the page of one person together: what may be done, then a card of each room."""
        welcome = self._doorkeeper.welcome(speaker)
        if welcome is not None:
            return Answer(here=welcome)
        cards = tuple(answer.here for answer in answers if answer.here is not None)
        return Answer(here=self._manual.greeting(allows=self._allows(speaker)), more=cards)

    def _text(self, message: IncomingMessage, services: S, now: datetime) -> Answer:
        text = without_hidden_marks(message.text)
        speaker = self._doorkeeper.identify(message, services)
        length = _length(text)
        if length > LONGEST_TEXT:
            return self._too_long(speaker, message, length)
        understood = self._understander.understand(text)
        if message.file is not None and understood.certainty is not Certainty.SURE:
            understood = self._understander.understand(HANDED)  # the words only go with it
        if understood.certainty is not Certainty.SURE:
            if not self._doorkeeper.converses(speaker, message):
                return SILENCE
            return self._unsure(understood, speaker, in_group=message.others_read)
        command = self._commands[understood.command]
        refusal = self._doorkeeper.refusal(speaker, command, message, services)
        if refusal is not None:
            return _refused(refusal, in_group=message.others_read)
        elsewhere = self._elsewhere(command, understood.argument, message)
        if elsewhere is not None:
            return Answer(here=elsewhere)
        request = Request(message=message, argument=understood.argument, speaker=speaker, now=now)
        answer = _answer(command.handler(request, services))
        return _kept(answer) if command.changes and not message.others_read else answer

    def _too_long(self, speaker: W, message: IncomingMessage, length: int) -> Answer:
        if self._doorkeeper.converses(speaker, message):
            raise too_long(length)
        return SILENCE

    def _elsewhere(
        self, command: Command[S, W], argument: str, message: IncomingMessage
    ) -> Card | None:
        """Return the card that points to where the command is answered, if not here."""
        if command.place is Place.DIRECT and message.others_read:
            line = self._understander.line_for(command.name, argument) or command.name
            return privately(line, command.name)
        if command.place is Place.GROUP and not message.chat.is_group:
            return in_group_only(command.name)
        return None

    def _unsure(self, understood: Understanding, speaker: W, *, in_group: bool) -> Answer:
        """Offer guesses one to one; to the unknown a group gets silence."""
        allows = self._allows(speaker)
        offers = [g for g in understood.guesses if allows(self._commands[g.command])]
        if offers:
            told = understood.reason is Reason.HINT
            helps = [self._commands[g.command].summary if told else "" for g in offers]
            card = guesses([g.line for g in offers], helps)
            return _aside(card, in_group=in_group)
        if understood.reason is not Reason.EMPTY and in_group:
            return SILENCE
        return Answer(here=self._small_talk(understood.reason, speaker))

    def _small_talk(self, reason: Reason, speaker: W) -> Card:
        """Answer what asks for nothing that is known."""
        allows = self._allows(speaker)
        if reason in SMALL_TALK:
            return Card.sentence(SMALL_TALK[reason])
        welcome = self._doorkeeper.welcome(speaker)
        if welcome is not None:
            return welcome
        if reason in {Reason.EMPTY, Reason.GREETING}:
            return self._manual.greeting(allows=allows)
        return self._manual.not_understood(allows=allows)

    def _explain(self, request: Request[W], services: S) -> Card:  # noqa: ARG002  # a handler
        allows = self._allows(request.speaker)
        welcome = self._doorkeeper.welcome(request.speaker)
        if welcome is None:
            return self._manual.explain(request.argument, allows=allows)
        card = self._manual.explain(
            request.argument,
            allows=lambda c: allows(c) and (request.in_group or c.place is not Place.GROUP),
        )
        return card if card.facts else replace(card, body=welcome.body, note="")

    def _allows(self, speaker: W) -> Callable[[Command[S, W]], bool]:
        return lambda command: self._doorkeeper.allows(speaker, command)


def _answer(result: Card | Answer) -> Answer:
    return Answer(here=result) if isinstance(result, Card) else result


def _kept(answer: Answer) -> Answer:
    """Have the answer to a change pushed when it is too late to be free.

    A mere look may be asked again; what was changed must be known to whoever changed it.
    """
    here = answer.here
    return answer if here is None else replace(answer, here=replace(here, must_arrive=True))


def _aside(card: Card, *, in_group: bool) -> Answer:
    """Say something that concerns only the sender: never in a group."""
    return Answer(private=card) if in_group else Answer(here=card)


def _refused(refusal: Refusal, *, in_group: bool) -> Answer:
    if refusal.card is None:
        return SILENCE
    return _aside(refusal.card, in_group=in_group and not refusal.aloud)
