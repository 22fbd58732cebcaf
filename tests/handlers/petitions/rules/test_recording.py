"""What a look changes: counts are believed or not, and nothing known is lost."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.sources.join.records import JoinAgency, JoinPetition, JoinResponse, Origin
from handlers.petitions.rules.recording import (
    Change,
    Recorded,
    count,
    record,
    unchanged,
)
from storage.records.petitions import TYPED, Petition

NOON = datetime(2026, 12, 7, 4, tzinfo=UTC)
HOUR = timedelta(hours=1)
MOI, MOHW = JoinAgency("301000000A", "內政部"), JoinAgency("A21000000I", "衛生福利部")
PAGE = Origin.PAGE.value


def stored(number: int | None = 3180, source: str = PAGE, *, age: float = 1) -> Petition:
    known = Petition(join_id="x", added_at=NOON, title="健保卡", seen_at=NOON)
    if number is None:
        return known
    return replace(known, endorse_count=number, counted_at=NOON - age * HOUR, count_source=source)


def seen(number: int | None = None, origin: Origin = Origin.PAGE) -> JoinPetition:
    return JoinPetition(join_id="x", origin=origin, count=number)


@pytest.mark.parametrize(
    ("known", "found", "origin", "expected"),
    [
        (stored(None), 10, Origin.PAGE, Change.FIRST),
        (stored(None), None, Origin.PAGE, Change.UNTOLD),
        (stored(), None, Origin.PAGE, Change.UNTOLD),
        (stored(), 3181, Origin.OPEN_DATA, Change.ROSE),
        (stored(), 3180, Origin.PAGE, Change.SAME),
        (stored(), 3150, Origin.PAGE, Change.FELL),
        (stored(), 3150, Origin.TEXT, Change.FELL),
        (stored(), 3150, Origin.OPEN_DATA, Change.BEHIND),
        (stored(), 3150, Origin.INDEX, Change.BEHIND),
        (stored(age=25), 3150, Origin.OPEN_DATA, Change.FELL),
        (stored(source=Origin.OPEN_DATA.value), 3150, Origin.OPEN_DATA, Change.FELL),
        (stored(source=TYPED), 3150, Origin.OPEN_DATA, Change.CORRECTED),
        (stored(source=TYPED), 3200, Origin.OPEN_DATA, Change.ROSE),
        (stored(age=-1), 9999, Origin.PAGE, Change.UNTOLD),
    ],
)
def test_what_a_count_means(
    known: Petition, found: int | None, origin: Origin, expected: Change
) -> None:
    recorded = record(known, seen(found, origin), now=NOON)
    assert recorded.change is expected
    believed = expected not in {Change.UNTOLD, Change.BEHIND}
    assert recorded.petition.endorse_count == (found if believed else known.endorse_count)


def test_a_fall_is_noted_once() -> None:
    fell = record(stored(3180), seen(3150), now=NOON)
    assert (fell.before_count, fell.petition.fell_from_count) == (3180, 3180)
    again = record(fell.petition, seen(3150), now=NOON + HOUR)
    assert again.change is Change.SAME
    assert again.petition.fell_at == NOON


def test_a_typed_count_is_kept_until_join_tells_its_own() -> None:
    typed = count(stored(3180), 3300, source=TYPED, now=NOON)
    assert (typed.change, typed.petition.count_source) == (Change.ROSE, TYPED)
    confirmed = record(typed.petition, seen(3300), now=NOON + HOUR)
    assert confirmed.petition.count_source == PAGE
    corrected = record(typed.petition, seen(3250), now=NOON + HOUR)
    assert (corrected.change, corrected.petition.endorse_count) == (Change.CORRECTED, 3250)
    assert corrected.petition.fell_from_count is None
    assert count(stored(3180), 3000, source=TYPED, now=NOON).change is Change.BEHIND


def test_what_a_look_does_not_tell_is_not_lost() -> None:
    whole = replace(
        seen(10),
        title="健保卡換發",
        goal=5000,
        closes_at=NOON,
        passed_at=NOON,
        leads=(MOHW,),
        helpers=(MOI,),
        raw="{}",
        status="FirstSigned",
    )
    first = record(stored(None), whole, now=NOON)
    assert (first.has_passed, first.has_leads) == (True, True)
    less = record(first.petition, seen(11, Origin.TEXT), now=NOON)
    assert replace(less.petition, endorse_count=10, count_source=PAGE) == first.petition
    assert (less.has_passed, less.has_leads, less.response_changed) == (False, False, False)


def test_a_list_does_not_overwrite_what_the_page_says() -> None:
    known = replace(stored(), raw="page", summary="大意")
    listed = replace(seen(3180, Origin.OPEN_DATA), title="別名", raw="row", summary="長文")
    assert record(known, listed, now=NOON).petition == replace(known, counted_at=NOON)
    unseen = replace(known, seen_at=None)
    assert record(unseen, listed, now=NOON).petition.title == "別名"


def test_other_leads_are_news() -> None:
    first = record(stored(), replace(seen(3180), leads=(MOHW,)), now=NOON)
    moved = record(first.petition, replace(seen(3180), leads=(MOI, MOHW)), now=NOON)
    assert first.has_leads
    assert moved.has_leads
    assert moved.petition.lead_names == ("內政部", "衛生福利部")


def test_an_edited_response_is_noticed() -> None:
    def look(known: Petition, *prints: str) -> Recorded:
        responses = tuple(
            JoinResponse(
                agency=MOI, first_at=None, responded_at=None, decided=False, fingerprint=one
            )
            for one in prints
        )
        return record(known, replace(seen(1), responses=responses), now=NOON)

    one = look(stored(1), "a", "b")
    assert one.response_changed
    assert not look(one.petition, "b", "a").response_changed
    assert not look(one.petition).response_changed
    assert look(one.petition, "a", "c").response_changed


def test_a_page_as_it_was_confirms_its_count() -> None:
    assert unchanged(stored(), now=NOON).petition.counted_at == NOON
    assert unchanged(stored(None), now=NOON).petition.counted_at is None
