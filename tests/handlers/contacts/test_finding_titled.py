"""People by surname and title, and agencies by all but the last character of their name."""

from dataclasses import replace

import pytest

from handlers.contacts.rules.finding import Directory, Finding, Hit, Kind, Reason
from storage.records.officers import Role
from tests.handlers.contacts.directories import FACTS, TODAY, World


@pytest.fixture(scope="module")
def directory() -> Directory:
    """Return an index of the shipped agencies, with nobody in them."""
    return World().directory()


def _ask(directory: Directory, query: str) -> Finding:
    return directory.find(query, today=TODAY)


def _sure(directory: Directory, query: str) -> Hit:
    hit = _ask(directory, query).sure
    assert hit is not None, _ask(directory, query)
    return hit


@pytest.mark.parametrize(
    ("query", "short"),
    [("環境", "環境部"), ("交通", "交通部"), ("文化", "文化部"), ("國防", "國防部")],
)
def test_an_agency_named_without_its_last_character_comes_before_topics(
    directory: Directory, query: str, short: str
) -> None:
    hit = _ask(directory, query).hits[0]
    assert (hit.agency.short, hit.reason) == (short, Reason.PARTIAL)


@pytest.mark.parametrize("query", ["國道高速公路局", "高公局", "交通部高速公路局"])
def test_the_freeways_are_not_the_highway_bureaus(directory: Directory, query: str) -> None:
    hit = _sure(directory, query)
    assert hit.via is not None
    assert (hit.via.short, hit.agency.short) == ("高公局", "交通部")


@pytest.fixture
def titled() -> Directory:
    """Return an index in which the roster knows some titles."""
    world = World()
    world.appoint("王以安", "衛福部", like=replace(FACTS, title="科長"))
    world.appoint("王予晴", "內政部", like=replace(FACTS, title="副科長"))
    world.appoint("歐陽知夏", "內政部", Role.TEAM)
    world.appoint("陳沐言", "內政部", Role.TEAM, like=replace(FACTS, title="專員"))
    world.appoint("陳沐禾", "環境部", like=replace(FACTS, title="專員"))
    world.appoint("林予安", "環境部", Role.TEAM, like=replace(FACTS, title="技正"))
    return world.directory()


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("王科長", "王以安"),
        ("請問王科長在嗎", "王以安"),
        ("衛福部王科長", "王以安"),
        ("內政部 陳專員", "陳沐言"),
        ("歐陽小姐", "歐陽知夏"),
        ("歐陽科長", "歐陽知夏"),
        ("林先生", "林予安"),
    ],
)
def test_a_surname_with_a_title_finds_the_only_one_it_fits(
    titled: Directory, query: str, name: str
) -> None:
    hit = _sure(titled, query)
    assert hit.person is not None
    assert hit.person.name == name


@pytest.mark.parametrize(
    ("query", "names"),
    [("陳專員", {"陳沐言", "陳沐禾"}), ("王先生", {"王以安", "王予晴"}), ("林科長", {"林予安"})],
)
def test_a_surname_that_fits_several_or_has_another_title_is_a_choice(
    titled: Directory, query: str, names: set[str]
) -> None:
    finding = _ask(titled, query)
    assert finding.kind is Kind.CHOICES
    assert {hit.person.name for hit in finding.hits if hit.person} == names


def test_a_title_without_that_surname_finds_the_agency_named(titled: Directory) -> None:
    assert _sure(titled, "環境部黃科長").agency.short == "環境部"
