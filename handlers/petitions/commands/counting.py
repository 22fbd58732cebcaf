"""附議數: a count that an officer read on Join; it counts until Join tells its own."""

import re

from bot.folded import folded
from bot.message import Card
from bot.room import Access, Shape
from handlers.petitions.cards import counted_card, newer_card
from handlers.petitions.commands.board import commands
from handlers.petitions.commands.telling import Teller
from handlers.petitions.errors import (
    NoCountError,
    NoJoinLinkError,
    UnlikelyCountError,
)
from handlers.petitions.rules.recording import Change, count
from handlers.services import Asked, Services
from handlers.shared.audience import Sight
from handlers.shared.case_errors import CaseNotFoundError
from handlers.shared.case_numbers import clean_text, short_number
from handlers.shared.date_values import ROC_EPOCH
from handlers.shared.petition_words import petition_line
from handlers.shared.roc_date import taipei_date
from handlers.sight import find_named
from storage.records.cases import Case, CaseKind
from storage.records.petitions import TYPED, Petition
from storage.unit_of_work import UnitOfWork

EXAMPLE = "37 現在 3,180"
LARGEST = 30_000_000  # more people than there are
SURE = "確定"
LEAP = 5  # a count that is so many times the known one is asked back
SMALL = 100  # below it leaps are usual
_COUNT = re.compile(r"(\d{1,3}(?:,\d{3})+|\d{1,8})\s*[份票人]?(?:附議)?了?")


@commands.add(
    "附議數",
    usage="附議數 <案號> <份數>",
    summary="Join 看不到時，輸入您看到的份數",
    aliases=("附議份數", "目前份數", "連署數"),
    shapes=(
        Shape("# 附議|連署? 現在|目前|已經|已有|累計|來到|衝到 =", "# ="),
        Shape("# 附議|連署|附議數|連署數 =", "# ="),
    ),
    examples=("附議數 37 3180", EXAMPLE),
    access=Access.OFFICER,
    changes=True,
)
def type_count(request: Asked, services: Services) -> Card:
    """Keep a typed count of a petition that is a case; Join's own takes its place later."""
    with services.unit_of_work() as uow:
        case, rest = _case(uow, request)
        number = short_number(case, taipei_date(request.now).year - ROC_EPOCH)
        if case.kind is not CaseKind.PETITION or not case.join_id:
            raise NoJoinLinkError(number)
        typed, sure = _read(rest, number)
        fresh = Petition(join_id=case.join_id, added_at=request.now, next_look_at=request.now)
        uow.petitions.add(fresh)
        known = uow.petitions.find(case.join_id, to_change=True) or fresh
        before = known.endorse_count or 0
        if before >= SMALL and typed >= LEAP * before and not sure:
            raise UnlikelyCountError(number, typed, before)
        recorded = count(known, typed, source=TYPED, now=request.now)
        if recorded.change in {Change.BEHIND, Change.UNTOLD}:
            return newer_card(number, known, now=request.now)
        uow.petitions.save(recorded.petition)
        spans = uow.petitions.spans([case.join_id]).get(case.join_id, ())
        officer = request.speaker.officer
        teller = Teller(services.case_changed, but=officer.id if officer is not None else None)
        teller(uow, recorded, request.now)
        uow.commit()
    return counted_card(number, petition_line(recorded.petition, spans, now=request.now))


def _read(rest: str, number: str) -> tuple[int, bool]:
    """Read the count, and whether it was said to be certain. Raises NoCountError."""
    plain = folded(clean_text(rest))
    sure = plain.endswith(SURE)
    match = _COUNT.fullmatch(plain.removesuffix(SURE).strip())
    if match is None or int(match[1].replace(",", "")) > LARGEST:
        raise NoCountError(number)
    return int(match[1].replace(",", "")), sure


def _case(uow: UnitOfWork, request: Asked) -> tuple[Case, str]:
    """Find the case that a line names.

    Raises MissingNumberError, CaseNotFoundError (for a 密件 too), NotInGroupError.
    """
    named = find_named(uow, request, clean_text(request.argument), example=EXAMPLE)
    if named.sight is not Sight.FULL:
        raise CaseNotFoundError(named.number)
    return named.case, named.rest
