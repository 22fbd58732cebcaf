"""Letting time pass in a world, as the clock's jobs would find it."""

from datetime import datetime, time, timedelta

from tests.support.world import TAIPEI, World, moment

# When jobs get to look: after the morning card, at noon, as offices close, and at night.
LOOKS = (time(8, 30), time(12, 30), time(17, 30), time(23, 30))


def until(world: World, text: str) -> None:
    """Let time pass until a moment in Taipei, from one look of the jobs to the next."""
    target = moment(text)
    while (now := world.clock.now()) < target:
        world.advance(seconds=(min(target, _next_look(now)) - now).total_seconds())


def _next_look(now: datetime) -> datetime:
    here = now.astimezone(TAIPEI)
    days = (here.date(), here.date() + timedelta(days=1))
    looks = (datetime.combine(day, look, TAIPEI) for day in days for look in LOOKS)
    return min(look for look in looks if look > here)
