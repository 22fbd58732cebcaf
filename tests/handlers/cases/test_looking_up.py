"""案件, 查詢, 歷程: who sees what, and where."""

import pytest

from storage.records.officers import Appointment, Role
from tests.handlers.cases.conftest import CROSS, OURS, Floor, facts, labels

NOT_FOUND = "查無"


def test_a_bare_number_shows_the_case(floor: Floor) -> None:
    floor.says("登記 公園夜間噪音")
    floor.says("登記 長照給付標準")
    for typed in ("2", "＃2", "第2案", "115-0002", "115-2", "案件２", "案號 2"):
        assert floor.says(typed).title == "長照給付標準", typed
    assert floor.aloud("2").number == "115-0002"


@pytest.mark.parametrize(
    ("line", "sees"),
    [
        ("登記 提點子 動物保護法加重罰則", {"阿菊", "小陳", "大毛", "阿健", "科員"}),
        ("登記 眾開講 菸害防制法草案", {"阿菊", "小陳", "大毛", "阿健", "科員"}),
        ("登記 長官交辦 菸捐說明", {"阿菊", "小陳", "科員"}),
        ("登記 健保卡換發 協辦 內政部", {"阿菊", "小陳", "科員", "大毛"}),
        ("登記 敏感 校長遴選爭議", {"阿菊"}),
        ("登記 密件 訪團 請洽 北美司", {"阿菊", "小陳", "科員"}),
    ],
    ids=["提點子", "眾開講", "長官交辦", "列為協辦", "敏感", "密件"],
)
def test_who_sees_a_case_one_to_one(floor: Floor, line: str, sees: set[str]) -> None:
    floor.says(line)
    seen = {
        who
        for who in ("阿菊", "小陳", "大毛", "阿健", "科員")
        if not floor.says("案件 1", by=who).body.startswith(NOT_FOUND)
    }
    assert seen == sees


@pytest.mark.parametrize(
    ("line", "ours", "cross"),
    [
        ("登記 提點子 動物保護法加重罰則", True, True),
        ("登記 長官交辦 菸捐說明", True, False),
        ("登記 健保卡換發 協辦 內政部", True, False),
        ("登記 敏感 校長遴選爭議", False, False),
    ],
    ids=["提點子", "長官交辦", "列為協辦", "敏感"],
)
def test_what_a_group_may_see(floor: Floor, line: str, ours: bool, cross: bool) -> None:  # noqa: FBT001
    floor.says(line)
    for where, visible in ((OURS, ours), (CROSS, cross)):
        answer = floor.group("案件 1", where=where)
        if visible:
            assert answer.here is not None
            assert answer.here.title
        else:
            assert answer.here is None
            assert answer.private is not None
            assert answer.private.body == "1 不能在群組裡看"
            assert floor.taps(answer.private, "看 1").title


def test_a_hidden_case_answers_exactly_like_one_that_does_not_exist(floor: Floor) -> None:
    floor.says("登記 敏感 校長遴選爭議")
    hidden, missing = floor.aside("案件 1", by="大毛"), floor.aside("案件 9", by="大毛")
    assert hidden.body.replace("1", "9") == missing.body == "查無 9"
    assert (hidden.note, hidden.buttons) == (missing.note, missing.buttons)
    assert floor.says("案件 1", by="大毛").body == hidden.body


def test_a_colleague_of_another_ministry_gets_nothing_out_of_our_group(floor: Floor) -> None:
    floor.says("登記 長官交辦 菸捐說明")
    assert floor.aside("案件 1", by="大毛", where=OURS).body.startswith(NOT_FOUND)


def test_sensitive_and_secret_cases_are_in_no_list(floor: Floor) -> None:
    floor.says("登記 敏感 校長遴選爭議")
    floor.says("登記 密件 訪團")
    floor.says("登記 公園夜間噪音")
    for line in ("查詢 我的", "查詢 全部", "查詢 校長", "查詢 衛福部"):
        card = floor.says(line)
        assert "校長" not in "".join(item.title for item in card.items), line
    assert [item.title for item in floor.says("查詢 全部").items] == ["3 公園夜間噪音"]


