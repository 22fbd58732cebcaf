"""非本機關業務 and 建議另洽: only who asks sees who else was named; the named one never learns."""

from dataclasses import replace

from bot.message import Button, Card
from handlers.requests.cards import hub_button, told_card
from handlers.requests.commands.desk import Found, check_move, keep
from handlers.requests.commands.exchanging import answered, slip_for
from handlers.requests.commands.sending import tell_asker
from handlers.requests.errors import NoSuchAgencyError, SaidOnceError
from handlers.requests.rules.moves import Action
from handlers.requests.rules.reading import SUGGESTED
from handlers.services import Asked
from storage.records.agencies import Agency
from storage.records.requests import ContactRequest, RequestState
from storage.unit_of_work import UnitOfWork

MOST_HOPS = 3  # other agencies that one wish is sent on to
SUGGESTING = frozenset({RequestState.ASKED, RequestState.RECEIVED, RequestState.CONSULTING})


def not_ours(uow: UnitOfWork, asked: Asked, found: Found, words: str) -> Card:
    """非本機關業務, perhaps with 建議另洽, which only who asks sees."""
    check_move(uow, asked, found, Action.NOT_OURS)
    match = SUGGESTED.search(words)
    suggested = _suggested(uow, match["name"]) if match else None
    closed = replace(
        answered(asked, found.request),
        state=RequestState.NOT_OURS,
        suggested_agency_id=suggested.id if suggested else None,
        closed_at=asked.now,
    )
    closed = keep(uow, asked, closed, Action.NOT_OURS.value)
    slip = slip_for(uow, asked, closed)
    tell_suggestion(
        uow, asked, closed, f"{slip.number} 不是{slip.agency.short}的業務，謝謝您先來問"
    )
    if suggested:
        return Card.sentence(f"好，建議只有{slip.asker_agency.short}看得到，{slip.number} 結束了。")
    return Card.sentence(
        f"好，會告訴{slip.asker_agency.short}。知道該找誰的話，可以打：{slip.number} 建議另洽 機關"
    )


def suggest(uow: UnitOfWork, asked: Asked, found: Found, words: str) -> Card:
    """建議另洽, once, after 非本機關業務; the named agency never learns of it."""
    if found.request.state in SUGGESTING:
        return not_ours(uow, asked, found, f"另洽{words}")
    check_move(uow, asked, found, Action.SUGGEST)
    if found.request.suggested_agency_id is not None:
        raise SaidOnceError(found.request.number, Action.SUGGEST.value)
    agency = _suggested(uow, words)
    named = replace(found.request, suggested_agency_id=agency.id)
    named = keep(uow, asked, named, Action.SUGGEST.value)
    slip = slip_for(uow, asked, named)
    tell_suggestion(uow, asked, named, f"{slip.agency.short}對{slip.number} 有個建議")
    return Card.sentence(f"好，建議只有{slip.asker_agency.short}看得到。")


def _suggested(uow: UnitOfWork, name: str) -> Agency:
    wanted = name.strip(" ，,。：:")
    agency = uow.agencies.by_name(wanted)
    if agency is None:
        raise NoSuchAgencyError(wanted[:20])
    return agency


def tell_suggestion(uow: UnitOfWork, asked: Asked, request: ContactRequest, text: str) -> None:
    """Tell who asks, with a way on; what was asked already in this matter is not offered."""
    slip = slip_for(uow, asked, request)
    if request.suggested_agency_id is None:
        tell_asker(uow, request, told_card(slip, text, *hub_button(slip)), now=asked.now)
        return
    agency = uow.agencies.get(request.suggested_agency_id)
    may_ask = may_ask_suggested(uow, request)
    other = Button(f"改問{agency.short}"[:20], f"{slip.number} 改洽", primary=True)
    body = f"建議另洽：{agency.short}（只有您看得到）"
    body += "" if may_ask else "，不過這件問過了，可以請國發會看看"
    card = told_card(slip, text, *((other,) if may_ask else ()), *hub_button(slip))
    tell_asker(uow, request, replace(card, body=body), now=asked.now)


def may_ask_suggested(uow: UnitOfWork, request: ContactRequest) -> bool:
    """Whether a wish may go on to the agency that was named: not in a circle, and not for long."""
    agency_id = request.suggested_agency_id
    near = request.hop_count < MOST_HOPS
    return agency_id is not None and near and agency_id not in asked_before(uow, request)


def asked_before(uow: UnitOfWork, request: ContactRequest) -> frozenset[int]:
    """Return the agencies that this matter came from or was brought to."""
    ids = {request.asker_agency_id, request.agency_id}
    origin_id = request.origin_id
    while origin_id is not None:
        origin = uow.requests.get(origin_id)
        ids.add(origin.agency_id)
        origin_id = origin.origin_id
    return frozenset(ids)
