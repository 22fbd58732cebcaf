"""Positions, steps, conclusions and questions, as they are typed; and never a crash."""

from contextlib import suppress
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import UserError
from handlers.coordination.rules.conclusions import parse_rows
from handlers.coordination.rules.moving import Verdict, judge_move, parse_move
from handlers.coordination.rules.positions import parse_position
from handlers.coordination.rules.questions import (
    nudge_moment,
    parse_question,
    take_serial,
)
from handlers.coordination.rules.views import due_typed
from handlers.shared.mentions import AgencyMention
from handlers.shared.roc_date import TAIPEI
from handlers.shared.spreadsheets import csv_file, ods_file
from handlers.shared.windows import USUAL
from handlers.shared.work_calendar import BASE
from storage.records.agencies import Agency, Level
from storage.records.coordination import AnswerKind, Stance
from storage.records.coordination import Level as Step
from tests.support.world import MONDAY_MORNING

OURS, NOT = Stance.OURS, Stance.NOT_OURS
MOI = Agency(id=1, name="內政部", level=Level.SECOND)
MOHW = Agency(id=2, name="衛生福利部", level=Level.SECOND, short_names=("衛福部",))
NAMES = {"內政部": MOI, "衛福部": MOHW}
NOW = MONDAY_MORNING.astimezone(UTC)


def mentions(text: str) -> tuple[AgencyMention, ...]:
    found = [
        AgencyMention(agency, start, start + len(name))
        for name, agency in NAMES.items()
        for start in range(len(text))
        if text.startswith(name, start)
    ]
    return tuple(sorted(found, key=lambda m: m.start))


@pytest.mark.parametrize(
    ("says", "stance", "part", "grounds"),
    [
        ("我們負責 卡片製發 依據 全民健康保險法第16條", OURS, "卡片製發", "全民健康保險法第16條"),
        ("本部負責卡片製發，法源：全民健康保險法", OURS, "卡片製發", "全民健康保險法"),
        ("卡片製發 由本部負責", OURS, "卡片製發", ""),
        ("卡片製發", OURS, "卡片製發", ""),
        ("不是我們的 依據戶籍法第1條", NOT, "", "戶籍法第1條"),
        ("非本機關業務 因為屬戶政", NOT, "", "屬戶政"),
        ("晶片 不歸我們管", NOT, "晶片", ""),
        ("我們負責卡片 晶片不是我們的", OURS, "卡片 晶片不是我們的", ""),
        ("我們只負責介接，其他不是我們的", OURS, "介接，其他不是我們的", ""),
        ("本部僅負責介接", OURS, "介接", ""),
    ],
)
def test_a_position_is_read(says: str, stance: Stance, part: str, grounds: str) -> None:
    read = parse_position(says)
    assert read is not None
    assert (read.stance, read.part, read.grounds) == (stance, part, grounds)


@pytest.mark.parametrize("says", ["", "依據 戶籍法", "不好說", "是我們的嗎", "還沒決定"])
def test_what_is_no_plain_word_is_no_position(says: str) -> None:
    assert parse_position(says) is None


def test_steps_are_taken_by_whom_they_are_for() -> None:
    table = {
        (now, target, involved, hub): judge_move(now, target, is_involved=involved, is_hub=hub)
        for now in parse_move_levels()
        for target in parse_move_levels()
        for involved, hub in ((True, False), (False, True), (False, False))
    }
    allowed = {
        (now.value, target.value, "hub" if hub else "po")
        for (now, target, _, hub), verdict in table.items()
        if verdict is Verdict.ALLOWED
    }
    assert allowed == {
        ("PO 之間", "國發會", "po"),
        ("PO 之間", "國發會", "hub"),
        ("國發會", "政委辦公室", "hub"),
        ("國發會", "PO 之間", "hub"),
        ("政委辦公室", "國發會", "hub"),
        ("政委辦公室", "PO 之間", "hub"),
    }


def parse_move_levels() -> list[Step]:
    return list(Step)


@pytest.mark.parametrize(
    ("says", "level", "reason"),
    [
        ("國發會 兩機關依據不同", "國發會", "兩機關依據不同"),
        ("請國發會出面協調 原因：依據不同", "國發會", "依據不同"),
        ("政委辦公室 會議兩次未決", "政委辦公室", "會議兩次未決"),
        ("退回PO 已有共識", "PO 之間", "已有共識"),
    ],
)
def test_a_step_is_read(says: str, level: str, reason: str) -> None:
    read, why, sure = parse_move(says)
    assert (read.value if read else "", why, sure) == (level, reason, False)


