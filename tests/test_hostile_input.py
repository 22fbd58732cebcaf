"""Whatever is sent in: one clear answer, nothing changed half-way, nobody else held up."""

import asyncio
import hmac
import shutil
import time
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import orjson
import pytest
from starlette.types import Message

from bot.line.receive import read_events
from bot.line.render import render
from bot.line.webhook import PATH, LineWebhook
from bot.message import Outgoing
from handlers.bindings.rules import FAILED_TRIES
from handlers.people.errors import RosterRefusedError
from handlers.people.jobs import import_roster
from storage.records.officers import Role
from tests.support.edges import CHANNEL_SECRET
from tests.support.world import World
from tests.test_access_table import COMMANDS

PATIENCE = 4.0  # seconds of work for one text, on a slow machine; most take thousandths
GOOD = orjson.dumps(
    {
        "type": "message",
        "source": {"type": "user", "userId": "U1"},
        "webhookEventId": "good",
        "message": {"type": "text", "id": "1", "text": "說明"},
    }
)


@pytest.fixture
def world(migrated_url: str) -> Iterator[World]:
    world = World(migrated_url)
    world.officer("林若晴", "衛福部", phone="02-8590-4321")
    yield world
    world.stop()


SMALL_WORDS = (
    "請 ",
    "幫我 ",
    "嗎 ",
    "？",
    "了 ",
    "、",
    "謝謝 ",
    "麻煩 ",
    "小幫手 ",
    "然後 ",
    "42 ",
    "「",
)
STARTS = (
    "登記 ",
    "備註 1 ",
    "查詢 ",
    "找 ",
    "更新 1 ",
    "案件 ",
    "指派 1 ",
    "確認 1 ",
    "綁定 ",
    "說明 ",
)
FILLINGS = (
    "主辦 衛福部 ",
    "12/",
    "0 9 ",
    "A1 ",
    "a ",
    "%",
    "衛福部、",
    "移除 ",
    "1-",
    "@a.",
    "期限 ",
)
HOSTILE = (
    '登記 <script>alert(1)</script> & "引號"',
    "登記 '; DROP TABLE cases;--",
    "登記 \u202egpj.exe\u202c 公園\u0000噪音\u200b",
    "登記 " + "e\u0301\u0302\u0303" * 30,
    "登記 👨‍👩‍👧‍👦" + "𠮷" * 100,
    "登記 " + "字" * 4900,
    "登記 期限 999/12/31 民國 999 年的事",
    "登記 期限 115/02/30 沒有這天",
    "備註 1 " + "字" * 1001,
    "更新 1 案由 " + "字" * 200,
    "標記 1 密件 請洽 " + "單位" * 500,
    "連結 1 javascript:alert(1)",
    "連結 1 https://a.example/" + "c" * 4900,
    "查詢 第999頁",
    "案件 999999",
    "99999999999999999999",
    "指派 1 " + "王" * 4000,
    "公務電話 " + "1" * 4000,
    "交接備註 " + "字" * 400,
    "負責事項 " + "、".join(f"題目{n}" for n in range(30)),
    "清除個資 " + "王" * 3000,
    "長" * 5001,
)
SECRETS = (
    "0912-345-678",
    "０９１２　３４５　６７８",
    "09 12 - 345 - 678",
    "A123456789",
    "王小明@gmail.com",
)
KEEPING = (
    *(
        "登記 請打 {}",
        "更新 1 案由 請打 {}",
        "備註 1 請打 {}",
        "結案 1 已打 {}",
        "連結 1 https://a.example {}",
    ),
    *("代理人 {}", "交接備註 打 {}", "負責事項 {}", "邀請同仁 王小明 業務單位 {}"),
    *("新增同仁 王小明 業務單位 {}", "調動 陳小安 單位 {}", "標記 1 密件 請洽 {}"),
)


def test_no_text_keeps_the_process_busy(world: World) -> None:
    # A few repeated words once kept one process busy for hours; anybody could send them.
    texts = [
        word * count + end for count in (14, 1000) for word in SMALL_WORDS for end in ("x", "")
    ]
    texts += [start + (word * 1500)[:4900] for start, word in zip(STARTS, FILLINGS, strict=False)]
    chat = world.direct("路人")
    for text in texts:
        started = time.process_time()
        chat.says(text[:5000])
        assert time.process_time() - started < PATIENCE, text[:20]


def test_every_strange_line_gets_one_answer_that_line_accepts(world: World) -> None:
    chat = world.direct("林若晴")
    chat.says("登記 公園夜間噪音")
    for line in HOSTILE:
        before = len(world.line.sent)
        chat.says(line)
        (answer,) = world.line.sent[before:]
        assert "編號是" not in answer.card.body, line[:20]  # no bug
        assert messages(answer), line[:20]


# One grain of what a command reads; 2,400 characters of it try what its expressions do.
GRAINS = ("衛福部、", "12/", "；我們負責 ", "下午到代理 ")


