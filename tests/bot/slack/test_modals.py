"""The forms 登記 and 找: how they are drawn, what is wrong with them, which line they stand for."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.slack.gestures import FIND, REGISTER, Place
from bot.slack.interactions import take
from bot.slack.modals import (
    KINDS,
    NOTE_LIMIT,
    SUBJECT_LIMIT,
    find_form,
    form_for,
    read_form,
    register_form,
    wrong_fields,
)
from bot.slack.requests import RawRequest, RequestKind
from handlers.cases.rules import wording
from handlers.cases.rules.registration import KIND_WORDS
from tests.support.block_kit import load_check
from tests.support.gestures import submission

LONG = "很長的一段話，" * 600
PLACE = Place(
    channel="C0PO00001",
    thread="1796608800.000100",
    message="1796608800.000100",
    link="https://govtw.slack.com/archives/C0PO00001/p1796608800000100",
    ticket="https://hooks.slack.com/actions/T0GOVTW/1/aBcD",
)


def no_objection(_: str) -> str:
    return ""


@pytest.mark.parametrize("said", ["", "一句話", LONG, "\n\n  \n第二行", "&<>*_`"])
def test_slack_takes_the_forms(shared_folder: Path, said: str) -> None:
    check = load_check(shared_folder)
    for place in (Place(), PLACE):
        for form in (register_form(place, said), find_form(place)):
            assert check("modal", form) == []


def test_the_limits_are_those_of_what_is_kept() -> None:
    assert (SUBJECT_LIMIT, NOTE_LIMIT) == (wording.SUBJECT_LIMIT, wording.NOTE_LIMIT)
    assert set(KINDS) <= set(KIND_WORDS)


def test_only_a_bare_command_opens_a_form() -> None:
    assert form_for("登記", Place()) is not None
    assert form_for(" 找 ", Place()) is not None
    assert form_for("登記 路燈不亮", Place()) is None
    assert form_for("", Place()) is None


def test_everything_entered_becomes_one_line() -> None:
    given_fields = {
        "subject": " 公園\n夜間噪音 ",
        "due": "2026-12-18",
        "lead": "內政部",
        "kind": "長官交辦",
        "secrecy": "敏感",
        "note": " 原訊息\n第二行 ",
    }
    filled = read_form(REGISTER, given_fields, PLACE)
    assert filled is not None
    assert filled.line == (
        f"登記 公園 夜間噪音 主辦 內政部 期限 115/12/18 長官交辦 敏感 {PLACE.link}"
    )
    assert filled.quoted == "原訊息\n第二行"


def test_what_is_left_empty_is_not_said() -> None:
    filled = read_form(REGISTER, {"subject": "路燈不亮", "due": "", "lead": ""}, Place())
    assert filled is not None
    assert filled.line == "登記 路燈不亮"


def test_finding_asks_for_whom() -> None:
    filled = read_form(FIND, {"who": " 衛福部 "}, Place())
    assert filled is not None
    assert filled.line == "找 衛福部"
    assert wrong_fields(FIND, {"who": " "}, no_objection) == {
        "who": "要找誰？寫機關、姓名或題目都可以"
    }


def test_what_is_wrong_is_said_beside_its_field() -> None:
    def objection(text: str) -> str:
        return "這裡有手機號碼，請刪掉再送" if "0912" in text else ""

    wrong = wrong_fields(
        REGISTER, {"subject": " ", "due": "明天", "note": "請打 0912345678"}, objection
    )
    assert wrong == {
        "subject": "請寫一句案由",
        "due": "看不懂這個日期，請重選",
        "note": "這裡有手機號碼，請刪掉再送",
    }


def test_slack_is_answered_with_what_is_wrong_and_nothing_is_stored() -> None:
    fields = submission(register_form(Place()), user="U0ANN0001", subject="  ")
    taken = take(RawRequest(kind=RequestKind.INTERACTION, fields=fields))
    assert taken.arrivals == ()
    assert taken.answer == {"response_action": "errors", "errors": {"subject": "請寫一句案由"}}


@given(st.dictionaries(st.sampled_from(["subject", "due", "lead", "kind", "note"]), st.text()))
def test_whatever_is_entered_is_wrong_or_a_line(entered: dict[str, str]) -> None:
    wrong = wrong_fields(REGISTER, entered, no_objection)
    filled = read_form(REGISTER, entered, Place())
    assert filled is not None
    assert "\n" not in filled.line
    assert wrong or len(filled.line) > len("登記 ")
