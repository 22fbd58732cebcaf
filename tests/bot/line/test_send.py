"""What LINE answers decides what is done next; checked over real HTTP against a fake LINE."""

import socket
import uuid
from datetime import timedelta

import pytest

from bot.errors import DeliveryError
from bot.line.client import LineClient
from bot.line.flex import Json
from bot.line.refusal import LineRefusalError
from bot.line.rich_menu import HEIGHT, JOBS, PICTURE, WIDTH, menu_request, put_rich_menu
from bot.line.send import LineMessenger, judge_push, judge_reply
from bot.message import Card, ChatRef, Outgoing
from bot.outbound import Allowance, Outcome, SendResult
from tests.bot.line.conftest import Complaints, FakeLine
from tests.bot.line.samples import CASE, DIRECT, GROUP, ROOM

REPLY, PUSH = "/v2/bot/message/reply", "/v2/bot/message/push"


def client(base: str, *, timeout: float = 5) -> LineClient:
    return LineClient(access_token="a token", api_base=base, timeout=timeout)  # noqa: S106


def messenger(line: FakeLine, *, timeout: float = 5) -> LineMessenger:
    return LineMessenger(client(line.base, timeout=timeout))


def push(chat: ChatRef = DIRECT, card: Card = CASE) -> Outgoing:
    return Outgoing(delivery_id=str(uuid.uuid4()), chat=chat, card=card)


def reply(ticket: str = "8" * 32, chat: ChatRef = DIRECT) -> Outgoing:
    return Outgoing(delivery_id=str(uuid.uuid4()), chat=chat, card=CASE, reply_ticket=ticket)


def outcomes(*results: SendResult) -> list[Outcome]:
    return [result.outcome for result in results]


# --- replies: free, tried once ---


def test_a_reply_rides_on_its_ticket_without_a_retry_key(fake_line: FakeLine) -> None:
    result = messenger(fake_line).send(reply())
    assert result.outcome is Outcome.DELIVERED
    assert result.request_id
    (heard,) = fake_line.asked(REPLY)
    assert "X-Line-Retry-Key" not in str(heard["headers"])


def test_a_used_ticket_is_too_late(fake_line: FakeLine) -> None:
    line = messenger(fake_line)
    assert outcomes(line.send(reply()), line.send(reply())) == [Outcome.DELIVERED, Outcome.LATE]


@pytest.mark.parametrize("fault", [{"status": 500, "after": True}, {"hang": 1, "after": True}])
def test_a_reply_whose_outcome_nobody_knows_is_asked_for_once(
    fake_line: FakeLine, fault: dict[str, object]
) -> None:
    fake_line.fail_next(**fault)
    assert messenger(fake_line, timeout=0.3).send(reply()).outcome is Outcome.UNKNOWN
    assert len(fake_line.asked(REPLY)) == 1


def test_a_busy_line_did_not_use_the_ticket(fake_line: FakeLine) -> None:
    line = messenger(fake_line)
    fake_line.fail_next(status=429, message="The API rate limit has been exceeded.")
    assert outcomes(line.send(reply()), line.send(reply())) == [Outcome.RETRY, Outcome.DELIVERED]


# --- pushes: safe to repeat with their key ---


def test_the_same_push_twice_reaches_the_chat_once(fake_line: FakeLine) -> None:
    line, outgoing = messenger(fake_line), push()
    fake_line.fail_next(status=500, after=True)
    results = [line.send(outgoing), line.send(outgoing), line.send(outgoing)]
    assert outcomes(*results) == [Outcome.RETRY, Outcome.DELIVERED, Outcome.DELIVERED]
    assert [heard["status"] for heard in fake_line.asked(PUSH)] == [500, 409, 409]


def test_a_push_that_hangs_is_tried_again_later(fake_line: FakeLine) -> None:
    fake_line.fail_next(hang=1)
    line, outgoing = messenger(fake_line, timeout=0.3), push()
    assert outcomes(line.send(outgoing), line.send(outgoing)) == [Outcome.RETRY, Outcome.DELIVERED]


