"""A newcomer in the sandbox subscribes, moves the clock, and hears."""

from storage.sample_posts import BURST, fill_posts, say_more
from tests.support.world import World


def moved(world: World, hours: float) -> None:
    """Let time pass as the sandbox does."""
    world.advance(hours=hours)
    with world.database.unit_of_work() as uow:
        say_more(uow, world.clock.now())
        uow.commit()
    world.assistant.catch_up()


def test_who_subscribes_hears_of_more_after_the_clock_was_moved(world: World) -> None:
    with world.database.unit_of_work() as uow:
        fill_posts(uow, world.clock.now())
        fill_posts(uow, world.clock.now())  # again changes nothing
        uow.commit()
    moved(world, 1)
    with world.looking() as uow:
        found = [one for one in uow.posts.named(range(1, 999)) if one.agency_id is None]
    assert len(found) == 56
    assert not any(one.external_id.startswith(BURST) for one in found)
    card = world.direct("林若晴").says("訂閱 健保卡換發")
    assert card is not None
    assert "56 則" in str(card.facts)
    moved(world, 1)
    moved(world, 1)
    alerts = [one for one in world.heard_privately("林若晴") if "升溫" in one.title]
    assert [one.title for one in alerts] == ["「健保卡換發」升溫"]
    assert alerts[0].picture is not None
