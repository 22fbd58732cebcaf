"""Who sees a case, as one table; the same table is asked of SQL through lists."""

from datetime import UTC, datetime

import pytest

from handlers.shared.audience import (
    Circle,
    Sight,
    Viewer,
    list_agency_ids,
    readable_notes,
    sight_of,
)
from storage.records.cases import Case, CaseKind, Note, Secrecy, Stage
from storage.records.chats import ChatScope, LinkedChat

NOW = datetime(2026, 12, 8, tzinfo=UTC)
OWNER, PART, INVITED, OTHER = 1, 2, 3, 4
HOLDER, NAMED, COLLEAGUE = 10, 11, 12


def circle(kind: CaseKind, secrecy: Secrecy = Secrecy.NORMAL) -> Circle:
    case = Case(
        id=1,
        number="115-0001",
        kind=kind,
        stage=Stage.WORKING,
        subject="菸捐",
        agency_id=OWNER,
        holder_id=HOLDER,
        created_at=NOW,
        created_by=HOLDER,
        secrecy=secrecy,
    )
    return Circle(
        case=case,
        part_agency_ids=frozenset({PART}),
        invited_agency_ids=frozenset({INVITED}),
        named_officer_ids=frozenset({NAMED}),
    )


def chat(
    scope: ChatScope | None, agency_id: int | None = OWNER, case_id: int | None = 1
) -> LinkedChat:
    return LinkedChat(
        id=1,
        platform="line",
        chat_id="g",
        joined_at=NOW,
        scope=scope,
        agency_id=agency_id,
        case_id=case_id,
    )


def viewer(agency_id: int, officer_id: int = COLLEAGUE, group: LinkedChat | None = None) -> Viewer:
    return Viewer(
        officer_id=officer_id,
        agency_ids=frozenset({agency_id}),
        in_group=group is not None,
        chat=group,
    )


FULL, STUB, NOTHING = Sight.FULL, Sight.STUB, Sight.NOTHING


@pytest.mark.parametrize("kind", [CaseKind.PETITION, CaseKind.CONSULTATION])
@pytest.mark.parametrize("agency_id", [OWNER, PART, INVITED, OTHER])
def test_public_cases_are_seen_by_every_officer(kind: CaseKind, agency_id: int) -> None:
    assert sight_of(circle(kind), viewer(agency_id)) is FULL


@pytest.mark.parametrize(
    ("agency_id", "sight"),
    [(OWNER, FULL), (PART, FULL), (INVITED, FULL), (OTHER, NOTHING)],
)
def test_other_cases_by_the_owner_and_whom_it_named_or_invited(
    agency_id: int, sight: Sight
) -> None:
    for kind in (CaseKind.SUPERIOR, CaseKind.OWN, CaseKind.PO_PROPOSAL, CaseKind.ENQUIRY):
        assert sight_of(circle(kind), viewer(agency_id)) is sight


@pytest.mark.parametrize(
    ("officer_id", "sight"), [(HOLDER, FULL), (NAMED, FULL), (COLLEAGUE, NOTHING)]
)
def test_sensitive_cases_by_named_officers(officer_id: int, sight: Sight) -> None:
    case = circle(CaseKind.PETITION, Secrecy.SENSITIVE)
    assert sight_of(case, viewer(OWNER, officer_id)) is sight
    for scope in ChatScope:
        assert sight_of(case, viewer(OWNER, officer_id, chat(scope))) is NOTHING


@pytest.mark.parametrize(
    ("agency_id", "sight"), [(OWNER, STUB), (PART, STUB), (INVITED, STUB), (OTHER, NOTHING)]
)
def test_secret_cases_show_whom_to_ask(agency_id: int, sight: Sight) -> None:
    for kind in CaseKind:
        assert sight_of(circle(kind, Secrecy.SECRET), viewer(agency_id)) is sight


@pytest.mark.parametrize(
    ("scope", "public", "own"),
    [
        (ChatScope.AGENCY, FULL, FULL),
        (ChatScope.CASE, FULL, FULL),
        (ChatScope.CROSS, FULL, NOTHING),
        (None, FULL, NOTHING),
    ],
)
def test_a_group_sees_what_all_in_it_may_see(
    scope: ChatScope | None, public: Sight, own: Sight
) -> None:
    group = chat(scope)
    assert sight_of(circle(CaseKind.PETITION), viewer(OWNER, group=group)) is public
    assert sight_of(circle(CaseKind.OWN), viewer(OWNER, group=group)) is own


def test_a_group_for_one_case_sees_no_other_case_of_the_agency() -> None:
    elsewhere = chat(ChatScope.CASE, OWNER, case_id=2)
    assert sight_of(circle(CaseKind.OWN), viewer(OWNER, group=elsewhere)) is NOTHING
    assert sight_of(circle(CaseKind.PETITION), viewer(OWNER, group=elsewhere)) is FULL
    assert list_agency_ids(viewer(OWNER, group=elsewhere)) == frozenset()


def test_a_holder_who_left_the_agency_sees_its_sensitive_case_no_more() -> None:
    case = circle(CaseKind.OWN, Secrecy.SENSITIVE)
    assert sight_of(case, viewer(OTHER, HOLDER)) is NOTHING
    assert sight_of(case, viewer(OTHER, NAMED)) is FULL


def test_both_the_group_and_the_speaker_must_be_allowed() -> None:
    ours, theirs = chat(ChatScope.AGENCY, OWNER), chat(ChatScope.AGENCY, OTHER)
    assert sight_of(circle(CaseKind.OWN), viewer(OTHER, group=ours)) is NOTHING
    assert sight_of(circle(CaseKind.OWN), viewer(OWNER, group=theirs)) is NOTHING


@pytest.mark.parametrize(
    ("who", "as_whom"),
    [
        (viewer(OWNER), {OWNER}),
        (viewer(OWNER, group=chat(ChatScope.AGENCY)), {OWNER}),
        (viewer(OTHER, group=chat(ChatScope.AGENCY)), set[int]()),
        (viewer(OWNER, group=chat(ChatScope.CROSS)), set[int]()),
        (Viewer(officer_id=1, agency_ids=frozenset({OWNER, OTHER})), {OWNER, OTHER}),
    ],
    ids=["1:1", "own group", "guest", "跨部會", "two appointments"],
)
def test_as_whom_a_list_is_made(who: Viewer, as_whom: set[int]) -> None:
    assert list_agency_ids(who) == as_whom


def test_notes_are_the_own_agencys_or_shared() -> None:
    ours = Note(
        id=1, case_id=1, agency_id=OWNER, officer_id=1, text="甲", shared=False, written_at=NOW
    )
    shared = Note(
        id=2, case_id=1, agency_id=OTHER, officer_id=2, text="乙", shared=True, written_at=NOW
    )
    assert readable_notes((ours, shared), viewer(OWNER)) == (ours, shared)
    assert readable_notes((ours, shared), viewer(PART)) == (shared,)
    cross = chat(ChatScope.CROSS)
    assert readable_notes((ours, shared), viewer(OWNER, group=cross)) == (shared,)