def test_the_four_ways_to_be_too_many_are_told_apart(fake_line: FakeLine) -> None:
    line = messenger(fake_line)
    fake_line.fail_next(status=429, message="The API rate limit has been exceeded.")
    assert line.send(push()).retry_after == timedelta(minutes=1)
    fake_line.control(quota=60, members={GROUP.id: 60})
    assert outcomes(line.send(push(GROUP)), line.send(push(GROUP))) == [
        Outcome.DELIVERED,
        Outcome.OVER_QUOTA,
    ]


def test_what_line_will_never_take_is_given_up_with_lines_words(fake_line: FakeLine) -> None:
    fake_line.fail_next(status=400, message="The request body has 1 error(s)")
    result = messenger(fake_line).send(push())
    assert (result.outcome, result.reason) == (
        Outcome.REFUSED,
        "400 The request body has 1 error(s)",
    )


def test_an_empty_card_is_not_sent(fake_line: FakeLine) -> None:
    assert messenger(fake_line).send(push(card=Card(alt=""))).outcome is Outcome.REFUSED
    assert fake_line.asked(PUSH) == []


def test_every_request_passes_lines_own_schema(fake_line: FakeLine, complaints: Complaints) -> None:
    line = messenger(fake_line)
    for outgoing in (push(), push(GROUP), push(ROOM), reply(), reply("9" * 32, GROUP)):
        assert line.send(outgoing).outcome is Outcome.DELIVERED
    assert complaints([*fake_line.asked(PUSH), *fake_line.asked(REPLY)]) == ""


def test_nobody_listening_means_that_nothing_was_said() -> None:
    with socket.socket() as deaf:  # bound, but not listening
        deaf.bind(("127.0.0.1", 0))
        line = LineMessenger(client(f"http://127.0.0.1:{deaf.getsockname()[1]}"))
        assert outcomes(line.send(reply()), line.send(push())) == [Outcome.RETRY, Outcome.RETRY]
        assert line.display_name(DIRECT, DIRECT.id) is None
        with pytest.raises(DeliveryError) as caught:
            line.leave(GROUP)
        assert not caught.value.permanent


# --- decisions ---


@pytest.mark.parametrize(
    ("status", "reason", "of_reply", "of_push"),
    [
        (0, "ReadTimeoutError", Outcome.UNKNOWN, Outcome.RETRY),
        (400, "Invalid reply token", Outcome.LATE, Outcome.REFUSED),
        (400, "May not be empty", Outcome.REFUSED, Outcome.REFUSED),
        (401, "Authentication failed", Outcome.REFUSED, Outcome.RETRY),
        (403, "Not available", Outcome.REFUSED, Outcome.REFUSED),
        (409, "already accepted", Outcome.REFUSED, Outcome.DELIVERED),
        (413, "", Outcome.REFUSED, Outcome.REFUSED),
        (429, "You have reached your monthly limit.", Outcome.RETRY, Outcome.OVER_QUOTA),
        (429, "The API rate limit has been exceeded.", Outcome.RETRY, Outcome.RETRY),
        (500, "", Outcome.UNKNOWN, Outcome.RETRY),
        (503, "", Outcome.UNKNOWN, Outcome.RETRY),
    ],
)
def test_what_each_answer_of_line_means(
    status: int, reason: str, of_reply: Outcome, of_push: Outcome
) -> None:
    refusal = LineRefusalError(status, reason)
    assert (judge_reply(refusal), judge_push(refusal)) == (of_reply, of_push)


# --- the rest of what LINE is asked ---


def test_the_bot_leaves_groups_and_rooms(fake_line: FakeLine) -> None:
    line = messenger(fake_line)
    line.leave(GROUP)
    line.leave(ROOM)
    assert len(fake_line.asked(f"/v2/bot/group/{GROUP.id}/leave")) == 1
    assert len(fake_line.asked(f"/v2/bot/room/{ROOM.id}/leave")) == 1


