"""採納, 部分採納, 不採納, 先回, 併入: one answer serves many, and a refusal has its reason."""

from storage.records.opinions import Verdict
from tests.handlers.opinions.conftest import Desk, facts, titles

LINES = (
    ("採納 1-4", "採納", ""),
    ("採納 1-4 修正第三條文字", "採納", "修正第三條文字"),
    ("1-4 採納 修正第三條文字", "採納", "修正第三條文字"),
    ("幫我採納 1-4", "採納", ""),
    ("部分採納 1-4 其餘涉及母法", "部分採納", "其餘涉及母法"),
    ("部份參採 1 第4則 其餘涉及母法", "部分採納", "其餘涉及母法"),
    ("不採納1-4 涉及母法", "不採納", "涉及母法"),
    ("不予參採 115-0001-4：涉及母法", "不採納", "涉及母法"),
)
TROUBLES = (
    ("併入 1-5", "要併到哪一則？"),
    ("併入 1-5 到 1-5", "第 5 則不能併到自己"),
    ("併入 1-5 到 1-99", "1 沒有第 99 則意見"),
    ("採納 1-99", "1 沒有第 99 則意見"),
    ("採納 1", "是第幾則意見？"),
    ("先回 1-3", "先回了什麼？"),
    ("先回 1-3 請打 0912-345-678", "裡面有手機號碼，我沒存"),
    ("不採納 1-3 請洽 a@b.com.tw", "裡面有私人電子郵件，我沒存"),
    (f"不採納 1-3 {'長' * 501}", "理由最多 500 個字，這次沒有存"),
)


def verdicts(desk: Desk) -> dict[int, tuple[str, str]]:
    """What was decided, by serial."""
    made = [one for one in desk.kept() if one.verdict is not None]
    return {one.serial: (str(one.verdict), one.reason) for one in made}


def test_a_refusal_needs_its_reason(heard: Desk) -> None:
    for line in ("不採納 1-3", "部分採納 1-3", "不參採 1-3"):
        assert "要寫理由" in heard.says(line).body
    assert verdicts(heard) == {}


def test_what_becomes_of_an_opinion_is_said_in_one_line(heard: Desk) -> None:
    for line, verdict, reason in LINES:
        card = heard.says(line)
        assert card.title == f"第 4 則　{verdict}", line
        assert facts(card) == {"進度": "7 則已回 1"}
        assert verdicts(heard) == {4: (verdict, reason)}, line


def test_the_next_one_without_an_answer_follows(heard: Desk) -> None:
    card = heard.says("採納 1-1")
    assert titles(card) == ["2　網友2・贊成"]
    assert heard.taps(card, "回第 2 則").title == "第 2 則　網友2"


def test_several_are_answered_in_one_line_and_said_again_changed(heard: Desk) -> None:
    heard.says("不採納 1-3、5 與本案無關")
    assert verdicts(heard) == {3: ("不採納", "與本案無關"), 5: ("不採納", "與本案無關")}
    heard.says("採納 1-5")
    assert verdicts(heard)[5] == ("採納", "")


def test_one_answer_serves_all_that_were_merged(heard: Desk) -> None:
    card = heard.says("併入 1-6、2 到 1-1")
    assert card.title == "第 1、2、6 則一起回，共 3 人"
    assert facts(heard.says("部分採納 1-2 延長為六十天")) == {"進度": "7 則已回 3"}
    assert verdicts(heard) == {1: ("部分採納", "延長為六十天")}
    assert titles(heard.says("意見 1"))[0] == "1　網友1・反對・併 2、6（共 3 人）"


def test_what_was_merged_comes_along_and_can_be_taken_apart(heard: Desk) -> None:
    heard.says("採納 1-2 好")
    heard.says("併入 1-6 到 1-2")
    heard.says("併入 1-2 到 1-1")
    heads = {one.serial: one.head_id for one in heard.kept()}
    first = heard.kept()[0]
    assert (heads[2], heads[6]) == (first.id, first.id)
    assert verdicts(heard) == {}  # its head has not answered yet
    assert heard.says("拆開 1-6").title == "第 6 則自己一列"
    assert [one.serial for one in heard.kept() if one.head_id is not None] == [2]


def test_what_can_be_put_right_is_said(heard: Desk) -> None:
    before = heard.kept()
    for line, told in TROUBLES:
        assert heard.says(line).body == told
    assert heard.kept() == before


def test_what_others_said_alike_is_offered_to_be_merged(desk: Desk) -> None:
    desk.says(
        "意見 1\n小花：預告期間太短請延長\n阿明：請公開評估報告\n老王：預告期間太短，請再延長"
    )
    card = desk.says("意見 1-1")
    assert facts(card)["很像"] == "第3則"
    assert desk.taps(card, "併入第 3 則").title == "第 1、3 則一起回，共 2 人"
    assert "很像" not in facts(desk.says("意見 1-2"))


def test_merging_in_a_circle_is_refused(heard: Desk) -> None:
    heard.says("併入 1-2 到 1-1")
    assert heard.says("併入 1-1 到 1-2").body == "第 1 則不能併到自己"


def test_a_first_reply_is_a_note_and_no_answer_yet(heard: Desk) -> None:
    card = heard.says("先回 1-3 預告期間是六十天")
    assert facts(card) == {"進度": "7 則已回 0"}
    assert heard.kept()[2].first_reply == "預告期間是六十天"
    assert facts(heard.says("意見 1-3"))["先回"] == "預告期間是六十天"


def test_when_all_are_answered_the_collected_response_follows(heard: Desk) -> None:
    card = heard.says("採納 1-1、2、3、4、5、6、7")
    assert facts(card) == {"進度": "7 則已回 7"}
    assert heard.taps(card, "綜整回應").title == "草稿擬好了"
    assert heard.says("意見 1 未回").body == "都回好了。"


def test_ordinary_talk_in_a_group_answers_nothing(heard: Desk) -> None:
    group = heard.world.group("衛福部PO群", enabled_by="阿菊")
    heard.world.line.sent.clear()
    for text in (
        "#他們說不採納",
        "小幫手 長官最後不採納了啦",
        "#這個意見很多耶",
        "#採納了",
        "#沒意見",
    ):
        group.says(text, by="阿菊")
    assert heard.world.line.sent == []
    assert all(one.verdict is None for one in heard.kept())


def test_in_a_group_no_opinion_is_shown_and_none_is_decided(heard: Desk) -> None:
    group = heard.world.group("衛福部PO群", enabled_by="阿菊")
    for text in ("#意見 1", "#意見摘要 1", "#意見 1-1", "#採納 1-1", "#綜整回應 1", "#參採表 1"):
        card = group.says(text, by="阿菊")
        assert card is not None
        assert "私訊" in card.body
    assert "接駁" not in str(heard.world.line.sent).replace("長照接駁補助辦法", "")
    assert heard.kept()[0].verdict is None


def test_both_agencies_of_a_case_answer_and_others_do_not(heard: Desk) -> None:
    assert heard.says("採納 1-1", by="阿宏").title == "第 1 則　採納"
    for line in ("意見 1", "意見 1-1", "意見摘要 1", "採納 1-2", "參採表 1", "綜整回應 1"):
        card = heard.says(line, by="旁人")
        assert card.body == "1 的意見由衛福部彙整，貴機關不在分工裡"
    assert heard.kept()[1].verdict is None
    assert "預告期間" not in str(heard.says("意見 1", by="業業"))


def test_verdicts_are_the_words_of_the_rule() -> None:
    assert [verdict.value for verdict in Verdict] == ["採納", "部分採納", "不採納"]
