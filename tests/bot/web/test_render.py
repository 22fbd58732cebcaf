"""What a browser gets to see of a card."""

from datetime import UTC, datetime
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typing_extensions import override

from bot.message import Button, Card, Fact, Item, Tone
from bot.web.render import clock_text, render_card, render_event, render_said
from tests.bot.web.served import ALERT, CASE, DRAFT, MORNING


class Drawn(HTMLParser):
    """The tags and texts of a piece of HTML, in their order."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.texts: list[str] = []
        self.classes: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.feed(html)
        self.close()

    @override
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs
        self.classes += (dict(attrs).get("class") or "").split()

    @override
    def handle_data(self, data: str) -> None:
        if data.strip():
            self.texts.append(data.strip())

    def values(self, name: str) -> list[str | None]:
        return [value for key, value in self.attributes if key == name]


def test_a_card_shows_its_parts_in_the_order_of_every_platform() -> None:
    assert Drawn(render_card(CASE, in_group=False)).texts == [
        *("長官交辦", "115-0042", "僅本機關"),
        "菸捐調整後的分配說明",
        *("主辦", "衛福部", "先擬", "國健署", "長官期限", "12/16（三）還有 6 個工作天"),
        "會在 12/15（二）早上提醒您本人。",
        *("更新", "指派", "結案"),
    ]


@pytest.mark.parametrize(("card", "tone"), [(CASE, "calm"), (MORNING, "notice"), (ALERT, "urgent")])
def test_the_tone_is_the_colour_of_the_strip(card: Card, tone: str) -> None:
    assert f"tone-{tone}" in Drawn(render_card(card, in_group=False)).classes


def test_a_button_types_its_command() -> None:
    assert Drawn(render_card(CASE, in_group=False)).values("data-say") == [
        "更新 42",
        "指派 42",
        "結案 42",
    ]


def test_in_a_group_there_is_one_button_and_it_leads_to_the_private_chat() -> None:
    drawn = Drawn(render_card(CASE, in_group=True))
    assert drawn.tags.count("button") == 1
    assert drawn.texts[-1] == "私訊處理"
    assert drawn.values("data-fill") == ["更新 42"]
    assert drawn.values("data-say") == []


def test_a_card_may_say_itself_what_is_done_in_private() -> None:
    card = Card(alt="42", title="菸捐", in_private="案件 42")
    assert Drawn(render_card(card, in_group=True)).values("data-fill") == ["案件 42"]
    assert Drawn(render_card(card, in_group=False)).tags.count("button") == 0


def test_a_sentence_is_drawn_as_speech_not_as_a_card() -> None:
    drawn = Drawn(render_card(Card.sentence("好。"), in_group=False))
    assert "say" in drawn.classes
    assert "card" not in drawn.classes
    assert drawn.texts == ["好。"]


def test_a_draft_can_be_copied_with_its_line_breaks() -> None:
    html = render_card(DRAFT, in_group=False)
    assert "主旨：菸捐分配說明。\n說明：\n一、依……" in html
    assert Drawn(html).texts[-1] == "複製"


def test_the_emptiest_card_is_still_a_message() -> None:
    assert Drawn(render_card(Card(alt="x"), in_group=True)).tags == ["div"]


texts = st.text(alphabet=st.sampled_from("<>&\"'/=;名\n `{}"), max_size=12).map(
    lambda text: f"{text}<script>alert(1)</script>\"' onclick='x"
)


@given(texts)
def test_no_text_becomes_markup(text: str) -> None:
    card = Card(
        alt=text,
        kind=text,
        number=text,
        flag=text,
        tone=Tone.URGENT,
        title=text,
        facts=(Fact(text, text, strong=True),),
        items=(Item(text, text, strong=True),),
        body=text,
        note=text,
        buttons=(Button(text, text, primary=True),),
        in_private=text,
        copy_text=text,
    )
    for html in (
        render_card(card, in_group=True),
        render_card(card, in_group=False),
        render_said(text),
        render_event(text),
    ):
        drawn = Drawn(html)
        assert "script" not in drawn.tags
        assert [name for name, _ in drawn.attributes if name.startswith("on")] == []


@given(texts)
def test_a_buttons_command_arrives_as_it_was(text: str) -> None:
    card = Card.sentence("?", Button("好", text))
    assert Drawn(render_card(card, in_group=False)).values("data-say") == [text]
    assert Drawn(render_card(card, in_group=True)).values("data-fill") == [text]


@pytest.mark.parametrize(
    ("moment", "shown"),
    [
        (datetime(2026, 12, 8, 2, 30, tzinfo=UTC), "115/12/08（二）10:30"),
        (datetime(2026, 12, 31, 16, 0, tzinfo=UTC), "116/01/01（五）00:00"),
    ],
    ids=["morning", "the new year begins in Taipei first"],
)
def test_the_clock_is_written_as_on_cards(moment: datetime, shown: str) -> None:
    assert clock_text(moment) == shown
