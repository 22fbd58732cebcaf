"""Three ministries at one table, one beside it, and 國發會; on both databases."""

from collections.abc import Generator
from dataclasses import dataclass

import pytest

from bot.message import Card
from storage.records.officers import Role
from tests.support.waiting import until
from tests.support.world import World


@dataclass
class Table:
    """People speak one to one; what others hear meanwhile is asked for afterwards."""

    world: World

    def says(self, text: str, by: str = "阿菊") -> Card:
        """Say something and return the answer; what was heard before is forgotten."""
        self.world.line.sent.clear()
        card = self.world.direct(by).says(text)
        assert card is not None, text
        return card

    def taps(self, card: Card, label: str, by: str = "阿菊") -> Card:
        """Tap a button: a typed line."""
        lines = {button.label: button.command for button in card.buttons}
        assert label in lines, lines
        return self.says(lines[label], by)

    def heard(self, name: str) -> list[Card]:
        """What somebody was told since anybody last spoke or time passed."""
        return self.world.heard_privately(name)

    def passes(self, **step: float) -> None:
        """Let time pass; what was heard before is forgotten."""
        self.world.line.sent.clear()
        self.world.advance(**step)

    def until(self, text: str) -> None:
        """Let time pass until a moment in Taipei; all of it is heard."""
        self.world.line.sent.clear()
        until(self.world, text)

    def history(self) -> list[str]:
        """What the case's history says, newest first."""
        with self.world.looking() as uow:
            case = uow.cases.by_number("115-0001")
            assert case is not None
            return [entry.summary for entry in uow.history.of_case(case.id)]


@pytest.fixture
def table(migrated_url: str) -> Generator[Table]:
    """衛福部 owns 115-0001 with 內政部, 數位部; 農業部 has nobody bound. 12/07（一）10:00."""
    world = World(migrated_url)
    world.officer("阿菊", "衛福部")
    world.officer("阿宏", "內政部")
    world.officer("小代", "內政部", Role.DEPUTY)
    world.officer("數數", "數位部")
    world.officer("旁人", "財政部")
    world.officer("小發", "國發會", Role.HUB)
    made = Table(world)
    made.says("登記 提點子 健保卡換發 主辦 衛福部 協辦 內政部、數位部 有關機關 農業部")
    yield made
    world.stop()


def labels(card: Card) -> list[str]:
    """The card's buttons."""
    return [button.label for button in card.buttons]


def entries(card: Card) -> dict[str, str]:
    """The card's entries, by title."""
    return {item.title: item.text for item in card.items}
