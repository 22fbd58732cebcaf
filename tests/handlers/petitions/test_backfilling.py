"""A petition first seen late: its past comes from Join's list of who endorsed, as counts only."""

import io
import zipfile
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from bot.message import Card
from tests.support.join_server import ENDORSERS, JoinServer, millis
from tests.support.source_server import Answer
from tests.support.watching import ONE, TIMES, TWO, counts, petition, watch
from tests.support.world import TAIPEI, World, moment

HEADER = "\ufeff編號,附議時間,居住縣市,鄉鎮市區,附議人暱稱,附議原因\n"
OPENED = datetime(2026, 11, 20, 10, tzinfo=TAIPEI)


def endorsers(*per_day: int) -> bytes:
    """A list with so many endorsements on each day after the petition opened."""
    rows: list[str] = []
    for day, many in enumerate(per_day):
        for n in range(many):
            at = OPENED + timedelta(days=day, seconds=n * (86_000 // many))
            rows.append(f"No.{len(rows) + 1},{at:%Y-%m-%d %H:%M:%S},臺中市,南屯區,wang@example.tw,")
    return (HEADER + "\n".join(rows)).encode()


def packed(data: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("附議名單.csv", data)
    return file.getvalue()


def says(world: World, text: str) -> Card:
    card = world.direct("林若晴").says(text)
    assert card is not None
    return card


STOPPED = endorsers(1400, 60, *([1] * 14))  # all at the start, then nothing
RUNNING = endorsers(*([20] * 13), 200, 400, 600)  # just taking off


def body(world: World, join_id: str) -> str:
    return says(world, f"https://join.gov.tw/idea/detail/{join_id}").body


@pytest.mark.parametrize("pack", [bytes, packed])
def test_the_past_tells_a_petition_that_runs_from_one_that_stopped(
    world: World, join: JoinServer, pack: Callable[[bytes], bytes]
) -> None:
    join.lists |= {ONE: pack(STOPPED), TWO: pack(RUNNING)}
    for join_id in (ONE, TWO):
        join.shows(join_id, 1460, title="健保卡換發", **TIMES)
    watch(world)
    stopped, running = body(world, ONE), body(world, TWO)
    assert "10 件約 1 件" in stopped or "10 件不到 1 件" in stopped
    assert "10 件約 7 件" in running
    with world.looking() as uow:
        spans = uow.petitions.spans([TWO])[TWO]
    assert [s.count for s in spans] == sorted(s.count for s in spans)
    assert spans[0].source == "附議名單"
    assert spans[-1].source.startswith("提案")
    assert "昨天 +297" in running  # 600 from noon to noon, in steps of six hours


def test_the_list_is_asked_for_once_and_no_name_is_kept(world: World, join: JoinServer) -> None:
    join.lists[ONE] = RUNNING
    join.shows(ONE, 1460, title="健保卡換發", **TIMES)
    for _ in range(3):
        watch(world)
        world.clock.advance(timedelta(hours=7))
    assert join.paths().count(ENDORSERS + ONE) == 1
    with world.looking() as uow:
        assert "wang@example.tw" not in str(uow.petitions.spans([ONE]))
    assert counts(world)[-1] == 1460
    join.shows(ONE, 1500, title="健保卡換發", **TIMES)
    watch(world)
    assert counts(world)[-2:] == [1460, 1500]  # the newest goes on, not the past


@pytest.mark.parametrize(
    "answer",
    [
        Answer(status=403),
        Answer(status=503),
        Answer(body=b"<html>not for you</html>"),
        Answer(body=b"PK\x03\x04 broken"),
        Answer(body=endorsers(5, 5)),  # not the whole list
        Answer(body=endorsers(3000, 3000)),  # of something else
    ],
)
def test_without_a_usable_list_it_goes_on_as_before(
    world: World, join: JoinServer, answer: Answer
) -> None:
    join.answers(ENDORSERS, answer)
    join.shows(ONE, 1460, title="健保卡換發", **TIMES)
    for _ in range(3):
        watch(world)
        world.clock.advance(timedelta(hours=7))
    assert counts(world) == [1460]
    assert join.paths().count(ENDORSERS + ONE) == 1
    assert petition(world).trouble == ""


def test_what_was_seen_from_its_start_or_is_small_is_not_asked_for(
    world: World, join: JoinServer
) -> None:
    lately = {**TIMES, "approvedTime": millis(moment("2026-12-07 01:00:00"))}
    join.shows(ONE, 600, title="健保卡換發", **lately)
    join.shows(TWO, 40, title="公園", **TIMES)
    watch(world)
    assert not any(path.startswith(ENDORSERS) for path in join.paths())
