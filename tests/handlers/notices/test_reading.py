"""Reading the gazette through whatever it answers: nothing is lost, nothing false is said."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.message import Card
from bot.sources.gazette.check_up import open_gazette
from handlers.notices.jobs import Reader
from handlers.notices.rules.looking import next_look_at, retry_in
from handlers.reminders.commands.planning import plan_duties
from handlers.shared.gazette_state import Coverage, expected
from handlers.shared.work_calendar import BASE
from storage.records.notices import GazetteState
from storage.records.officers import Role
from tests.handlers.notices.test_notices import CARD, FRIDAY, SMOKE, listed, read, said
from tests.support.gazette_server import GazetteServer, record
from tests.support.source_server import Answer
from tests.support.world import Chat, World, moment

NOON = moment("2026-12-07 12:00:00")
DOWN = Answer(status=503, body=b"<html>maintenance</html>")


def state_of(world: World) -> str:
    world.officer("小發", "國發會", role=Role.HUB)
    return said(world.direct("小發"), "狀態").note


def test_what_was_never_read_is_not_called_empty(mine: Chat) -> None:
    body = said(mine, "預告").body
    assert "不一定沒有" in body
    assert "公報還沒讀過" in body


def test_a_fresh_gazette_without_drafts_says_so_and_from_when_on(
    world: World, mine: Chat, gazette: GazetteServer
) -> None:
    read(world, gazette, record("1", "公告", FRIDAY, Doc_Style_SName="公告"))
    body = said(mine, "預告").body
    assert "公報從 12/4（五）起讀" in body


def test_stale_data_is_told_wherever_it_matters_and_the_list_stays(
    world: World, mine: Chat, gazette: GazetteServer
) -> None:
    read(world, gazette, SMOKE, CARD)
    gazette.instead = [DOWN]
    for _ in range(60):
        world.clock.advance(timedelta(hours=1, minutes=10))
        world.assistant.read_gazette()
    card = said(mine, "預告")
    assert listed(card) == ["預2", "預1"]
    assert "公報資料停在 12/4（五）（忙線中）" in card.note
    assert "公報資料停在 12/4（五）（忙線中）" in said(mine, "待會辦").note
    assert state_of(world) == "公報：資料停在 12/4（五）（忙線中）"


def test_a_long_outage_is_no_beginning(world: World, mine: Chat, gazette: GazetteServer) -> None:
    read(world, gazette, SMOKE | {"Comment_Deadline": "116年6月1日"})
    world.clock.advance(timedelta(days=100))
    card = said(mine, "預告")
    assert card.note == "公報資料停在 115/12/04（五）"
    assert "公報資料停在" in said(mine, "待會辦").note


def test_who_reads_for_months_no_longer_hears_of_the_beginning() -> None:
    now = moment("2026-12-07 12:00:00")
    days = tuple(
        day
        for back in range(74, 2, -1)
        if BASE.is_workday(day := now.date() - timedelta(days=back))
    )
    assert Coverage(None, days, BASE).words(now=now) == ""


def test_a_day_that_nobody_read_is_named(world: World, mine: Chat, gazette: GazetteServer) -> None:
    read(world, gazette, SMOKE)
    world.clock.advance(timedelta(days=2))
    read(world, gazette, CARD | {"Date_Published": "中華民國115年12月9日"})
    assert "12/7、12/8那幾期沒讀到" in said(mine, "預告").note


def test_one_look_is_made_when_it_is_due_and_only_by_one(
    world: World, gazette: GazetteServer
) -> None:
    gazette.issue(SMOKE)
    unit_of_work, client = world.database.unit_of_work, open_gazette(gazette.base)
    readers = [Reader(unit_of_work, client, world.clock, plan_duties) for _ in range(3)]
    assert [reader.look() for reader in readers] == [True, False, False]
    assert len(gazette.asked) == 2  # one redirect, one answer


def test_retry_after_is_honoured(world: World, gazette: GazetteServer) -> None:
    gazette.instead = [Answer(status=429, headers={"retry-after": "7200"})]
    assert world.assistant.read_gazette()
    world.clock.advance(timedelta(seconds=7190))
    assert not world.assistant.read_gazette()
    world.clock.advance(timedelta(seconds=10))
    assert world.assistant.read_gazette()


@pytest.mark.parametrize(
    "answer",
    [
        Answer(body=b"<html>new site</html>"),
        Answer(body=b"<Gazette><Record>"),
        Answer(body=b"\xff\xfe\x00"),
        Answer(status=403),
        Answer(status=302, headers={"location": "http://169.254.169.254/latest"}),
    ],
    ids=["html", "half", "no text", "403", "redirect inside"],
)
def test_an_answer_that_is_no_issue_changes_nothing(
    world: World, mine: Chat, gazette: GazetteServer, answer: Answer
) -> None:
    read(world, gazette, SMOKE, CARD)
    gazette.instead = [answer]
    world.clock.advance(timedelta(hours=9))
    assert world.assistant.read_gazette()
    assert listed(said(mine, "預告")) == ["預2", "預1"]
    gazette.instead = []
    world.clock.advance(timedelta(hours=1))
    read(world, gazette, SMOKE, CARD)
    with world.looking() as uow:
        state = uow.notices.state()
    assert state is not None
    assert (state.trouble, state.trouble_count) == ("", 0)


def test_the_same_issue_again_adds_nothing(
    world: World, mine: Chat, gazette: GazetteServer
) -> None:
    read(world, gazette, SMOKE, CARD)
    world.clock.advance(timedelta(hours=9))
    read(world, gazette, SMOKE, CARD, record("9", "公告", FRIDAY, Doc_Style_SName="公告"))
    assert said(mine, "預告").title == "預告中 2 件"


def test_an_unknown_office_belongs_to_its_ministry(
    world: World, mine: Chat, gazette: GazetteServer
) -> None:
    office = {"PubGovName": "衛生福利部某某改革辦公室", "MetaId": "77"}
    read(world, gazette, CARD | office)
    card: Card = said(mine, "預告")
    assert card.title == "預告中 1 件"


def test_without_a_deadline_the_days_or_the_words_say_it(
    world: World, mine: Chat, gazette: GazetteServer
) -> None:
    days = CARD | {"MetaId": "71", "Comment_Deadline": ""}
    words = SMOKE | {
        "MetaId": "72",
        "Comment_Deadline": "",
        "Comment_Days": "",
        "HTMLContent": "<p>請於本公告刊登公報之次日起14日內陳述意見</p>",
    }
    silent = record("73", "訂定「某某標準」草案", FRIDAY)
    read(world, gazette, days, words, silent)
    shown = {i.title.split("　")[1][:4]: i.text.split("，")[0] for i in said(mine, "預告").items}
    assert shown["訂定「健"] == "到 116/01/03（日）"
    assert shown["修正「菸"] == "到 12/18（五）"
    assert shown["訂定「某"].startswith("截止日看公告")


def at(text: str) -> datetime:
    return moment(text)


@pytest.mark.parametrize(
    ("issue_on", "now", "following"),
    [
        (date(2026, 12, 7), "2026-12-07 19:00:00", "2026-12-08 18:40:00"),
        (date(2026, 12, 4), "2026-12-07 19:00:00", "2026-12-07 19:30:00"),
        (date(2026, 12, 4), "2026-12-07 10:00:00", "2026-12-07 16:00:00"),
        (date(2026, 12, 4), "2026-12-07 18:00:00", "2026-12-07 18:40:00"),
        (date(2026, 12, 11), "2026-12-12 09:00:00", "2026-12-14 18:40:00"),  # a Saturday
        (None, "2026-12-12 09:00:00", "2026-12-14 18:40:00"),
    ],
)
def test_it_is_looked_at_when_an_issue_comes_out(
    issue_on: date | None, now: str, following: str
) -> None:
    assert next_look_at(issue_on, BASE, now=at(now)) == at(following)


@given(
    st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 1), timezones=st.just(UTC)),  # noqa: DTZ001
    st.integers(0, 40),
)
def test_the_next_look_is_ahead_and_no_issue_is_slept_through(now: datetime, age: int) -> None:
    issue_on = now.date() - timedelta(days=age)
    following = next_look_at(issue_on, BASE, now=now)
    assert timedelta(minutes=10) <= following - now
    # Between two looks at most one issue comes out.
    days = (now + timedelta(hours=n) for n in range(int((following - now) / timedelta(hours=1))))
    evenings = {m.date() for m in days if m.hour == 12 and BASE.is_workday(m.date())}  # 20:00
    assert len(evenings) <= 1


def test_failures_wait_longer_each_time_but_not_for_ever() -> None:
    waits = [retry_in(count, None) for count in range(1, 12)]
    assert waits[0] == timedelta(minutes=15)
    assert waits == sorted(waits)
    assert waits[-1] == timedelta(hours=6)
    assert retry_in(1, 40_000) == timedelta(seconds=40_000)


@pytest.mark.parametrize(
    ("now", "day"),
    [
        ("2026-12-08 11:00:00", date(2026, 12, 4)),
        ("2026-12-08 12:00:00", date(2026, 12, 7)),
        ("2026-12-07 12:00:00", date(2026, 12, 4)),  # a Monday: Friday's
    ],
)
def test_an_issue_is_missed_only_after_the_next_noon(now: str, day: date) -> None:
    assert expected(BASE, at(now)) == day


def test_a_gazette_that_was_never_asked_is_not_spoken_of() -> None:
    assert Coverage(None, (), BASE).line(now=NOON) == ""
    tried = GazetteState(name="latest", next_look_at=NOON, trouble="unreachable")
    assert Coverage(tried, (), BASE).line(now=NOON) == "還沒有讀到（連不上）"
    assert NOON.tzinfo is UTC
