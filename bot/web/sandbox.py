"""The sandbox's web chat: what its page asks for, and what happens then."""

from asyncio import wrap_future
from collections.abc import Callable, Collection, Iterable, Mapping
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol
from uuid import uuid4

from bot.addressing import NAME, what_is_asked
from bot.clock import MovableClock
from bot.gate import Arrival
from bot.message import ChatKind, ChatRef, EventKind, IncomingMessage, Platform
from bot.web.receive import make_event, to_arrival
from bot.web.render import clock_text, hour_text, render_event, render_said
from bot.web.transcript import Entry, Transcript

CAME = "小幫手加入了群組"
NOTHING_WAITS = "目前沒有排定的提醒"
MENTION = f"@{NAME}"  # how a person mentions the bot here


@dataclass(frozen=True, slots=True, kw_only=True)
class SandboxPerson:
    """An invented person to speak as. `id` is the account's id on this platform."""

    id: str
    name: str  # 「阿宏」
    label: str  # 「內政部 PO（範例）」


@dataclass(frozen=True, slots=True, kw_only=True)
class SandboxGroup:
    """An invented group chat."""

    id: str
    name: str
    member_ids: tuple[str, ...]
    with_bot: bool = True  # whether the bot is in it at the start


class Door(Protocol):
    """The gate (`bot.gate.Gate`): stores an event, the same way as LINE's."""

    def admit(self, arrivals: Iterable[Arrival]) -> Future[int] | None:
        """Return a future that is done when the events are durable."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class SandboxPorts:
    """What the sandbox needs from the rest of the program.

    `verbs` may follow 「小幫手」 without a space. `next_moment` is when the next thing is due;
    `catch_up` runs what became due when the clock was moved. `reset` puts the samples back.
    """

    gate: Door
    verbs: Collection[str]
    next_moment: Callable[[], datetime | None]
    catch_up: Callable[[datetime], None]
    reset: Callable[[], None]


class Step(StrEnum):
    """How far the clock is moved at a time."""

    HOUR = "hour"
    DAY = "day"
    NEXT = "next"


FIXED_STEPS: Mapping[Step, timedelta] = {
    Step.HOUR: timedelta(hours=1),
    Step.DAY: timedelta(days=1),
}


class UnknownNameError(Exception):
    """The page asked for a person, a group or a message that is not there (404)."""


class Sandbox:
    """The chats, the people, and the clock."""

    def __init__(
        self,
        *,
        people: tuple[SandboxPerson, ...],
        groups: tuple[SandboxGroup, ...],
        transcript: Transcript,
        clock: MovableClock,
        ports: SandboxPorts,
    ) -> None:
        self.people = {person.id: person for person in people}
        self.groups = {group.id: group for group in groups}
        self._transcript = transcript
        self._clock = clock
        self._ports = ports

    async def say(self, person_id: str, group_id: str, text: str) -> bool:
        """Let a person type `text` in a group, or one to one when `group_id` is "".

        Returns whether it was addressed to the bot.
        """
        chat = self._chat(person_id, group_id)
        here = not group_id or self._transcript.is_present(group_id)
        asked = self._what_is_asked(chat, text) if here else None
        now = self._clock.now()
        message_id = uuid4().hex
        self._transcript.add(
            chat, render_said(text), at=now, sender_id=person_id, message_id=message_id
        )
        if asked is None:
            return False
        await self._submit(
            make_event(
                EventKind.TEXT,
                chat,
                sender_id=person_id,
                now=now,
                text=asked,
                message_id=message_id,
            )
        )
        return True

    async def unsend(self, person_id: str, group_id: str, message_id: str) -> None:
        """Let a person take a message back."""
        chat = self._chat(person_id, group_id)
        now = self._clock.now()
        if not self._transcript.unsend(chat, message_id, sender_id=person_id, at=now):
            raise UnknownNameError
        event = make_event(
            EventKind.UNSENT, chat, sender_id=person_id, now=now, message_id=message_id
        )
        await self._submit(event)

    async def invite_bot(self, person_id: str, group_id: str) -> None:
        """Let a person add the bot to a group."""
        chat = self._chat(person_id, group_id)
        if not self._transcript.enter(group_id):
            return
        now = self._clock.now()
        self._transcript.add(chat, render_event(CAME), at=now)
        await self._submit(make_event(EventKind.BOT_JOINED, chat, sender_id=None, now=now))

    def move(self, step: Step) -> str:
        """Move the clock forward and run what became due; returns a sentence about it."""
        now = self._clock.now()
        if step is Step.NEXT:
            moment = self._ports.next_moment()
            if moment is None:
                return NOTHING_WAITS
            distance = max(moment - now, timedelta(0))
        else:
            distance = FIXED_STEPS[step]
        then = self._clock.advance(distance)
        self._ports.catch_up(then)
        return f"現在是 {clock_text(then)}"

    def reset(self) -> None:
        """Begin again, as on the first day."""
        self._ports.reset()
        self._transcript.clear()

    def state(self, person_id: str, group_id: str, cursor: int) -> dict[str, object]:
        """Tell what a person sees after entry `cursor`, as the page's script reads it."""
        direct = self._chat(person_id, "")
        chats = [direct, self._chat(person_id, group_id)] if group_id else [direct]
        epoch, last_id = self._transcript.epoch, self._transcript.last_id
        entries = self._transcript.after(cursor, chats)
        return {
            "epoch": epoch,
            "cursor": max(last_id, entries[-1].id if entries else 0),
            "clock": clock_text(self._clock.now()),
            "botInGroup": bool(group_id) and self._transcript.is_present(group_id),
            "entries": [self._entry(entry) for entry in entries],
        }

    async def _submit(self, message: IncomingMessage) -> None:
        durable = self._ports.gate.admit([to_arrival(message)])
        if durable is not None:
            await wrap_future(durable)

    def _what_is_asked(self, chat: ChatRef, text: str) -> str | None:
        mentioned = MENTION in text
        rest = text.replace(MENTION, "", 1) if mentioned else text
        return what_is_asked(
            rest, mentioned=mentioned, direct=not chat.is_group, verbs=self._ports.verbs
        )

    def _entry(self, entry: Entry) -> dict[str, object]:
        person = self.people.get(entry.sender_id)
        return {
            "id": entry.id,
            "place": "group" if entry.chat.is_group else "direct",
            "sender": entry.sender_id,
            "name": person.name if person else "",
            "html": entry.html,
            "hour": hour_text(entry.at),
            "messageId": entry.message_id,
            "unsent": entry.unsent,
        }

    def _chat(self, person_id: str, group_id: str) -> ChatRef:
        """Return the chat; raises UnknownNameError when the person is not in it."""
        if person_id not in self.people:
            raise UnknownNameError
        if not group_id:
            return ChatRef(Platform.WEB, ChatKind.DIRECT, person_id)
        group = self.groups.get(group_id)
        if group is None or person_id not in group.member_ids:
            raise UnknownNameError
        return ChatRef(Platform.WEB, ChatKind.GROUP, group_id)