def test_names_are_asked_for_where_they_are_shown(fake_line: FakeLine) -> None:
    line = messenger(fake_line)
    fake_line.control(unknown=["U" + "0" * 32])
    assert line.display_name(GROUP, DIRECT.id) == "某人"
    assert line.display_name(ROOM, DIRECT.id) == "某人"
    assert line.display_name(DIRECT, DIRECT.id) == "某人"
    assert line.display_name(GROUP, "U" + "0" * 32) is None


def test_the_bots_own_id_is_asked_for_once(fake_line: FakeLine) -> None:
    line = messenger(fake_line)
    line.send(push(GROUP))
    assert len(fake_line.asked("/v2/bot/info")) == 1


def test_the_quota_tells_what_is_left(fake_line: FakeLine) -> None:
    fake_line.control(quota=200, usage=60)
    quota = client(fake_line.base).quota()
    assert (quota.limit, quota.used) == (200, 60)


def test_the_menu_has_four_jobs_side_by_side_on_its_picture() -> None:
    picture = PICTURE.read_bytes()
    assert picture.startswith(b"\x89PNG")
    assert (int.from_bytes(picture[16:20]), int.from_bytes(picture[20:24])) == (WIDTH, HEIGHT)
    assert len(picture) < 1024 * 1024
    assert WIDTH / HEIGHT >= 1.45
    assert [label for label, _ in JOBS] == ["登記", "找窗口", "我的案件", "說明"]


def test_the_menu_passes_lines_own_schema(complaints: Complaints) -> None:
    menu = menu_request(b"a picture")
    assert complaints([{"path": "/v2/bot/richmenu", "body": menu}]) == ""


class MenuShelf:
    """A LINE that keeps rich menus; the fake LINE has none."""

    def __init__(self) -> None:
        self.menus: dict[str, str] = {"m0": "pobot-old", "m1": "somebody else's"}
        self.shown = ""

    def rich_menus(self) -> dict[str, str]:
        return dict(self.menus)

    def add_rich_menu(self, menu: Json, picture: bytes) -> str:
        self.menus["m2"] = str(menu["name"])
        return "m2" if picture else ""

    def show_rich_menu(self, menu_id: str) -> None:
        self.shown = menu_id

    def remove_rich_menu(self, menu_id: str) -> None:
        del self.menus[menu_id]


def test_setting_up_the_menu_again_changes_nothing() -> None:
    shelf = MenuShelf()
    assert put_rich_menu(shelf)
    assert shelf.shown == "m2"
    assert set(shelf.menus) == {"m1", "m2"}
    assert not put_rich_menu(shelf)


# --- several cards, and what LINE tells about sending ---


def test_several_cards_go_out_as_one_push_that_counts_once(
    fake_line: FakeLine, complaints: Complaints
) -> None:
    fake_line.control(quota=200)
    line = messenger(fake_line)
    cards = tuple(Card.sentence(text) for text in ("二", "三", "四", "五"))
    outgoing = Outgoing(
        delivery_id=str(uuid.uuid4()), chat=DIRECT, card=Card.sentence("一"), more=cards
    )
    assert line.send(outgoing).outcome is Outcome.DELIVERED
    (heard,) = fake_line.asked(PUSH)
    assert complaints([heard]) == ""
    assert line.allowance() == Allowance(limit=200, used=1)


def test_line_tells_how_many_a_push_to_a_group_is_counted_for(fake_line: FakeLine) -> None:
    fake_line.control(members={GROUP.id: 60})
    assert messenger(fake_line).member_count(GROUP) == 60


@pytest.mark.parametrize("standing", ["unknown", "blocked"])
def test_who_is_no_friend_or_blocked_the_bot_cannot_be_reached(
    fake_line: FakeLine, standing: str
) -> None:
    line = messenger(fake_line)
    assert line.reaches(DIRECT) is True
    fake_line.control(**{standing: [DIRECT.id]})
    assert line.reaches(DIRECT) is False


def test_without_an_answer_nothing_is_known() -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    line = LineMessenger(client(f"http://127.0.0.1:{port}"))
    known = (
        line.allowance(),
        line.member_count(GROUP),
        line.member_count(ROOM),
        line.reaches(DIRECT),
    )
    assert known == (None, None, None, None)
