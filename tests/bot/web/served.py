"""A sandbox served over real HTTP, with a small bot behind the same ports as the real one."""

import socket
from collections.abc import Generator, Iterable
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from threading import Thread

import uvicorn
from prometheus_client import CollectorRegistry
from starlette.types import ASGIApp

from bot.clock import MovableClock, StandingClock
from bot.gate import Arrival
from bot.message import Button, Card, EventKind, Fact, IncomingMessage, Item, Outgoing, Tone
from bot.web.app import WebParts, build_app
from bot.web.pages import SandboxPages
from bot.web.receive import read_event
from bot.web.sandbox import Sandbox, SandboxGroup, SandboxPerson, SandboxPorts
from bot.web.send import WebMessenger
from bot.web.transcript import Transcript

START = datetime(2026, 12, 8, 2, 30, tzinfo=UTC)  # 115/12/08（二）10:30 in Taipei

PEOPLE = (
    SandboxPerson(id="fern", name="阿蕨", label="衛福部 PO（範例）"),
    SandboxPerson(id="moss", name="青苔", label="內政部 PO（範例）"),
    SandboxPerson(id="guest", name="路人", label="未綁定（範例）"),
)
GROUPS = (
    SandboxGroup(id="ours", name="衛福部 PO 群（範例）", member_ids=("fern",)),
    SandboxGroup(
        id="new", name="剛成立的群組（範例）", member_ids=("fern", "moss"), with_bot=False
    ),
)
CASE = Card(
    alt="42 已登記",
    kind="長官交辦",
    number="115-0042",
    flag="僅本機關",
    title="菸捐調整後的分配說明",
    facts=(
        Fact("主辦", "衛福部"),
        Fact("先擬", "國健署"),
        Fact("長官期限", "12/16（三）還有 6 個工作天", strong=True),
    ),
    note="會在 12/15（二）早上提醒您本人。",
    buttons=(
        Button("更新", "更新 42", primary=True),
        Button("指派", "指派 42"),
        Button("結案", "結案 42"),
    ),
)
MORNING = Card(
    alt="要做 2 件",
    kind="今天",
    number="12/10（四）",
    flag="要做 2 件",
    tone=Tone.NOTICE,
    items=(
        Item("37　聯繫提案人", "參考期程到 12/22（二）。先打電話，再約說明。"),
        Item("29　綜整回應", "法定期限 12/11（五）23:59，還有 1 個工作天。", strong=True),
    ),
    note="僅供參考：健保卡討論已回落，昨天 6 則。",
    buttons=(
        Button("29 已辦", "29 已辦", primary=True),
        Button("稍後提醒", "稍後提醒 29"),
        Button("為什麼是這天", "為什麼 29"),
    ),
)
ALERT = Card(
    alt="健保卡換發 異常升溫",
    kind="輿情",
    number="健保卡換發",
    flag="異常升溫",
    tone=Tone.URGENT,
    title="2 小時 38 則，平常約 3 則",
    facts=(Fact("人數", "31 位作者，4 個來源"), Fact("最早", "06:40")),
    note="只列數字，不代表原因。",
)
DRAFT = Card(alt="簽稿", body="42 的簽稿如下。", copy_text="主旨：菸捐分配說明。\n說明：\n一、依……")
CARDS = {"登記": CASE, "今天": MORNING, "警示": ALERT, "簽稿": DRAFT}


def answer(message: IncomingMessage) -> Card:
    """What the small bot says."""
    if message.kind is EventKind.BOT_JOINED:
        return Card.sentence("大家好，我是小幫手。")
    if message.kind is EventKind.UNSENT:
        return Card.sentence("收回了一則。")
    for word, card in CARDS.items():
        if message.text.startswith(word):
            return card
    return Card.sentence(f"聽到「{message.text}」", Button("再說一次", f"再說 {message.text}"))


class SmallBot:
    """Answers every event at once, through the real gate's port and the real messenger."""

    def __init__(self, messenger: WebMessenger) -> None:
        self._messenger = messenger
        self.heard: list[IncomingMessage] = []

    def admit(self, arrivals: Iterable[Arrival]) -> Future[int]:
        """Handle the events; the future is done when that has happened."""
        done: Future[int] = Future()
        for arrival in arrivals:
            message = read_event(arrival.payload)
            self.heard.append(message)
            self._messenger.send(
                Outgoing(
                    delivery_id=f"answer-{arrival.event_id}",
                    chat=message.chat,
                    card=answer(message),
                    reply_ticket=message.reply_ticket,
                )
            )
            if message.text.startswith("再見"):
                self._messenger.leave(message.chat)
        done.set_result(1)
        return done


@dataclass(slots=True)
class Served:
    """A running sandbox, and what happened behind its ports."""

    base: str
    bot: SmallBot
    clock: MovableClock
    messenger: WebMessenger
    waiting: list[datetime] = field(default_factory=list[datetime])
    caught_up: list[datetime] = field(default_factory=list[datetime])
    resets: list[str] = field(default_factory=list[str])

    def next_moment(self) -> datetime | None:
        """When the next reminder is due."""
        return next((moment for moment in self.waiting if moment > self.clock.now()), None)


def make_sandbox() -> tuple[ASGIApp, Served]:
    """Put a sandbox together around the small bot."""
    clock = MovableClock(StandingClock(START))
    transcript = Transcript({group.id for group in GROUPS if group.with_bot})
    messenger = WebMessenger(transcript, clock, {person.id: person.name for person in PEOPLE})
    served = Served(base="", bot=SmallBot(messenger), clock=clock, messenger=messenger)
    sandbox = Sandbox(
        people=PEOPLE,
        groups=GROUPS,
        transcript=transcript,
        clock=clock,
        ports=SandboxPorts(
            gate=served.bot,
            verbs=("登記", "找"),
            next_moment=served.next_moment,
            catch_up=served.caught_up.append,
            reset=lambda: served.resets.append("reset"),
        ),
    )
    pages = SandboxPages(
        sandbox,
        group_examples=("#登記 菸捐那件 長官說下週三前要有說法", "#找 內政部"),
        direct_examples=("今天有啥", "說明"),
    )
    app = build_app(
        WebParts(checks={"database": lambda: True}, registry=CollectorRegistry(), sandbox=pages)
    )
    return app, served


@contextmanager
def serving(app: ASGIApp) -> Generator[str]:
    """Serve an app on a free port of this machine; yields its address."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()  # from here on a request waits until the server takes it
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning", ws="none"))
        thread = Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join()
