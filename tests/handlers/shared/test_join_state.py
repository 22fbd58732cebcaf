"""「資料停在 …」: no false alarm, no silence."""

from datetime import UTC, datetime, timedelta

from bot.sources.errors import Trouble
from handlers.shared.join_state import join_line, stands_since, stands_words
from storage.records.petitions import PetitionSource

NOON = datetime(2026, 12, 7, 4, tzinfo=UTC)
HOUR = timedelta(hours=1)


def source(hours_ago: float | None, trouble: str = "") -> PetitionSource:
    seen_at = None if hours_ago is None else NOON - hours_ago * HOUR
    return PetitionSource(name="x", next_look_at=NOON, seen_at=seen_at, trouble=trouble)


def test_two_missed_looks_make_it_stale() -> None:
    assert stands_since(NOON - 12 * HOUR, now=NOON) is None
    assert stands_since(NOON - 13 * HOUR, now=NOON) == NOON - 13 * HOUR
    assert stands_since(None, now=NOON) is None
    assert stands_words(NOON - 26 * HOUR, now=NOON) == "資料停在 12/6（日）10:00"


def test_join_is_well_while_one_of_its_sources_is() -> None:
    busy = source(30, Trouble.BUSY.value)
    assert join_line([], now=NOON) == ""
    assert join_line([busy, source(1)], now=NOON) == "正常，12/7（一）11:00 看過"
    assert join_line([busy], now=NOON) == "資料停在 12/6（日）06:00（忙線中）"
    never = source(None, Trouble.UNREACHABLE.value)
    assert join_line([never], now=NOON) == "還沒有看到（連不上）"


def test_every_trouble_has_its_words() -> None:
    for trouble in Trouble:
        assert "（" in join_line([source(None, trouble.value)], now=NOON)
