"""What reminders and answers said is forgotten in time, and at once with whoever said it."""

from sqlalchemy import text

from handlers.privacy.jobs import sweep
from tests.handlers.reminders.test_jobs import heard, say
from tests.support.waiting import until
from tests.support.world import World


def kept(world: World, column: str) -> list[str]:
    """Every text of reminders, or every reason of duties, that the database holds."""
    table = "reminders" if column == "text" else "duties"
    with world.database.engine.connect() as connection:
        found = connection.execute(text(f"SELECT {column} FROM {table}"))  # noqa: S608
        return [value for (value,) in found if value]


def look(world: World) -> None:
    sweep(world.database.unit_of_work, now=world.clock.now())


def petition(world: World) -> None:
    """A petition that passed, with a reference that was waived for a reason."""
    say(world, "登記 提點子 動物保護法加重罰則 附議中")
    world.advance(days=1)
    say(world, "1 成案了 12/8")
    say(world, "分案 1 主辦 衛福部 12/8", by="小發")
    say(world, "免辦 1 聯繫提案人 附議期間談過了")


def test_what_went_out_or_was_cancelled_is_deleted_after_the_retention(world: World) -> None:
    say(world, "提醒 12/9 15:00 開會前會")
    say(world, "提醒 12/10 15:00 打電話")
    say(world, "取消提醒 打電話")
    say(world, "提醒 116/12/30 打報告")
    until(world, "2026-12-09 16:00:00")
    assert {"開會前會", "打電話", "打報告"} == set(kept(world, "text"))
    world.advance(days=170)
    look(world)
    assert "開會前會" in kept(world, "text")
    world.advance(days=14)
    look(world)
    assert set(kept(world, "text")) == {"打報告"}


def test_the_reason_is_forgotten_and_the_answer_stays(world: World) -> None:
    petition(world)
    assert "免辦：附議期間談過了" in kept(world, "reason")
    world.advance(days=179)
    look(world)
    assert "免辦：附議期間談過了" in kept(world, "reason")
    world.advance(days=2)
    look(world)
    assert kept(world, "reason") == ["免辦"]
    assert "免辦" in str(say(world, "期限 1").items)


def test_what_somebody_wanted_to_hear_goes_with_them_at_once(world: World) -> None:
    petition(world)
    say(world, "提醒 12/9 15:00 開會前會")
    until(world, "2026-12-09 16:00:00")
    say(world, "提醒 每月20日 報月會提案")
    say(world, "提醒 12/30 打報告", by="阿宏")
    asked = say(world, "清除個資")
    say(world, asked.buttons[0].command)
    assert set(kept(world, "text")) == {"打報告"}
    assert kept(world, "reason") == ["免辦"]
    heard(world)
    until(world, "2026-12-21 12:00:00")
    assert world.heard_privately("阿菊") == []


def test_what_somebody_chose_for_themselves_goes_with_them(world: World) -> None:
    petition(world)
    say(world, "急件 1")
    say(world, "提醒時間 9-17")
    say(world, "急件 1", by="阿宏")
    asked = say(world, "清除個資")
    say(world, asked.buttons[0].command)
    with world.database.engine.connect() as connection:
        chosen = "SELECT name FROM settings WHERE name LIKE 'reminder-%'"
        names = {name for (name,) in connection.execute(text(chosen))}
    assert {name.split("/")[0] for name in names} == {"reminder-urgent"}
    assert len(names) == 1  # the other's mark stays
