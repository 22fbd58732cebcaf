"""The bot's own page: for whom it is drawn, and when."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.clock import MovableClock, StandingClock
from bot.message import (
    SILENCE,
    Answer,
    Card,
    ChatKind,
    ChatRef,
    EventKind,
    IncomingMessage,
    Platform,
)
from bot.outbound import Outcome
from handlers.homes import Homes
from tests.support.messenger import RecordingMessenger

NOW = datetime(2026, 12, 7, 2, 0, tzinfo=UTC)
SLACK = Platform.SLACK


def happened(kind: EventKind, user: str, *, at_home: bool = False) -> IncomingMessage:
    chat = ChatRef(SLACK, ChatKind.HOME if kind is EventKind.HOME_OPENED else ChatKind.DIRECT, user)
    return IncomingMessage(
        event_id=f"{kind}/{user}",
        kind=kind,
        chat=chat,
        sender_id=user,
        text="",
        received_at=NOW,
        at_home=at_home,
    )


def opened(user: str) -> IncomingMessage:
    return happened(EventKind.HOME_OPENED, user)


def typed(user: str) -> IncomingMessage:
    return happened(EventKind.TEXT, user)


def page(message: IncomingMessage) -> Answer:
    return Answer(here=Card.sentence(message.chat.id), more=(Card.sentence("more"),))


class Desk:
    """Homes with a clock and a messenger."""

    def __init__(self) -> None:
        self.clock = MovableClock(StandingClock(NOW))
        self.slack = RecordingMessenger()
        self.homes = Homes({SLACK: self.slack}, self.clock)

    def drawn(self) -> list[str]:
        """Whose page was drawn since the last look."""
        self.slack.requests.clear()
        self.homes.draw_wanted(page)
        return [o.chat.id for o in self.slack.requests]


@pytest.fixture
def desk() -> Desk:
    return Desk()


def test_a_page_that_is_opened_is_drawn_once_with_all_its_cards(desk: Desk) -> None:
    desk.homes.heard(opened("A"))
    desk.homes.heard(opened("A"))
    assert desk.drawn() == ["A"]
    assert [c.body for c in desk.slack.requests[0].cards] == ["A", "more"]
    assert desk.slack.requests[0].chat == ChatRef(SLACK, ChatKind.HOME, "A")
    assert desk.drawn() == []


def test_what_somebody_does_draws_their_page_while_it_is_open(desk: Desk) -> None:
    desk.homes.heard(typed("A"))
    assert desk.drawn() == []
    desk.homes.heard(opened("A"))
    desk.drawn()
    desk.homes.heard(typed("A"))
    desk.homes.heard(typed("B"))
    assert desk.drawn() == ["A"]
    desk.clock.advance(timedelta(minutes=31))
    desk.homes.heard(typed("A"))
    assert desk.drawn() == []


def test_a_tap_on_the_page_shows_that_it_is_open(desk: Desk) -> None:
    # Another process drew it: this one sees the tap only
    desk.homes.heard(happened(EventKind.TEXT, "A", at_home=True))
    assert desk.drawn() == ["A"]


def test_a_page_that_does_not_arrive_is_not_tried_again(desk: Desk) -> None:
    desk.slack.outcomes.append(Outcome.UNKNOWN)
    desk.homes.heard(opened("A"))
    assert desk.drawn() == ["A"]
    assert desk.drawn() == []


def test_nothing_is_drawn_without_a_person_a_platform_or_anything_to_say(desk: Desk) -> None:
    desk.homes.heard(replace(opened("A"), sender_id=None))
    assert desk.drawn() == []
    elsewhere = ChatRef(Platform.LINE, ChatKind.HOME, "A")
    desk.homes.heard(replace(opened("A"), chat=elsewhere))
    assert desk.drawn() == []
    desk.homes.heard(opened("A"))
    desk.homes.draw_wanted(lambda _: SILENCE)
    assert desk.drawn() == []


def test_whoever_looked_longest_ago_is_forgotten_first(desk: Desk) -> None:
    desk.homes.open_limit = 2
    for user in ("A", "B", "A", "C"):
        desk.homes.heard(opened(user))
    desk.drawn()
    for user in ("A", "B", "C"):
        desk.homes.heard(typed(user))
    assert desk.drawn() == ["A", "C"]


def test_who_wants_a_page_while_another_is_drawn_gets_it_from_the_same_hand(desk: Desk) -> None:
    def look(message: IncomingMessage) -> Answer:
        if message.chat.id == "A":
            desk.homes.heard(opened("B"))
            desk.homes.draw_wanted(page)  # another thread comes by: it does not draw over this one
        return page(message)

    desk.homes.heard(opened("A"))
    desk.homes.draw_wanted(look)
    assert [o.chat.id for o in desk.slack.requests] == ["A", "B"]
