"""Who deals with what: 「健保卡 找誰」."""

from dataclasses import replace
from datetime import date

from handlers.contacts.rules.finding import Kind, Reason
from storage.records.officers import Role
from tests.handlers.contacts.directories import FACTS, TODAY, World


def test_a_topic_leads_to_whoever_said_that_it_is_theirs() -> None:
    world = World()
    world.appoint("丁承恩", "農業部")
    world.appoint("卓心妤", "農業部", Role.TEAM, like=replace(FACTS, handles=("星象儀校準",)))
    hit = world.directory().find("星象儀校準 找誰", today=TODAY).sure
    assert hit is not None
    assert hit.reason is Reason.TOPIC
    assert [c.officer.name for c in hit.contacts] == ["卓心妤", "丁承恩"]


def test_a_piece_of_a_topic_is_asked_back() -> None:
    world = World()
    world.appoint("卓心妤", "農業部", like=replace(FACTS, handles=("星象儀校準",)))
    finding = world.directory().find("星象儀找誰", today=TODAY)
    assert (finding.kind, finding.hits[0].agency.short) == (Kind.CHOICES, "農業部")


def test_a_topic_that_its_officer_declines_or_left_is_nobodys() -> None:
    world = World()
    for facts in (
        replace(FACTS, handles=("星象儀校準",), declines=("星象儀",)),
        replace(FACTS, handles=("星象儀校準",), ends_on=date(2026, 1, 1)),
        replace(FACTS, handles=("星象儀校準",), paused=True),
    ):
        world.appoint(f"卓心妤{facts.ends_on}{facts.paused}", "農業部", like=facts)
    assert world.directory().find("星象儀校準", today=TODAY).kind is Kind.NOTHING


def test_topics_of_cases_lead_to_their_agencies() -> None:
    world = World()
    directory = world.directory(topics={"虛構的地下街改建": world.ids(["交通部"])})
    hit = directory.find("虛構的地下街改建", today=TODAY).sure
    assert hit is not None
    assert hit.agency.short == "交通部"
    agencies = directory.agencies_for_topic("地下街改建", today=TODAY)
    assert agencies[0].short == "交通部"
