"""A group from the bot's arrival to its departure."""

from datetime import timedelta

import pytest

from bot.message import SILENCE, Answer, Card, EventKind
from bot.room import Place
from handlers.chats.commands import commands
from handlers.shared.access import Speaker, may
from storage.records.chats import ChatScope
from tests.handlers.chats.conftest import START, Group

CHENGYU, XIAOHE, AHONG = "web-chengyu", "web-xiaohe", "web-ahong"  # 衛福部, 國健署, 內政部
STRANGER = "web-stranger"


def shown(answer: Answer) -> Card:
    assert answer.here is not None
    return answer.here


def refused(answer: Answer) -> str:
    """What only the sender hears; the group hears nothing."""
    assert answer.here is None
    assert answer.private is not None
    return words(answer.private)


def words(card: Card) -> str:
    facts = [f"{fact.label} {fact.value}" for fact in card.facts]
    return "｜".join([card.flag, card.title, *facts, card.body, card.note])


def test_added_to_a_group_it_introduces_itself_in_one_card(group: Group) -> None:
    card = shown(group.happens(EventKind.BOT_JOINED))
    for told in ("小幫手", "#啟用", "#靜音", "加密", "#離開"):
        assert told in words(card)
    assert len(card.facts) <= 5
    assert card.buttons == ()
    assert not group.stored().enabled


def test_an_officer_opens_the_group_for_the_own_agency(group: Group) -> None:
    card = shown(group.says("#啟用", by=CHENGYU))
    assert card.flag == "本機關"
    assert "衛福部" in words(card)
    chat = group.stored()
    assert (chat.enabled, chat.scope) == (True, ChatScope.AGENCY)
    assert group.audited() == ["open-group 本機關"]


def test_an_officer_opens_it_for_several_ministries(group: Group) -> None:
    assert shown(group.says("＃啟用　跨部會", by=CHENGYU)).flag == "跨部會"
    assert group.stored().scope is ChatScope.CROSS


def test_an_officer_opens_it_for_one_case(group: Group) -> None:
    card = shown(group.says("#啟用 單一案件 42", by=CHENGYU))
    assert "案件 115-0042" in words(card)
    assert "菸捐" not in words(card)
    assert group.stored().case_id is not None


@pytest.mark.parametrize(
    ("by", "number", "told"),
    [
        (CHENGYU, "999", "找不到"),
        (CHENGYU, "114-0042", "找不到"),
        (CHENGYU, "39", "找不到"),
        (CHENGYU, "40", "找不到"),
        (AHONG, "40", "不能在群組裡談"),
    ],
    ids=["no such number", "another year", "of 內政部 alone", "敏感, of 內政部", "敏感, his own"],
)
def test_not_every_case_may_have_a_group(group: Group, by: str, number: str, told: str) -> None:
    assert told in refused(group.says(f"#啟用 單一案件 {number}", by=by))
    assert not group.stored().enabled


def test_every_officer_may_open_a_group_for_a_petition(group: Group) -> None:
    group.says("#啟用 單一案件 115-0038", by="web-ruoxi")
    assert group.stored().scope is ChatScope.CASE


def test_the_agency_that_opened_it_may_change_it_and_another_may_not(group: Group) -> None:
    group.says("#啟用", by=CHENGYU)
    for text in ("#啟用 跨部會", "#停用群組", "#群組時間 9-17"):
        assert "衛福部啟用的" in refused(group.says(text, by=AHONG))
    assert group.stored().scope is ChatScope.AGENCY
    assert shown(group.says("#啟用 跨部會", by=CHENGYU)).title == "改為跨部會"


def test_closing_leaves_the_bot_in_the_group_and_lets_others_open_it(group: Group) -> None:
    group.says("#啟用", by=CHENGYU)
    assert "已停用" in words(shown(group.says("#停用群組", by=CHENGYU)))
    assert not group.stored().enabled
    assert group.stored().left_at is None
    assert "還沒啟用" in refused(group.says("#停用群組", by=CHENGYU))
    group.says("#啟用", by=AHONG)
    assert group.audited() == ["open-group 本機關", "close-group 本機關", "open-group 本機關"]


@pytest.mark.parametrize(
    ("text", "told", "lasts"),
    [
        ("#靜音", "安靜到 12/9（三）08:30", timedelta(hours=22)),
        ("#靜音 3小時", "安靜到 12/8（二）13:30", timedelta(hours=3)),
        ("#靜音 到週五", "安靜到 12/11（五）08:30", timedelta(days=2, hours=22)),
        ("#別吵", "安靜到 12/9（三）08:30", timedelta(hours=22)),
    ],
)
def test_a_colleague_asks_for_quiet(group: Group, text: str, told: str, lasts: timedelta) -> None:
    group.says("#啟用", by=CHENGYU)
    assert told in words(shown(group.says(text, by=XIAOHE)))
    assert group.stored().muted_until == START + lasts


