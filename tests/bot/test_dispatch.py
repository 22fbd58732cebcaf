"""From a message to its answer: who may, where it is said, and what a group gets to see."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import NoReturn

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.addressing import what_is_asked
from bot.dispatch import Dispatcher
from bot.errors import ConfigError, UnavailableError
from bot.manners import PRIVATELY
from bot.message import (
    SILENCE,
    Answer,
    Button,
    Card,
    ChatKind,
    ChatRef,
    EventKind,
    Fact,
    IncomingMessage,
    Item,
    Platform,
)
from bot.room import Access, Commands, Request, Room
from tests.bot.phrasings import PHRASINGS, Expected
from tests.bot.sample_commands import COMMANDS, ROOMS, Desk, Guest
from tests.bot.sample_door import SampleDoor

NOW = datetime(2026, 12, 7, 1, 0, tzinfo=UTC)
GROUP = ChatRef(Platform.LINE, ChatKind.GROUP, "C1")
DIRECT = ChatRef(Platform.LINE, ChatKind.DIRECT, "U1")


class AwayError(Exception):
    """The database is away, in storage's own words."""


@dataclass
class Talk:
    """A conversation with the dispatcher."""

    dispatcher: Dispatcher[Desk, Guest] = field(
        default_factory=lambda: Dispatcher(ROOMS, SampleDoor())
    )
    desk: Desk = field(default_factory=Desk)

    def say(self, text: str, *, by: str = "officer", group: bool = False) -> Answer:
        return self.dispatcher.handle(message(text, by=by, group=group), self.desk, now=NOW)

    def in_group(self, text: str, *, by: str = "officer") -> Answer:
        return self.say(text, by=by, group=True)


def message(
    text: str, *, by: str = "officer", group: bool = False, kind: EventKind = EventKind.TEXT
) -> IncomingMessage:
    return IncomingMessage(
        event_id="e1",
        kind=kind,
        chat=GROUP if group else DIRECT,
        sender_id=by,
        text=text,
        received_at=NOW,
    )


def shown(card: Card | None) -> str:
    assert card is not None
    return f"{card.title}{card.body}{card.note}"


def commands_of(card: Card | None) -> list[str]:
    assert card is not None
    return [button.command for button in card.buttons]


@pytest.fixture
def talk() -> Talk:
    return Talk()


def test_a_request_reaches_its_handler_with_its_argument(talk: Talk) -> None:
    answer = talk.in_group("菸捐那件 幫我登記一下")
    assert talk.desk.done == [("登記", "菸捐那件")]
    assert answer == Answer(here=Card.sentence("登記：菸捐那件"))


def test_a_stranger_is_hinted_once_in_the_group_and_then_met_with_silence(talk: Talk) -> None:
    first = talk.in_group("登記 菸捐", by="stranger")
    second = talk.in_group("登記 菸捐", by="stranger")
    assert shown(first.here) == "請先私訊綁定"
    assert second == SILENCE
    assert talk.desk.done == []


def test_other_refusals_are_said_one_to_one_only(talk: Talk) -> None:
    answer = talk.in_group("邀請同仁 王小明")
    assert answer.here is None
    assert shown(answer.private) == "請先私訊綁定"


def test_what_belongs_one_to_one_gets_the_one_button_in_a_group(talk: Talk) -> None:
    answer = talk.in_group("我的資料")
    assert talk.desk.done == []
    assert answer.here is not None
    assert [b.label for b in answer.here.buttons] == [PRIVATELY]
    assert commands_of(answer.here) == ["我的資料"]


def test_the_button_to_the_one_to_one_chat_carries_the_whole_command(talk: Talk) -> None:
    answer = talk.in_group("麻煩邀請同仁 王小明 ming@example.gov.tw", by="manager")
    assert commands_of(answer.here) == ["邀請同仁 王小明 ming@example.gov.tw"]


def test_a_groups_command_is_not_carried_out_one_to_one(talk: Talk) -> None:
    answer = talk.say("離開")
    assert talk.desk.done == []
    assert "群組" in shown(answer.here)
    assert not answer.leave_chat


def test_leaving_passes_through(talk: Talk) -> None:
    assert talk.in_group("離開").leave_chat


def test_an_error_becomes_advice_with_its_hint(talk: Talk) -> None:
    answer = talk.say("綁定", by="stranger")
    assert answer.here is not None
    assert (answer.here.body, answer.here.note) == ("請附上邀請碼。", "像這樣：綁定 ABCD-1234")


def test_a_near_miss_is_a_button_one_to_one(talk: Talk) -> None:
    answer = talk.say("等記 菸捐")
    assert commands_of(answer.here) == ["登記 菸捐"]
    assert talk.desk.done == []
    talk.say(commands_of(answer.here)[0])
    assert talk.desk.done == [("登記", "菸捐")]


def test_a_near_miss_in_a_group_is_answered_privately(talk: Talk) -> None:
    answer = talk.in_group("節案 42")
    assert answer.here is None
    assert commands_of(answer.private) == ["結案 42"]


def test_a_stranger_is_offered_nothing_that_he_may_not_do(talk: Talk) -> None:
    assert talk.in_group("等記 菸捐", by="stranger") == SILENCE
    assert "登記 菸捐" not in commands_of(talk.say("等記 菸捐", by="stranger").here)


@pytest.mark.parametrize(
    "text", ["今天天氣不錯", "收到", "小幫手辛苦了", "不要登記", "健保卡還在吵嗎"]
)
def test_unknown_text_in_a_group_is_met_with_silence(talk: Talk, text: str) -> None:
    assert talk.in_group(text) == SILENCE


