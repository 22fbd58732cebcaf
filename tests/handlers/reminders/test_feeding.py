"""「行事曆」: a calendar program subscribes under a secret address, and sees what changes."""

import re
from datetime import date, datetime

import pytest

from bot.message import Card
from tests.support.calendar_reader import SeenEvent, read_calendar
from tests.support.world import PUBLIC_BASE_URL, TAIPEI, World

ADDRESS = re.compile(rf"{re.escape(PUBLIC_BASE_URL)}(/calendar/([\w-]+)\.ics)")


@pytest.fixture
def passed(world: World) -> World:
    """A petition of 衛福部 that passed on 12/8; it is that morning."""
    say(world, "登記 提點子 動物保護法加重罰則 附議中")
    world.advance(days=1)
    say(world, "1 成案了 12/8")
    return world


def say(world: World, text: str, by: str = "阿菊") -> Card:
    card = world.direct(by).says(text)
    assert card is not None, text
    return card


def subscribe(world: World, text: str = "行事曆", by: str = "阿菊") -> str:
    """Ask for an address; returns its path."""
    found = ADDRESS.search(say(world, text, by).body)
    assert found is not None
    return found[1]


def fetch(world: World, path: str) -> bytes:
    answer = world.http.get(path)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    return answer.content


def events(world: World, path: str) -> dict[str, SeenEvent]:
    """The calendar's events by their summary, as a calendar program shows them."""
    seen = read_calendar(fetch(world, path))
    assert seen.errors == ()
    return seen.by_summary()


RESPONSE = "115-0001 正式回應：動物保護法加重罰則"


def test_the_deadlines_lie_on_their_days_with_alarms_before(passed: World) -> None:
    shown = events(passed, subscribe(passed))
    assert set(shown) == {
        "115-0001 公告期程：動物保護法加重罰則",
        "115-0001 聯繫提案人：動物保護法加重罰則",
        RESPONSE,
    }
    response = shown[RESPONSE]
    assert response.start == date(2027, 2, 8)
    assert response.end == date(2027, 2, 9)
    assert response.status == "CONFIRMED"
    assert response.sequence == 0
    assert "應辦期限（暫定，待確認）" in response.description
    assert "請於 2/3（三）前" in response.description
    assert "TRIGGER;VALUE=DATE-TIME:20270202T010000Z" in response.raw
    assert response.rings == (
        datetime(2027, 2, 2, 9, tzinfo=TAIPEI),
        datetime(2027, 2, 3, 9, tzinfo=TAIPEI),
    )


def test_an_hour_is_shown_in_taipei(world: World) -> None:
    say(world, "登記 長官交辦 菸捐說帖 期限 12/17 下午3點")
    (event,) = events(world, subscribe(world)).values()
    assert event.end == datetime(2026, 12, 17, 15, tzinfo=TAIPEI)
    assert event.zone == "Asia/Taipei"


def test_the_file_is_as_rfc_5545_wants_it(passed: World) -> None:
    say(passed, f"登記 長官交辦 {'很長的案由' * 12} 期限 12/17 下午3點")
    data = fetch(passed, subscribe(passed))
    assert data.endswith(b"END:VCALENDAR\r\n")
    assert b"\n" not in data.replace(b"\r\n", b"")
    assert max(len(line) for line in data.split(b"\r\n")) <= 75
    assert b"VERSION:2.0\r\n" in data
    calendar = read_calendar(data)
    assert (calendar.name, calendar.zones) == ("PO 小幫手 期限", ("Asia/Taipei",))
    assert len(calendar.events) == 4
    assert calendar.errors == ()


