"""Every command, with every number and link of others: nothing of them in answers, nor in the log.

Commands come from the registry, so a new one is tried without a word here.
"""

import io
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.logs import configure_logs
from bot.message import Platform
from tests.support.gestures import Hands, tap
from tests.support.world import OPINION_TOKEN, SECRET_KEY, World
from tests.test_access_table import COMMANDS
from tests.test_secrecy import HIDDEN, JOIN, set_out
from tests.test_secrecy_of_rooms import ENDS_ONESELF

# What is of 衛福部 alone: of its 敏感 and 密件, of its own case, and how its people are reached.
FOREIGN = (*HIDDEN, "紅隼")
PHONE = "02-8590-4321"
NUMBERS = ("1", "115-0002", "#3", "案號 2", "1、2、3")
LINKS = (JOIN, "https://join.gov.tw/idea/detail/99999999-2222-3333-4444-555555555555")


@pytest.fixture
def world(migrated_sqlite: Path, tmp_path: Path) -> Iterator[World]:
    world = set_out(f"sqlite:///{shutil.copy(migrated_sqlite, tmp_path / 'pobot.db')}")
    yield world
    world.stop()


def lines(turn: int) -> Iterator[str]:
    """Each command with one of the numbers and one of the links, others for each speaker."""
    for place, name in enumerate(COMMANDS):
        if name in ENDS_ONESELF:
            continue
        yield f"{name} {NUMBERS[(place + turn) % len(NUMBERS)]}"
        if place % 3 == turn:
            yield f"{name} {LINKS[turn % len(LINKS)]}"


@pytest.mark.parametrize(("turn", "who"), [(0, "洪知遠"), (1, "路人")])
def test_no_number_and_no_link_of_others_opens_anything(world: World, turn: int, who: str) -> None:
    log = io.StringIO()
    configure_logs(secrets=(SECRET_KEY, OPINION_TOKEN), stream=log)
    chat = world.direct(who)
    for line in lines(turn):
        chat.says(line)
    answers = "\n".join(str(one.card) for one in world.line.sent if one.chat.id == chat.id)
    assert [word for word in FOREIGN if word in answers] == []
    if who == "路人":
        assert PHONE not in answers
    # And the log tells of nobody, whatever was typed
    told = log.getvalue()
    assert "delivery" in told
    planted = (*FOREIGN, "綠繡眼", PHONE, SECRET_KEY, OPINION_TOKEN, JOIN, "林若晴", chat.id)
    assert [word for word in planted if word in told] == []


def test_a_group_of_others_hears_nothing(world: World) -> None:
    group = world.group("內政部群組", enabled_by="洪知遠")
    for line in lines(2):
        if not COMMANDS[line.split(" ")[0]].changes:
            group.says(f"#{line}", by="洪知遠")
    read = "\n".join(str(one.card) for one in world.line.sent)
    assert [word for word in FOREIGN if word in read] == []


@pytest.mark.parametrize(
    "path",
    [
        "/calendar/{}.ics",
        "/answers/{}.csv",
        "/answers/{}.ods",
        "/calendar/../calendar/{}.ics",
    ],
)
@pytest.mark.parametrize("token", ["1", "115-0001", "A" * 43, "%00", "'%20OR%201=1--", "_" * 43])
def test_a_guessed_address_is_no_address(world: World, path: str, token: str) -> None:
    answer = world.http.get(path.format(token))
    assert answer.status_code == 404
    assert not [word for word in FOREIGN if word in answer.text]


@pytest.mark.parametrize(
    "shown", ["", "Bearer", "Bearer x", f"Basic {OPINION_TOKEN}", OPINION_TOKEN]
)
def test_posts_are_taken_from_nobody_without_the_whole_token(world: World, shown: str) -> None:
    body = [{"id": "1", "text": "黑天鵝", "url": "https://a.example", "posted_at": "2026-12-07"}]
    answer = world.http.post("/opinion/posts", json=body, headers={"authorization": shown})
    assert answer.status_code == 401
    assert OPINION_TOKEN not in answer.text


def test_a_forged_button_of_slack_opens_no_more_than_typing(
    migrated_sqlite: Path, tmp_path: Path
) -> None:
    url = f"sqlite:///{shutil.copy(migrated_sqlite, tmp_path / 'slack.db')}"
    set_out(url).stop()
    world = World(url, platforms=(Platform.SLACK,))
    world.officer("洪二", "內政部")
    hands, user = Hands(world), world.account("洪二")
    lines = ("案件 1", "查詢 115-0002", "更新 1 階段 已回覆", "標記 3 一般", "加人 1 我")
    for number, line in enumerate(lines, 1):
        hands.does(tap(line, user=user, channel=f"D{user[1:]}", number=number))
    heard = "\n".join(str(one.card) for one in world.line.sent)
    assert len(world.line.sent) >= len(lines)
    assert [word for word in FOREIGN if word in heard] == []
    with world.looking() as uow:
        kept = [uow.cases.by_serial(serial) for serial in (1, 2, 3)]
    assert [case and case.version for case in kept] == [1, 1, 1]
    world.stop()
