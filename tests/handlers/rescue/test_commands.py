"""A business unit calls for help: three things at once, and the own officer knows in private."""

from collections.abc import Iterable

import pytest

from bot.message import Card
from bot.outbound import Outcome
from bot.plain import plain_text
from storage.records.officers import Role
from tests.support.world import World

HELP = "救命 我們科被提案打到 快五千 科長叫我問PO"
EVERYBODY = ("阿宏", "小陳", "阿美", "王次長", "小林", "阿菊", "小發")


def heard(world: World, name: str) -> list[str]:
    return [plain_text(card) for card in world.heard_privately(name)]


def who_heard(world: World, names: Iterable[str] = EVERYBODY) -> set[str]:
    """Return who got anything since it was last looked."""
    found = {name for name in names if world.heard_privately(name)}
    world.line.sent.clear()
    return found


def say(world: World, text: str, by: str = "小林") -> Card:
    card = world.direct(by).says(text)
    assert card is not None, text
    return card


def test_three_things_at_once_and_the_own_officer_is_told_in_private(world: World) -> None:
    card = say(world, HELP)
    assert card.title == "先不用回文。備三樣："
    assert [fact.value for fact in card.facts] == ["現況一段", "法規依據", "能不能做和原因"]
    assert card.body == "已私下轉給內政部 PO 阿宏。"
    assert card.note == "主辦＝負責聯絡提案人與定期回應，與政策主責無關。"
    (told,) = world.heard_privately("阿宏")
    assert told.title == "小林（戶政司）需要您"
    assert told.body == "「我們科被提案打到 快五千 科長叫我問PO」"
    assert "02-2356-5000#777" in plain_text(told)
    # Lock screens show neither name nor words
    assert told.alt == "有同仁求救"
    assert [b.label for b in told.buttons] == ["我來聯絡"]
    assert who_heard(world) == {"小林", "阿宏"}


def test_the_colleague_reads_that_the_officer_saw_it(world: World) -> None:
    say(world, HELP)
    button = world.heard_privately("阿宏")[0].buttons[0]
    world.line.sent.clear()
    answer = say(world, button.command, by="阿宏")
    assert answer.body == "好，已告訴小林您會聯絡。戶政司，公務電話 02-2356-5000#777。"
    assert heard(world, "小林") == ["阿宏看到了，會和您聯絡。公務電話 02-2356-5000#100。"]
    # Pressed again, nothing more is sent; pressed by a colleague, neither
    say(world, button.command, by="阿宏")
    assert say(world, button.command, by="小陳").body == "阿宏已經說會聯絡了，謝謝您。"
    assert len(heard(world, "小林")) == 1


@pytest.mark.parametrize("who", ["阿菊", "小發"])
def test_nobody_of_another_agency_finds_the_call(world: World, who: str) -> None:
    say(world, HELP)
    world.line.sent.clear()
    assert "沒有待聯絡的求救" in plain_text(say(world, "接求救 1", by=who))
    assert heard(world, "小林") == []


def test_what_is_not_clear_is_asked_with_one_tap_and_tells_nobody(world: World) -> None:
    card = say(world, "求救 怎麼辦")
    assert [b.label for b in card.buttons] == ["被提案打到", "要開會", "被罵", "跨部會"]
    assert who_heard(world) == {"小林"}
    after = say(world, card.buttons[2].command)
    assert after.title == "先不要在網路上回。備三樣："
    assert world.heard_privately("阿宏")[0].body == "「怎麼辦」"


@pytest.mark.parametrize(
    ("says", "situation"),
    [
        ("求救 明天要去開協作會議", "要開會"),
        ("求救 臉書上被罵翻了", "被罵"),
        ("求救 這不是我們的啊 別的機關也有份", "跨部會"),
        ("求救 附議快五千了", "被提案打到"),
        ("求救 提案的事被叫去開會", "ask"),
        ("業務單位求救", "ask"),
    ],
)
def test_the_situation_is_heard_in_the_words(world: World, says: str, situation: str) -> None:
    card = say(world, says)
    assert (card.flag or "ask") == situation


def test_in_a_group_it_is_answered_privately_only(world: World) -> None:
    group = world.group("內政部", enabled_by="阿宏")
    assert group.says(f"#{HELP}", by="小林") is None
    assert who_heard(world) == {"小林", "阿宏"}
    assert group.says("#求救", by="小林") is None
    assert who_heard(world) == {"小林"}
    # Not addressed, nothing happens
    assert group.says(HELP, by="小林") is None
    assert who_heard(world) == set()


def test_who_is_on_leave_is_not_told_but_who_stands_in(world: World) -> None:
    say(world, "請假 今天 代理 小陳", by="阿宏")
    world.line.sent.clear()
    assert say(world, HELP).body == "阿宏請假，已私下轉給內政部 代理 小陳。"
    assert who_heard(world) == {"小林", "小陳"}


def test_a_supervisor_hears_nothing_even_when_nobody_else_is_there(world: World) -> None:
    for name in ("阿宏", "小陳", "阿美"):
        say(world, "請假 今天", by=name)
    world.line.sent.clear()
    card = say(world, HELP)
    assert card.body == (
        "內政部 PO 阿宏請假，也沒有人代理；已留話，12/8（二）08:30 送到。急的話請打電話。"
    )
    assert who_heard(world) == {"小林"}
    world.advance(days=1)
    assert who_heard(world) == {"阿宏"}


def test_said_again_within_the_day_nobody_is_told_twice(world: World) -> None:
    say(world, HELP)
    world.line.sent.clear()
    again = say(world, "救命 還是被提案打到")
    assert again.body == "剛才已私下告訴內政部 PO 阿宏，他會和您聯絡。"
    assert who_heard(world) == {"小林"}


