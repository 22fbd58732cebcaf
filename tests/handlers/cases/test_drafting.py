"""簽稿: text in official form."""

import pytest

from handlers.cases.rules.official import chinese_number, numbered
from tests.handlers.cases.conftest import Floor


@pytest.fixture
def case(floor: Floor) -> Floor:
    floor.says("登記 菸捐調整後的分配說明 長官交辦 國健署先擬 期限 12/16 協辦 財政部")
    floor.says("備註 1 已電洽，下週回覆")
    return floor


def test_a_memo_in_official_form(case: Floor) -> None:
    card = case.says("簽稿 1")
    assert card.copy_text == "\n".join(
        (
            "簽　於衛生福利部綜合規劃司　115年12月8日",
            "主旨：有關「菸捐調整後的分配說明」一案，簽請核示。",
            "說明：",
            "一、本案為長官交辦案件（案號115-0001），目前處理中。",
            "二、分工：",
            "　（一）主辦：衛生福利部。",
            "　（二）協辦：財政部（衛生福利部建議，非正式分案）。",
            "　（三）先擬：國健署。",
            "三、期限：115年12月16日。",
            "四、辦理情形：",
            "　（一）115年12月8日：登記為長官交辦，處理中。",
            "　（二）115年12月8日：已電洽，下週回覆。",
            "擬辦：",
            "一、請國健署於115年12月16日前研提說明。",
            "二、奉核後據以辦理。",
        )
    )


@pytest.mark.parametrize(
    ("line", "begins"),
    [
        ("簽稿 1 會辦意見", "會辦意見"),
        ("1 會辦意見", "會辦意見"),
        ("簽稿 1 公務電話紀錄", "公務電話紀錄"),
        ("擬簽 1", "簽"),
    ],
)
def test_every_form_has_its_three_parts(case: Floor, line: str, begins: str) -> None:
    text = case.says(line).copy_text
    assert text.startswith(begins)
    assert [part for part in ("主旨：", "說明：", "擬辦：") if part in text] == [
        "主旨：",
        "說明：",
        "擬辦：",
    ]
    assert "115年12月8日" in text


def test_a_group_gets_no_draft(case: Floor) -> None:
    card = case.aloud("簽稿 1")
    assert card.copy_text == ""


def test_others_notes_are_not_in_our_drafts(case: Floor) -> None:
    case.says("邀請機關 1 內政部")
    case.says("備註 1 我們先觀望", by="大毛")
    assert "觀望" not in case.says("簽稿 1").copy_text
    assert "電洽" not in case.says("簽稿 1", by="大毛").copy_text


@pytest.mark.parametrize(
    ("number", "written"),
    [(1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (21, "二十一"), (99, "九十九")],
)
def test_headings_count_in_chinese(number: int, written: str) -> None:
    assert chinese_number(number) == written


def test_a_lone_point_has_no_number() -> None:
    assert numbered(["只有一點。"]) == "只有一點。"
