"""What the petitions room adds where a petition is shown: outlook, guess, hurdles, buttons."""

import re

from bot.folded import folded
from bot.message import Button
from handlers.petitions.cards import BY_MACHINE, follow_button, verdict_buttons
from handlers.petitions.commands.drawing import picture_of
from handlers.petitions.commands.knowing import Known, guesses_of, know, leads_of
from handlers.petitions.commands.naming import LINK
from handlers.petitions.rules.following import read_wish
from handlers.petitions.rules.hurdles import hurdle_words, hurdles_of
from handlers.petitions.rules.outlook_words import outlook_words
from handlers.services import Asked, PetitionSaid
from handlers.shared.roc_date import taipei_date
from storage.records.watches import FollowKind
from storage.refusals import shipped_refusals
from storage.unit_of_work import UnitOfWork

CALLS = re.compile(r"叫我|通知|告訴我|跟我說|提醒")
COUNTED = re.compile(
    r"(?:現在|目前|已經|來到|衝到|附議)\s*(?P<count>\d{1,3}(?:,\d{3})+|\d{1,6})(?!\d)"
)
NEARLY = 0.8  # of the goal: what is offered to be told of


def said_beside(uow: UnitOfWork, request: Asked, join_id: str) -> PetitionSaid:
    """Say what to expect; whose it may be and what may hinder it only one to one."""
    petition = uow.petitions.find(join_id)
    typed = _typed(request)
    if petition is None:
        return PetitionSaid(buttons=typed)
    known = know(uow, petition, now=request.now)
    likely = outlook_words(known.outlook) if known.outlook is not None else ""
    if request.in_group:
        return PetitionSaid(likely=likely)
    whose, buttons = _whose(uow, request, known)
    day = taipei_date(petition.submitted_at or request.now)
    hurdles = hurdles_of(petition.title, shipped_refusals(), on=day)
    over = petition.opened_at is not None  # 檢核通過: it was accepted
    hindered = () if over else tuple(hurdle_words(one) for one in hurdles[:1])
    offered = (*(typed or _follow(uow, request, known)), *buttons)
    return PetitionSaid(
        likely=likely,
        lines=(*whose, *hindered),
        buttons=offered,
        picture=picture_of(uow, known),
    )


def _typed(request: Asked) -> tuple[Button, ...]:
    """Offer to keep the count of 「<link> 現在 3,180」, for when Join cannot be seen."""
    link = LINK.search(request.argument)
    said = COUNTED.search(folded(LINK.sub(" ", request.argument)))
    if link is None or said is None or request.in_group:
        return ()
    number = int(said["count"].replace(",", ""))
    return (Button(f"記下 {number:,} 份", f"附議數 {link[0]} {number}"),)


def _whose(
    uow: UnitOfWork, request: Asked, known: Known
) -> tuple[tuple[str, ...], tuple[Button, ...]]:
    petition = known.petition
    leads = leads_of(uow, petition)
    if leads or petition.lead_names:
        names = [agency.short for agency in leads] or list(petition.lead_names)
        return (f"Join 上的主辦：{'、'.join(names)}。",), ()
    mine = request.speaker.office_ids or request.speaker.agency_ids
    said = uow.watches.verdicts(petition.join_id)
    if any(said.get(agency_id) for agency_id in mine):
        return ("您說過是貴機關的業務。",), ()
    guessed = guesses_of(uow, petition)
    if any(one.agency_id in mine for one in guessed):
        return (f"題目可能與貴機關有關（{BY_MACHINE}）。",), verdict_buttons(petition)
    if not guessed:
        return (), ()
    first = uow.agencies.get(guessed[0].agency_id)
    return (f"題目看來較像{first.short}的業務（{BY_MACHINE}）。",), ()


def _follow(uow: UnitOfWork, request: Asked, known: Known) -> tuple[Button, ...]:
    officer = request.speaker.officer
    if officer is None:
        return ()
    waits = uow.watches.followers(known.petition.join_id)
    if any(
        w.officer_id == officer.id and w.told_at is None and w.kind is FollowKind.COUNT
        for w in waits
    ):
        return ()
    asked = _asked_count(request)
    offered = asked if asked and asked > known.count else offered_count(known)
    return (follow_button(known.petition, offered),) if offered is not None else ()


def _asked_count(request: Asked) -> int | None:
    """Return the count of 「<link> 到 4500 跟我說」; None where nobody asks to be called."""
    text = LINK.sub(" ", request.argument)
    wish = read_wish(text) if CALLS.search(text) is not None else None
    return wish.threshold if wish is not None and wish.kind is FollowKind.COUNT else None


def offered_count(known: Known) -> int | None:
    """Return the count at which somebody may want to be told; None where none lies ahead."""
    if known.goal is None or known.has_passed:
        return None
    nearly = round(NEARLY * known.goal)
    return nearly if known.count < nearly else known.goal
