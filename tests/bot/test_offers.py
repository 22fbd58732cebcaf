"""How guesses are offered: each a button, and nothing done before it is tapped."""

import pytest

from tests.bot.test_dispatch import Talk, commands_of, shown


@pytest.fixture
def talk() -> Talk:
    return Talk()


def test_an_offer_in_quotation_marks_is_not_quoted_twice(talk: Talk) -> None:
    assert "是要登記「菸捐了嗎」、「查詢 菸捐」嗎？" in shown(talk.say("登記 菸捐了嗎").here)


def test_whoever_names_a_matter_is_told_which_commands_help(talk: Talk) -> None:
    card = talk.say("我要離職了", by="manager").here
    assert card is not None
    offered = [("結束任期", "結束任期的用處"), ("交接備註", "交接備註的用處")]
    assert [(item.title, item.text) for item in card.items] == offered
    assert commands_of(card) == ["結束任期", "交接備註"]
    alone = talk.say("我要離職了").here
    assert shown(alone) == "是要「交接備註」嗎？還沒有動任何資料。"
    assert talk.in_group("我要離職了").here is None
    assert talk.desk.done == []


def test_a_word_without_room_for_the_rest_is_not_offered(talk: Talk) -> None:
    assert commands_of(talk.say("複原").here) == ["復原"]
    assert not [line for line in commands_of(talk.say("複原 菸捐").here) if "復原" in line]
