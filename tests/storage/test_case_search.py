from collections.abc import Iterator
from dataclasses import dataclass, replace

import pytest

from storage.engine import Database
from storage.records.cases import (
    CaseAgency,
    CaseKind,
    CaseQuery,
    Note,
    Part,
    Secrecy,
    Stage,
    Standing,
)
from storage.unit_of_work import UnitOfWork
from tests.storage.samples import MINUTE, NOON, agency, case, officer


@dataclass(frozen=True)
class Shelf:
    """衛福部's cases; 林 works there, 陳 in 內政部, 王 in 教育部."""

    uow: UnitOfWork
    lin: int
    chen: int
    wang: int
    health: int
    home: int
    school: int

    def subjects(self, query: CaseQuery) -> list[str]:
        return [found.subject for found in self.uow.cases.find(query).cases]


@pytest.fixture
def shelf(database: Database) -> Iterator[Shelf]:
    with database.unit_of_work() as uow:
        lin = officer(uow, "lin", "衛福部")
        chen, wang = officer(uow, "chen", "內政部"), officer(uow, "wang", "教育部")
        health, home = agency(uow, "衛福部").id, agency(uow, "內政部").id
        case(uow, lin, "提案 健保卡", kind=CaseKind.PETITION, stage=Stage.ENDORSING)
        case(uow, lin, "眾開講 菸害", kind=CaseKind.CONSULTATION, stage=Stage.NOTICED)
        case(uow, lin, "交辦 菸捐 100%", holder_id=None)
        shared = case(uow, lin, "合辦 eID", kind=CaseKind.OWN)
        invited = case(uow, lin, "諮詢 臺灣 戶籍", kind=CaseKind.ENQUIRY, holder_id=chen.id)
        secret = case(uow, lin, "敏感 病歷", kind=CaseKind.PETITION, secrecy=Secrecy.SENSITIVE)
        case(uow, lin, "", kind=CaseKind.PETITION, secrecy=Secrecy.SECRET)
        case(uow, lin, "結案 口罩", closed_at=NOON, stage=Stage.CLOSED)
        case(uow, lin, "註銷 錯開", cancelled_at=NOON, kind=CaseKind.PETITION)
        part = CaseAgency(
            case_id=shared.id,
            agency_id=home,
            part=Part.LEAD,
            standing=Standing.SUGGESTED,
            said_by=health,
        )
        uow.cases.set_agency(part)
        uow.cases.invite_agency(invited.id, home)
        uow.cases.name_officer(secret.id, wang.id)
        own = Note(
            id=0,
            case_id=shared.id,
            agency_id=health,
            officer_id=lin.id,
            text="內部看法 暫緩",
            shared=False,
            written_at=NOON,
        )
        uow.cases.add_note(own)
        yield Shelf(uow, lin.id, chen.id, wang.id, health, home, agency(uow, "教育部").id)


OWNERS_VIEW = [
    "結案 口罩",
    "諮詢 臺灣 戶籍",
    "合辦 eID",
    "交辦 菸捐 100%",
    "眾開講 菸害",
    "提案 健保卡",
]


def test_lists_hold_what_the_viewer_may_see_newest_first(shelf: Shelf) -> None:
    everybody = ["眾開講 菸害", "提案 健保卡"]
    partner = ["諮詢 臺灣 戶籍", "合辦 eID", *everybody]
    assert (
        shelf.subjects(CaseQuery(viewer_agency_ids=frozenset({shelf.health}), limit=99))
        == OWNERS_VIEW
    )
    assert shelf.subjects(CaseQuery(viewer_agency_ids=frozenset({shelf.home}), limit=99)) == partner
    assert (
        shelf.subjects(CaseQuery(viewer_agency_ids=frozenset({shelf.school}), limit=99))
        == everybody
    )
    assert shelf.subjects(CaseQuery(limit=99)) == everybody


