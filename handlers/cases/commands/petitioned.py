"""What Join shows of a petition, beside the case or in its place."""

from dataclasses import replace
from datetime import datetime

from bot.message import Card, Fact
from bot.room import Result
from handlers.services import PetitionSaid
from handlers.shared.petition_ends import Ends
from handlers.shared.petition_words import petition_line
from storage.records.petitions import Petition
from storage.unit_of_work import UnitOfWork

NOT_SEEN = "Join 上的數字還沒看過，過一會兒再貼一次。"
FACTS_LIMIT, BUTTONS_LIMIT = 5, 4  # on one card


def with_petition(
    uow: UnitOfWork, shown: Result, join_id: str, said: PetitionSaid, *, now: datetime
) -> Result:
    """Put what Join shows, and what to expect, on the card of a case."""
    line = "；".join(part for part in (_line(uow, join_id, now=now), said.likely) if part)
    if not line or not isinstance(shown, Card) or len(shown.facts) >= FACTS_LIMIT:
        return shown
    return replace(shown, facts=(*shown.facts, Fact("附議", line)), picture=said.picture)


def petition_card(
    uow: UnitOfWork, card: Card, join_id: str, said: PetitionSaid, *, now: datetime
) -> Card:
    """Put what Join shows before a sentence; what was never looked at is followed from now on."""
    line = _line(uow, join_id, now=now)
    if line:
        found = uow.petitions.find(join_id)
        title = found.title if found is not None else ""
        likely = f"{said.likely}。" if said.likely else ""
        heading = title if said.picture is not None else ""  # a picture stands under its title
        parts = ("" if heading else title, f"{line}。", likely, *said.lines, card.body)
        buttons = (*card.buttons, *said.buttons)[:BUTTONS_LIMIT]
        body = "\n".join(part for part in parts if part)
        alt = f"{line}。{card.body}"
        return replace(
            card, title=heading, body=body, alt=alt, buttons=buttons, picture=said.picture
        )
    uow.petitions.add(Petition(join_id=join_id, added_at=now, next_look_at=now))
    uow.commit()
    is_looked_at = bool(uow.petitions.sources())
    buttons = (*card.buttons, *said.buttons)[:BUTTONS_LIMIT]
    return replace(card, body=f"{card.body}{NOT_SEEN if is_looked_at else ''}", buttons=buttons)


def _line(uow: UnitOfWork, join_id: str, *, now: datetime) -> str:
    petition = uow.petitions.find(join_id)
    if petition is None:
        return ""
    ends = Ends(uow.rules.all(), uow.calendar.entries().pauses)
    spans = uow.petitions.spans([join_id]).get(join_id, ())
    return petition_line(petition, spans, now=now, ends=ends)
