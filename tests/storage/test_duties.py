"""Events and duties, as they are kept."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from storage.engine import Database
from storage.errors import RecordNotFoundError
from storage.records.duties import CaseEvent, ChosenDay, Duty, DutyState, EventStanding
from storage.records.rules import Event, Force
from storage.unit_of_work import UnitOfWork
from tests.storage.samples import NOON, agency, case, officer

DAY = timedelta(days=1)


def duty(uow: UnitOfWork, case_id: int, name: str = "正式回應", days: int = 7) -> Duty:
    return uow.duties.add(
        Duty(
            id=0,
            case_id=case_id,
            agency_id=agency(uow, "衛福部").id,
            name=name,
            force=Force.BINDING,
            rule_key=f"{name}/PETITION//2018-04-11",
            event=Event.PASSED,
            event_on=date(2026, 12, 8),
            last_on=date(2026, 12, 8) + DAY * days,
            due_at=NOON + DAY * days,
            safe_on=date(2026, 12, 8) + DAY * days,
            day_off="春節",
            provisional=True,
            planned_at=NOON,
        )
    )


def happened(case_id: int, day: int, standing: EventStanding) -> CaseEvent:
    return CaseEvent(
        id=0,
        case_id=case_id,
        event=Event.PASSED,
        on=date(2026, 12, day),
        standing=standing,
        source="承辦輸入",
        said_at=NOON,
    )


def test_a_case_has_one_event_of_a_kind(database: Database) -> None:
    with database.unit_of_work() as uow:
        kept = case(uow, officer(uow, "測試甲"))
        uow.duties.say(happened(kept.id, 8, EventStanding.PROVISIONAL))
        uow.duties.say(happened(kept.id, 7, EventStanding.CONFIRMED))
        (event,) = uow.duties.events(kept.id)
        assert (event.on, event.standing) == (date(2026, 12, 7), EventStanding.CONFIRMED)
        uow.duties.unsay(kept.id, Event.PASSED)
        assert uow.duties.events(kept.id) == ()


def test_a_duty_comes_back_as_it_was_kept(database: Database) -> None:
    with database.unit_of_work() as uow:
        kept = duty(uow, case(uow, officer(uow, "測試甲")).id)
        done = replace(kept, state=DutyState.DONE, reason="已辦", answered_at=NOON, answered_by=1)
        assert uow.duties.get(kept.id) == kept
        uow.duties.save(done)
        assert uow.duties.get(kept.id) == done
        with pytest.raises(RecordNotFoundError):
            uow.duties.save(replace(kept, id=999))


def test_what_was_superseded_is_not_of_the_case(database: Database) -> None:
    with database.unit_of_work() as uow:
        case_id = case(uow, officer(uow, "測試甲")).id
        old, late, soon = duty(uow, case_id), duty(uow, case_id, "展延", 60), duty(uow, case_id)
        uow.duties.save(replace(old, state=DutyState.SUPERSEDED))
        assert [d.id for d in uow.duties.of_case(case_id)] == [soon.id, late.id]


def test_the_open_ones_of_an_agency_until_a_moment(database: Database) -> None:
    with database.unit_of_work() as uow:
        case_id = case(uow, officer(uow, "測試甲")).id
        near, far = duty(uow, case_id), duty(uow, case_id, "展延", 60)
        done = duty(uow, case_id, "公告期程", 3)
        uow.duties.save(replace(done, state=DutyState.DONE))
        ours = {agency(uow, "衛福部").id}
        assert [d.id for d in uow.duties.open_of(ours, NOON + DAY * 8)] == [near.id]
        assert [d.id for d in uow.duties.open_of(ours, NOON + DAY * 90)] == [near.id, far.id]
        assert uow.duties.open_of(frozenset(), NOON + DAY * 90) == ()


def test_closed_and_cancelled_cases_need_no_planning(database: Database) -> None:
    with database.unit_of_work() as uow:
        who = officer(uow, "測試甲")
        going = case(uow, who)
        case(uow, who, closed_at=NOON)
        case(uow, who, cancelled_at=NOON)
        assert uow.duties.open_cases() == (going.id,)


def test_a_chosen_day_is_kept_in_place_of_the_one_before(database: Database) -> None:
    with database.unit_of_work() as uow:
        kept, who = case(uow, officer(uow, "測試甲")), agency(uow, "衛福部").id
        day = date(2026, 12, 18)
        first = ChosenDay(case_id=kept.id, agency_id=who, name="會前會", on=day, said_at=NOON)
        later = replace(first, on=day - DAY, said_by=3)
        uow.duties.choose(first)
        uow.duties.choose(later)
        assert uow.duties.chosen({kept.id}) == (later,)
        assert uow.duties.unchoose(kept.id, who, "會前會")
        assert not uow.duties.unchoose(kept.id, who, "會前會")
        assert uow.duties.chosen({kept.id}) == ()


def test_several_cases_are_read_as_each_by_itself(database: Database) -> None:
    with database.unit_of_work() as uow:
        who = officer(uow, "測試甲")
        ids = [case(uow, who).id for _ in range(3)]
        for case_id in ids[:2]:
            uow.duties.say(happened(case_id, 8, EventStanding.CONFIRMED))
            duty(uow, case_id, days=3)
            gone = duty(uow, case_id, "公告期程")
            uow.duties.supersede({gone.id})
        together = uow.duties.of_cases(ids)
        assert set(together) == {d for case_id in ids for d in uow.duties.of_case(case_id)}
        assert {d.name for d in together} == {"正式回應"}
        events = {e for case_id in ids for e in uow.duties.events(case_id)}
        assert set(uow.duties.events_of_cases(ids)) == events
