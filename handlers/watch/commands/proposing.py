"""訂閱 衛福部, 訂閱 案件38: words are proposed, played over the past, and agreed to by a tap."""

from dataclasses import dataclass

from bot.message import Card
from handlers.services import Asked
from handlers.shared.audience import Sight
from handlers.sight import find_named
from handlers.watch.commands.proposals import Proposal, agency_card, case_card
from handlers.watch.commands.trying import latest_lines, latest_posts, sift, tried
from handlers.watch.errors import NoSuchWordsError, NotThatCaseError, SensitiveTopicError
from handlers.watch.rules.folding import fold
from handlers.watch.rules.query import Query, Term, read_query
from handlers.watch.rules.subjects import (
    agency_words,
    case_words,
    either_here,
    remit_words,
    seldom,
    vocabulary,
)
from handlers.watch.rules.wish import Wish, agency_of, read_case
from storage.records.agencies import Agency
from storage.records.cases import Case, Secrecy
from storage.records.watching import Hearer, Subscription
from storage.remits import shipped_remits
from storage.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class Aim:
    """What is subscribed to."""

    text: str  # the words, for `read_query`
    name: str = ""  # what people call it; "" = as the words say
    case_id: int | None = None


def aim_of(uow: UnitOfWork, request: Asked, wish: Wish, listener: Subscription) -> "Aim | Card":
    """Return what is meant: words, an agency, a case; a card where something is to be agreed to.

    `listener` is who would hear of it. Raises CaseNotFoundError, NotInGroupError and others.
    """
    about = read_case(wish.text)
    if about is not None:
        return _case(uow, request, wish, listener, about)
    named = agency_of(wish.text)
    agency = uow.agencies.by_name(named) if named else None
    if agency is None:
        return Aim(text=wish.text)
    return _agency(uow, request, wish, listener, (agency, named))


def _case(
    uow: UnitOfWork,
    request: Asked,
    wish: Wish,
    listener: Subscription,
    about: tuple[str, str],
) -> "Aim | Card":
    number, words = about
    named = find_named(uow, request, number, example="訂閱 案件38", verb="訂閱 案件")
    case = named.case
    if named.sight is not Sight.FULL or case.closed_at or case.cancelled_at:
        raise NotThatCaseError(named.number)
    is_sensitive = case.secrecy is Secrecy.SENSITIVE
    if is_sensitive and wish.hearer is not Hearer.ME:
        raise SensitiveTopicError
    if words:
        hushed = case_name(named.number) if is_sensitive else ""
        return Aim(text=words, name=hushed, case_id=case.id)
    return _propose_case(uow, request, wish, listener, (case, named.number))


def case_name(number: str) -> str:
    """Return what a case's topic is called where its words may not be read."""
    return f"案件 {number}"


def _propose_case(
    uow: UnitOfWork,
    request: Asked,
    wish: Wish,
    listener: Subscription,
    about: tuple[Case, str],
) -> Card:
    case, number = about
    words = case_words(case.subject, vocabulary(uow.agencies.all(), shipped_remits()))
    if not words:
        raise NoSuchWordsError(number)
    query = read_query(" ".join(words))
    past = sift(uow, listener, {0: query}, now=request.now)
    proposal = Proposal(
        line=f"訂閱 案件{number}",
        options=wish.options,
        tried=tried(uow, past.of([0]), now=request.now),
        lines=latest_lines(latest_posts(uow, past.hits), query, now=request.now),
    )
    return case_card(number, words, proposal, in_group=request.in_group)


def _agency(
    uow: UnitOfWork,
    request: Asked,
    wish: Wish,
    listener: Subscription,
    about: tuple[Agency, str],
) -> "Aim | Card":
    agency, typed = about
    everyone = uow.agencies.all()
    names = agency_words(agency, everyone, typed)
    if wish.named or (request.in_group and not wish.remits):
        return Aim(text=either_here(names), name=agency.short)
    duties = remit_words(agency, everyone, shipped_remits())
    name = read_query(either_here(names))
    queries: dict[str, Query] = {"": name, **{word: Term(fold(word)) for word in duties}}
    past = sift(uow, listener, queries, now=request.now)
    kept, common = seldom(duties, lambda word: past.counts[word], past.post_count)
    if wish.remits:
        return Aim(text=either_here((*names, *kept)), name=f"{agency.short}和業務")
    plain, wide = past.of([""]), past.of(["", *kept])
    proposal = Proposal(
        line=f"訂閱 {typed}",
        options=wish.options,
        tried=tried(uow, plain, now=request.now),
        lines=latest_lines(latest_posts(uow, plain.hits), name, now=request.now),
    )
    return agency_card(
        agency.short, (names, kept, common), proposal, tried(uow, wide, now=request.now)
    )
