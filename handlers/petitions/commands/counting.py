"""附議數: a count that an officer read on Join; it counts until Join tells its own."""

import re

from bot.folded import folded
from bot.message import Card
from bot.room import Access, Shape
from handlers.petitions.cards import address_of, called_by, counted_card, newer_card
from handlers.petitions.commands.board import commands
from handlers.petitions.commands.knowing import know
from handlers.petitions.commands.naming import LINK
from handlers.petitions.commands.telling import Teller
from handlers.petitions.errors import (
    NoCountError,
    NoJoinLinkError,
    UnlikelyCountError,
)
from handlers.petitions.rules.following import ROUND
from handlers.petitions.rules.outlook_words import outlook_words
from handlers.petitions.rules.recording import Change, count
from handlers.services import Asked, Services
from handlers.shared.audience import Sight
from handlers.shared.case_errors import CaseNotFoundError
from handlers.shared.case_numbers import clean_text
from handlers.sight import find_named
from storage.records.cases import CaseKind
from storage.records.petitions import TYPED, Petition
from storage.unit_of_work import UnitOfWork

EXAMPLE = "37 現在 3,180"
MISSING = "補上開始附議的日子，就能估會不會成案，例如："
LARGEST = 30_000_000  # more people than there are
SURE = "確定"
LEAP = 5  # a count that is so many times the known one is asked back
SMALL = 100  # below it leaps are usual
_COUNT = re.compile(r"(\d{1,3}(?:,\d{3})+|\d{1,8})\s*[份票人]?(?:附議)?了?")


@commands.add(
    "附議數",
    usage="附議數 <案號|Join 網址> <份數>",
    summary="Join 看不到時，輸入您看到的份數",
    aliases=("附議份數", "目前份數", "連署數"),
    shapes=(
        Shape("# 附議|連署? 現在|目前|已經|已有|累計|來到|衝到 =", "# ="),
        Shape("# 附議|連署|附議數|連署數 =", "# ="),
        *(Shape(f"# 附議? 已經? 過|破|到|滿 {w} 份? 了", f"# {n}", sure=False) for w, n in ROUND),
    ),
    examples=("附議數 37 3180", EXAMPLE),
    access=Access.OFFICER,
    changes=True,
)
def type_count(request: Asked, services: Services) -> Card:
    """Keep a typed count of a petition; Join's own takes its place later."""
    with services.unit_of_work() as uow:
        join_id, rest, number = _named(uow, request)
        fresh = Petition(join_id=join_id, added_at=request.now, next_look_at=request.now)
        typed, sure = _read(rest, number or address_of(fresh))
        uow.petitions.add(fresh)
        known = uow.petitions.find(join_id, to_change=True) or fresh
        called = number or called_by(known)
        before = known.endorse_count or 0
        if before >= SMALL and typed >= LEAP * before and not sure:
            raise UnlikelyCountError(number or address_of(known), typed, before)
        recorded = count(known, typed, source=TYPED, now=request.now)
        if recorded.change in {Change.BEHIND, Change.UNTOLD}:
            return newer_card(called, known, now=request.now)
        uow.petitions.save(recorded.petition)
        counted = know(uow, recorded.petition, now=request.now)
        officer = request.speaker.officer
        teller = Teller(services.case_changed, but=officer.id if officer is not None else None)
        teller(uow, recorded, request.now)
        uow.commit()
    likely = outlook_words(counted.outlook) if counted.outlook is not None else ""
    asks = number and not likely and counted.petition.opened_at is None
    note = f"{MISSING}{number} 附議中 11/20" if asks else ""
    return counted_card(called, counted.line(now=request.now), likely, note)


def _read(rest: str, number: str) -> tuple[int, bool]:
    """Read the count, and whether it was said to be certain. Raises NoCountError."""
    plain = folded(clean_text(rest))
    sure = plain.endswith(SURE)
    match = _COUNT.fullmatch(plain.removesuffix(SURE).strip())
    if match is None or int(match[1].replace(",", "")) > LARGEST:
        raise NoCountError(number)
    return int(match[1].replace(",", "")), sure


def _named(uow: UnitOfWork, request: Asked) -> tuple[str, str, str]:
    """Find the petition that a line names: Join's id, what else is said, its case's number or "".

    Raises MissingNumberError, NoJoinLinkError, CaseNotFoundError (for a 密件 too),
    NotInGroupError.
    """
    text = clean_text(request.argument)
    link = LINK.search(text)
    if link is not None:
        return link["id"].lower(), f"{text[: link.start()]} {text[link.end() :]}".strip(), ""
    named = find_named(uow, request, text, example=EXAMPLE)
    if named.sight is not Sight.FULL:
        raise CaseNotFoundError(named.number)
    case = named.case
    if case.kind is not CaseKind.PETITION or not case.join_id:
        raise NoJoinLinkError(named.number)
    return case.join_id, named.rest, named.number