def test_unknown_text_one_to_one_gets_examples_that_work_when_tapped(talk: Talk) -> None:
    answer = talk.say("今天天氣不錯")
    assert commands_of(answer.here)
    for command in commands_of(answer.here):
        talk.say(command)
    changing = {c.name for c in COMMANDS if c.changes}
    assert talk.desk.done
    assert not changing & {name for name, _ in talk.desk.done}


def test_small_talk_one_to_one_is_answered_in_one_sentence(talk: Talk) -> None:
    assert shown(talk.say("謝謝").here) == "好，需要時說一聲。"
    assert shown(talk.say("先別結案").here) == "好，什麼都沒有動。"


@pytest.mark.parametrize("length", [2501, 5001])
def test_a_text_that_is_too_long_is_refused_in_one_sentence(talk: Talk, length: int) -> None:
    answer = talk.say("登記 " + "長" * (length - 3))
    assert f"{length:,} 字" in shown(answer.here)
    assert talk.desk.done == []
    talk.say("登記 " + "長" * 2497)
    assert len(talk.desk.done) == 1


def test_length_counts_utf16_units_as_the_platform_does(talk: Talk) -> None:
    answer = talk.in_group("登記 " + "𠀀" * 2500)
    assert answer.here is None
    assert "5,003 字" in shown(answer.private)


def test_control_characters_and_direction_marks_do_not_reach_a_handler(talk: Talk) -> None:
    talk.say("登記 \u202e菸捐\x00\u200f健保\ud800卡")
    assert talk.desk.done == [("登記", "菸捐健保卡")]


@pytest.mark.parametrize(
    "subject",
    [
        "👨‍👩‍👧 家庭照顧",
        "𠮷野家 𡈽地",
        '<b>粗體</b> & "引號"',
        "'; DROP TABLE cases;--",
        "民國 999 年 12 月",
    ],
)
def test_odd_characters_are_text_like_any_other(talk: Talk, subject: str) -> None:
    talk.say(f"登記 {subject}")
    assert talk.desk.done == [("登記", subject)]


def test_a_group_sees_at_most_five_lines_and_one_button() -> None:
    commands = Commands[Desk, Guest]()

    @commands.add("滿", usage="滿", summary="", access=Access.ANYONE)
    def full(request: Request[Guest], desk: Desk) -> Card:
        del request, desk
        return Card(
            alt="滿",
            facts=tuple(Fact(str(n), "值") for n in range(9)),
            items=tuple(Item(str(n)) for n in range(9)),
            buttons=tuple(Button(f"做 {n}", f"做 {n}") for n in range(6)),
        )

    talk = Talk(Dispatcher((Room("滿", commands),), SampleDoor()))
    group, direct = talk.in_group("滿").here, talk.say("滿").here
    assert group is not None
    assert direct is not None
    assert (len(group.facts), len(group.items), commands_of(group)) == (5, 5, ["做 0"])
    assert (len(direct.facts), len(direct.items), len(direct.buttons)) == (5, 5, 4)
    assert full is not None


def test_an_event_goes_to_every_room_that_waits_for_it(talk: Talk) -> None:
    event = message("", kind=EventKind.BOT_JOINED, group=True)
    answer = talk.dispatcher.handle(event, talk.desk, now=NOW)
    assert shown(answer.here) == "自我介紹："


def test_an_event_nobody_waits_for_is_met_with_silence(talk: Talk) -> None:
    event = message("", kind=EventKind.MEMBER_LEFT, group=True)
    assert talk.dispatcher.handle(event, talk.desk, now=NOW) == SILENCE


def broken(error: Exception) -> Dispatcher[Desk, Guest]:
    commands = Commands[Desk, Guest]()

    @commands.add("壞掉", usage="壞掉", summary="", access=Access.ANYONE)
    def breaks(request: Request[Guest], desk: Desk) -> NoReturn:
        desk.done.append(("壞掉", request.argument))
        raise error

    assert breaks is not None
    return Dispatcher((Room("壞", commands),), SampleDoor(), passing=(AwayError,))


def test_a_bug_is_answered_with_one_sentence_and_undone() -> None:
    outcome = broken(KeyError("秘密")).handle_or_apologise(message("壞掉"), Desk(), now=NOW)
    assert not outcome.keeps_work
    assert outcome.reference in shown(outcome.answer.here)
    assert "秘密" not in shown(outcome.answer.here)


@pytest.mark.parametrize("error", [AwayError(), UnavailableError()])
def test_an_absent_database_is_the_workers_matter(error: Exception) -> None:
    with pytest.raises(type(error)):
        broken(error).handle_or_apologise(message("壞掉"), Desk(), now=NOW)


def test_advice_keeps_the_work_done_before_it(talk: Talk) -> None:
    outcome = talk.dispatcher.handle_or_apologise(message("綁定"), talk.desk, now=NOW)
    assert outcome.keeps_work


def test_two_rooms_with_one_word_stop_the_start() -> None:
    with pytest.raises(ConfigError, match="登記"):
        Dispatcher((*ROOMS, ROOMS[0]), SampleDoor())


def test_every_phrasing_of_a_group_leaves_the_group_undisturbed() -> None:
    for row in PHRASINGS:
        if not row.in_group:
            continue
        talk = Talk()
        asked = what_is_asked(row.says, mentioned=True, direct=False, verbs=talk.dispatcher.verbs)
        answer = talk.in_group(asked or "", by="officer" if row.is_officer else "stranger")
        if row.expected in {Expected.OFFER, Expected.NOTHING}:
            assert answer.here is None, row.says
            assert talk.desk.done == [], row.says
        if answer.here is not None:
            assert len(answer.here.buttons) <= 1, row.says


@given(st.text(max_size=80))
def test_any_text_gets_an_answer_or_silence_but_no_exception(text: str) -> None:
    talk = Talk()
    talk.say(text)
    talk.in_group(text)
