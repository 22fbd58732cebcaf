"""A card comes out of the outbox as it went in, and fits the chat it goes to."""

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from bot.message import Button, Card, ChatKind, ChatRef, Fact, Item, Platform
from handlers.shared.outbox import Parcel, pack, plan_push, unpack

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
CARDS = st.builds(
    Card,
    alt=TEXTS,
    title=TEXTS,
    body=TEXTS,
    facts=st.lists(st.builds(Fact, TEXTS, TEXTS, st.booleans()), max_size=3).map(tuple),
    items=st.lists(st.builds(Item, TEXTS, TEXTS, st.booleans()), max_size=3).map(tuple),
    buttons=st.lists(st.builds(Button, TEXTS, TEXTS, st.booleans()), max_size=3).map(tuple),
)


@given(CARDS, st.booleans())
def test_what_is_unpacked_is_what_was_packed(card: Card, leave: bool) -> None:  # noqa: FBT001
    parcel = Parcel(card, leave_chat=leave)
    assert unpack(pack(parcel)) == parcel


def test_a_card_pushed_to_a_group_keeps_the_groups_manners() -> None:
    card = Card(
        alt="9",
        facts=tuple(Fact(str(n), "") for n in range(9)),
        buttons=(Button("更新", "更新 9"), Button("結案", "結案 9")),
        copy_text="草稿",
    )
    group = ChatRef(Platform.LINE, ChatKind.GROUP, "C1")
    planned = plan_push(card, group, now=datetime(2026, 12, 7, tzinfo=UTC))
    sent = unpack(planned.card).card
    assert [button.label for button in sent.buttons] == ["私訊處理"]
    assert len(sent.facts) == 5
    assert sent.copy_text == ""