@pytest.mark.parametrize(
    "says",
    [
        "衛福部 聯絡提案人 12/20；內政部 提供資料 12/15",
        "衛福部聯絡提案人12/20，內政部提供資料12/15",
        "1. 衛福部：聯絡提案人，12/20前\n2. 內政部：提供資料，12/15前",
        "由衛福部 12/20 前聯絡提案人；請內政部 12/15前提供資料。",
    ],
)
def test_a_conclusion_is_read_however_it_is_punctuated(says: str) -> None:
    rows = parse_rows(says, mentions(says), today=date(2026, 12, 7))
    assert [(row.agency.short, row.what, row.due_on) for row in rows] == [
        ("衛福部", "聯絡提案人", date(2026, 12, 20)),
        ("內政部", "提供資料", date(2026, 12, 15)),
    ]


@pytest.mark.parametrize(
    ("says", "asked", "due", "kind"),
    [
        ("幕僚意見誰交 12/15前", "幕僚意見誰交", "12-15 23:59", AnswerKind.TEXT),
        ("12/20 會前會誰出席 12/15前", "12/20 會前會誰出席", "12-15 23:59", AnswerKind.ATTENDANCE),
        ("12/15前 誰出席12/20會前會", "誰出席12/20會前會", "12-15 23:59", AnswerKind.ATTENDANCE),
        ("誰參加 期限 12/15 17:00", "誰參加", "12-15 17:00", AnswerKind.ATTENDANCE),
        ("幕僚意見誰交 12/15 截止", "幕僚意見誰交", "12-15 23:59", AnswerKind.TEXT),
        ("幕僚意見誰交 請在下週五前回覆", "幕僚意見誰交", "12-18 23:59", AnswerKind.TEXT),
        ("幕僚意見誰交 明天下班前", "幕僚意見誰交", "12-08 17:00", AnswerKind.TEXT),
    ],
)
def test_a_question_is_read(says: str, asked: str, due: str, kind: AnswerKind) -> None:
    read = parse_question(says, now=NOW, calendar=BASE)
    shown = f"{read.due_at.astimezone(TAIPEI):%m-%d %H:%M}"
    assert (read.text, shown, read.kind) == (asked, due, kind)
    again = parse_question(f"{read.text} {due_typed(read)}", now=NOW, calendar=BASE)
    assert again == read


@pytest.mark.parametrize(
    ("says", "serial", "rest"),
    [("第2題 會出席", 2, "會出席"), ("第１２題", 12, ""), ("會出席", None, "會出席")],
)
def test_which_question_is_read(says: str, serial: int | None, rest: str) -> None:
    assert take_serial(says) == (serial, rest)


@given(st.integers(min_value=0, max_value=400), st.integers(min_value=0, max_value=1439))
def test_the_nudge_is_on_a_working_day_before_in_working_hours(days: int, minutes: int) -> None:
    due_at = NOW + timedelta(days=days, minutes=minutes)
    nudge = nudge_moment(due_at, USUAL, BASE)
    assert USUAL.holds(nudge, BASE)
    assert nudge.astimezone(TAIPEI).date() < due_at.astimezone(TAIPEI).date()


WORDS = st.lists(
    st.sampled_from(
        [
            *("內政部", "衛福部", "我們負責", "不是我們的", "依據", "提供資料", "出席", "；", "，"),
            *(
                "12/15",
                "12/20前",
                "2/30",
                "下週五",
                "第1題",
                "確定",
                "國發會",
                "\n",
                "1.",
                "?",
                "「",
            ),
        ]
    ),
    max_size=9,
).map(" ".join)


@given(WORDS)
def test_whatever_is_typed_is_read_or_answered_kindly(text: str) -> None:
    parse_position(text)
    parse_move(text)
    take_serial(text)
    for read in (
        lambda: parse_rows(text, mentions(text), today=date(2026, 12, 7)),
        lambda: parse_question(text, now=NOW, calendar=BASE),
    ):
        with suppress(UserError):  # a kind sentence; anything else is a crash
            read()


@given(st.lists(st.lists(st.text(max_size=20), min_size=1, max_size=4), min_size=1, max_size=4))
def test_any_text_makes_files_without_formulas(rows: list[list[str]]) -> None:
    assert ods_file("題", rows)[30:38] == b"mimetype"
    for line in csv_file("題", rows).decode("utf-8-sig").splitlines():
        assert not line.startswith(("=", "+", "-", "@"))


def test_the_moment_is_utc() -> None:
    read = parse_question("誰交 12/15前", now=NOW, calendar=BASE)
    assert read.due_at == datetime(2026, 12, 15, 15, 59, 59, tzinfo=UTC)
