"""What people do in Slack beside talking: commands, taps, shortcuts, forms, the bot's own page."""

from collections.abc import Iterator

import pytest

from bot.message import ChatKind, Platform
from bot.outbound import Outcome
from handlers.shared.personal_data import objection_to
from tests.support.gestures import Hands, said, shortcut, submission, tap
from tests.support.world import World

CHANNEL, TALK = "C0PO00001", "D0OTHERS1"


@pytest.fixture
def world(migrated_url: str) -> Iterator[World]:
    made = World(migrated_url, platforms=(Platform.SLACK,))
    yield made
    made.stop()


@pytest.fixture
def hands(world: World) -> Hands:
    return Hands(world, objection_to)


def test_a_command_is_answered_for_its_person_where_the_bot_is_no_member(
    world: World, hands: Hands
) -> None:
    # Given an officer in a channel that the bot was never invited to
    world.officer("王小明", "內政部")
    # When the officer registers a case there
    card = hands.types("登記 公園夜間噪音 期限 下週五", by="王小明", channel=CHANNEL)
    # Then the whole card comes back, as one to one, by the command's own ticket
    assert card is not None
    assert card.title == "公園夜間噪音"
    assert len(card.buttons) == 4
    answer = hands.sent[-1]
    assert answer.only_for == world.account("王小明")
    assert (answer.reply_ticket or "").startswith("https://hooks.slack.com/")
    assert answer.chat.kind is ChatKind.DIRECT  # where it goes when the ticket is over


def test_an_answer_that_is_too_late_for_its_ticket_comes_one_to_one(
    world: World, hands: Hands
) -> None:
    world.officer("王小明", "內政部")
    world.line.outcomes.append(Outcome.LATE)
    hands.types("登記 公園夜間噪音", by="王小明", channel=CHANNEL)
    world.advance(seconds=10)
    last = hands.sent[-1]
    assert (last.chat.kind, last.chat.id) == (ChatKind.DIRECT, world.account("王小明"))
    assert last.reply_ticket is None
    assert last.card.title == "公園夜間噪音"


def test_a_command_alone_offers_what_is_done_most(world: World, hands: Hands) -> None:
    world.officer("王小明", "內政部")
    card = hands.types("", by="王小明", channel=CHANNEL)
    assert card is not None
    assert [b.label for b in card.buttons] == ["登記", "找", "查詢", "說明"]


def test_a_stranger_is_told_how_to_bind(hands: Hands) -> None:
    card = hands.types("我的案件", by="路人", channel=CHANNEL)
    assert "綁定" in said(card)


def test_what_is_sensitive_is_shown_to_the_one_who_asks_aside(world: World, hands: Hands) -> None:
    world.officer("王小明", "內政部")
    group = world.group("內政部PO群", enabled_by="王小明")
    number = "1"
    assert hands.types("登記 敏感 某人檢舉", by="王小明", channel=group.id) is not None
    # A mention in the channel shows nothing there
    assert group.says(f"#{number}", by="王小明") is None
    # The command, which nobody else sees, shows it
    card = hands.types(number, by="王小明", channel=group.id)
    assert card is not None
    assert card.title == "某人檢舉"


def test_a_command_about_the_channel_itself_is_carried_out_there(
    world: World, hands: Hands
) -> None:
    world.officer("王小明", "內政部")
    group = world.group("內政部PO群")
    card = hands.types("啟用", by="王小明", channel=group.id)
    assert "已啟用" in said(card)
    with world.looking() as uow:
        linked = uow.chats.find("slack", group.id)
    assert linked is not None
    assert linked.enabled


def test_what_is_told_one_to_one_only_is_told_aside_too(world: World, hands: Hands) -> None:
    world.officer("王小明", "內政部")
    world.officer("陳大文", "衛福部", phone="(02)8590-6666#7301")
    group = world.group("內政部PO群", enabled_by="王小明")
    hands.types("登記 公園夜間噪音", by="王小明", channel=group.id)
    # A number that is not for groups, and a command that is for 1:1
    assert "8590-6666" not in said(group.says("#找 衛福部", by="王小明"))
    assert "8590-6666" in said(hands.types("找 衛福部", by="王小明", channel=group.id))
    assert "登記為" in said(hands.types("歷程 1", by="王小明", channel=group.id))
    with world.looking() as uow:
        health = uow.agencies.by_name("衛福部")
        assert health is not None
        entries = uow.audit.of_agency(health.id, limit=50)
    looks = [entry.detail for entry in entries if entry.action == "look-phone"]
    assert looks == ["direct"]


def test_a_channel_is_not_set_up_where_the_bot_is_no_member(world: World, hands: Hands) -> None:
    world.officer("王小明", "內政部")
    assert "/invite" in said(hands.types("啟用", by="王小明", channel=CHANNEL))
    # And one to one there is no channel at all
    assert "群組裡說" in said(hands.types("啟用", by="王小明", channel=TALK))


def test_a_goodbye_is_for_everybody(world: World, hands: Hands) -> None:
    world.officer("王小明", "內政部")
    group = world.group("內政部PO群", enabled_by="王小明")
    hands.types("離開", by="王小明", channel=group.id)
    last = hands.sent[-1]
    assert (last.chat.id, last.only_for, last.reply_ticket) == (group.id, "", None)
    assert world.line.left == [group.id]


