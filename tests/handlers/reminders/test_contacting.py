"""聯繫主辦: of several 主辦 one publishes the timetable and contacts the proposer."""

import pytest

from bot.message import Card
from storage.records.duties import DutyState
from tests.handlers.reminders.test_jobs import heard, say
from tests.support.waiting import until
from tests.support.world import World

CONTACT = {"公告期程", "聯繫提案人"}


@pytest.fixture
def shared(world: World) -> World:
    """A petition that 衛福部 and 內政部 lead together; it passed on 12/8."""
    say(world, "登記 提點子 動物保護法加重罰則 附議中")
    world.advance(days=1)
    say(world, "1 成案了 12/8")
    say(world, "分案 1 主辦 衛福部 主辦 內政部 12/8", by="小發")
    heard(world)
    return world


def contacts(world: World) -> dict[str, tuple[str, bool]]:
    """Which agency owes what only one of them owes, and whether that is provisional."""
    with world.looking() as uow:
        case = uow.cases.by_serial(1)
        assert case is not None
        return {
            d.name: (uow.agencies.get(d.agency_id).short, d.provisional)
            for d in uow.duties.of_case(case.id)
            if d.name in CONTACT and d.is_open
        }


def all_by(short: str, *, provisional: bool = False) -> dict[str, tuple[str, bool]]:
    return dict.fromkeys(CONTACT, (short, provisional))


def test_unless_somebody_says_else_the_owner_contacts_the_proposer(shared: World) -> None:
    assert contacts(shared) == all_by("衛福部")
    assert "由衛福部聯繫提案人、公告期程" in say(shared, "期限 1").body


def test_the_hub_gives_it_to_another_for_sure_and_both_hear_once(shared: World) -> None:
    card = say(shared, "1 由內政部聯繫提案人", by="小發")
    assert card.body == "1 由內政部聯繫提案人、公告期程。"
    assert contacts(shared) == all_by("內政部")
    say(shared, "聯繫主辦 1 內政部", by="小發")
    heard(shared)
    shared.advance(minutes=1)
    (fresh,) = shared.heard_privately("阿宏")
    (before,) = shared.heard_privately("阿菊")
    assert "由貴機關聯繫提案人、公告期程" in str(fresh)
    assert "改由內政部聯繫提案人、公告期程" in str(before)
    heard(shared)
    until(shared, "2026-12-14 12:00:00")
    assert heard(shared, "阿菊") == []
    until(shared, "2026-12-17 12:00:00")
    assert {t for titles in heard(shared, "阿宏") for t in titles} == {
        "1　公告期程",
        "1　聯繫提案人",
    }


def test_an_agencys_word_is_provisional_until_the_hub_says_so(shared: World) -> None:
    card = say(shared, "1 由內政部聯繫提案人", by="阿宏")
    assert card.body == "1 由內政部聯繫提案人、公告期程（暫定，待國發會確認）。"
    assert contacts(shared) == all_by("內政部", provisional=True)
    assert "由內政部聯繫提案人、公告期程（暫定，待國發會確認）" in say(shared, "期限 1").body
    say(shared, "1 由內政部聯繫提案人", by="小發")
    assert contacts(shared) == all_by("內政部")
    assert "暫定" not in say(shared, "1 由內政部聯繫提案人", by="阿宏").body
    assert contacts(shared) == all_by("內政部")


def test_what_one_already_did_nobody_is_asked_for_again(shared: World) -> None:
    say(shared, "已辦 1 公告期程")
    say(shared, "1 由內政部聯繫提案人", by="小發")
    assert contacts(shared) == {"聯繫提案人": ("內政部", False)}
    with shared.looking() as uow:
        case = uow.cases.by_serial(1)
        assert case is not None
        done = [d for d in uow.duties.of_case(case.id) if d.state is DutyState.DONE]
    assert [d.name for d in done] == ["公告期程"]


def test_only_a_lead_can_be_named_and_only_leads_and_the_hub_say_so(shared: World) -> None:
    assert "主辦是衛福部、內政部" in say(shared, "聯繫主辦 1 環境部", by="小發").body
    shared.officer("小環", "環境部")
    assert "要主辦機關或國發會來說" in say(shared, "聯繫主辦 1 內政部", by="小環").body
    assert contacts(shared) == all_by("衛福部")


def test_who_leads_no_more_contacts_nobody(shared: World) -> None:
    say(shared, "1 由內政部聯繫提案人", by="小發")
    say(shared, "分案 1 主辦 衛福部 協辦 內政部 12/9", by="小發")
    assert contacts(shared) == all_by("衛福部")


def test_talk_in_a_group_changes_nothing(shared: World) -> None:
    group = shared.group("衛福部 PO 群", enabled_by="阿菊")
    assert group.says("1 由內政部聯繫提案人吧", by="阿菊") is None
    group.says("#1 由內政部聯繫提案人了嗎", by="阿菊")
    assert contacts(shared) == all_by("衛福部")


def test_the_case_card_says_who_of_several_contacts_the_proposer(shared: World) -> None:
    def lead(card: Card) -> str:
        return next(f.value for f in card.facts if f.label == "共同主辦")

    assert lead(say(shared, "1")) == "內政部、衛福部；衛福部聯繫提案人"
    say(shared, "1 由內政部聯繫提案人")
    assert lead(say(shared, "1")) == "內政部、衛福部；內政部聯繫提案人（暫定，待國發會確認）"
    say(shared, "1 由內政部聯繫提案人", by="小發")
    assert lead(say(shared, "1", by="阿宏")) == "內政部、衛福部；內政部聯繫提案人"


def test_where_nobody_proposed_the_card_says_nothing_of_it(world: World) -> None:
    say(world, "登記 本機關自辦 健保卡換發說明會")
    say(world, "分案 1 主辦 衛福部 主辦 內政部 12/8", by="小發")
    assert "聯繫提案人" not in str(say(world, "1").facts)


def test_with_one_lead_the_card_says_nothing_of_it(world: World) -> None:
    say(world, "登記 提點子 動物保護法加重罰則 附議中")
    assert "聯繫提案人" not in str(say(world, "1").facts)


def test_who_said_so_can_be_looked_up(shared: World) -> None:
    say(shared, "1 由內政部聯繫提案人")
    say(shared, "督導知會 開")
    group = shared.group("PO群", enabled_by="阿菊")
    group.says("#每月謝謝 開", by="阿菊")
    titles = [item.title for item in say(shared, "稽核").items]
    for action in ("改聯繫提案人的主辦", "改督導知會", "改每月謝謝"):
        assert f"阿菊 {action}" in titles, titles