def test_looking_at_a_sensitive_case_is_written_down(floor: Floor) -> None:
    floor.says("登記 敏感 校長遴選爭議")
    floor.says("案件 1")
    floor.says("案件 1", by="大毛")
    log = floor.office.audit("衛福部")
    assert [(e.action, e.target) for e in log] == [
        ("look-sensitive", "case:1"),
        ("mark-secrecy", "case:1"),
    ]


def test_a_list_is_paged_five_at_a_time(floor: Floor) -> None:
    subjects = ["公園噪音", "長照給付", "健保改革", "食品標示", "疫苗採購", "托育補助", "菸酒稅收"]
    for subject in subjects:
        floor.says(f"登記 {subject}")
    first = floor.says("查詢 全部")
    assert (first.title, len(first.items), labels(first)[0]) == ("7 件", 5, "更多")
    second = floor.taps(first, "更多")
    assert len(second.items) == 2
    assert "更多" not in labels(second)
    shown = [item.title.split()[1] for item in (*first.items, *second.items)]
    assert sorted(shown) == sorted(subjects)


def test_lists_by_word_agency_stage_and_kind(floor: Floor) -> None:
    floor.says("登記 提點子 動物保護法加重罰則 主辦 農業部 附議中")
    floor.says("登記 長官交辦 菸捐說明")
    floor.says("登記 諮詢 菸捐怎麼分", by="大毛")

    def found(line: str, by: str = "阿菊") -> list[str]:
        return [item.title for item in floor.says(line, by=by).items]

    assert found("查詢 菸捐") == ["2 菸捐說明"]
    assert found("查詢 菸捐", by="大毛") == ["3 菸捐怎麼分"]
    assert found("查詢 農業部") == ["1 動物保護法加重罰則"]
    assert found("查詢 附議中") == ["1 動物保護法加重罰則"]
    assert found("查詢 長官交辦") == ["2 菸捐說明"]
    assert found("查詢 提點子", by="大毛") == ["1 動物保護法加重罰則"]
    assert floor.says("查詢 沒有這個字").body.startswith("查無")


def test_closed_cases_are_found_by_word_but_not_among_mine(floor: Floor) -> None:
    floor.says("登記 公園夜間噪音")
    floor.says("結案 1 已辦理")
    assert floor.says("查詢 我的").body == "您手上沒有案件。"
    assert [item.title for item in floor.says("查詢 噪音").items] == ["1 公園夜間噪音"]


def test_today_the_nearest_deadline_comes_first(floor: Floor) -> None:
    floor.says("登記 公園夜間噪音 期限 月底")
    floor.says("登記 長照給付標準 今天下班前要")
    floor.says("登記 食品標示")
    card = floor.says("手上有啥")
    assert [item.title.split()[0] for item in card.items] == ["2", "1", "3"]
    assert card.body == "今天以前到期 1 件。"
    assert [item.title.split()[0] for item in floor.says("查詢 我的 今天").items] == ["2"]


def test_what_is_late_and_what_is_due_this_week(floor: Floor) -> None:
    floor.says("登記 公園夜間噪音 期限 12/9")
    floor.says("登記 長照給付標準 期限 12/11")
    floor.says("登記 食品標示 期限 月底")
    floor.says("登記 疫苗採購")
    floor.waits(days=2)

    def found(line: str) -> tuple[str, list[str]]:
        card = floor.says(line)
        return card.body, [item.title.split()[0] for item in card.items]

    for line in ("查詢 逾期", "有沒有逾期的", "查詢 衛福部 逾期"):
        assert found(line) == ("逾期 1 件。", ["1"]), line
    for line in ("查詢 這週", "這禮拜有什麼", "快到期的案子"):
        assert found(line) == ("這週以前到期 2 件。", ["1", "2"]), line
    assert len(found("全部案件")[1]) == 4
    assert found("查詢 內政部 逾期") == ("沒有逾期的。", [])


def test_a_groups_list_holds_only_what_the_group_may_see(floor: Floor) -> None:
    floor.says("登記 提點子 菸捐專款專用")
    floor.says("登記 長官交辦 菸捐說明")
    assert [i.title for i in floor.aloud("查詢 菸捐").items] == ["2 菸捐說明", "1 菸捐專款專用"]
    assert [i.title for i in floor.aloud("查詢 菸捐", where=CROSS).items] == ["1 菸捐專款專用"]
    other = floor.aloud("查詢 菸捐", by="大毛", where=OURS)
    assert [i.title for i in other.items] == ["1 菸捐專款專用"]


