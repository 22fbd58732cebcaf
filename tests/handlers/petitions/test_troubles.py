"""Looking at Join through whatever it answers: nothing is lost, nothing is said that is not so."""

from datetime import timedelta

import pytest

from storage.records.officers import Role
from tests.support.join_server import JoinServer
from tests.support.source_server import Answer
from tests.support.watching import ONE, PAGE, TIMES, TWO, line, petition, watch
from tests.support.world import World


def test_retry_after_is_honoured_and_nobody_asks_meanwhile(world: World, join: JoinServer) -> None:
    join.answers("/", Answer(status=429, headers={"retry-after": "600"}))
    assert world.assistant.look_at_join()
    world.clock.advance(timedelta(seconds=590))
    assert not world.assistant.look_at_join()
    world.clock.advance(timedelta(seconds=10))
    assert world.assistant.look_at_join()
    assert len(join.asked) == 2


def test_stale_data_is_told_and_the_last_good_look_is_kept(world: World, join: JoinServer) -> None:
    join.shows(ONE, 3180, **TIMES)
    watch(world)
    seen_at = petition(world).seen_at
    join.answers("/", Answer(status=503, body=b"<html>Just a moment...</html>"))
    for _ in range(40):
        world.clock.advance(timedelta(minutes=30))
        world.assistant.look_at_join()
    assert line(world) == "資料停在 12/7（一）10:00（忙線中）"
    world.officer("小發", "國發會", role=Role.HUB)
    state = world.direct("小發").says("狀態")
    assert state is not None
    assert ("Join", line(world)) in [(fact.label, fact.value) for fact in state.facts]
    assert petition(world).seen_at == seen_at
    assert petition(world).endorse_count == 3180
    join.instead.clear()
    world.clock.advance(timedelta(hours=1))
    watch(world)
    assert line(world).startswith("正常")


@pytest.mark.parametrize(
    "answer",
    [
        Answer(body=b"<html>maintenance</html>"),
        Answer(body=b'<script>var idea = {"id":'),
        Answer(body=b"\xff\xfe\x00"),
        Answer(status=403),
        Answer(status=500),
        Answer(status=302, headers={"location": "http://169.254.169.254/latest"}),
    ],
    ids=["no object", "half", "no text", "403", "500", "redirect inside"],
)
def test_a_page_that_cannot_be_read_changes_nothing_and_is_tried_again(
    world: World, join: JoinServer, answer: Answer
) -> None:
    join.shows(ONE, 700, **TIMES)
    watch(world)
    before = petition(world)
    world.clock.advance(timedelta(hours=7))
    join.answers(PAGE, answer)
    watch(world)
    after = petition(world)
    assert after.trouble
    assert (after.endorse_count, after.seen_at) == (700, before.seen_at)
    assert after.next_look_at is not None
    join.instead.clear()
    world.clock.advance(timedelta(hours=2))
    watch(world)
    assert petition(world).trouble == ""


def test_without_readable_pages_the_lists_carry_the_counts(world: World, join: JoinServer) -> None:
    for one in (ONE, TWO):
        join.shows(one, 4600, **TIMES)
    join.answers(PAGE, Answer(body=b"<html>a new site</html>"))
    watch(world)
    world.clock.advance(timedelta(hours=1))
    watch(world)
    world.clock.advance(timedelta(hours=6))
    watch(world)
    join.shows(ONE, 4700, **TIMES)
    world.clock.advance(timedelta(minutes=35))
    watch(world)
    assert petition(world).endorse_count == 4700
