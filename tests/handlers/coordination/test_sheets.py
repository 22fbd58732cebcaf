"""協調單: each agency says its own part; side by side, to those involved and 國發會 only."""

import pytest

from tests.handlers.coordination.conftest import Table, entries, labels

LEAD = "主辦＝負責聯絡提案人與定期回應，與政策主責無關。"


def test_what_each_agency_says_stands_side_by_side(table: Table) -> None:
    kept = table.says("1 我們負責 卡片製發 依據 全民健康保險法第16條")
    assert kept.title == "衛福部的部分記下了"
    assert LEAD in kept.note
    table.says("1 不是我們的 依據 戶籍法", "阿宏")
    for reader in ("阿菊", "阿宏", "數數", "小發"):
        card = table.says("1 協調", reader)
        assert entries(card) == {
            "衛福部（主辦）": "本機關負責：卡片製發。依據：全民健康保險法第16條　12/7（一）",
            "內政部（協辦）": "非本機關業務。依據：戶籍法　12/7（一）",
            "數位部（協辦）": "（待填）",
            "農業部（有關機關）": "（待填）",
        }
        assert (card.flag, card.note) == ("PO 之間", LEAD)


def test_nobody_else_sees_it_though_every_officer_sees_the_petition(table: Table) -> None:
    table.says("1 我們負責 卡片製發 依據 全民健康保險法第16條")
    assert table.says("案件 1", "旁人").title == "健保卡換發"
    refused = table.says("協調單 1", "旁人")
    assert refused.body == "貴機關不在 1 的分工裡"
    assert table.says("1 我們負責 卡片製發", "旁人").body == "貴機關不在 1 的分工裡"
    assert "全民健康保險法" not in str(table.says("歷程 1", "旁人"))


def test_in_a_group_nothing_of_it_is_read(table: Table) -> None:
    group = table.world.group("跨部會群組", enabled_by="阿菊", scope="跨部會")
    table.says("1 我們負責 卡片製發 依據 全民健康保險法第16條")
    for said in ("#協調單 1", "#1 我們負責 預算", "#1 協調", "#協調結論 1 內政部 提供資料"):
        card = group.says(said, by="阿菊")
        assert card is not None, said
        assert labels(card) == ["私訊處理"]
        assert "健康保險" not in str(card)
    assert group.says("這件還在協調 我們負責卡片", by="阿菊") is None


def test_an_agency_changes_its_word_and_the_last_one_counts(table: Table) -> None:
    table.says("1 我們負責 卡片製發")
    table.says("1 我們負責 卡片製發與配送 依據 全民健康保險法第16條")
    said = entries(table.says("協調單 1"))["衛福部（主辦）"]
    assert said.startswith("本機關負責：卡片製發與配送。依據：")


def test_a_suggested_part_can_be_declined_from_there(table: Table) -> None:
    card = table.says("1 不是我們的 依據 戶籍法", "阿宏")
    assert "表示非本機關業務" in table.taps(card, "分工上也表示", "阿宏").body
    assert "內政部（協辦）" not in entries(table.says("協調單 1"))
    assert entries(table.says("協調單 1"))["內政部"].startswith("非本機關業務")


@pytest.mark.parametrize(
    ("says", "shows"),
    [
        ("分工意見 1", "是本機關負責，還是不是？"),
        ("分工意見 1 這個不好說", "是本機關負責，還是不是？"),
        ("分工意見", "還差案號"),
        ("協調單 99", "查無 99"),
        ("1 我們負責 找王小明 0912-345-678", "裡面有手機號碼，我沒存"),
        (f"1 我們負責 {'卡' * 101}", "負責的部分最多 100 個字，這次沒有存"),
        (f"1 我們負責 卡片 依據 {'法' * 201}", "依據最多 200 個字，這次沒有存"),
    ],
)
def test_what_cannot_be_kept_is_told_with_a_hint(table: Table, says: str, shows: str) -> None:
    card = table.says(says)
    assert card.body == shows
    assert card.note
    assert set(entries(table.says("協調單 1")).values()) == {"（待填）"}


def test_a_secret_case_is_refused_and_what_was_said_is_gone(table: Table) -> None:
    table.says("1 我們負責 卡片製發 依據 全民健康保險法第16條")
    table.taps(table.says("標記 1 密件 請洽 綜規司"), "確定改為密件")
    assert table.says("協調單 1").body == "1 是密件，不在這裡協調"
    with table.world.looking() as uow:
        case = uow.cases.by_number("115-0001")
        assert case is not None
        assert uow.coordination.positions(case.id) == ()
        assert uow.coordination.sheet(case.id) is None


def test_of_a_sensitive_case_only_named_officers_see_the_sheet(table: Table) -> None:
    table.says("1 我們負責 卡片製發")
    table.says("標記 1 敏感")
    assert table.says("協調單 1", "阿宏").body == "查無 1"
    assert table.says("協調單 1", "小發").body == "查無 1"
    table.says("加人 1 阿宏 內政部")
    assert "衛福部（主辦）" in entries(table.says("協調單 1", "阿宏"))


def test_a_closed_case_takes_no_more_words(table: Table) -> None:
    table.says("結案 1 併入前案")
    assert table.says("1 我們負責 卡片製發").body == "1 已經結案或註銷"