def test_a_silenced_group_is_still_answered_when_it_asks(group: Group) -> None:
    group.says("#啟用", by=CHENGYU)
    for text in ("#靜音", "#靜音 一直"):
        assert "叫我還是會回" in words(shown(group.says(text, by=CHENGYU)))
        told = words(shown(group.says("#群組", by=AHONG)))
        assert "這個群組：本機關" in told
        assert "靜音" in told


def test_quiet_until_further_notice_and_back(group: Group) -> None:
    group.says("#啟用", by=CHENGYU)
    assert "直到「#取消靜音」" in words(shown(group.says("#靜音 一直", by=CHENGYU)))
    assert "恢復" in words(shown(group.says("#取消靜音", by=CHENGYU)))
    assert group.stored().muted_until is None
    assert "沒有靜音" in words(shown(group.says("#取消靜音", by=CHENGYU)))


def test_a_silence_that_is_over_is_none(group: Group) -> None:
    group.says("#啟用", by=CHENGYU)
    group.says("#靜音 1小時", by=CHENGYU)
    group.clock.advance(timedelta(hours=2))
    assert "靜音" not in words(shown(group.says("#群組", by=CHENGYU)))
    assert "沒有靜音" in words(shown(group.says("#取消靜音", by=CHENGYU)))


def test_the_groups_hours(group: Group) -> None:
    group.says("#啟用", by=CHENGYU)
    assert "08:30–18:00" in words(shown(group.says("#群組時間", by=CHENGYU)))
    assert "09:00–17:30" in words(shown(group.says("#群組時間 9點到17點半", by=CHENGYU)))
    assert (group.stored().opens_at, group.stored().closes_at) == ("09:00", "17:30")


def test_all_day_is_said_as_all_day(group: Group) -> None:
    group.says("#啟用", by=CHENGYU)
    told = words(shown(group.says("#群組時間 全天", by=CHENGYU)))
    assert "全天都可以主動說話" in told
    assert "現在是 全天" in words(shown(group.says("#群組時間", by=CHENGYU)))
    assert "主動說話 全天" in words(shown(group.says("#群組", by=CHENGYU)))
    group.says("#靜音", by=CHENGYU)
    back = words(shown(group.says("#取消靜音", by=CHENGYU)))
    assert "全天" in back
    assert "00:00" not in told + back


def test_what_this_group_is(group: Group) -> None:
    group.says("#啟用 跨部會", by=CHENGYU)
    told = words(shown(group.says("#群組", by=AHONG)))
    for part in ("跨部會", "衛福部", "08:30–18:00"):
        assert part in told


def test_it_says_goodbye_and_leaves(group: Group) -> None:
    group.says("#啟用", by=CHENGYU)
    answer = group.says("#離開", by=CHENGYU)
    assert answer.leave_chat
    assert "先離開" in words(shown(answer))
    assert group.stored().left_at == START
    assert not group.stored().enabled


def test_anybody_may_send_it_away_until_an_officer_opened_the_group(group: Group) -> None:
    assert group.says("#離開", by=STRANGER).leave_chat
    group.happens(EventKind.BOT_JOINED)
    group.says("#啟用", by=CHENGYU)
    assert group.says("#離開", by=STRANGER) == SILENCE
    assert "要由聯絡人" in refused(group.says("#離開", by=XIAOHE))
    assert group.stored().enabled


def test_removed_it_notes_that_and_says_nothing(group: Group) -> None:
    group.says("#啟用", by=CHENGYU)
    assert group.happens(EventKind.BOT_LEFT) == SILENCE
    assert group.stored().left_at == START


def test_back_in_a_group_it_starts_anew(group: Group) -> None:
    group.says("#啟用 跨部會", by=CHENGYU)
    group.says("#離開", by=CHENGYU)
    group.happens(EventKind.BOT_JOINED)
    chat = group.stored()
    assert (chat.enabled, chat.scope, chat.left_at) == (False, None, None)


def test_somebody_leaving_is_none_of_its_business() -> None:
    assert EventKind.MEMBER_LEFT not in commands.events


def test_all_of_it_is_for_groups() -> None:
    assert {command.place for command in commands} == {Place.GROUP}


def test_strangers_may_do_nothing_but_send_it_away() -> None:
    assert [c.name for c in commands if may(Speaker(), c.access)] == ["離開"]