def test_unanswered_for_a_day_the_next_one_is_told(world: World) -> None:
    say(world, HELP)
    world.advance(days=1, hours=1)
    world.line.sent.clear()
    assert say(world, HELP).body == "已私下轉給內政部 代理 小陳。"
    assert who_heard(world) == {"小林", "小陳"}


def test_at_night_the_officer_is_told_in_the_morning(world: World) -> None:
    world.advance(hours=12)
    world.line.sent.clear()
    assert say(world, HELP).body == "已私下轉給內政部 PO 阿宏，12/8（二）08:30 送到。"
    assert who_heard(world) == {"小林"}
    world.advance(hours=11)
    assert who_heard(world) == {"阿宏"}


@pytest.mark.parametrize(
    ("says", "shows"),
    [
        ("求救 有一件密件被罵", "像是密件，我沒有存也沒有轉"),
        ("求救 被罵 提案人 0912345678", "裡面有個人資料，我沒有存也沒有轉"),
    ],
)
def test_what_must_not_be_passed_on_is_not(world: World, says: str, shows: str) -> None:
    assert shows in plain_text(say(world, says))
    assert who_heard(world) == {"小林"}


def test_long_words_are_cut_and_that_is_said(world: World) -> None:
    card = say(world, "求救 被罵 " + "很長" * 300)
    assert "只轉了前 200 字" in card.body
    assert len(world.heard_privately("阿宏")[0].body) <= 202


def test_so_many_calls_in_a_day_are_too_many(world: World) -> None:
    for situation in ("被罵", "要開會", "跨部會"):
        say(world, f"求救 {situation}")
    world.line.sent.clear()
    assert "今天已經轉了 3 次" in plain_text(say(world, "求救 被提案打到"))
    assert who_heard(world) == {"小林"}
    world.advance(days=1, hours=1)
    assert say(world, "求救 被提案打到").body == "已私下轉給內政部 PO 阿宏。"


def test_an_officer_alone_is_sent_to_the_hub_and_a_stranger_learns_how_to_come_in(
    world: World,
) -> None:
    assert "窗口就是您" in say(world, "求救 被罵", by="阿菊").body
    assert "請向貴機關的 PO 或國發會要一組綁定碼" in say(world, HELP, by="路人").body
    assert who_heard(world) == {"阿菊"}


def test_an_officer_without_an_account_is_named(world: World) -> None:
    with world.database.unit_of_work() as uow:
        for binding in uow.bindings.of_officer(1), uow.bindings.of_officer(2):
            uow.bindings.remove(binding[0].id)
        uow.bindings.remove(uow.bindings.of_officer(3)[0].id)
        uow.commit()
    card = say(world, HELP)
    assert card.body == "內政部的 PO 阿宏還沒用小幫手，請直接打電話給他。"
    assert [b.command for b in card.buttons] == ["找 內政部"]


def test_a_successor_finds_the_calls_that_nobody_took(world: World) -> None:
    say(world, HELP)
    say(world, "結束任期 阿宏 12/7", by="阿宏")
    world.officer("新任", "內政部")
    world.advance(days=1)
    card = say(world, "接求救", by="新任")
    assert [(item.title, item.text) for item in card.items] == [
        ("小林（戶政司）", "被提案打到，12/7（一）10:00，02-2356-5000#777")
    ]
    world.line.sent.clear()
    say(world, card.buttons[0].command, by="新任")
    assert heard(world, "小林") == ["新任看到了，會和您聯絡。"]
    assert say(world, "接求救", by="新任").body == "沒有待聯絡的求救。"
    # Who left takes none
    assert "不在名冊的任期內" in say(world, "接求救", by="阿宏").body


def test_what_was_said_is_in_no_column(world: World) -> None:
    say(world, HELP)
    with world.looking() as uow:
        rescue = uow.rescues.find(1)
    assert rescue is not None
    assert "科長" not in repr(rescue)
    assert "小林" not in "".join(world_audit(world))


def world_audit(world: World) -> list[str]:
    with world.looking() as uow:
        agency = uow.agencies.by_name("內政部")
        assert agency is not None
        return [repr(entry) for entry in uow.audit.of_agency(agency.id, 50)]


def test_a_call_that_a_colleague_took_does_not_reach_the_officer_late(world: World) -> None:
    # Given a call whose card LINE does not take
    world.line.pushes_end = Outcome.RETRY
    world.direct("小林").says("求救 要開會")
    # When the deputy finds it and takes it before LINE is back
    world.direct("小陳").says("接求救 1")
    world.line.pushes_end = None
    world.advance(minutes=30)
    assert world.heard_privately("阿宏") == []


def test_a_successor_sees_who_asked_and_from_where(world: World) -> None:
    world.direct("小林").says("求救 要開會")
    listed = world.direct("小陳").says("接求救")
    assert listed is not None
    (item,) = listed.items
    assert item.title == "小林（戶政司）"
    assert item.text == "要開會，12/7（一）10:00，02-2356-5000#777"
    taken = world.direct("小陳").says("接求救 1")
    assert taken is not None
    assert taken.body == "好，已告訴小林您會聯絡。戶政司，公務電話 02-2356-5000#777。"


def test_of_a_subordinate_agency_the_officer_above_hears_which(world: World) -> None:
    world.officer("小禾", "國健署", Role.BUSINESS_UNIT)
    world.line.sent.clear()
    world.direct("小禾").says("救命 我們科被提案打到")
    (card,) = world.heard_privately("阿菊")
    assert card.title == "小禾（國健署）需要您"


def test_who_blocked_the_bot_is_passed_over(world: World) -> None:
    world.direct("阿宏").happens("unfollow")
    card = world.direct("小林").says("求救 要開會")
    assert card is not None
    assert "代理 小陳" in card.body
