"""急件: what has an hour comes at that hour, for whoever marked it and for nobody else."""

from dataclasses import replace
from datetime import date

import pytest

from storage.records.officers import Role
from tests.handlers.reminders.test_jobs import heard, say
from tests.support.waiting import until
from tests.support.world import TAIPEI, World


@pytest.fixture
def evening(world: World) -> World:
    """A deadline on a Saturday evening, 12/12 20:00."""
    say(world, "登記 菸捐那件 期限 12/12 晚上八點")
    return world


def told_at(world: World, end: str, name: str = "阿菊") -> list[str]:
    """When somebody was told of anything until a moment."""
    heard(world)
    found: list[str] = []
    day = world.clock.now().astimezone(TAIPEI).date()
    while f"{world.clock.now().astimezone(TAIPEI):%m-%d %H:%M}" < end:
        world.advance(minutes=30)
        if heard(world, name):
            found.append(f"{world.clock.now().astimezone(TAIPEI):%m-%d %H:%M}")
    assert world.clock.now().astimezone(TAIPEI).date() > day
    return found


def test_out_of_hours_nothing_comes_unless_its_case_was_marked(evening: World) -> None:
    assert told_at(evening, "12-12 21:00") == ["12-10 08:30", "12-11 08:30"]


def test_a_marked_case_is_told_at_its_own_hour_too(evening: World) -> None:
    card = say(evening, "1 急")
    assert "1 是您的急件" in card.body
    assert "仍在上班日 08:30-17:30" in card.body
    assert [b.command for b in card.buttons] == ["急件 115-0001 取消"]
    assert told_at(evening, "12-12 19:30") == ["12-10 08:30", "12-11 08:30"]
    until(evening, "2026-12-12 20:00:00")
    (told,) = evening.heard_privately("阿菊")
    assert "您標為急件。" in told.items[0].text
    heard(evening)
    until(evening, "2026-12-13 23:00:00")
    assert evening.heard_privately("阿菊") == []


@pytest.mark.parametrize("off", ["1 不急了", "取消急件 1", "急件 1 取消"])
def test_the_mark_comes_off_again(evening: World, off: str) -> None:
    say(evening, "急件 1")
    assert "不算急件了" in say(evening, off).body
    until(evening, "2026-12-12 17:00:00")
    heard(evening)
    until(evening, "2026-12-12 23:00:00")
    assert heard(evening) == []


def test_the_mark_is_of_one_person_and_passes_to_no_successor(evening: World) -> None:
    say(evening, "1 隨時提醒")
    with evening.looking() as uow:
        agency = uow.agencies.by_name("衛福部")
        assert agency is not None
        (place,) = [a for a in uow.officers.appointments(agency_id=agency.id) if a.role is Role.PO]
        uow.officers.save_appointment(replace(place, ends_on=date(2026, 12, 9)))
        uow.commit()
    evening.officer("新來的", "衛福部")
    assert told_at(evening, "12-13 23:30", "新來的") == ["12-10 08:30", "12-11 08:30"]


def test_a_group_only_hears_where_to_say_it(evening: World) -> None:
    group = evening.group("衛福部 PO 群", enabled_by="阿菊")
    card = group.says("#1 急", by="阿菊")
    assert card is not None
    assert [b.label for b in card.buttons] == ["私訊處理"]
    assert group.says("1 很急，誰在？", by="阿菊") is None


@pytest.mark.parametrize(
    "text", ["急 提醒 週六 看海報", "提醒 急 週六 看海報", "急提醒 週六 看海報"]
)
def test_an_own_urgent_reminder_comes_on_the_very_day(world: World, text: str) -> None:
    card = say(world, text)
    assert "12/12（六）08:30 提醒您：看海報" in card.body
    assert card.note == "您標為急件。"
    until(world, "2026-12-12 08:00:00")
    heard(world)
    until(world, "2026-12-12 08:30:00")
    (told,) = world.heard_privately("阿菊")
    assert "看海報" in str(told)
    assert "您標為急件" in str(told)


def test_without_the_mark_it_comes_on_the_working_day_before(world: World) -> None:
    say(world, "提醒 週六 看海報")
    until(world, "2026-12-11 09:00:00")
    assert "看海報" in str(world.heard_privately("阿菊"))
    heard(world)
    until(world, "2026-12-12 23:00:00")
    assert heard(world) == []
