"""Which deliveries share a request."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.line.render import render
from bot.message import Button, Card, ChatKind, ChatRef, Fact, Platform
from bot.message import Item as Entry
from bot.outbound import Outcome, SendResult
from handlers.delivery.rules.outcomes import Next
from handlers.delivery.rules.requests import CARD_LIMIT, Item, bundle, is_light, judge_bundle
from handlers.shared.outbox import Parcel, Why
from storage.records.messages import Delivery, DeliveryClass, DeliveryState

NOW = datetime(2026, 12, 7, 2, 0, tzinfo=UTC)
REPLY, BINDING, COURTESY = DeliveryClass.REPLY, DeliveryClass.BINDING, DeliveryClass.COURTESY
CLASSES = st.sampled_from(list(DeliveryClass))
REQUESTS = st.sampled_from([None, None, "a", "b"])


def item(
    name: str,
    kind: DeliveryClass = BINDING,
    *,
    chat: str = "U1",
    request: str | None = None,
    card: Card | None = None,
    reply_by: datetime = NOW + timedelta(seconds=50),
) -> Item:
    delivery = Delivery(
        id=name,
        platform="line",
        chat_kind="direct",
        chat_id=chat,
        card=b"",
        delivery_class=kind,
        due_at=NOW,
        attempts=1,
        reply_by=reply_by if kind is REPLY else None,
        request_id=request,
    )
    return Item(delivery, Parcel(card or Card.sentence(name)))


def held(name: str) -> Item:
    one = item(name)
    return replace(one, delivery=replace(one.delivery, state=DeliveryState.HELD))


def names(*items: Item) -> list[list[str]]:
    return [[one.delivery.id for one in each.items] for each in bundle(items, now=NOW)]


@pytest.mark.parametrize(
    ("items", "wanted"),
    [
        ([item("a"), item("b")], [["a", "b"]]),
        ([item("a"), item("b", chat="U2"), item("c")], [["a", "c"], ["b"]]),
        ([item("a"), item("r", REPLY), item("b", COURTESY)], [["r", "b"], ["a"]]),
        ([item("r", REPLY), item("s", REPLY), item("a", COURTESY)], [["r", "a"], ["s"]]),
        ([item("r", REPLY), held("a")], [["r", "a"]]),
        ([item("r", REPLY, reply_by=NOW), item("a", COURTESY)], [["r"], ["a"]]),
        (
            [item("r", REPLY, card=Card(alt="r", copy_text="簽稿")), item("a", COURTESY)],
            [["r"], ["a"]],
        ),
        ([item("a", request="x"), item("b"), item("c", request="x")], [["a", "c"], ["b"]]),
        ([item("r", REPLY), item("a", request="x")], [["r"], ["a"]]),
        ([item(n) for n in "abcdefg"], [list("abcde"), list("fg")]),
        (
            [item("a"), item("b", card=Card(alt="b", copy_text="簽稿")), item("c")],
            [["a", "c"], ["b"]],
        ),
    ],
    ids=[
        "one person",
        "another person between",
        "riding on an answer, but not what binds",
        "on the first answer",
        "what binds rides when it is held for the quota",
        "not on one that is late",
        "nor on a long one",
        "what was tried stays together",
        "what may have arrived does not ride",
        "five at a time",
        "a long one goes alone",
    ],
)
def test_what_goes_together(items: list[Item], wanted: list[list[str]]) -> None:
    assert sorted(names(*items)) == sorted(wanted)


def test_answers_keep_their_order_though_one_is_too_long_to_share_a_request() -> None:
    long = Card.sentence("長" * 800)
    said = [item("1"), item("2", card=long), item("3"), item("4")]
    answers = [replace(one, delivery=replace(one.delivery, why=Why.REPLY)) for one in said]
    assert names(item("5"), *answers) == [["1"], ["2"], ["3", "4", "5"]]


@given(st.lists(st.tuples(CLASSES, st.sampled_from(["U1", "U2"]), REQUESTS), max_size=12))
def test_everything_goes_out_once_in_one_request_of_its_own_chat(
    rows: list[tuple[DeliveryClass, str, str | None]],
) -> None:
    items = [
        item(str(n), kind, chat=chat, request=f"{request}{chat}" if request else None)
        for n, (kind, chat, request) in enumerate(rows)
    ]
    bundles = bundle(items, now=NOW)
    assert sorted(one.delivery.id for each in bundles for one in each.items) == sorted(
        one.delivery.id for one in items
    )
    for each in bundles:
        assert len({one.delivery.chat_id for one in each.items}) == 1
        assert len({one.delivery.request_id for one in each.items}) == 1
        if each.is_fresh:
            assert len(each.items) <= CARD_LIMIT
            assert sum(one.is_reply for one in each.items) <= 1


TEXT = st.text(max_size=900)
SHORT = st.text(max_size=60)
CARDS = st.builds(
    Card,
    alt=st.text(max_size=2000),
    title=TEXT,
    body=TEXT,
    note=TEXT,
    facts=st.lists(st.builds(Fact, SHORT, SHORT), max_size=6).map(tuple),
    items=st.lists(st.builds(Entry, SHORT, SHORT), max_size=6).map(tuple),
    buttons=st.lists(st.builds(Button, SHORT, SHORT), max_size=5).map(tuple),
)


@given(CARDS, st.sampled_from(list(ChatKind)))
def test_a_light_card_is_one_line_message_so_five_fit(card: Card, kind: ChatKind) -> None:
    if is_light(Parcel(card)):
        chat = ChatRef(Platform.LINE, kind, "X")
        assert len(render(card, chat=chat, basic_id="@example")) <= 1


@given(st.lists(CLASSES, min_size=1, max_size=5), st.sampled_from(list(Outcome)))
def test_all_of_one_request_is_judged_and_no_duty_is_dropped(
    kinds: list[DeliveryClass], outcome: Outcome
) -> None:
    for one in bundle([item(str(n), kind) for n, kind in enumerate(kinds)], now=NOW):
        verdicts = judge_bundle(one, SendResult(outcome=outcome), now=NOW)
        assert {d.id for d, _ in verdicts} == {d.id for d in one.deliveries}
        for delivery, verdict in verdicts:
            if delivery.delivery_class is BINDING:
                assert verdict.next not in {Next.FAILED, Next.UNKNOWN, Next.EXPIRED}
            if delivery.delivery_class is REPLY and outcome is Outcome.UNKNOWN:
                assert verdict.next is Next.UNKNOWN


def placed(name: str, *, thread: str = "", only_for: str = "", why: str = "-") -> Item:
    one = item(name, chat="C1")
    return replace(one, delivery=replace(one.delivery, thread=thread, only_for=only_for, why=why))


def test_threads_and_what_one_member_alone_sees_never_share_a_request() -> None:
    waiting = (
        placed("all"),
        placed("thread", thread="1.1"),
        placed("hers", only_for="U1"),
        placed("his", only_for="U2"),
        placed("there too", thread="1.1"),
        placed("hers there", thread="1.1", only_for="U1"),
    )
    assert names(*waiting) == [["all"], ["thread", "there too"], ["hers"], ["his"], ["hers there"]]


def test_where_answers_need_no_ticket_they_are_still_read_first() -> None:
    assert names(placed("waits"), placed("answer", why="reply")) == [["answer", "waits"]]
