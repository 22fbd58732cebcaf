"""An hour begins while the one before is kept open for late posts: nobody waits for that."""

from datetime import timedelta

from handlers.shared.opinion_pace import USUAL_WAIT, WAIT_SETTING
from tests.handlers.watch.conftest import TOPIC, Talk, alerts, burst, subscribed
from tests.support.world import World


def test_what_comes_in_the_first_minute_of_an_hour_is_told_after_the_usual_wait(
    world: World, talk: Talk
) -> None:
    subscribed(world, talk)
    talk.pass_hours(1 + 1 / 60)  # 11:01
    burst(talk)
    world.clock.advance(USUAL_WAIT - timedelta(seconds=1))
    talk.look()
    assert alerts(world, "阿菊") == []
    world.clock.advance(timedelta(seconds=1))
    talk.look()
    assert [card.title for card in alerts(world, "阿菊")] == [f"「{TOPIC}」升溫"]
    # And both hours are taken in later without saying it again
    talk.pass_hours(2)
    assert len(alerts(world, "阿菊")) == 1


def test_how_long_an_alarm_gathers_is_a_setting(world: World, talk: Talk) -> None:
    subscribed(world, talk)
    with world.database.unit_of_work() as uow:
        uow.settings.set(WAIT_SETTING, "90", now=world.clock.now())
        uow.commit()
    talk.pass_hours(0.25)
    burst(talk)
    world.clock.advance(timedelta(seconds=90))
    talk.look()
    assert len(alerts(world, "阿菊")) == 1
