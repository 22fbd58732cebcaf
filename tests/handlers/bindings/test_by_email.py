"""Slack accounts are known by the roster's e-mail: nobody there needs a code."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta

import pytest

from bot.message import Card, Platform
from handlers.bindings.jobs import invite
from storage.records.officers import Officer, Role
from tests.support.world import World

CHIN = "chin@mohw.gov.tw"


@dataclass
class Workspace:
    """Slack's own directory, and how often it was asked."""

    people: dict[str, str] = field(default_factory=dict[str, str])  # account: address
    asked: list[str] = field(default_factory=list[str])

    def user_of(self, email: str) -> str | None:
        self.asked.append(email)
        return next((user for user, one in self.people.items() if one.lower() == email), None)

    def email_of(self, user_id: str) -> str | None:
        self.asked.append(user_id)
        return self.people.get(user_id)


@pytest.fixture
def workspace() -> Workspace:
    return Workspace()


@pytest.fixture
def world(migrated_url: str, workspace: Workspace) -> Iterator[World]:
    """People on LINE; the workspace's Slack comes later."""
    world = World(migrated_url, platforms=(Platform.LINE, Platform.SLACK), directory=workspace)
    yield world
    world.stop()


@pytest.fixture
def chin(world: World, workspace: Workspace) -> Officer:
    """衛福部's PO, bound on LINE, whose address the workspace knows in capitals."""
    workspace.people[world.account("林若晴", Platform.SLACK)] = CHIN.upper()
    return world.officer("林若晴", "衛福部", email=CHIN)


def bound(world: World, officer: Officer) -> list[str]:
    with world.looking() as uow:
        return [one.platform for one in uow.bindings.of_officer(officer.id)]


def on_slack(world: World, name: str = "林若晴") -> list[Card]:
    return world.heard_privately(name, Platform.SLACK)


def test_the_first_sentence_is_answered_as_an_officers(world: World, chin: Officer) -> None:
    card = world.direct("林若晴", Platform.SLACK).says("登記 公園夜間噪音")
    assert card is not None
    assert bound(world, chin) == ["line", "slack"]
    answer, hello = sorted(on_slack(world), key=lambda one: one.number, reverse=True)
    assert answer.number == "115-0001"
    assert "用名冊的電子郵件認出您，Slack 也可以用小幫手了。提醒照舊傳到 LINE。" in hello.body
    # And who bound it is in the audit log
    with world.looking() as uow:
        agency = uow.agencies.by_name("衛福部")
        assert agency is not None
        entry = uow.audit.of_agency(agency.id, 5)[0]
    assert (entry.actor, entry.action, entry.detail) == ("system", "bind-email", "slack")


def test_who_is_in_no_roster_stays_a_stranger_and_is_looked_up_once(
    world: World, workspace: Workspace
) -> None:
    workspace.people[world.account("路人", Platform.SLACK)] = "someone@example.org"
    for _ in range(3):
        card = world.direct("路人", Platform.SLACK).says("我的案件")
        assert card is not None
        assert "綁定碼" in str(card)
    assert len(workspace.asked) == 1


@pytest.mark.usefixtures("chin")
def test_a_directory_that_tells_nothing_costs_nobody_the_answer(
    world: World, workspace: Workspace
) -> None:
    workspace.people.clear()
    card = world.direct("林若晴", Platform.SLACK).says("說明")
    assert card is not None


def test_the_clock_binds_the_roster_and_says_so_once_in_office_hours(
    world: World, chin: Officer
) -> None:
    # Given a Saturday
    world.clock.advance(timedelta(days=5))
    world.assistant.introduce()
    world.advance(hours=1)
    assert bound(world, chin) == ["line", "slack"]
    # Then nobody is told before Monday morning
    assert on_slack(world) == []
    world.advance(days=2)
    (hello,) = on_slack(world)
    assert [button.command for button in hello.buttons][-1] == "解除綁定 Slack"
    world.assistant.introduce()
    world.advance(days=1)
    assert len(on_slack(world)) == 1


def test_nobody_is_looked_for_more_than_once_a_week(world: World, workspace: Workspace) -> None:
    for n in range(25):
        world.officer(f"同仁{n}", "衛福部", Role.TEAM, email=f"n{n}@mohw.gov.tw")
    for _ in range(30):
        world.assistant.introduce()
    assert len(workspace.asked) == len(set(workspace.asked)) == 25
    world.officer("新來的", "衛福部", Role.TEAM, email="new@mohw.gov.tw")
    world.assistant.introduce()
    assert workspace.asked[-1] == "new@mohw.gov.tw"
    world.clock.advance(timedelta(days=7))
    for _ in range(30):
        world.assistant.introduce()
    assert len(workspace.asked) == 26 * 2


def test_who_gave_slack_up_is_not_bound_again_unasked(world: World, chin: Officer) -> None:
    slack = world.direct("林若晴", Platform.SLACK)
    slack.says("說明")
    asked = slack.says("解除綁定 Slack")
    assert asked is not None
    assert "Slack 帳號" in asked.title
    slack.says(asked.buttons[0].command)
    assert bound(world, chin) == ["line"]
    world.clock.advance(timedelta(days=8))
    world.assistant.introduce()
    slack.says("我的案件")
    assert bound(world, chin) == ["line"]
    # But a code does
    with world.looking() as uow:
        code = invite(uow, CHIN, now=world.clock.now())
        uow.commit()
    slack.says(f"綁定 {code}")
    assert bound(world, chin) == ["line", "slack"]


def test_who_left_office_or_was_erased_is_not_bound(world: World, chin: Officer) -> None:
    with world.looking() as uow:
        (place,) = uow.officers.appointments(officer_id=chin.id)
        yesterday = (world.clock.now() - timedelta(days=1)).date()
        uow.officers.save_appointment(replace(place, ends_on=yesterday))
        uow.commit()
    world.assistant.introduce()
    world.direct("林若晴", Platform.SLACK).says("我的案件")
    assert bound(world, chin) == ["line"]


def test_an_account_that_is_somebody_elses_stays_theirs(world: World, chin: Officer) -> None:
    other = world.officer("洪知遠", "內政部")
    with world.looking() as uow:
        account = world.account("林若晴", Platform.SLACK)
        uow.bindings.add("slack", account, other.id, now=world.clock.now())
        uow.commit()
    world.assistant.introduce()
    assert bound(world, chin) == ["line"]
    assert bound(world, other) == ["line", "slack"]


def test_who_is_bound_nowhere_yet_is_welcomed(world: World, workspace: Workspace) -> None:
    officer = world.officer("王主任", "內政部", email="wang@moi.gov.tw")
    with world.looking() as uow:
        (line,) = uow.bindings.of_officer(officer.id)
        uow.bindings.remove(line.id)
        uow.commit()
    workspace.people[world.account("王主任", Platform.SLACK)] = "wang@moi.gov.tw"
    world.direct("王主任", Platform.SLACK).says("說明")
    hello = next(one for one in on_slack(world, "王主任") if "歡迎" in one.title)
    assert hello.buttons[-1].label == "不要用 Slack"
    assert "電子郵件認出您" in hello.note