def test_nothing_new_is_the_same_file_and_costs_no_transfer(passed: World) -> None:
    path = subscribe(passed)
    first = passed.http.get(path)
    passed.advance(hours=2)
    again = passed.http.get(path, headers={"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert fetch(passed, path) == first.content


def test_a_moved_deadline_keeps_its_uid_and_counts_up(world: World) -> None:
    say(world, "登記 長官交辦 菸捐說帖 期限 12/17")
    path = subscribe(world)
    (before,) = events(world, path).values()
    say(world, "1 延到 12/21")
    (after,) = events(world, path).values()
    assert after.uid == before.uid
    assert after.start == date(2026, 12, 21)
    assert (before.sequence, after.sequence) == (0, 1)


def test_what_is_done_is_cancelled_and_later_gone(passed: World) -> None:
    path = subscribe(passed)
    uid = events(passed, path)[RESPONSE].uid
    say(passed, "已辦 1 正式回應")
    gone = events(passed, path)["115-0001 正式回應（已取消）"]
    assert (gone.uid, gone.status, gone.sequence) == (uid, "CANCELLED", 1)
    assert "動物" not in gone.raw
    passed.advance(days=61)
    assert uid not in {e.uid for e in events(passed, path).values()}


def test_a_case_that_is_made_sensitive_keeps_its_number_only(passed: World) -> None:
    path = subscribe(passed)
    events(passed, path)
    assert say(passed, "標記 1 敏感").flag == "敏感"
    data = fetch(passed, path).decode().replace("\r\n ", "")
    assert "動物" not in data
    assert "正式回應" not in data
    assert {event.summary for event in read_calendar(data.encode()).events} == {"115-0001"}


def test_each_sees_only_what_is_their_own(passed: World) -> None:
    assert events(passed, subscribe(passed, by="阿宏")) == {}


def test_a_reset_ends_every_address_before(passed: World) -> None:
    phone, desk = subscribe(passed), subscribe(passed)
    assert phone != desk
    fetch(passed, phone)
    card = say(passed, "行事曆 重設")
    assert card.body.startswith("原來的 2 個網址已作廢。")
    fresh = ADDRESS.search(card.body)
    assert fresh is not None
    assert [passed.http.get(path).status_code for path in (phone, desk, fresh[1])] == [
        404,
        404,
        200,
    ]
    assert len(events(passed, fresh[1])) == 3


def test_there_are_only_as_many_addresses_as_devices(world: World) -> None:
    for _ in range(5):
        subscribe(world)
    card = say(world, "行事曆")
    assert "已有 5 個網址" in card.body
    subscribe(world, "行事曆 重設")


def test_only_a_hash_of_the_address_is_kept(world: World) -> None:
    found = ADDRESS.search(say(world, "行事曆").body)
    assert found is not None
    assert len(found[2]) >= 43  # 256 bits
    with world.database.engine.connect() as connection:
        rows = connection.exec_driver_sql("SELECT token_hash FROM calendar_addresses").all()
        waiting = connection.exec_driver_sql("SELECT * FROM deliveries").all()
    assert len(rows) == 1
    assert found[2] not in str(rows) + str(waiting)


def test_who_is_unbound_sees_everything_cancelled_and_who_is_erased_nothing(passed: World) -> None:
    path = subscribe(passed)
    assert len(events(passed, path)) == 3
    with passed.database.unit_of_work() as uow:
        (binding,) = uow.bindings.of_officer(1)
        uow.bindings.remove(binding.id)
        uow.commit()
    assert [event.status for event in events(passed, path).values()] == ["CANCELLED"] * 3
    with passed.database.unit_of_work() as uow:
        uow.officers.erase(1, now=passed.clock.now())
        uow.commit()
    assert passed.http.get(path).status_code == 404


@pytest.mark.parametrize("token", ["x", "a" * 43, "a" * 5000, "%00", "é"])
def test_a_guessed_address_shows_nothing(world: World, token: str) -> None:
    assert world.http.get(f"/calendar/{token}.ics").status_code == 404


def test_in_a_group_no_address_is_shown(world: World) -> None:
    card = world.group("衛福部 PO 群", enabled_by="阿菊").says("#行事曆", by="阿菊")
    assert card is None or ADDRESS.search(card.body) is None


def test_what_somebody_asked_to_be_reminded_of_is_an_event_with_an_alarm(world: World) -> None:
    path = subscribe(world)
    say(world, "提醒 下週三下午三點 開會前會")
    (event,) = events(world, path).values()
    at = datetime(2026, 12, 16, 15, tzinfo=TAIPEI)
    assert (event.summary, event.start, event.rings) == ("開會前會", at, (at,))
    # Told once, the working day before, it is the same event, and stays when its moment passed
    world.advance(days=8, hours=1)
    assert events(world, path)["開會前會"].uid == event.uid
    world.advance(days=3)
    assert events(world, path)["開會前會"].status == "CONFIRMED"


def test_a_reminder_that_is_cancelled_is_cancelled_there(world: World) -> None:
    path = subscribe(world)
    say(world, "提醒 12/20 看海報")  # a Sunday: told on the Friday before
    (event,) = events(world, path).values()
    assert (event.start, event.rings) == (
        date(2026, 12, 20),
        (datetime(2026, 12, 18, 9, tzinfo=TAIPEI),),
    )
    say(world, "取消提醒 1")
    (gone,) = events(world, path).values()
    assert (gone.uid, gone.status, gone.sequence) == (event.uid, "CANCELLED", 1)


def test_what_comes_again_is_an_event_each_time(world: World) -> None:
    path = subscribe(world)
    say(world, "提醒 每月20日 報月會提案")
    (event,) = events(world, path).values()
    assert event.start == date(2026, 12, 18)  # the 20th is a Sunday
    world.advance(days=14)
    starts = sorted(str(e.start) for e in read_calendar(fetch(world, path)).events)
    assert starts == ["2026-12-18", "2027-01-20"]


def test_a_groups_reminders_and_the_bots_own_question_are_nobodys_events(world: World) -> None:
    path = subscribe(world)
    world.group("PO群", enabled_by="阿菊").says("#提醒 下週三 交報表", by="阿菊")
    say(world, "提醒 12/18 別人的事", by="阿宏")
    assert events(world, path) == {}


def test_a_reminder_of_a_sensitive_case_shows_its_number_only(world: World) -> None:
    path = subscribe(world)
    say(world, "登記 本機關自辦 不能說的題目")
    say(world, "提醒 1 12/18 打給王先生")
    assert set(events(world, path)) == {"115-0001 打給王先生"}
    say(world, "標記 1 敏感")
    data = fetch(world, path).decode().replace("\r\n ", "")
    assert "SUMMARY:115-0001\r\n" in data
    assert "王先生" not in data
    assert "題目" not in data
