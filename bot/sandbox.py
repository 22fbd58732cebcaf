"""The sandbox's wiring: the same assistant on invented people, a movable clock, the web chat.

Beside `bot/main.py` the only file that may know handlers and storage.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from starlette.applications import Starlette

from bot.addressing import what_is_asked
from bot.clock import Clock, MovableClock, SystemClock
from bot.errors import UserError
from bot.line.flex import Json
from bot.line.render import render
from bot.message import Card, ChatKind, ChatRef, EventKind, IncomingMessage, Outgoing, Platform
from bot.metrics import registry_of
from bot.outbound import Messenger, Outcome, SendResult
from bot.painter import Painter
from bot.pictures import PictureAddresses
from bot.plain import plain_text
from bot.slack.render import render_all
from bot.slack.wording import in_slacks_words
from bot.web.answers import answers_route
from bot.web.app import WebParts, build_app, lifespan_of
from bot.web.calendar import calendar_route
from bot.web.charts import charts_route
from bot.web.loop_lag import LoopLag
from bot.web.pages import SandboxPages
from bot.web.receive import make_event, read_event, to_arrival
from bot.web.sandbox import Sandbox, SandboxGroup, SandboxPerson, SandboxPorts
from bot.web.send import WebMessenger
from bot.web.transcript import Transcript
from handlers.assistant import Assistant, Parts, open_dispatcher
from handlers.drawing import drawing
from handlers.reminders.commands.replanning import plan_everything
from storage.cipher import Cipher, signing_keys
from storage.engine import Database, open_database
from storage.migrate import migrate, recreate
from storage.sample_posts import say_more
from storage.samples import SamplePerson, Samples, fill_samples, load_samples

FOLDER = Path("var/sandbox")
KEY = "invented people only: this key protects nothing"
AHEAD_SETTING = "sandbox.clock_ahead_seconds"
BASE_URL = "http://127.0.0.1:8080"  # where the sandbox is, unless told otherwise
SAMPLE_BASE_URL = "https://po.example.gov.tw"  # where LINE would find the bot, in addresses
SAMPLE_BASIC_ID = "@example"  # LINE's name for the bot, in links


@dataclass(frozen=True, slots=True, kw_only=True)
class SandboxKit:
    """A sandbox, ready to run: the assistant on sample data, and what the page needs."""

    url: str
    assistant: Assistant
    database: Database
    clock: MovableClock
    samples: Samples
    verbs: frozenset[str]


def open_sandbox(
    folder: Path,
    clock: Clock,
    messenger_for: Callable[[Samples, Clock], Messenger],
    *,
    wakes: bool = True,
    base_url: str = BASE_URL,
) -> SandboxKit:
    """Make the sandbox's assistant on the SQLite database in `folder`, filled with samples."""
    folder.mkdir(parents=True, exist_ok=True)
    url = f"sqlite:///{folder / 'pobot.db'}"
    migrate(url)
    database = open_database(url, Cipher(KEY))
    moving = MovableClock(clock, _stored_ahead(database))
    with database.unit_of_work() as uow:
        fill_samples(uow, moving.now())
        uow.commit()
    plan_everything(database.unit_of_work, now=moving.now(), again=True)
    samples = load_samples()
    dispatcher = open_dispatcher()
    parts = Parts(
        database=database,
        clock=moving,
        messengers={Platform.WEB: messenger_for(samples, moving)},
        readers={Platform.WEB: _read_web_event},
        public_base_url=base_url,
        wakes=wakes,
    )
    return SandboxKit(
        url=url,
        assistant=Assistant(parts, dispatcher),
        database=database,
        clock=moving,
        samples=samples,
        verbs=dispatcher.verbs,
    )


def create_sandbox(
    folder: Path = FOLDER, clock: Clock | None = None, *, base_url: str = BASE_URL
) -> Starlette:
    """Make the sandbox's web app; ignores every credential and DATABASE_URL."""
    samples = load_samples()
    transcript = Transcript([group.id for group in samples.groups if group.with_bot])

    def messenger(samples: Samples, clock: Clock) -> Messenger:
        names = {person.id: person.name for person in samples.people}
        return WebMessenger(transcript, clock, names, _picture_addresses(clock).path)

    kit = open_sandbox(folder, clock or SystemClock(), messenger, base_url=base_url)
    lag = LoopLag()
    painter = Painter(drawing(kit.database.unit_of_work))
    pages = SandboxPages(
        _sandbox(kit, transcript),
        group_examples=samples.group_examples,
        direct_examples=samples.direct_examples,
    )
    return build_app(
        WebParts(
            checks=kit.assistant.checks(),
            registry=registry_of(kit.assistant.figures, lag),
            routes=(
                calendar_route(kit.assistant.calendar),
                answers_route(kit.assistant.answers),
                charts_route(_picture_addresses(kit.clock).key_of, painter.paint),
            ),
            lifespan=lifespan_of(kit.assistant, lag),
            sandbox=pages,
        )
    )


def _picture_addresses(clock: Clock, base_url: str = "") -> PictureAddresses:
    return PictureAddresses(base_url, signing_keys(KEY, (), "pictures"), clock.now)


