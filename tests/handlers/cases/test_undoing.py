"""復原, and messages that are taken back."""

import pytest

from bot.message import SILENCE
from tests.handlers.cases.conftest import OURS, Floor, facts


@pytest.fixture
def case(floor: Floor) -> Floor:
    floor.group("登記 公園夜間噪音 協辦 內政部 期限 下週五", message_id="first")
    return floor


@pytest.mark.parametrize(
    "line",
    [
        "更新 1 期限 月底",
        "更新 1 案由 公園日間噪音 階段 已回覆",
        "更新 1 主辦 財政部 移除 內政部",
        "更新 1 期限 無",
        "更新 1 先擬 國健署",
        "指派 1 小陳",
        "備註 1 已電洽",
        "結案 1 已辦理",
        "註銷 1",
    ],
)
def test_the_last_change_is_taken_back_whole(case: Floor, line: str) -> None:
    before = case.says("案件 1")
    case.says(line)
    assert case.says("案件 1") != before
    assert "已收回" in case.says("復原").body
    after = case.says("案件 1")
    assert (after.title, after.facts, after.items, after.flag) == (
        before.title,
        before.facts,
        before.items,
        before.flag,
    )


def test_links_and_invitations_are_taken_back(case: Floor) -> None:
    case.says("連結 1 https://example.gov.tw/a")
    case.says("復原")
    assert case.case().links == ()
    case.says("邀請機關 1 農業部")
    case.says("復原")
    with case.office.work() as uow:
        assert uow.cases.invited_agencies(1) == frozenset()


def test_one_change_after_another(case: Floor) -> None:
    case.says("更新 1 期限 月底")
    case.says("更新 1 期限 明天")
    case.says("復原")
    assert facts(case.says("案件 1"))["期限"].startswith("12/31")
    case.says("復原")
    assert facts(case.says("案件 1"))["期限"].startswith("12/18")
    assert case.says("復原").alt == "1 已復原"  # the registration itself
    assert case.case().cancelled_at is not None
    assert "沒有可以復原" in case.says("復原").body


def test_only_for_ten_minutes(case: Floor) -> None:
    case.says("更新 1 期限 月底")
    case.waits(minutes=10, seconds=1)
    assert "十分鐘內沒有可以復原的變更" in case.says("復原").body


def test_not_when_somebody_changed_it_since(case: Floor) -> None:
    case.says("更新 1 期限 月底")
    case.says("更新 1 階段 已回覆", by="小陳")
    assert "之後有人改過" in case.says("復原").body
    assert facts(case.says("案件 1"))["期限"].startswith("12/31")


def test_nobody_undoes_what_another_did(case: Floor) -> None:
    assert "沒有可以復原" in case.says("復原", by="小陳").body


def test_an_unsent_registration_is_undone_silently(case: Floor) -> None:
    assert case.unsends("first", by="阿菊", group=OURS) == SILENCE
    undone = case.case()
    assert undone.cancelled_at is not None
    assert (undone.subject, undone.drafter) == ("", "")
    assert "噪音" not in "".join(f"{e.summary}{e.before}" for e in case.history())
    assert case.says("案件 1").title == "（內容已收回）"


def test_after_ten_minutes_only_the_text_goes(case: Floor) -> None:
    case.waits(minutes=11)
    case.unsends("first", by="阿菊", group=OURS)
    assert (case.case().cancelled_at, case.case().subject) == (None, "")


def test_what_others_worked_on_stays_open_without_its_text(case: Floor) -> None:
    case.says("指派 1 我", by="小陳")
    case.unsends("first", by="阿菊", group=OURS)
    assert (case.case().cancelled_at, case.case().subject) == (None, "")


def test_other_unsent_messages_change_nothing(case: Floor) -> None:
    before = case.case()
    assert case.unsends("unknown", by="阿菊", group=OURS) == SILENCE
    assert case.case() == before


def test_an_unsent_registration_cannot_be_brought_back(case: Floor) -> None:
    case.unsends("first", by="阿菊", group=OURS)
    assert "不能復原" in case.says("復原").body


def test_others_doings_stay_told_when_the_registration_is_taken_back(floor: Floor) -> None:
    # Given a case registered in a group, which a colleague closed with a result
    floor.group("登記 後悔說的話", message_id="m-regret")
    floor.says("結案 1 已電洽民眾", by="小陳")
    # When the message is taken back, and LINE tells it twice
    for _ in range(2):
        floor.unsends("m-regret", by="阿菊", group=OURS)
    # Then the words are gone, but not what the colleague did
    case, told = floor.case(), [(e.action, e.summary) for e in floor.history()]
    assert (case.subject, case.result, case.cancelled_at) == ("", "已電洽民眾", None)
    assert [action for action, _ in told] == ["收回", "結案", "登記"]
    assert ("結案", "結案：已電洽民眾") in told
