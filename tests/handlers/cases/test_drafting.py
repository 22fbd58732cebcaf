"""簽稿: text in official form."""

from datetime import date

import pytest

from handlers.cases.rules.steps import with_formal_dates
from handlers.shared.official_text import chinese_number, numbered, ourselves
from tests.handlers.cases.conftest import Floor


@pytest.fixture
def case(floor: Floor) -> Floor:
    floor.says("登記 菸捐調整後的分配說明 長官交辦 國健署先擬 期限 12/16 協辦 財政部")
    floor.says("備註 1 處長要先看新聞稿")
    floor.says("備註 1 共用 已電洽財政部，下週回覆")
    return floor


def test_a_memo_in_official_form(case: Floor) -> None:
    case.waits(days=1)
    case.says("更新 1 期限 12/18下班前")
    card = case.says("簽稿 1")
    assert card.copy_text == "\n".join(
        (
            "簽　於衛生福利部綜合規劃司　115年12月9日",
            "主旨：有關「菸捐調整後的分配說明」一案，擬請本部國民健康署研提說明，簽請核示。",
            "說明：",
            "一、本案係長官交辦事項（案號115-0001），於115年12月8日立案，刻正辦理中。",
            "二、分工情形：",
            "　（一）主辦：本部。",
            "　（二）協辦：財政部（本部建議，非正式分案，尚待確認）。",
            "　（三）先行研擬：本部國民健康署。",
            "三、本案長官交辦期限為115年12月18日下午5時。",
            "四、辦理情形：",
            "　（一）115年12月8日，處長要先看新聞稿。",
            "　（二）115年12月8日，已電洽財政部，下週回覆。",
            "　（三）115年12月9日，辦理期限由115年12月16日調整為115年12月18日下午5時。",
            "擬辦：",
            "一、擬請本部國民健康署於115年12月18日下午5時前研提說明。",
            "二、奉核後，據以續辦。",
            "敬陳　（請填寫）",
        )
    )


def test_a_closed_case_is_reported_and_asks_for_nothing_to_come(case: Floor) -> None:
    case.says("結案 1 12/8已回覆立委辦公室")
    text = case.says("簽稿 1").copy_text
    assert "主旨：有關「菸捐調整後的分配說明」一案，業已辦結，簽請鑒核。" in text
    assert "於115年12月8日立案，業於115年12月8日結案。" in text
    assert "辦理結果：115年12月8日已回覆立委辦公室。" in text
    assert "擬辦：奉核後，全案存查。" in text
    assert "12月16日" not in text
    assert "併案存查" in case.says("簽稿 1 公務電話紀錄").copy_text


def test_what_leaves_the_house_holds_shared_notes_only(case: Floor) -> None:
    for line in ("簽稿 1 會辦意見", "簽稿 1 公務電話紀錄"):
        text = case.says(line).copy_text
        assert "處長" not in text, line
        assert "115年12月8日，已電洽財政部，下週回覆。" in text, line


def test_an_opinion_and_a_record_of_a_call_have_their_blanks(case: Floor) -> None:
    opinion = case.says("簽稿 1 會辦意見").copy_text.splitlines()
    assert opinion[:3] == [
        "會辦意見",
        "會辦單位：衛生福利部綜合規劃司　日期：115年12月8日",
        "主旨：有關「菸捐調整後的分配說明」一案，本司意見如說明，請卓參。",
    ]
    assert opinion[-4:] == [
        "五、本司意見：",
        "　（一）業務權責部分：（請填寫）。",
        "　（二）其他意見：（請填寫）。",
        "擬辦：請主辦單位彙整本司意見後續辦。",
    ]
    record = case.says("簽稿 1 公務電話紀錄").copy_text.splitlines()
    assert record[1:3] == [
        "通話時間：115年12月8日　　時　　分",
        "發話單位：衛生福利部綜合規劃司　發話人（職稱、姓名）：",
    ]
    assert record[-6:] == [
        "三、通話內容：",
        "　（一）本部說明：（請填寫）。",
        "　（二）對方說明：（請填寫）。",
        "四、結論：（請填寫）。",
        "擬辦：依通話結論續辦，本紀錄陳核後附卷備查。",
        "紀錄人：",
    ]


def test_a_petition_tells_its_stages_by_the_day_they_were_reached(floor: Floor) -> None:
    floor.says("登記 提點子 動物保護法加重罰則 主辦 農業部 附議中")
    floor.says("分案 1 主辦 農業部 12/7", by="小發")
    floor.waits(days=2)
    floor.says("1 成案了 12/9")
    text = floor.says("簽稿 1").copy_text
    assert "本案係公共政策網路參與平臺「提點子」提案（案號115-0001）" in text
    assert "業經附議成案，尚待公開回應。" in text
    assert "主辦：農業部（國家發展委員會115年12月7日通知）。" in text
    assert "主辦機關係負責聯絡提案人與定期回應，與政策主責無關。" in text
    assert "115年12月9日附議成案。" in text
    assert "擬辦：擬邀集相關機關研商，並依限公開回應。" in text


def test_what_was_undone_is_not_told(case: Floor) -> None:
    case.says("更新 1 階段 已回覆")
    assert "115年12月8日回覆。" in case.says("簽稿 1").copy_text
    case.says("復原")
    text = case.says("簽稿 1").copy_text
    assert "日回覆。" not in text
    assert "刻正辦理中" in text


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
    theirs = case.says("簽稿 1", by="大毛").copy_text
    assert "處長" not in theirs
    assert "擬依分工配合辦理，並將本部意見送衛生福利部彙辦。" in theirs
    drafting = case.says("簽稿 1", by="阿健").copy_text
    assert "簽　於衛生福利部國民健康署企劃組" in drafting
    assert "擬研提說明送衛生福利部彙辦。" in drafting


@pytest.mark.parametrize(
    ("number", "written"),
    [(1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (21, "二十一"), (99, "九十九")],
)
def test_headings_count_in_chinese(number: int, written: str) -> None:
    assert chinese_number(number) == written


def test_a_lone_point_has_no_number() -> None:
    assert numbered(["只有一點。"]) == "只有一點。"


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("12/18（五）17:00前送達", "115年12月18日下午5時前送達"),
        ("12/9 與財政部開會", "115年12月9日與財政部開會"),
        ("116/1/5 再議", "116年1月5日再議"),
        ("委員 8/10人 贊成", "委員 8/10人 贊成"),
        ("下週五回覆", "下週五回覆"),
        ("沒有2/30這一天", "沒有2/30這一天"),
    ],
)
def test_days_are_written_as_documents_write_them(typed: str, written: str) -> None:
    assert with_formal_dates(typed, today=date(2026, 12, 8)) == written


@pytest.mark.parametrize(
    ("name", "called"),
    [("衛生福利部", "本部"), ("行政院主計總處", "本總處"), ("綜合規劃司", "本司"), ("", "本單位")],
)
def test_one_speaks_of_the_own_house_in_short(name: str, called: str) -> None:
    assert ourselves(name) == called
