"""After each look: what is new about a petition goes, once, to whom it concerns."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from bot.message import Card
from handlers.petitions.cards import confirmed_card, hidden_card, news_card, passed_card
from handlers.petitions.commands.drawing import picture_of
from handlers.petitions.commands.hearing import hearers, is_in_office
from handlers.petitions.commands.knowing import Known, day_of, know
from handlers.petitions.commands.packing import package_card
from handlers.petitions.commands.passing import CaseChanged, enter_passing, take_over
from handlers.petitions.rules.news import News
from handlers.petitions.rules.outlook import Level
from handlers.petitions.rules.recording import Change, Recorded
from handlers.petitions.rules.scores import (
    FELL_BACK,
    LEVEL_NAMES,
    PASSED,
    UNTOLD,
    WAS_PASSED,
    told_level,
)
from handlers.petitions.rules.thresholds import Crossing, judge_counts, last_day_growth
from handlers.petitions.rules.warning import fresh_levels
from handlers.shared.audience import is_public
from handlers.shared.outbox import KEY_LASTS
from handlers.shared.roc_date import taipei_date
from handlers.shared.topics import Topic, topic
from handlers.telling import Manner, tell
from storage.records.cases import Case, Secrecy
from storage.records.duties import CaseEvent
from storage.records.petitions import Petition
from storage.records.watches import Follow, FollowKind, Mark
from storage.unit_of_work import UnitOfWork

COUNT = "count/"  # + a threshold: the name of its mark
STILL_NEWS = timedelta(days=3)  # 成案 that was longer ago when first seen is only kept


@dataclass(frozen=True, slots=True)
class _Found:
    """What a look came to, for everybody."""

    known: Known
    case: Case | None
    crossing: Crossing
    level: Level  # NONE: nothing new
    has_passed: bool  # for the first time, and lately
    is_late: bool  # it was 成案 when it was first seen: news for who waits only
    moved: CaseEvent | None  # the day of 成案 that Join's record replaced
    fell_from: int | None  # it was told to be 成案 by this count, and is so no more


class Teller:
    """Tells of a look, in the transaction that keeps it; `case_changed` plans what follows.

    The officer `but` typed the count, and hears of 成案 only.
    """

    def __init__(self, case_changed: CaseChanged, *, but: int | None = None) -> None:
        self._case_changed = case_changed
        self._but = but

    def __call__(self, uow: UnitOfWork, recorded: Recorded, now: datetime) -> None:
        """Tell what is new, each person in one card at most; the caller commits."""
        if recorded.petition.endorse_count is None and recorded.petition.passed_at is None:
            return
        found = self._find(uow, recorded, now)
        if found.has_passed:
            uow.outbox.recall([topic_of(recorded.petition)], keys_from=now - KEY_LASTS)
        unasked: dict[int, int] = {}
        fell = found.fell_from is not None
        if found.has_passed or found.level or found.crossing.tell or found.moved or fell:
            unasked = hearers(uow, found.known.petition, found.case, now=now)
        wishes = uow.watches.followers(recorded.petition.join_id)
        agencies = {one.officer_id: one.agency_id for one in wishes} | unasked
        heard = self._but in unasked  # who typed the count read the outlook with the answer
        for officer_id, agency_id in agencies.items():
            own = tuple(one for one in wishes if one.officer_id == officer_id)
            news = _news(found, own, is_unasked=officer_id in unasked, now=now)
            behind = [one.id for one in own if one.told_at is None and news.settles(one)]
            uow.watches.note_told(behind, now=now)
            if officer_id == self._but and not news.has_passed:
                continue
            card = _card(uow, found, news, agency_id, now)
            if card is not None and is_in_office(uow, officer_id, now=now):
                manner = Manner(topics=_topics(found, news))
                sent = tell(uow, officer_id, card, agency_id, now=now, manner=manner)
                heard = heard or (sent is not None and news.is_unasked)
        if found.level and not heard:
            _mark(uow, found.known, f"{UNTOLD}{LEVEL_NAMES[found.level]}", now)

    def _find(self, uow: UnitOfWork, recorded: Recorded, now: datetime) -> _Found:
        petition = recorded.petition
        known = know(uow, petition, now=now)
        case = uow.cases.by_join_id(petition.join_id)
        if case is not None and (case.closed_at or case.cancelled_at):
            case = None
        elif case is not None and case.secrecy is not Secrecy.SECRET:
            case = take_over(uow, petition, case, now=now)
        marks = uow.watches.marks_of(petition.join_id)
        is_first = recorded.before_count is None and not marks
        moved = None
        if known.has_passed and case is not None:
            before = enter_passing(uow, known, case, self._case_changed, now=now)
            on = taipei_date(known.passed_at or now)
            moved = before if before is not None and before.on != on else None
            moved = moved if recorded.has_passed else None
        level = Level.NONE
        for one in fresh_levels(known.outlook, told_level(marks)) if known.outlook else ():
            _mark(uow, known, LEVEL_NAMES[one], now)
            level = one
        crossing = _crossing(uow, known, marks, now)
        is_news = not is_first or now - (petition.passed_at or now) < STILL_NEWS
        was_told = PASSED in marks or WAS_PASSED in marks
        has_passed = known.has_passed and not was_told and is_news
        if known.has_passed and not was_told:
            _mark(uow, known, PASSED if is_news else WAS_PASSED, now)
        if is_first or was_told:  # what lay behind when it was first seen is no news
            crossing = Crossing(None, crossing.settled)
        is_late = known.has_passed and is_first
        fell_from = _fell_from(uow, known, recorded, marks, now)
        return _Found(known, case, crossing, level, has_passed, is_late, moved, fell_from)


def _fell_from(
    uow: UnitOfWork, known: Known, recorded: Recorded, marks: dict[str, Mark], now: datetime
) -> int | None:
    """Return from which count it fell below its goal, after it was told to be 成案; once."""
    fell = recorded.change in {Change.FELL, Change.CORRECTED} and not known.has_passed
    if not fell or PASSED not in marks or FELL_BACK in marks:
        return None
    _mark(uow, known, FELL_BACK, now)
    return recorded.before_count


def topic_of(petition: Petition) -> str:
    """Return what a card about a petition's counts tells of."""
    return topic(Topic.PETITION, UUID(petition.join_id).int)


