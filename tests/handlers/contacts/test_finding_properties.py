"""What holds for every text and for every shipped agency."""

from dataclasses import replace
from datetime import date
from functools import lru_cache

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from handlers.contacts.rules.finding import Directory, Finding, Kind
from handlers.contacts.rules.names import fold
from storage.records.agencies import Agency, Level
from tests.handlers.contacts.directories import FACTS, TODAY, World, real_agencies

EXPLICIT = [
    pytest.param(agency, name, id=name)
    for agency in real_agencies()
    for name in (
        agency.name,
        *agency.short_names,
        *agency.former_names,
        *filter(None, (agency.acronym, agency.english)),
    )
]
PIECES = st.sampled_from(
    [p.values[1] for p in EXPLICIT if isinstance(p.values[1], str)]
    + [
        "找誰",
        "的",
        "窗口",
        " ",
        "eID",
        "ㄨㄟ",
        "ˋ",
        "甲乙",
        "離任",
        "停用",
        "小王",
        "健保卡",
        "po",
    ]
)


@lru_cache(maxsize=1)
def _directory() -> Directory:
    world = World()
    for number, agency in enumerate(world.agencies):
        handles = replace(FACTS, handles=("健保卡",))
        world.appoint(f"甲乙{number}", agency.name, like=handles)
        world.appoint(
            f"離任{number}", agency.name, like=replace(handles, ends_on=date(2026, 12, 6))
        )
        world.appoint(f"停用{number}", agency.name, like=replace(handles, paused=True))
        world.appoint(
            f"未到{number}", agency.name, like=replace(handles, starts_on=date(2027, 1, 1))
        )
    return world.directory()


@lru_cache(maxsize=1)
def _empty() -> Directory:
    return World().directory()


def _is_sound(finding: Finding) -> bool:
    counts = {Kind.SURE: (1, 1), Kind.CHOICES: (1, 5), Kind.NOTHING: (0, 0)}
    least, most = counts[finding.kind]
    in_force = all(c.appointment.holds_on(TODAY) for h in finding.hits for c in h.contacts)
    return least <= len(finding.hits) <= most and in_force


@given(st.text(max_size=200) | st.lists(PIECES, max_size=6).map("".join))
@example("\ud800衛福部")
@example("衛" * 5001)
@example("衛福部" * 1700)
@example("\u202e部福衛\x00<script>' OR 1=1 --")
@example("👨‍👩‍👧‍👦𠮷野家")
def test_any_text_gets_an_answer_and_nobody_out_of_office(text: str) -> None:
    finding = _directory().find(text, today=TODAY)
    assert _is_sound(finding)
    for mention in _directory().agencies_in(text, today=TODAY):
        assert text[mention.start : mention.end] == mention.text
    _directory().agencies_for_topic(text, today=TODAY)


def _owners(name: str) -> set[int]:
    key = fold(name)
    return {
        a.id
        for a in real_agencies()
        for n in (a.name, *a.short_names, *a.former_names, a.acronym, a.english)
        if fold(n) == key
    }


def _answers_for(finding: Finding, agency: Agency) -> bool:
    if any(agency.id in {h.agency.id, h.via.id if h.via else 0} for h in finding.hits):
        return True
    # An agency that is gone is answered for by whoever carries its name as a former one.
    gone = not agency.exists_on(TODAY)
    return gone and any(agency.name in h.agency.former_names for h in finding.hits)


@pytest.mark.parametrize(("agency", "name"), EXPLICIT)
def test_every_name_of_every_agency_is_certain_or_among_the_choices(
    agency: Agency, name: str
) -> None:
    finding = _empty().find(name, today=TODAY, limit=50)
    assert _answers_for(finding, agency)
    if len(_owners(name)) == 1:
        assert finding.kind is Kind.SURE


@pytest.mark.parametrize(
    "agency", [a for a in real_agencies() if a.level is not Level.UNIT], ids=lambda a: a.short
)
def test_every_agency_is_found_inside_a_sentence(agency: Agency) -> None:
    finding = _empty().find(f"請問{agency.name}的窗口現在是誰", today=TODAY)
    assert finding.kind is Kind.SURE
    assert _answers_for(finding, agency)
