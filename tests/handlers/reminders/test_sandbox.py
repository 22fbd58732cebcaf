"""The sandbox has dates to show, and moves on to the next reminder."""

from datetime import UTC, datetime
from pathlib import Path

from bot.clock import StandingClock
from bot.sandbox import open_sandbox
from handlers.shared.roc_date import TAIPEI
from tests.support.messenger import RecordingMessenger


def test_the_clock_moved_to_the_next_reminder_brings_it(tmp_path: Path) -> None:
    messenger = RecordingMessenger()
    clock = StandingClock(datetime(2026, 12, 8, 2, 30, tzinfo=UTC))  # Tuesday 10:30 in Taipei
    kit = open_sandbox(tmp_path, clock, lambda _samples, _clock: messenger, wakes=False)
    try:
        moment = kit.assistant.next_moment()
        assert moment is not None
        assert f"{moment.astimezone(TAIPEI):%m-%d %H:%M}" == "12-10 08:30"
        kit.clock.advance(moment - kit.clock.now())
        kit.assistant.catch_up()
        told = [item.title for o in messenger.sent for item in o.card.items]
        assert told, messenger.sent
        later = kit.assistant.next_moment()
        assert later is not None
        assert later > moment
    finally:
        kit.assistant.stop()
