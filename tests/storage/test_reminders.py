"""Reminders wait, and are claimed once however many look."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest

from storage.engine import Database
from storage.records.duties import Reminder, ReminderState
from storage.reminders import TOGETHER
from storage.unit_of_work import UnitOfWork
from tests.storage.samples import MINUTE, NOON, agency, officer


def ask(uow: UnitOfWork, at: timedelta = timedelta(0), name: str = "衛福部") -> int:
    asked = Reminder(id=0, agency_id=agency(uow, name).id, remind_at=NOON + at)
    return uow.reminders.add(asked).id


def claim(uow: UnitOfWork, at: timedelta = timedelta(0), limit: int = 100) -> list[int]:
    return [one.id for one in uow.reminders.claim(now=NOON + at, limit=limit)]


def test_only_what_is_due_is_given_and_only_once(database: Database) -> None:
    with database.unit_of_work() as uow:
        due, later = ask(uow), ask(uow, MINUTE)
        assert claim(uow) == [due]
        assert claim(uow) == []
        assert claim(uow, MINUTE) == [later]


def test_a_claim_takes_all_that_is_due_for_the_same_agency(database: Database) -> None:
    with database.unit_of_work() as uow:
        first, second = ask(uow), ask(uow, MINUTE)
        other = ask(uow, MINUTE * 2, "內政部")
        assert claim(uow, MINUTE * 5, limit=1) == [first, second]
        assert claim(uow, MINUTE * 5, limit=1) == [other]


def test_a_backlog_of_many_is_claimed_whole(database: Database) -> None:
    with database.unit_of_work() as uow:
        place = agency(uow, "衛福部").id
        uow.reminders.add_all(
            Reminder(id=0, agency_id=place, remind_at=NOON - MINUTE * number)
            for number in range(2 * TOGETHER + 1)
        )
        taken = uow.reminders.claim(now=NOON, limit=1)
        assert len({one.id for one in taken}) == 2 * TOGETHER + 1
        assert [one.remind_at for one in taken] == sorted(one.remind_at for one in taken)
        assert claim(uow) == []


def test_what_was_put_back_waits_for_its_new_moment(database: Database) -> None:
    with database.unit_of_work() as uow:
        one = ask(uow)
        claim(uow)
        uow.reminders.put_back([one], NOON + MINUTE)
        assert claim(uow) == []
        waiting = uow.reminders.next_waiting()
        assert waiting is not None
        assert (waiting.id, waiting.state, waiting.sent_at) == (one, ReminderState.WAITING, None)
        assert claim(uow, MINUTE) == [one]


def test_what_was_not_committed_is_claimed_again(database: Database) -> None:
    with database.unit_of_work() as uow:
        one = ask(uow)
        uow.commit()
    with database.unit_of_work() as uow:
        assert claim(uow) == [one]  # the process ends here
    with database.unit_of_work() as uow:
        assert claim(uow) == [one]


def test_cancelling_takes_only_what_waits(database: Database) -> None:
    with database.unit_of_work() as uow:
        one, two = ask(uow), ask(uow, MINUTE)
        claim(uow)
        assert not uow.reminders.cancel(one)
        assert uow.reminders.cancel(two)
        assert not uow.reminders.cancel(two)
        assert uow.reminders.next_waiting() is None


def test_somebodys_own_reminders(database: Database) -> None:
    with database.unit_of_work() as uow:
        who = officer(uow, "測試甲").id
        kept = uow.reminders.add(
            Reminder(
                id=0,
                agency_id=agency(uow, "衛福部").id,
                remind_at=NOON,
                officer_id=who,
                text="開會前會",
                repeats="每月20日",
                timed=True,
            )
        )
        ask(uow)
        assert uow.reminders.waiting_of_officer(who) == (kept,)


def test_wishes_are_those_that_wait_and_those_that_went_out_lately(database: Database) -> None:
    with database.unit_of_work() as uow:
        who = officer(uow, "測試甲").id
        wish = Reminder(id=0, agency_id=agency(uow, "衛福部").id, remind_at=NOON, officer_id=who)
        sent = uow.reminders.add(replace(wish, text="看海報"))
        claim(uow)
        waits = uow.reminders.add(replace(wish, text="打電話", remind_at=NOON + MINUTE))
        gone = uow.reminders.add(replace(wish, text="不要了", remind_at=NOON + MINUTE))
        uow.reminders.cancel(gone.id)
        assert [r.id for r in uow.reminders.wishes(who, NOON - MINUTE)] == [sent.id, waits.id]
        assert [r.id for r in uow.reminders.wishes(who, NOON + MINUTE)] == [waits.id]


def test_many_processes_claim_each_reminder_once(database: Database) -> None:
    with database.unit_of_work() as uow:
        wanted = {ask(uow, name=name) for name in ("衛福部", "內政部", "環境部") for _ in range(20)}
        uow.commit()

    def work(_: int) -> list[int]:
        with database.unit_of_work() as uow:
            taken = claim(uow) if uow.reminders.take_turn() else []
            uow.commit()
        return taken

    with ThreadPoolExecutor(4) as pool:
        taken = [one for batch in pool.map(work, range(8)) for one in batch]
    assert len(taken) == len(set(taken))
    assert set(taken) == wanted


def test_only_one_has_the_turn(database: Database) -> None:
    if database.engine.dialect.name != "postgresql":
        pytest.skip("SQLite has one writer anyway")
    with database.unit_of_work() as first, database.unit_of_work() as second:
        assert first.reminders.take_turn()
        assert not second.reminders.take_turn()
    with database.unit_of_work() as third:
        assert third.reminders.take_turn()
