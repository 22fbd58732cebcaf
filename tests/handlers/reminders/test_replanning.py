"""Planning all cases anew asks the database no more often because there are more of them."""

from collections.abc import Generator
from contextlib import contextmanager

from sqlalchemy import event

from handlers.reminders.commands.replanning import plan_everything
from tests.handlers.reminders.test_jobs import say
from tests.support.world import World


@contextmanager
def counted(world: World) -> Generator[list[str]]:
    """Collect the statements that are sent meanwhile."""
    sent: list[str] = []

    def note(*parts: object) -> None:
        sent.append(str(parts[2]))

    event.listen(world.database.engine, "before_cursor_execute", note)
    yield sent
    event.remove(world.database.engine, "before_cursor_execute", note)


def cost(world: World) -> int:
    with counted(world) as sent:
        plan_everything(world.database.unit_of_work, now=world.clock.now(), again=True)
    return len(sent)


def test_it_costs_the_same_number_of_statements_however_many_cases(world: World) -> None:
    say(world, "登記 提點子 第1個題目要改善照明 成案 12/7")
    one = cost(world)
    for number in range(2, 8):
        world.advance(minutes=1)
        say(world, f"登記 提點子 第{number}個題目要改善照明 成案 12/7")
    assert cost(world) == one


def test_when_nothing_changed_only_that_is_found_out(world: World) -> None:
    say(world, "登記 提點子 動物保護法加重罰則 成案 12/7")
    plan_everything(world.database.unit_of_work, now=world.clock.now(), again=True)
    with counted(world) as sent:
        assert plan_everything(world.database.unit_of_work, now=world.clock.now()) == 0
    assert len(sent) <= 6
