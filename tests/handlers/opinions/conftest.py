"""衛福部 owns a notice, 115-0001, and answers what people said about it; on both databases."""

from collections.abc import Generator
from dataclasses import dataclass

import pytest

from bot.message import Card
from storage.records.officers import Role
from storage.records.opinions import Opinion
from tests.support.world import World

PASTE = """小花：反對，預告期間只有十四天，太短了，應該延長預告期間
阿明：支持延長預告期間，業者來不及準備
小花：反對，預告期間只有十四天，太短了，應該延長預告期間！
老王：垃圾政府，預告期間根本騙人
社工：請把偏鄉的接駁費用納入補助，偏鄉沒有公車
偏鄉媽媽：偏鄉的接駁費用誰出？偏鄉沒有公車可以搭
台灣物流公會：業者來不及準備，請延長預告期間
小花：再補充一點，偏鄉的接駁費用也要考慮 謝謝"""


@dataclass
class Desk:
    """People speak one to one."""

    world: World

    def says(self, text: str, by: str = "阿菊", message_id: str = "") -> Card:
        """Say something and return the answer; what was heard before is forgotten."""
        self.world.line.sent.clear()
        card = self.world.direct(by).says(text, message_id=message_id)
        assert card is not None, text
        return card

    def taps(self, card: Card, label: str, by: str = "阿菊") -> Card:
        """Tap a button: a typed line."""
        lines = {button.label: button.command for button in card.buttons}
        assert label in lines, lines
        return self.says(lines[label], by)

    def kept(self, number: str = "115-0001") -> tuple[Opinion, ...]:
        """The opinions of the case, by serial."""
        with self.world.looking() as uow:
            case = uow.cases.by_number(number)
            assert case is not None
            return uow.opinions.of_case(case.id)


@pytest.fixture
def desk(migrated_url: str) -> Generator[Desk]:
    """衛福部 with 內政部 beside it; 財政部 has no part. 12/07（一）10:00."""
    world = World(migrated_url)
    world.officer("阿菊", "衛福部")
    world.officer("小菊", "衛福部")
    world.officer("阿宏", "內政部")
    world.officer("旁人", "財政部")
    world.officer("業業", "衛福部", Role.BUSINESS_UNIT)
    made = Desk(world)
    made.says("登記 眾開講 長照接駁補助辦法草案 主辦 衛福部 協辦 內政部")
    yield made
    world.stop()


@pytest.fixture
def heard(desk: Desk) -> Desk:
    """Seven comments of six people are in."""
    desk.says(f"意見 1\n{PASTE}")
    return desk


def facts(card: Card) -> dict[str, str]:
    """The card's facts, by label."""
    return {fact.label: fact.value for fact in card.facts}


def titles(card: Card) -> list[str]:
    """The titles of the card's entries."""
    return [item.title for item in card.items]