@pytest.mark.parametrize("grain", GRAINS)
def test_no_command_of_any_room_is_kept_busy_or_broken_by_a_long_text(
    migrated_sqlite: Path, tmp_path: Path, grain: str
) -> None:
    world = World(f"sqlite:///{shutil.copy(migrated_sqlite, tmp_path / 'pobot.db')}")
    world.officer("林若晴", "衛福部", phone="02-8590-4321")
    world.officer("阿宏", "內政部", Role.HUB)  # so that the hub's commands are tried too
    asker = world.direct("林若晴")
    for line in ("登記 提點子 公園夜間噪音 主辦 衛福部 協辦 內政部", "1 我們負責 噪音"):
        asker.says(line)
    for number, name in enumerate(COMMANDS):
        if name in {"停用", "離開", "停用群組"}:
            continue
        who = "林若晴" if number % 2 else "阿宏"
        before, started = len(world.line.sent), time.process_time()
        world.direct(who).says(f"{name} 1 {(grain * 2400)[:2400]}")
        assert time.process_time() - started < PATIENCE / 4, name
        mine = [o for o in world.line.sent[before:] if o.chat.id == world.account(who)]
        assert len(mine) == 1, name
        assert "編號是" not in mine[0].card.body, name
        assert messages(mine[0]), name
    world.stop()


def messages(outgoing: Outgoing) -> bytes:
    """Return what LINE would be sent, as bytes: Unicode without half signs."""
    return orjson.dumps(render(outgoing.card, chat=outgoing.chat, basic_id="@example"))


def test_personal_data_is_kept_by_no_command(world: World) -> None:
    chat = world.direct("林若晴")
    world.officer("陳小安", "衛福部")
    chat.says("登記 公園夜間噪音")
    for line in KEEPING:
        for secret in SECRETS:
            card = chat.says(line.format(secret))
            assert card is not None
            assert "沒存" in card.body, (line, secret, card.body)
    with world.looking() as uow:
        kept = f"{uow.officers.all()}{uow.officers.all_appointments()}{uow.cases.open_subjects()}"
    assert not [secret for secret in SECRETS if secret in kept]


@pytest.mark.parametrize(
    "column", ["姓名", "暱稱", "職稱", "單位", "代理人", "負責事項", "公務電話"]
)
def test_a_roster_brings_personal_data_only_in_its_own_columns(world: World, column: str) -> None:
    columns = {"機關": "內政部", "姓名": "洪知遠", "類型": "PO", column: "0912-345-678"}
    table = f"{','.join(columns)}\n{','.join(columns.values())}\n".encode()
    with pytest.raises(RosterRefusedError) as refused:
        import_roster(world.database, table, "名冊.csv", now=world.clock.now())
    assert f"{column}裡有手機號碼" in str(refused.value)
    assert "0912" not in str(refused.value)


def test_guessing_codes_in_a_group_ends_in_silence(world: World) -> None:
    group = world.group("衛福部群組", enabled_by="林若晴")
    for number in range(FAILED_TRIES + 3):
        group.says(f"#綁定 AAAA-AAA{number}", by="路人")
    assert len(world.heard_privately("路人")) == FAILED_TRIES


@pytest.mark.parametrize("strange", ["1e400", "9" * 5000, "NaN", '"\\ud800"', '"\x01"'])
def test_a_number_that_nobody_can_hold_costs_only_its_event(strange: str) -> None:
    body = b'{"events": [{"timestamp": ' + strange.encode() + b"}, " + GOOD + b"]}"
    assert [event.event_id for event in read_events(body)] == ["good"]


@dataclass
class NoGate:
    """A gate that nothing reaches."""

    admitted: list[object] = field(default_factory=list[object])

    def admit(self, arrivals: object) -> None:
        self.admitted.append(arrivals)


def posted(*headers: tuple[bytes, bytes], pieces: list[bytes], pause: float = 0) -> int:
    """Hand a request to the endpoint piece by piece; returns the status."""
    webhook = LineWebhook(secret=CHANNEL_SECRET, gate=NoGate(), verbs=frozenset(), patience=0.05)
    left = list(pieces)
    statuses: list[int] = []

    async def receive() -> Message:
        if not left:
            await asyncio.sleep(pause)
        body = left.pop(0) if left else b""
        return {"type": "http.request", "body": body, "more_body": bool(left) or pause > 0}

    async def send(message: Message) -> None:
        if message["type"] == "http.response.start":
            statuses.append(message["status"])

    scope = {"type": "http", "method": "POST", "path": PATH, "headers": list(headers)}
    asyncio.run(webhook(scope, receive, send))
    return statuses[0]


def signature(body: bytes) -> tuple[bytes, bytes]:
    return b"x-line-signature", b64encode(hmac.digest(CHANNEL_SECRET.encode(), body, "sha256"))


def test_who_sends_a_body_for_ever_is_let_go() -> None:
    assert posted(signature(b"{}"), pieces=[b"{"], pause=60) == 408


def test_a_second_signature_does_not_help_a_wrong_one() -> None:
    body = b'{"events": []}'
    wrong = (b"x-line-signature", b"AAAA")
    assert posted(signature(body), pieces=[body]) == 200
    assert posted(signature(body), wrong, pieces=[body]) == 400
    assert posted(signature(b"another"), signature(b"body"), pieces=[body]) == 400
