"""A picture on LINE: as wide as the bubble, one to one, and its numbers in words."""

import json

import pytest
from linebot.v3.messaging.models.push_message_request import PushMessageRequest

from bot.line.flex import Json
from bot.line.render import render
from bot.message import Button, Card, ChatRef, Picture, Tone
from tests.bot.line.conftest import Complaints
from tests.bot.line.samples import BASIC_ID, DIRECT, GROUP, LONG, NASTY, longest

URL = "https://po.example.gov.tw/charts/" + "x" * 150 + ".png"
ALT = "12/9 有 2,900 份，門檻 5,000 份，附議到 1/19，12/9 留意"
PICTURE = Picture("petition/1/20261209T020000.000000Z", ALT)
WARNING = Card(
    alt="提點子很可能成案，請先準備",
    kind="提點子",
    tone=Tone.NOTICE,
    title="健保卡換發",
    body="很可能成案，請先準備。\n2,900 份，剩 41 天。",
    note="題目可能與貴機關有關",
    buttons=(Button("是", "提點子歸屬 1 是"),),
    picture=PICTURE,
)
SENTENCE = Card(alt="附議", body="2,900 份。", picture=PICTURE)
CARDS = {
    "warning": WARNING,
    "sentence": SENTENCE,
    "alone": Card(alt="附議", picture=PICTURE),
    "long": Card(alt=LONG, title=LONG, body=LONG, note=LONG, picture=Picture("1", LONG)),
    "longest": longest(NASTY),
}


def drawn(card: Card, chat: ChatRef = DIRECT, url: str = URL) -> list[Json]:
    return render(card, chat=chat, basic_id=BASIC_ID, picture_url=url)


@pytest.mark.parametrize("card", [WARNING, SENTENCE], ids=["warning", "sentence"])
def test_one_to_one_it_is_shown_and_opens_when_tapped(card: Card) -> None:
    (message,) = drawn(card)
    text = json.dumps(message, ensure_ascii=False)
    assert text.count('"type": "image"') == 1
    assert text.count(URL) == 2
    assert message["altText"] == f"{card.alt}：{ALT}"
    assert text.count(ALT) == 1  # once: what is read aloud, or where the card cannot be shown


def test_it_stands_between_the_title_and_the_words() -> None:
    text = json.dumps(drawn(WARNING), ensure_ascii=False)
    assert text.index("健保卡換發") < text.index('"image"') < text.index("很可能成案，請先準備。")


@pytest.mark.parametrize(
    ("chat", "url"),
    [(GROUP, URL), (DIRECT, ""), (DIRECT, URL + "x" * 1000)],
    ids=["in a group", "without an address", "with one that LINE would not take"],
)
def test_elsewhere_its_words_stand_in_for_it(chat: ChatRef, url: str) -> None:
    for card in (WARNING, SENTENCE):
        text = json.dumps(drawn(card, chat, url), ensure_ascii=False)
        assert '"image"' not in text
        assert ALT in text


@pytest.mark.parametrize("name", CARDS)
def test_lines_own_schema_and_its_sdk_take_it(name: str, complaints: Complaints) -> None:
    requests: list[dict[str, object]] = []
    for url in (URL, ""):
        messages = drawn(CARDS[name], url=url)
        body: Json = {"to": DIRECT.id, "messages": messages}
        requests.append({"path": "/v2/bot/message/push", "body": body})
        request = PushMessageRequest.from_dict(body)  # pyright: ignore[reportUnknownMemberType]
        sent = json.dumps(request.to_dict())  # type: ignore[no-untyped-call]
        kept = json.loads(sent.replace(', "animated": false', ""))  # the SDK says the usual itself
        assert kept["messages"] == json.loads(json.dumps(messages))
    assert complaints(requests) == ""
