"""Who hears of a topic, and when silence says nothing."""

from dataclasses import replace
from datetime import date, timedelta

from tests.handlers.watch.conftest import TOPIC, Talk, alerts, burst, subscribed
from tests.support.world import World


def test_while_a_source_is_silent_nothing_is_said_to_have_calmed_down(
    world: World, talk: Talk
) -> None:
    for day in range(16, 1, -1):
        at = world.clock.now() - timedelta(days=day)
        talk.come(*(talk.post(TOPIC, at + timedelta(minutes=25 * n)) for n in range(30)))
    world.direct("阿菊").says(f"訂閱 {TOPIC}")
    world.line.sent.clear()
    talk.is_heard = False
    talk.pass_hours(24 * 5)
    assert alerts(world, "阿菊") == []


def test_what_was_passed_on_for_action_says_so(world: World, talk: Talk) -> None:
    subscribed(world, talk, f"訂閱 {TOPIC} 本機關")
    passed_on = replace(talk.post(TOPIC, agency="衛福部"), needs_action=True)
    talk.come(passed_on, *(talk.post(TOPIC, source=f"來源{n % 4}") for n in range(13)))
    talk.pass_hours(0.5)
    (card,) = alerts(world, "阿菊")
    assert card.flag == "需要你做事"


def test_the_duty_of_an_agency_goes_to_who_is_there(world: World, talk: Talk) -> None:
    subscribed(world, talk, f"訂閱 {TOPIC} 本機關")
    burst(talk)
    talk.pass_hours(0.5)
    assert len(alerts(world, "阿菊")) == 1
    assert alerts(world, "小代") == []


def test_who_left_the_agency_hears_nothing_of_it(world: World, talk: Talk) -> None:
    subscribed(world, talk)
    with world.database.unit_of_work() as uow:
        officer = next(one for one in uow.officers.all() if one.name == "阿菊")
        (place,) = uow.officers.appointments(officer_id=officer.id)
        uow.officers.save_appointment(replace(place, ends_on=date(2026, 12, 6)))
        uow.commit()
    burst(talk)
    talk.pass_hours(0.5)
    assert alerts(world, "阿菊") == []
