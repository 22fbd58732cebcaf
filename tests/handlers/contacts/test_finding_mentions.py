"""Agencies named inside sentences."""

import pytest

from handlers.contacts.rules.finding import Directory
from tests.handlers.contacts.directories import TODAY, World


@pytest.fixture(scope="module")
def directory() -> Directory:
    """Return the index of the shipped agencies alone."""
    return World().directory()


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("菸捐那件 長官說下週三前要有說法 國健署先擬", [("國健署", "國健署")]),
        ("主辦衛福部、協辦 內政部", [("衛福部", "衛福部"), ("內政部", "內政部")]),
        ("台南市政府與 MOENV 研商", [("臺南市", "台南市政府"), ("環境部", "MOENV")]),
        ("內政部戶政司研議", [("內政部", "內政部戶政司")]),
        ("戶政司研議", [("內政部", "戶政司")]),
        ("教育部體育署", [("運動部", "教育部體育署")]),
        ("文化部落的教育部門", []),
        ("the sa of memoir", []),
        ("", []),
    ],
)
def test_every_agency_is_found_where_it_stands(
    directory: Directory, text: str, named: list[tuple[str, str]]
) -> None:
    mentions = directory.agencies_in(text, today=TODAY)
    assert [(m.agency.short, m.text) for m in mentions] == named
    assert all(text[m.start : m.end] == m.text for m in mentions)


def test_a_unit_of_many_gives_one_mention_for_each(directory: Directory) -> None:
    mentions = directory.agencies_in("綜合規劃司研議", today=TODAY)
    assert len(mentions) > 1
    assert {(m.start, m.end) for m in mentions} == {(0, 5)}


def test_a_unit_beside_its_ministry_is_only_that_one(directory: Directory) -> None:
    mentions = directory.agencies_in("衛福部 綜合規劃司研議", today=TODAY)
    assert {m.agency.short for m in mentions} == {"衛福部"}


def test_without_a_day_a_gone_agency_is_given_as_it_was(directory: Directory) -> None:
    assert "促轉會" in [m.agency.short for m in directory.agencies_in("促轉會的檔案")]
