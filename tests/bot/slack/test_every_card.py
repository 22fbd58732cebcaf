"""What every room says, as Slack would show it: each line of the guide is typed, then days pass.

Every card that comes is also tried with each of its words made long, and with as few as can be.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.clock import MovableClock, StandingClock
from bot.message import Card, ChatKind, ChatRef, Outgoing, Platform
from bot.sandbox import open_sandbox
from bot.slack.home import home_view
from bot.slack.render import render, render_all
from tests.bot.slack.test_render import blocks_of, hold
from tests.support.block_kit import load_check
from tests.support.messenger import RecordingMessenger
from tests.test_officer_guide import BEFORE, PO, ROWS, TODAY, Desk

DAYS = 14  # every reminder's ladder is climbed once


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> list[Outgoing]:
    """Everything that the bot says while the whole guide is typed, and in the two weeks after."""
    messenger = RecordingMessenger()
    clock = MovableClock(StandingClock(TODAY))
    kit = open_sandbox(
        tmp_path_factory.mktemp("all"), clock, lambda _samples, _clock: messenger, wakes=False
    )
    try:
        desk = Desk(kit, messenger)
        for row in ROWS:
            for line in row.typed:
                for person, text in BEFORE.get(line, ()):
                    desk.say(person, text)
                desk.say(row.speaker, line)
        for _ in range(DAYS):
            clock.advance(timedelta(days=1))
            kit.assistant.catch_up()
            desk.say(PO, "今天有啥")
    finally:
        kit.assistant.stop()
    return messenger.sent


def in_slack(chat: ChatRef) -> ChatRef:
    return ChatRef(Platform.SLACK, chat.kind, "C0123456789")


def longer(text: str) -> str:
    return text * 200


def forms(card: Card) -> Iterator[Card]:
    """Yield the card as it is, at its longest, and at its emptiest."""
    yield card
    yield replace(
        card,
        kind=longer(card.kind),
        flag=longer(card.flag),
        title=longer(card.title),
        facts=tuple(replace(fact, value=longer(fact.value)) for fact in card.facts),
        items=tuple(
            replace(item, title=longer(item.title), text=longer(item.text)) for item in card.items
        ),
        body=longer(card.body),
        note=longer(card.note),
        buttons=tuple(replace(button, label=longer(button.label)) for button in card.buttons),
        copy_text=longer(card.copy_text),
    )
    yield Card(alt=card.alt, number=card.number, tone=card.tone, picture=card.picture)


def test_the_guide_calls_forth_cards_of_every_room(said: list[Outgoing]) -> None:
    assert len({outgoing.card.alt for outgoing in said}) > 100
    assert {outgoing.chat.kind for outgoing in said} == {ChatKind.DIRECT, ChatKind.GROUP}


def test_slack_takes_each_of_them(said: list[Outgoing], shared_folder: Path) -> None:
    check = load_check(shared_folder)
    wrong = dict[str, list[str]]()
    for card, chat in {(outgoing.card, in_slack(outgoing.chat)) for outgoing in said}:
        for form in forms(card):
            message = render(form, chat=chat)
            hold(message)
            complaints = check("message", blocks_of(message))
            complaints += check("home", home_view([form]))
            if complaints:
                wrong[card.alt] = complaints
    assert wrong == {}


def test_whatever_waits_together_is_one_message(said: list[Outgoing], shared_folder: Path) -> None:
    check = load_check(shared_folder)
    private = [outgoing.card for outgoing in said if outgoing.chat.kind is ChatKind.DIRECT]
    chat = ChatRef(Platform.SLACK, ChatKind.DIRECT, "U0123456789")
    for start in range(0, len(private), 5):
        message = render_all(private[start : start + 5], chat=chat)
        hold(message)
        assert check("message", blocks_of(message)) == []
