"""People called by surname and title: 「王科長」「陳專員」「林小姐」."""

from collections.abc import Iterable
from dataclasses import dataclass

from handlers.contacts.rules.asking import COURTESY_TITLES
from handlers.contacts.rules.finding_answers import Contact
from handlers.contacts.rules.names import fold

DEPUTY = "副"  # 副科長 is no 科長


@dataclass(frozen=True, slots=True)
class Titled:
    """Who may be meant. `certain`: nothing that the roster says speaks against it."""

    contacts: tuple[Contact, ...]
    certain: bool


def titled(surname: str, title: str, contacts: Iterable[Contact]) -> Titled:
    """Find those of that surname: with the title, else without any, else with another."""
    named = [c for c in contacts if fold(c.officer.name).startswith(fold(surname))]
    same = [c for c in named if _bears(c.appointment.title, title)]
    unknown = [c for c in named if title in COURTESY_TITLES or not c.appointment.title]
    return Titled(tuple(same or unknown or named), certain=bool(same or unknown))


def _bears(written: str, title: str) -> bool:
    before = written.removesuffix(title)
    return before != written and not before.endswith(DEPUTY)
