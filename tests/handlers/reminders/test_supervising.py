"""督導知會: the own supervisor hears last, and only where the own agency wanted that."""

from dataclasses import replace

import pytest

from bot.message import Card
from storage.records.duties import Step
from storage.records.officers import Role
from tests.handlers.reminders.test_jobs import heard, say
from tests.support.waiting import until
from tests.support.world import World


@pytest.fixture
def unanswered(world: World) -> World:
    """A superior's deadline on 12/23 that nobody says anything about."""
    say(world, "登記 菸捐那件 期限 12/23")
    return world


def last_cards(world: World) -> tuple[list[Card], list[Card]]:
    """What the holder and the supervisor hear on the last day of the ladder."""
    until(world, "2026-12-22 08:00:00")
    holder: list[Card] = []
    supervisor: list[Card] = []
    for day in (22, 23, 24, 25, 28, 29):
        until(world, f"2026-12-{day} 18:00:00")
        holder += world.heard_privately("阿菊")
        supervisor += world.heard_privately("督導長")
        heard(world)
    return holder, supervisor


def test_nobody_tells_a_supervisor_unless_the_agency_wants_it(unanswered: World) -> None:
    unanswered.officer("督導長", "衛福部", Role.SUPERVISOR)
    holder, supervisor = last_cards(unanswered)
    assert supervisor == []
    assert "督導" not in str(holder)


def test_where_it_is_on_the_supervisor_hears_once_and_reads_why(unanswered: World) -> None:
    unanswered.officer("督導長", "衛福部", Role.SUPERVISOR)
    assert say(unanswered, "督導知會 開").body == (
        "好，衛福部的應辦期限，承辦、代理人、工作小組都沒回覆時，會知會督導。"
    )
    holder, supervisor = last_cards(unanswered)
    (told,) = supervisor
    assert told.items[0].title == "1　長官期限"
    assert "承辦、代理人、工作小組都還沒有回覆。" in told.items[0].text
    assert told.flag == "知會 1 件"
    assert "督導知會 關" in told.note
    assert [b.command for b in told.buttons] == ["案件 115-0001"]
    assert "阿菊" not in str(told)
    assert [c for c in holder if "已知會督導。" in str(c)] == holder[-1:]


def test_an_answer_on_the_way_keeps_it_from_the_supervisor(unanswered: World) -> None:
    unanswered.officer("督導長", "衛福部", Role.SUPERVISOR)
    say(unanswered, "督導知會 開")
    until(unanswered, "2026-12-24 18:00:00")
    say(unanswered, "收到 1")
    _, supervisor = last_cards(unanswered)
    assert supervisor == []


def test_a_supervisor_that_the_roster_only_names_is_nobody(unanswered: World) -> None:
    with unanswered.looking() as uow:
        agency = uow.agencies.by_name("衛福部")
        assert agency is not None
        for place in uow.officers.appointments(agency_id=agency.id):
            uow.officers.save_appointment(replace(place, supervisor="陳督導"))
        uow.commit()
    assert "還沒有綁定的督導" in say(unanswered, "督導知會 開").body
    holder, _ = last_cards(unanswered)
    assert "督導還沒有綁定或請假，沒有知會。" in str(holder[-1])


def test_a_supervisor_of_another_agency_hears_nothing(unanswered: World) -> None:
    unanswered.officer("督導長", "內政部", Role.SUPERVISOR)
    say(unanswered, "督導知會 開")
    _, supervisor = last_cards(unanswered)
    assert supervisor == []


def test_of_a_sensitive_case_a_supervisor_who_is_not_named_hears_nothing(
    unanswered: World,
) -> None:
    unanswered.officer("督導長", "衛福部", Role.SUPERVISOR)
    say(unanswered, "督導知會 開")
    say(unanswered, "標記 1 敏感")
    _, supervisor = last_cards(unanswered)
    assert supervisor == []


def test_switched_off_again_nobody_tells(unanswered: World) -> None:
    unanswered.officer("督導長", "衛福部", Role.SUPERVISOR)
    say(unanswered, "督導知會 開")
    assert say(unanswered, "督導知會 關").body == "衛福部不知會督導。"
    _, supervisor = last_cards(unanswered)
    assert supervisor == []


def test_only_who_keeps_the_agency_switches_it(unanswered: World) -> None:
    card = say(unanswered, "督導知會 開", by="小代")
    assert "知會督導" not in card.body
    with unanswered.looking() as uow:
        agency = uow.agencies.by_name("衛福部")
        assert agency is not None
        assert not uow.settings.get(f"supervisor-told/{agency.id}")


def test_what_a_supervisor_asked_for_comes_besides(unanswered: World) -> None:
    unanswered.officer("督導長", "衛福部", Role.SUPERVISOR)
    say(unanswered, "督導知會 開")
    say(unanswered, "提醒 12/29 主管會報", by="督導長")
    heard(unanswered)
    _, supervisor = last_cards(unanswered)
    assert [("都還沒有回覆" in str(c), "主管會報" in str(c)) for c in supervisor] == [
        (True, True),
        (False, True),
    ]
    assert supervisor[0].buttons == ()  # nothing of it is the supervisor's to answer


def test_handed_on_to_another_the_supervisor_does_not_hear_again(unanswered: World) -> None:
    # Given a holder whose last card could not be delivered, and a supervisor who heard already
    unanswered.officer("督導長", "衛福部", Role.SUPERVISOR)
    say(unanswered, "督導知會 開")
    until(unanswered, "2026-12-24 18:00:00")
    heard(unanswered)
    until(unanswered, "2026-12-28 18:00:00")
    assert len(unanswered.heard_privately("督導長")) == 1
    heard(unanswered)
    # When what was told is told anew, to whoever must act now
    with unanswered.looking() as uow:
        (case,) = uow.cases.by_ids({1}).values()
        (duty,) = uow.duties.of_case(case.id)
        sent = [
            r
            for r in uow.reminders.by_ids(set(range(1, 50)))
            if r.duty_id == duty.id and r.step is Step.NOBODY and r.officer_id is None
        ]
        assert sent
        uow.reminders.put_back([sent[-1].id], unanswered.clock.now())
        uow.commit()
    until(unanswered, "2026-12-30 18:00:00")
    # Then the holder hears of it, and the supervisor does not
    assert unanswered.heard_privately("阿菊")
    assert unanswered.heard_privately("督導長") == []
