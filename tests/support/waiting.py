"""Letting time pass in a world, tick by tick, as the clock's jobs would find it."""

from datetime import timedelta

from tests.support.world import TAIPEI, World, moment

BY_DAY, BY_NIGHT = timedelta(hours=2), timedelta(hours=5)
MORNING, EVENING = 6, 20  # between them something may be said; at night it is enough to look in


def until(world: World, text: str) -> None:
    """Let time pass until a moment in Taipei: two hours at a time, five at night."""
    target = moment(text)
    while (now := world.clock.now()) < target:
        hour = now.astimezone(TAIPEI).hour
        step = BY_DAY if MORNING <= hour < EVENING else BY_NIGHT
        world.advance(seconds=min(target - now, step).total_seconds())