def test_a_sensitive_case_shows_only_when_asked_and_only_to_whom_it_names(shelf: Shelf) -> None:
    def sees(officer_id: int, agency_id: int, *, asked: bool) -> bool:
        query = CaseQuery(
            viewer_officer_id=officer_id,
            viewer_agency_ids=frozenset({agency_id}),
            include_sensitive=asked,
            limit=99,
        )
        return "敏感 病歷" in shelf.subjects(query)

    assert sees(shelf.wang, shelf.school, asked=True)
    assert not sees(shelf.wang, shelf.school, asked=False)
    assert sees(shelf.lin, shelf.health, asked=True)  # holds it
    assert not sees(shelf.lin, shelf.home, asked=True)  # no longer in the agency
    assert not sees(shelf.chen, shelf.home, asked=True)
    nobody = CaseQuery(
        include_sensitive=True, viewer_agency_ids=frozenset({shelf.health}), limit=99
    )
    assert "敏感 病歷" not in shelf.subjects(nobody)


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (("菸",), ["交辦 菸捐 100%", "眾開講 菸害"]),
        (("菸", "捐"), ["交辦 菸捐 100%"]),
        (("台灣",), ["諮詢 臺灣 戶籍"]),
        (("EID",), ["合辦 eID"]),
        (("ｅｉｄ",), ["合辦 eID"]),
        (("115-0003",), ["交辦 菸捐 100%"]),
        (("100%",), ["交辦 菸捐 100%"]),
        (("%",), ["交辦 菸捐 100%"]),
        (("_",), []),
        (("\\",), []),
        (("'; DROP TABLE cases; --",), []),
        (("菸\0捐",), ["交辦 菸捐 100%"]),
        (("暫緩",), ["合辦 eID"]),
    ],
)
def test_words_are_found_however_they_are_typed(
    shelf: Shelf, words: tuple[str, ...], found: list[str]
) -> None:
    query = CaseQuery(words=words, viewer_agency_ids=frozenset({shelf.health}), limit=99)
    assert shelf.subjects(query) == found


def test_words_of_a_note_lead_to_its_case_only_for_who_may_read_it(shelf: Shelf) -> None:
    query = CaseQuery(words=("暫緩",), viewer_agency_ids=frozenset({shelf.home}), limit=99)
    assert shelf.subjects(query) == []


def test_lists_are_narrowed_by_agency_stage_kind_holder_and_openness(shelf: Shelf) -> None:
    def narrowed(**asked: object) -> list[str]:
        return shelf.subjects(
            CaseQuery(viewer_agency_ids=frozenset({shelf.health}), limit=99, **asked)  # type: ignore[arg-type]  # any field
        )

    assert narrowed(agency_ids=frozenset({shelf.home})) == ["合辦 eID"]
    assert narrowed(agency_ids=frozenset({shelf.health, shelf.home})) == OWNERS_VIEW
    assert narrowed(stages=frozenset({Stage.NOTICED, Stage.CLOSED})) == [
        "結案 口罩",
        "眾開講 菸害",
    ]
    assert narrowed(kinds=frozenset({CaseKind.OWN})) == ["合辦 eID"]
    assert narrowed(holder_id=shelf.chen) == ["諮詢 臺灣 戶籍"]
    assert narrowed(open_only=True) == OWNERS_VIEW[1:]


def test_pages_follow_one_another_without_gap_or_double(shelf: Shelf) -> None:
    seen: list[str] = []
    more = True
    while more:
        page = shelf.uow.cases.find(
            CaseQuery(viewer_agency_ids=frozenset({shelf.health}), limit=4, offset=len(seen))
        )
        assert page.total_count == len(OWNERS_VIEW)
        seen.extend(found.subject for found in page.cases)
        more = page.has_more
    assert seen == OWNERS_VIEW


def test_newer_cases_come_first_even_if_they_were_entered_later(shelf: Shelf) -> None:
    lin = shelf.uow.officers.get(shelf.lin)
    case(shelf.uow, lin, "補登", created_at=NOON - MINUTE)
    query = CaseQuery(viewer_agency_ids=frozenset({shelf.health}), limit=99)
    assert shelf.subjects(query) == [*OWNERS_VIEW, "補登"]


def test_the_lists_of_two_agencies_are_one(shelf: Shelf) -> None:
    both = frozenset({shelf.home, shelf.health})
    assert shelf.subjects(CaseQuery(viewer_agency_ids=both, limit=99)) == OWNERS_VIEW


def test_cases_of_others_that_an_agency_helps_with(shelf: Shelf) -> None:
    def helps(agency_id: int) -> list[str]:
        ids = frozenset({agency_id})
        return shelf.subjects(CaseQuery(helper_ids=ids, viewer_agency_ids=ids, limit=99))

    assert helps(shelf.home) == ["合辦 eID"]
    assert helps(shelf.health) == helps(shelf.school) == []


def test_sensitive_cases_can_be_asked_for_alone(shelf: Shelf) -> None:
    query = CaseQuery(
        include_sensitive=True,
        secrecy=Secrecy.SENSITIVE,
        viewer_officer_id=shelf.wang,
        viewer_agency_ids=frozenset({shelf.school}),
    )
    assert shelf.subjects(query) == ["敏感 病歷"]
    assert shelf.subjects(replace(query, viewer_officer_id=shelf.chen)) == []