def test_a_bare_command_opens_its_form_and_the_form_registers(world: World, hands: Hands) -> None:
    world.officer("王小明", "內政部")
    assert hands.types("登記", by="王小明", channel=CHANNEL) is None
    [form] = hands.opened
    me = world.account("王小明")
    filled = submission(form, user=me, number=500, subject="路燈不亮", due="2026-12-18")
    card = hands.does(filled)
    assert card is not None
    assert card.title == "路燈不亮"
    assert "12/18（五）" in said(card)
    assert hands.sent[-1].only_for == me
    # Slack may send the same once more
    hands.does(filled)
    with world.looking() as uow:
        assert uow.cases.by_serial(2, None) is None


def test_a_form_that_does_not_open_is_answered_as_a_typed_line(world: World, hands: Hands) -> None:
    world.officer("王小明", "內政部")
    hands.opens = False
    assert "要登記什麼？" in said(hands.types("登記", by="王小明", channel=CHANNEL))


def test_what_may_not_be_kept_is_said_in_the_form(world: World, hands: Hands) -> None:
    world.officer("王小明", "內政部")
    me = world.account("王小明")
    hands.does(shortcut("王先生 0912-345-678 陳情", user=me, channel=CHANNEL, number=600))
    [form] = hands.opened
    answer = hands.sends(submission(form, user=me, number=601))
    wrong = "裡面有手機號碼，拿掉再送；公務分機和 gov.tw 信箱可以留"
    assert answer == {
        "response_action": "errors",
        "errors": {"subject": wrong, "note": wrong},
    }
    assert hands.sent == []
    answer = hands.sends(submission(form, user=me, number=602, subject="路燈", note=""))
    assert answer is None
    assert hands.sent[-1].card.title == "路燈"


def test_a_message_becomes_a_case_and_its_first_note(world: World, hands: Hands) -> None:
    # Given a message in a channel
    world.officer("王小明", "內政部")
    world.officer("陳同仁", "內政部")
    world.officer("林外人", "環境部")
    me = world.account("王小明")
    text = "騎樓機車太多 &amp; 很吵\n請 <@U0CHEN001> 看一下"
    # When an officer makes a case of it
    hands.does(shortcut(text, user=me, channel=CHANNEL, number=700))
    card = hands.does(submission(hands.opened[-1], user=me, number=701))
    # Then its first line is the 案由, all of it the first note, and its address is kept
    assert card is not None
    assert card.title == "騎樓機車太多 & 很吵"
    with world.looking() as uow:
        case = uow.cases.get(1)
        [note] = uow.cases.notes(1)
    assert note.text == "騎樓機車太多 & 很吵\n請 @某人 看一下"
    assert not note.shared
    assert case.links == (f"https://govtw.slack.com/archives/{CHANNEL}/p1796608800000100",)
    # Colleagues read the note, other agencies nothing
    assert "請 @某人 看一下" in said(world.direct("陳同仁").says("1"))
    assert "請 @某人" not in said(world.direct("林外人").says("1"))


def test_personal_data_that_the_form_let_through_is_not_kept_either(world: World) -> None:
    hands = Hands(world)
    world.officer("王小明", "內政部")
    me = world.account("王小明")
    hands.does(shortcut("路燈不亮\n聯絡 0912-345-678", user=me, channel=CHANNEL, number=705))
    card = hands.does(submission(hands.opened[-1], user=me, number=706))
    assert "手機號碼，我沒存" in said(card)
    with world.looking() as uow:
        assert uow.cases.by_serial(1, None) is None


def test_the_writers_taking_back_of_the_message_does_not_undo_the_case(
    world: World, hands: Hands
) -> None:
    world.officer("王小明", "內政部")
    me = world.account("王小明")
    hands.does(shortcut("路燈不亮", user=me, channel=CHANNEL, number=710))
    hands.does(submission(hands.opened[-1], user=me, number=711))
    with world.looking() as uow:
        assert uow.cases.get(1).source_message == ""


def test_a_secret_case_keeps_nothing_of_the_message(world: World, hands: Hands) -> None:
    world.officer("王小明", "內政部")
    me = world.account("王小明")
    hands.does(shortcut("不能說的事", user=me, channel=CHANNEL, number=720))
    hands.does(submission(hands.opened[-1], user=me, number=721, subject="密件"))
    with world.looking() as uow:
        assert uow.cases.notes(1) == ()
        assert (uow.cases.get(1).subject, uow.cases.get(1).links) == ("", ())


def test_a_tap_in_a_channel_is_answered_for_whoever_tapped(world: World, hands: Hands) -> None:
    world.officer("王小明", "內政部")
    world.officer("陳同仁", "內政部")
    group = world.group("內政部PO群", enabled_by="王小明")
    card = group.says("#登記 公園夜間噪音", by="王小明")
    assert card is not None
    [button] = card.buttons
    chen = world.account("陳同仁")
    shown = hands.does(tap(button.command, user=chen, channel=group.id, number=800, thread="1.5"))
    assert shown is not None
    assert shown.title == "公園夜間噪音"
    assert len(shown.buttons) > 1
    assert (hands.sent[-1].only_for, hands.sent[-1].thread) == (chen, "1.5")
    # An old card's button works as typing does: here the case is over
    done = hands.does(tap("結案 1 已處理", user=chen, channel=group.id, number=801))
    assert "結案" in said(done)
    again = hands.does(tap("結案 1 已處理", user=chen, channel=group.id, number=802))
    assert "結案了" in said(again)


def test_taps_of_the_same_moment_count_once(world: World, hands: Hands) -> None:
    world.officer("王小明", "內政部")
    pressed = tap("登記 路燈不亮", user=world.account("王小明"), channel=CHANNEL, number=810)
    hands.sends(pressed)
    hands.sends(pressed)
    with world.looking() as uow:
        assert uow.cases.by_serial(1, None) is not None
        assert uow.cases.by_serial(2, None) is None
