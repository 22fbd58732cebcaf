"""What a group may see."""

from hypothesis import given
from hypothesis import strategies as st

from bot.manners import PRIVATELY, fitting, for_group, merged
from bot.message import Answer, Button, Card, Fact, Item, Picture

texts = st.text(max_size=5)
cards = st.builds(
    Card,
    alt=texts,
    facts=st.lists(st.builds(Fact, texts, texts), max_size=8).map(tuple),
    items=st.lists(st.builds(Item, texts), max_size=8).map(tuple),
    buttons=st.lists(st.builds(Button, texts, texts), max_size=6).map(tuple),
    in_private=texts,
    copy_text=texts,
    picture=st.none() | st.builds(Picture, texts, texts),
)


@given(cards)
def test_a_group_card_holds_little_and_stays_as_it_is(card: Card) -> None:
    once = for_group(card)
    assert len(once.facts) <= 5
    assert len(once.items) <= 5
    assert [b.label for b in once.buttons] in ([], [PRIVATELY])
    assert once.copy_text == ""
    assert once.picture is None
    assert for_group(once) == once


def test_the_button_fills_in_what_the_card_says_or_its_first_button() -> None:
    two = Card.sentence("好", Button("看", "案件 42"), Button("改", "更新 42"))
    assert [b.command for b in for_group(two).buttons] == ["案件 42"]
    said = Card(alt="", buttons=two.buttons, in_private="案件 43")
    assert [b.command for b in for_group(said).buttons] == ["案件 43"]


def test_a_private_card_keeps_its_buttons_in_a_group() -> None:
    card = Card.sentence("要哪一個？", *(Button(str(n), str(n)) for n in range(5)))
    answer = fitting(Answer(here=card, private=card), in_group=True)
    assert answer.private is not None
    assert len(answer.private.buttons) == 4


def test_several_answers_become_one() -> None:
    a, b = Card.sentence("一"), Card.sentence("二")
    assert merged((Answer(), Answer(here=a), Answer(here=b, leave_chat=True))) == Answer(
        here=a, leave_chat=True
    )
