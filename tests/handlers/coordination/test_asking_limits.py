"""點名 at its edges: who left or cannot be reached, second taps, floods, hidden cases."""

from tests.handlers.coordination.conftest import Table, entries
from tests.handlers.coordination.test_asking import WHO_COMES, ask


def test_who_left_the_case_is_not_asked_any_more(table: Table) -> None:
    ask(table)
    table.says("更新 1 移除 數位部")
    table.until("2026-12-15 00:00:00")
    assert table.heard("數數") == []
    assert len(table.heard("阿宏")) == 1


def test_who_blocked_the_bot_is_passed_over_and_nobody_else_means_not_reached(
    table: Table,
) -> None:
    now = table.world.clock.now()
    with table.world.database.unit_of_work() as uow:
        for name in ("阿宏", "數數"):
            account = table.world.account(name)
            uow.reachability.note(table.world.platform, account, reachable=False, now=now)
        uow.commit()
    assert "沒有人在用小幫手：數位部、農業部" in table.says(WHO_COMES).body
    ask(table)
    assert len(table.heard("小代")) == 1
    assert entries(table.says("點名進度 1"))["數位部"].startswith("未聯絡上")


def test_one_officer_asks_only_so_much_a_day(table: Table) -> None:
    for number in range(10):
        ask(table, f"1 點名 第{number}次會前會誰出席 12/15前")
    told = table.taps(table.says(WHO_COMES), "送出")
    assert told.body == "一天最多問 10 題"
    table.passes(days=1)
    assert "送出了" in table.taps(table.says(WHO_COMES), "送出").body


def test_a_second_tap_asks_nobody_anew(table: Table) -> None:
    preview = table.says(WHO_COMES)
    table.taps(preview, "送出")
    table.passes(minutes=1)
    assert table.taps(preview, "送出").body.startswith("這一題已經問了。")
    table.passes(minutes=1)
    assert table.heard("阿宏") == []


def test_in_a_group_a_hidden_case_is_pointed_to_by_its_own_number(table: Table) -> None:
    group = table.world.group("跨部會群組", enabled_by="阿菊", scope="跨部會")
    ask(table)
    table.says("標記 1 敏感")
    table.world.line.sent.clear()
    assert group.says("#點名進度 1 第1題", by="阿菊") is None
    (aside,) = table.heard("阿菊")
    assert [button.command for button in aside.buttons] == ["點名進度 115-0001"]


def test_a_question_that_is_not_there_is_named(table: Table) -> None:
    ask(table)
    for says in ("結束點名 1 第9題", "點名進度 1 第9題", "收回點名 1 第9題"):
        assert table.says(says).body == "1 沒有第 9 題"