def _topics(found: _Found, news: News) -> list[str]:
    topics = [] if news.has_passed else [topic_of(found.known.petition)]
    return [*topics, *([topic(Topic.CASE, found.case.id)] if found.case is not None else [])]


def _mark(uow: UnitOfWork, known: Known, name: str, now: datetime) -> None:
    join_id = known.petition.join_id
    uow.watches.mark(Mark(join_id=join_id, name=name, reached_at=now, reached_count=known.count))


def _crossing(uow: UnitOfWork, known: Known, marks: dict[str, Mark], now: datetime) -> Crossing:
    goal = known.goal
    wanted = {one.count for one in uow.thresholds.on(day_of(known.petition))}
    wanted = {one for one in wanted if goal is None or one < goal}
    settled = {int(name.removeprefix(COUNT)) for name in marks if name.startswith(COUNT)}
    crossing = judge_counts(
        known.count, wanted=wanted, settled=settled, goal=goal, passed=known.has_passed
    )
    for one in crossing.settled:
        _mark(uow, known, f"{COUNT}{one}", now)
    return crossing


def _news(found: _Found, own: tuple[Follow, ...], *, is_unasked: bool, now: datetime) -> News:
    """Return what one person is told."""
    known = found.known
    waiting = tuple(one for one in own if one.told_at is None)
    counts = judge_counts(
        known.count,
        wanted={one.threshold for one in waiting if one.kind is FollowKind.COUNT},
        settled=() if found.has_passed or found.is_late else {known.goal or 0},
        goal=known.goal,
        passed=known.has_passed,
    )
    growth = last_day_growth(known.spans, now=now)
    paces = [one.threshold for one in waiting if one.kind is FollowKind.PACE]
    reached = [one for one in paces if growth is not None and growth > one]
    told = [counts.tell, found.crossing.tell if is_unasked else None]
    return News(
        has_passed=(found.has_passed and (is_unasked or bool(own)))
        or (found.is_late and bool(waiting)),
        moved=found.moved if is_unasked else None,
        count=max((one for one in told if one is not None), default=None),
        pace=max(reached, default=None),
        growth=growth,
        level=found.level if is_unasked else Level.NONE,
        settled_counts=counts.settled,
        is_unasked=is_unasked,
        fell_from=found.fell_from,
    )


def _card(uow: UnitOfWork, found: _Found, news: News, agency_id: int, now: datetime) -> Card | None:
    case, known = found.case, found.known
    if not news:
        return None
    if case is not None and case.secrecy is not Secrecy.NORMAL:
        return hidden_card(case) if news.is_unasked else None
    if news.has_passed and case is not None and is_public(case) and news.is_unasked:
        return package_card(uow, known, case, agency_id, now=now)
    if news.has_passed:
        passed = passed_card(known.petition, known.count, now=now)
        return replace(passed, picture=picture_of(uow, known))
    if news.moved is not None and case is not None:
        return confirmed_card(case, known.petition, news.moved, now=now)
    told = news_card(known.petition, known.spans, known.outlook, news, now=now, ends=known.ends)
    return replace(told, picture=picture_of(uow, known))
