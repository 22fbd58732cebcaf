"""Ministries with their people, on both databases. It is 115/12/07（一）10:00."""

from collections.abc import Generator
from dataclasses import dataclass, replace

import pytest

from bot.message import Card
from storage.records.officers import Officer, Role
from storage.records.requests import ContactRequest
from tests.support.world import World

MOHW = "衛福部"


@dataclass
class Desk:
    """The world, and shorthands for what every story begins with."""

    world: World

    def says(self, who: str, text: str) -> Card:
        """Somebody types one to one and gets an answer."""
        card = self.world.direct(who).says(text)
        assert card is not None, text
        return card

    def drafted(self, text: str = "聯絡 內政部 想請教 eID 的分工", by: str = "阿菊") -> str:
        """A draft; returns 「單1」."""
        card = self.says(by, text)
        assert "送給" in card.title, card
        return card.number

    def sent(self, text: str = "聯絡 內政部 想請教 eID 的分工", by: str = "阿菊") -> str:
        """A request that was sent; returns 「單1」. What was said until then is forgotten."""
        number = self.drafted(text, by)
        self.says(by, f"{number} 送出")
        self.world.line.sent.clear()
        return number

    def heard(self, who: str) -> str:
        """All that somebody was told since the last look, as one text."""
        cards = self.world.heard_privately(who)
        return "\n".join(as_text(card) for card in cards)

    def unbind(self, officer: Officer) -> None:
        """Take somebody's account away."""
        with self.world.database.unit_of_work() as uow:
            for binding in uow.bindings.of_officer(officer.id):
                uow.bindings.remove(binding.id)
            uow.commit()

    def hire(self, name: str, agency: str, *, unit: str = "", phone: str = "") -> Officer:
        """Put a PO into the roster who never bound an account."""
        officer = self.world.officer(name, agency, phone=phone)
        self.unbind(officer)
        with self.world.database.unit_of_work() as uow:
            (place,) = uow.officers.appointments(officer_id=officer.id)
            uow.officers.save_appointment(replace(place, unit=unit))
            uow.commit()
        return officer

    def request(self, number: str) -> ContactRequest:
        """The request as it is kept."""
        with self.world.looking() as uow:
            return uow.requests.get(int(number.removeprefix("單")))


def as_text(card: Card) -> str:
    """All words of a card."""
    facts = [f"{fact.label}：{fact.value}" for fact in card.facts]
    items = [f"{item.title} {item.text}" for item in card.items]
    return "\n".join([card.title, card.body, *facts, *items, card.note])


def commands_of(card: Card) -> list[str]:
    """What the buttons of a card type."""
    return [button.command for button in card.buttons]


@pytest.fixture
def world(migrated_url: str) -> Generator[World]:
    """衛福部 asks; 內政部 has a PO, a deputy and a team; 環境部 and 國發會 are near."""
    made = World(migrated_url)
    made.officer("阿菊", MOHW, email="chu@mohw.gov.tw", phone="(02)8590-0101")
    made.officer("阿宏", "內政部", email="hong@moi.gov.tw", phone="(02)2356-0201")
    made.officer("小陳", "內政部", Role.DEPUTY, email="chen@moi.gov.tw")
    made.officer("小組", "內政部", Role.TEAM)
    made.officer("督導", "內政部", Role.SUPERVISOR)
    made.officer("若溪", "環境部")
    made.officer("小發", "國發會", Role.HUB)
    yield made
    made.stop()


@pytest.fixture
def desk(world: World) -> Desk:
    return Desk(world)
