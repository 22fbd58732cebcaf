"""What goes wrong gets one clear sentence and changes nothing half-way."""

import pytest

from bot.room import Request
from handlers.cases.commands.desk import Change, file_of, save
from handlers.cases.errors import CaseChangedError
from handlers.shared.access import Speaker
from handlers.shared.audience import Viewer
from tests.handlers.cases.conftest import Floor

EVIL = [
    "<script>alert(1)</script>",
    "'; DROP TABLE cases; --",
    "{{7*7}} ${jndi:ldap://x}",
    "😀👨‍👩‍👧‍👦🇹🇼 家庭",
    "𠮷野家 𡃁 䶮 㐂",
    "𝟏𝟏𝟓 ﷽",
    "100% _ 的\\字",
]


def test_every_field_keeps_strange_text_as_it_is(floor: Floor) -> None:
    for serial, text in enumerate(EVIL, start=1):
        number = f"115-{serial:04}"
        assert floor.says(f"登記 {text}").title == text
        floor.says(f"備註 {number} {text}")
        assert floor.says(number).items[0].text == text
        floor.says(f"更新 {number} 案由 改{text}")
        assert floor.case(number).subject == f"改{text}"
        floor.says(f"結案 {number} {text}")
        assert floor.case(number).result == text


@pytest.mark.parametrize("hidden", ["\u202e", "\u2066", "\u200f", "\x00", "\x07", "\ufeff"])
def test_marks_that_nobody_sees_are_dropped(floor: Floor, hidden: str) -> None:
    floor.says(f"登記 公園{hidden}夜間噪音")
    assert floor.case().subject == "公園夜間噪音"
    assert floor.says(f"查詢 夜間{hidden}噪音").items[0].title == "1 公園夜間噪音"


@pytest.mark.parametrize("command", ["登記 ", "備註 1 ", "結案 1 ", "更新 1 案由 ", "查詢 "])
def test_five_thousand_and_one_characters(floor: Floor, command: str) -> None:
    floor.says("登記 公園夜間噪音")
    before = floor.case()
    card = floor.says(command + "長" * (5001 - len(command)))
    assert len(card.body) < 80
    assert floor.case() == before
    assert floor.case_count() == 1


@pytest.mark.parametrize("command", ["登記 ", "備註 1 ", "結案 1 ", "更新 1 案由 "])
def test_too_long_for_its_field(floor: Floor, command: str) -> None:
    floor.says("登記 公園夜間噪音")
    before = floor.case()
    for length in (1300, 2200):
        card = floor.says(command + "長" * length)
        assert "最多" in card.body
        assert floor.case() == before


PERSONAL = ["A123456789", "0912-345-678", "someone@example.com"]


KEEPING = ["登記 提案人", "備註 1", "更新 1 案由 找", "結案 1 已電", "連結 1 https://a.gov.tw/?q="]


@pytest.mark.parametrize("command", KEEPING)
def test_personal_data_is_not_stored_in_any_field(floor: Floor, command: str) -> None:
    floor.says("登記 公園夜間噪音")
    before = floor.case()
    for personal in PERSONAL:
        alone = floor.says(f"{command} {personal}")
        assert "我沒存" in alone.body
        assert "群組" not in alone.body
        together = floor.aside(f"{command} {personal}")
        assert "我沒存；群組訊息請自行收回" in together.body
        assert personal not in together.body
    assert floor.case() == before
    assert floor.case_count() == 1
    with floor.office.database.unit_of_work() as uow:
        assert uow.cases.notes(before.id) == ()


def test_office_numbers_and_addresses_may_stay(floor: Floor) -> None:
    floor.says("登記 公園夜間噪音")
    floor.says("備註 1 (02)8590-6666 轉 1234，po@mohw.gov.tw")
    assert floor.says("案件 1").items[0].text == "(02)8590-6666 轉 1234，po@mohw.gov.tw"


MISTAKES = [
    ("登記", "要登記什麼"),
    ("登記 期限 明天", "要登記什麼"),
    ("登記 公園 期限 民國 999 年 1 月 1 日", "民國 999 年離現在太遠"),
    ("登記 公園 期限 999/01/01", "民國 999 年離現在太遠"),
    ("登記 公園 2/30前要", "沒有「2/30」這一天"),
    ("登記 公園 期限 有空的時候", "看不懂日期「有空的時候」"),
    ("登記 公園 主辦 某某部", "不認得主辦「某某部」"),
    ("更新", "還差案號"),
    ("更新 99 階段 已成案", "查無 99"),
    ("更新 999999 期限 明天", "查無 999999"),
    ("更新 1 期限 12/16（四）", "12/16 是週三，不是週四"),
    ("結案 沒有號碼", "還差案號"),
    ("指派 1 沒有這個人", "名冊"),
    ("備註 1", "1 要記什麼？"),
    ("歷程 0", "查無 0"),
]


def test_mistakes_get_a_sentence_and_a_hint(floor: Floor) -> None:
    floor.says("登記 公園夜間噪音")
    before = floor.case()
    for line, says in MISTAKES:
        card = floor.says(line)
        assert says in card.body, line
        assert card.note, line
        assert floor.case() == before, line
    assert floor.case_count() == 1


def test_two_people_who_save_the_same_case(floor: Floor) -> None:
    floor.says("登記 公園夜間噪音")
    ours = floor.people["阿菊"]
    read = floor.case()
    with floor.office.database.unit_of_work() as uow:
        agency = uow.agencies.by_name("衛福部")
        old = file_of(uow, read, Viewer(officer_id=ours.id, agency_ids=frozenset()))
    floor.says("更新 1 期限 月底", by="小陳")
    speaker = Speaker(officer=ours, agency=agency)
    request = Request(
        message=floor.message("更新 1 期限 明天", "阿菊"),
        argument="",
        speaker=speaker,
        now=floor.office.clock.now(),
    )
    with (
        floor.office.database.unit_of_work() as uow,
        pytest.raises(CaseChangedError, match="剛剛有人改過，這次沒有存"),
    ):
        save(uow, request, old, old.case, Change("更新", "期限"))
