"""What a roster says, row by row: bad rows are all named, none is guessed."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.people.rules.agency_names import AgencyNames
from handlers.people.rules.roster import COLUMNS, Roster, read_roster
from handlers.people.rules.roster_plan import RosterPlan, Stored, overlapping_pos, plan_import
from handlers.shared.cells import CellError, to_day
from storage.directory import AgencyList
from storage.records.agencies import Agency, Level
from storage.records.officers import Appointment, Officer, Role

TODAY = date(2026, 12, 8)
NOW = datetime(2026, 12, 8, 1, tzinfo=UTC)
MOHW = Agency(
    id=1,
    name="衛生福利部",
    level=Level.SECOND,
    short_names=("衛福部",),
    acronym="MOHW",
    former_names=("行政院衛生署",),
)
MOI = Agency(id=2, name="內政部", level=Level.SECOND)
HOUSEHOLDS = Agency(id=3, name="戶政司", level=Level.UNIT, parent_id=2)
KNOWN = AgencyList(1, (MOHW, MOI, HOUSEHOLDS))
AGENCIES = AgencyNames(KNOWN.all, KNOWN.by_name)


def roster(*rows: str, header: str = "機關,姓名,類型,電子郵件,公務電話,起日,迄日") -> Roster:
    lines = [header, *rows]
    table = [(line, tuple(text.split(","))) for line, text in enumerate(lines, start=1)]
    return read_roster(table, AGENCIES)


def test_a_full_row_is_read_column_by_column_in_any_order() -> None:
    header = tuple(reversed(COLUMNS))
    cells = {
        "機關": "衛福部", "姓名": "林若晴", "類型": "po", "暱稱": "阿晴", "職稱": "科長",
        "單位": "綜規司", "公務電話": "０２-8590-6666#6800", "手機": "0900-000-000",
        "電子郵件": "Chin@MOHW.gov.tw", "代理人": "小陳", "督導": "王司長",
        "負責事項": "菸害、健保卡;長照", "不負責": "藥品", "起日": "115/03/18",
        "迄日": "2027-03-17",
    }  # fmt: skip
    read = read_roster([(1, header), (2, tuple(cells[name] for name in header))], AGENCIES)
    assert read.problems == ()
    (row,) = read.rows
    assert (row.agency, row.role, row.email) == (MOHW, Role.PO, "chin@mohw.gov.tw")
    assert row.office_phone == "02-8590-6666#6800"
    assert row.handles == ("菸害", "健保卡", "長照")
    assert (row.starts_on, row.ends_on) == (date(2026, 3, 18), date(2027, 3, 17))


def test_a_title_above_the_header_and_unknown_columns_are_forgiven() -> None:
    table = [
        (1, ("115年名冊",)),
        (3, ("機 關", "姓名*", "類型", "備註")),
        (4, ("MOI", "阿宏", "PO")),
    ]
    read = read_roster([*table[:2], (4, ("內政部", "阿宏", "PO", "x"))], AGENCIES)
    assert [row.name for row in read.rows] == ["阿宏"]
    assert read.notes == ("不認得、略過的欄位：備註",)


@pytest.mark.parametrize(
    "name", ["衛生福利部", "衛福部", "mohw", "行政院衛生署", " 衛 福部 "], ids=str
)
def test_agencies_are_known_by_all_their_names(name: str) -> None:
    assert AGENCIES.find(name) == MOHW


def test_a_unit_leads_to_its_ministry_and_is_kept_as_the_unit() -> None:
    (row,) = roster("戶政司,阿宏,PO").rows
    assert (row.agency, row.unit) == (MOI, "戶政司")


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (",林若晴,PO", "缺機關"),
        ("衛福部,,PO", "缺姓名"),
        ("衛福部,林若晴,", "缺類型"),
        ("衛服部,林若晴,PO", "不認得機關「衛服部」，是「衛生福利部」嗎？"),
        ("火星部門委員會,林若晴,PO", "不認得機關「火星部門委員會」"),
        ("衛福部,林若晴,主任", "類型「主任」不在：PO、代理"),
        ("衛福部,林若晴,PO,not-mail", "電子郵件格式不對"),
        ("衛福部,林若晴,PO,,285906666", "公務電話少了開頭的 0"),
        ("衛福部,林若晴,PO,,請洽總機", "公務電話不像電話"),
        ("衛福部,林若晴,PO,,,115/02/30", "起日「115/02/30」沒有這一天"),
        ("衛福部,林若晴,PO,,,999/01/01", "起日「999/01/01」年份不合理"),
        ("衛福部,林若晴,PO,,,明年", "起日「明年」看不懂"),
        ("衛福部,林若晴,PO,,,115/03/18,115/03/17", "迄日早於起日"),
        ("衛福部,=1+1,PO", "姓名是公式"),
        ("衛福部,林\u202e若晴,PO", "姓名有看不見的控制字元"),
        ("衛福部,林\x00若晴,PO", "姓名有看不見的控制字元"),
        (f"衛福部,{'林' * 5001},PO", "姓名太長"),
    ],
)
def test_a_bad_row_is_named_with_its_line_and_reason(row: str, reason: str) -> None:
    read = roster("內政部,阿宏,PO", row)
    assert [problem.line for problem in read.problems] == [3]
    assert reason in read.problems[0].reason


def test_every_bad_row_is_named_and_everything_that_is_wrong_in_it() -> None:
    read = roster("火星部,,PO", "內政部,阿宏,PO", "內政部,Momo,PO,not-mail,12")
    assert [problem.line for problem in read.problems] == [2, 4]
    assert read.problems[1].reason == (
        "公務電話不像電話，例如 02-2316-5300#6800；電子郵件格式不對，例如 name@moi.gov.tw"
    )


@pytest.mark.parametrize(
    ("header", "reason"),
    [
        ("機關,姓名", "找不到欄位名稱"),
        ("機關,姓名,類型,姓名", "欄位重複：姓名"),
        ("機關,姓名,類型", "只有欄位名稱"),
    ],
)
def test_a_list_without_a_usable_header_is_refused(header: str, reason: str) -> None:
    assert reason in roster(header=header).problems[0].reason


def test_the_same_appointment_twice_and_one_address_for_two_names_are_contradictions() -> None:
    read = roster(
        "內政部,阿宏,PO,hong@moi.gov.tw",
        "內政部,阿宏,PO,hong@moi.gov.tw",
        "內政部,Momo,代理,hong@moi.gov.tw",
    )
    assert [(p.line, p.reason[:7]) for p in read.problems] == [
        (3, "和第 2 列重"),
        (4, "和第 2 列用"),
    ]


def test_one_person_may_have_several_rows() -> None:
    read = roster("內政部,阿宏,PO,h@moi.gov.tw", "衛福部,阿宏,代理,h@moi.gov.tw")
    assert read.problems == ()
    assert len({row.person for row in read.rows}) == 1


@given(st.dates(min_value=date(1990, 1, 1), max_value=date(2100, 12, 31)))
def test_both_ways_of_writing_a_day_mean_the_same(day: date) -> None:
    roc = f"{day.year - 1911}/{day.month:02}/{day.day:02}"
    assert to_day(roc) == to_day(day.isoformat()) == to_day(f"民國{roc}") == day


@given(st.text(max_size=12))
def test_any_text_is_a_day_or_one_clear_refusal(text: str) -> None:
    try:
        day = to_day(text)
    except CellError as refusal:
        assert str(refusal).startswith("「")  # noqa: PT017  # the contrary is no failure
    else:
        assert day is None or day.year > 1989


HONG = Officer(id=7, name="阿宏", email="hong@moi.gov.tw", office_phone="02-2356-5000")
HONG_PO = Appointment(id=70, officer_id=7, agency_id=2, role=Role.PO, starts_on=date(2026, 1, 1))


def plan(*rows: str, bound: tuple[int, ...] = ()) -> RosterPlan:
    stored = Stored((HONG,), (HONG_PO,), is_bound=bound.__contains__)
    return plan_import(roster(*rows).rows, stored, now=NOW)


def test_the_same_list_again_changes_nothing() -> None:
    assert plan("內政部,阿宏,PO,hong@moi.gov.tw,02-2356-5000,115/01/01").count() == (0, 0, 1)


def test_empty_cells_say_nothing_and_change_nothing() -> None:
    assert plan("內政部,阿宏,PO").count() == (0, 0, 1)


def test_only_what_differs_is_a_change_and_carries_who_confirmed_it() -> None:
    changed = plan("內政部,阿宏,PO,,,115/01/01,115/12/31", "內政部,Momo,代理")
    assert changed.count() == (1, 1, 0)
    after = changed.people[0].appointments[0].after
    assert after == replace(
        HONG_PO, ends_on=date(2026, 12, 31), confirmed_at=NOW, confirmed_by="名冊匯入"
    )


def test_a_second_term_is_a_new_appointment() -> None:
    ended = replace(HONG_PO, ends_on=date(2026, 6, 30))
    stored = Stored((HONG,), (ended,), is_bound=lambda _: False)
    rows = roster("內政部,阿宏,PO,hong@moi.gov.tw,,116/01/01").rows
    assert plan_import(rows, stored, now=NOW).count() == (1, 0, 0)


def test_a_successor_on_the_same_mailbox_does_not_inherit_a_chat_account() -> None:
    taken_over = plan("內政部,Momo,PO,hong@moi.gov.tw", bound=(7,))
    assert "已綁定聊天帳號" in taken_over.problems[0].reason
    assert plan("內政部,Momo,PO,hong@moi.gov.tw").problems == ()


def test_an_erased_person_is_not_found_again() -> None:
    erased = replace(HONG, erased_at=NOW)
    stored = Stored((erased,), (HONG_PO,), is_bound=lambda _: False)
    rows = roster("內政部,阿宏,PO,hong@moi.gov.tw").rows
    assert plan_import(rows, stored, now=NOW).people[0].before is None


def test_two_pos_at_once_are_noticed() -> None:
    second = replace(HONG_PO, id=71, officer_id=8)
    assert overlapping_pos((MOI, MOHW), (HONG_PO, second), today=TODAY) == (MOI,)