def _sandbox(kit: SandboxKit, transcript: Transcript) -> Sandbox:
    def catch_up(now: datetime) -> None:
        _store_ahead(kit)
        with kit.database.unit_of_work() as uow:
            say_more(uow, now)
            uow.commit()
        kit.assistant.catch_up()

    return Sandbox(
        people=tuple(
            SandboxPerson(id=person.id, name=person.name, label=person.label)
            for person in kit.samples.people
        ),
        groups=tuple(
            SandboxGroup(
                id=group.id, name=group.name, member_ids=group.member_ids, with_bot=group.with_bot
            )
            for group in kit.samples.groups
        ),
        transcript=transcript,
        clock=kit.clock,
        ports=SandboxPorts(
            gate=kit.assistant.gate,
            verbs=kit.verbs,
            next_moment=kit.assistant.next_moment,
            catch_up=catch_up,
            reset=lambda: _start_over(kit),
        ),
    )


def _start_over(kit: SandboxKit) -> None:
    with kit.database.turns.turn():
        kit.database.dispose()
        recreate(kit.url)
    with kit.database.unit_of_work() as uow:
        fill_samples(uow, kit.clock.now())
        uow.commit()
    plan_everything(kit.database.unit_of_work, now=kit.clock.now(), again=True)
    _store_ahead(kit)


def _stored_ahead(database: Database) -> timedelta:
    with database.unit_of_work() as uow:
        return timedelta(seconds=float(uow.settings.get(AHEAD_SETTING) or 0))


def _store_ahead(kit: SandboxKit) -> None:
    with kit.database.unit_of_work() as uow:
        seconds = str(kit.clock.ahead.total_seconds())
        uow.settings.set(AHEAD_SETTING, seconds, now=kit.clock.now())
        uow.commit()


def _read_web_event(payload: bytes, *, received_at: datetime) -> IncomingMessage:
    del received_at  # the event carries the sandbox's own time
    return read_event(payload)


class _Collector:
    """A messenger that keeps what would be sent."""

    def __init__(self) -> None:
        self.outgoing: list[Outgoing] = []

    def send(self, outgoing: Outgoing) -> SendResult:
        """Keep it."""
        self.outgoing.append(outgoing)
        return SendResult(outcome=Outcome.DELIVERED)

    def leave(self, chat: ChatRef) -> None:
        """Do nothing: nobody is there."""

    def display_name(self, chat: ChatRef, user_id: str) -> str | None:
        """Tell no names."""
        del chat, user_id
        return None  # mypy wants it written


def render_text(text: str, *, email: str, in_group: bool) -> dict[str, object]:
    """Show what would be sent when a sample officer types `text`; nothing is sent or kept.

    Raises UserError when no sample officer has that e-mail.
    """
    collector = _Collector()
    with TemporaryDirectory() as folder:
        kit = open_sandbox(
            Path(folder), SystemClock(), lambda _samples, _clock: collector, wakes=False
        )
        try:
            person = _sample_person(kit.samples, email)
            group = kit.samples.groups[0].id
            chat = (
                ChatRef(Platform.WEB, ChatKind.GROUP, group)
                if in_group
                else ChatRef(Platform.WEB, ChatKind.DIRECT, person.id)
            )
            asked = what_is_asked(text, mentioned=False, direct=not in_group, verbs=kit.verbs)
            if asked is not None:
                _hand_in(kit, chat, person, asked)
        finally:
            kit.assistant.stop()
    shown = [(one.chat, card) for one in collector.outgoing for card in one.cards]
    return {
        "line": [message for chat, card in shown for message in _for_line(chat, card)],
        "slack": _for_slack(shown, kit.verbs),
        "text": "\n".join(plain_text(card) for _, card in shown),
    }


def _for_slack(shown: Sequence[tuple[ChatRef, Card]], verbs: Collection[str]) -> dict[str, object]:
    """Show the message to the first chat that hears anything."""
    if not shown:
        return {}
    first, _ = shown[0]
    cards = [in_slacks_words(card, verbs) for chat, card in shown if chat == first]
    slack_chat = ChatRef(Platform.SLACK, first.kind, first.id)
    return {**render_all(cards, chat=slack_chat)}


def _for_line(chat: ChatRef, card: Card) -> list[Json]:
    line_chat = ChatRef(Platform.LINE, chat.kind, chat.id)
    addresses = _picture_addresses(SystemClock(), SAMPLE_BASE_URL)
    where = addresses.address(card.picture.key) if card.picture else ""
    return render(card, chat=line_chat, basic_id=SAMPLE_BASIC_ID, picture_url=where)


def _sample_person(samples: Samples, email: str) -> SamplePerson:
    wanted = email.strip().lower() or samples.people[0].email
    for person in samples.people:
        if person.email == wanted:
            return person
    known = "、".join(person.email for person in samples.people if person.email)
    message = f"沙盒裡沒有 {email}"
    raise UserError(message, hint=f"可用的有：{known}")


def _hand_in(kit: SandboxKit, chat: ChatRef, person: SamplePerson, text: str) -> None:
    event = make_event(EventKind.TEXT, chat, sender_id=person.id, now=kit.clock.now(), text=text)
    stored = kit.assistant.gate.admit([to_arrival(event)])
    if stored is not None:
        stored.result()
    kit.assistant.drain()