def test_the_history_names_our_persons_and_others_agencies(floor: Floor) -> None:
    floor.says("登記 健保卡換發 協辦 內政部")
    floor.says("確認 1", by="大毛")
    floor.says("指派 1 小陳")
    ours = [item.text.split("：")[0] for item in floor.says("歷程 1").items]
    theirs = [item.text.split("：")[0] for item in floor.says("歷程 1", by="大毛").items]
    assert ours == ["阿菊", "內政部", "阿菊"]
    assert theirs == ["衛福部", "大毛", "衛福部"]


def test_a_passed_deadline_is_told_without_blame(floor: Floor) -> None:
    floor.says("登記 公園夜間噪音 期限 12/11")
    floor.waits(days=6)
    assert facts(floor.says("案件 1"))["期限"] == "12/11（五）已過 1 個工作天"


def test_mine_tells_of_others_cases_where_the_own_agency_has_a_part(floor: Floor) -> None:
    floor.says("登記 提點子 健保卡換發 主辦 內政部")
    floor.says("登記 食品標示 協辦 內政部")
    floor.says("登記 長照給付標準 有關機關 內政部")
    card = floor.says("我的案件", by="大毛")
    assert "另有 2 件貴機關主辦／協辦。" in card.body
    listed = floor.taps(card, "看主協辦", by="大毛")
    assert [item.title for item in listed.items] == ["2 食品標示", "1 健保卡換發"]
    floor.says("確認 1", by="大毛")
    assert "另有 2 件貴機關主辦／協辦。" in floor.says("查詢 今天", by="大毛").body
    assert "另有" not in floor.says("我的案件").body  # the owner has them in the list itself
    assert floor.says("查詢 主協辦").body.startswith("目前沒有別的機關登記")


def test_who_holds_nothing_is_led_to_the_agencys_cases(floor: Floor) -> None:
    floor.says("登記 公園夜間噪音")
    card = floor.says("我的案件", by="小陳")
    assert card.body == "您手上沒有案件；貴機關未結 1 件。"
    assert [i.title for i in floor.taps(card, "看機關的", by="小陳").items] == ["1 公園夜間噪音"]


def test_a_sensitive_case_is_told_by_number_to_whom_it_was_given(floor: Floor) -> None:
    floor.says("登記 敏感 校長遴選爭議")
    floor.says("指派 1 小陳")
    card = floor.says("查詢 今天", by="小陳")
    assert "另有 1 件敏感：打案號看（1）。" in card.body
    assert "校長" not in str(card)
    assert floor.says("1", by="小陳").title == "校長遴選爭議"
    assert "敏感" not in str(floor.aloud("查詢 今天", by="小陳"))
    assert "敏感" not in floor.says("查詢 今天", by="大毛").body


def test_who_serves_in_two_agencies_lists_the_cases_of_both(floor: Floor) -> None:
    floor.says("登記 公園夜間噪音")
    floor.says("登記 戶政流程圖解", by="大毛")
    assert [i.title for i in floor.says("查詢 全部").items] == ["1 公園夜間噪音"]
    with floor.office.work() as uow:
        home = uow.agencies.by_name("內政部")
        assert home is not None
        place = Appointment(
            id=0, officer_id=floor.people["阿菊"].id, agency_id=home.id, role=Role.DEPUTY
        )
        uow.officers.add_appointment(place)
    both = [i.title for i in floor.says("查詢 全部").items]
    assert both == ["2 戶政流程圖解", "1 公園夜間噪音"]
    assert [i.title for i in floor.aloud("查詢 全部").items] == ["1 公園夜間噪音"]


def test_late_this_week_and_all_are_filters(floor: Floor) -> None:
    floor.says("登記 食品標示 期限 昨天 仍要登記")
    floor.says("登記 長照給付標準 期限 週五")
    floor.says("登記 公園夜間噪音 期限 下週五")
    floor.says("登記 疫苗採購")
    floor.says("結案 4 已辦理")

    def found(line: str) -> list[str]:
        return [item.title.split()[0] for item in floor.says(line).items]

    assert found("查詢 逾期") == ["1"]
    assert found("查詢 這週") == found("這週有什麼") == ["1", "2"]
    assert found("全部案件") == ["4", "3", "2", "1"]
    assert floor.says("查詢 逾期", by="大毛").body == "沒有逾期的。"
