"""Codes: unambiguous when made, forgiving when read."""

import random
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.bindings.rules import (
    ALPHABET,
    cut_platform,
    cut_sure,
    hash_code,
    make_code,
    may_invite,
    previous_po,
    read_code,
)
from handlers.shared.access import Speaker
from storage.records.officers import Appointment, Officer, Role

codes = st.randoms().map(lambda chance: make_code(chance.choice))
VERBS = ("綁定", "我的碼是", "bind", "")
noise = st.sampled_from(("", " ", "　", "-", "－", "—", " - ", "\n"))


@given(codes)
def test_a_code_has_no_letters_that_are_taken_for_one_another(code: str) -> None:
    assert len(code) == 9
    assert not set(code) & set("ILO01")


@given(codes, noise, st.sampled_from(("narrow", "wide", "small")), st.sampled_from(VERBS))
def test_width_case_spaces_and_dashes_do_not_matter(
    code: str, between: str, style: str, verb: str
) -> None:
    typed = between.join(code.replace("-", ""))
    if style == "small":
        typed = typed.lower()
    if style == "wide":
        typed = "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in typed)
    assert read_code(f"{verb} {typed} 謝謝") == code.replace("-", "")
    assert hash_code(typed) == hash_code(code)


@pytest.mark.parametrize("text", ["", "ABC", "ABCD-12345", "綁定碼", "ABCDEFGHJ"])
def test_what_is_no_code_is_not_read_as_one(text: str) -> None:
    assert read_code(text) is None


def test_what_is_stored_does_not_hold_the_code() -> None:
    code = make_code(random.Random(7).choice)  # noqa: S311  # a test's
    assert read_code(code) is not None
    assert code.replace("-", "").lower() not in hash_code(code)
    assert len(ALPHABET) == 31


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ("", "")),
        ("王小明", ("王小明", "")),
        ("王小明 ＬＩＮＥ", ("王小明", "line")),
        ("slack", ("", "slack")),
        ("全部", ("", "*")),
    ],
)
def test_a_name_and_a_platform_are_told_apart(text: str, expected: tuple[str, str]) -> None:
    assert cut_platform(text) == expected


ME = Officer(id=1, name="林若晴")


def place(
    role: Role, agency_id: int = 1, officer_id: int = 1, ends_on: date | None = None
) -> Appointment:
    return Appointment(id=1, officer_id=officer_id, agency_id=agency_id, role=role, ends_on=ends_on)


@pytest.mark.parametrize(
    ("mine", "invited", "agency_id", "allowed"),
    [
        (Role.PO, (Role.BUSINESS_UNIT,), 1, True),
        (Role.TEAM, (Role.TEAM,), 1, True),
        (Role.PO, (Role.DEPUTY,), 1, False),
        (Role.PO, (Role.TEAM,), 2, False),
        (Role.PO, (Role.TEAM, Role.HUB), 1, False),
        (Role.BUSINESS_UNIT, (Role.BUSINESS_UNIT,), 1, False),
        (Role.OBSERVER, (Role.TEAM,), 1, False),
        (Role.HUB, (Role.PO,), 2, True),
        (Role.HUB, (Role.HUB,), 1, False),
    ],
)
def test_who_may_give_a_code_to_whom(
    mine: Role, invited: tuple[Role, ...], agency_id: int, *, allowed: bool
) -> None:
    speaker = Speaker(officer=ME, appointments=(place(mine),))
    assert may_invite(speaker, agency_id, invited) is allowed


def test_an_administrator_invites_everybody() -> None:
    assert may_invite(Speaker(officer=ME, is_admin=True), 9, (Role.HUB,))


TODAY = date(2026, 12, 8)


def test_the_predecessor_is_the_po_whose_term_ended_last() -> None:
    mine = place(Role.PO)
    older = place(Role.PO, officer_id=2, ends_on=date(2025, 1, 1))
    latest = place(Role.PO, officer_id=3, ends_on=date(2026, 11, 30))
    team = place(Role.TEAM, officer_id=4, ends_on=date(2026, 11, 30))
    assert previous_po((mine, older, latest, team), mine, today=TODAY) == latest
    assert previous_po((mine,), mine, today=TODAY) is None
    assert previous_po((latest,), team, today=TODAY) is None


def test_a_predecessor_may_still_be_in_office() -> None:
    # Given somebody who left long ago, somebody who is still there, and one who came today
    older = place(Role.PO, officer_id=2, ends_on=date(2025, 1, 1))
    serving = replace(place(Role.PO, officer_id=3), starts_on=date(2025, 1, 2))
    mine = replace(place(Role.PO), starts_on=TODAY)
    everybody = (older, serving, mine)
    # Then the successor follows the one who is there, who in turn follows the one who left
    assert previous_po(everybody, mine, today=TODAY) == serving
    assert previous_po(everybody, serving, today=TODAY) == older
    # And of two who serve side by side none is the other's, unless one is going or left a note
    fellow, me = place(Role.PO, officer_id=4), place(Role.PO)
    assert previous_po((fellow, me), me, today=TODAY) is None
    going = replace(fellow, ends_on=date(2026, 12, 31))
    assert previous_po((going, me), me, today=TODAY) == going
    assert previous_po((fellow, me), me, noted=frozenset({4}), today=TODAY) == fellow


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ("", False)),
        ("確定", ("", True)),
        ("小陳 LINE 確定", ("小陳 LINE", True)),
        ("小陳　確定", ("小陳", True)),
        ("確定 小陳", ("確定 小陳", False)),
    ],
)
def test_the_second_time_is_told_from_the_first(text: str, expected: tuple[str, bool]) -> None:
    assert cut_sure(text) == expected
