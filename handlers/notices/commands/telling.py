"""Each week the new notices of an agency go to its officer; and who asked for it, its group."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime, time

from bot.message import Button, Card, ChatKind, ChatRef, Platform
from handlers.notices.cards import OFF_LINE, OFF_LINE_IN_GROUP, Entry, list_card, number_of
from handlers.notices.commands.desk import coverage_of, know
from handlers.notices.commands.gathering import whose
from handlers.notices.rules.weekly import GROUP_ON, GROUP_SAID, NEW, week_to_tell
from handlers.shared.outbox import Why, plan_push
from handlers.shared.roc_date import taipei_date
from handlers.shared.windows import NOTICES_OFF, Window
from handlers.telling import Manner, calendar_of, tell
from storage.on_duty import gather
from storage.records.chats import ChatScope, LinkedChat
from storage.records.messages import DeliveryClass
from storage.records.notices import GAZETTE, Notice, NoticeQuery
from storage.unit_of_work import UnitOfWork

HEADING = "新的草案預告"


def tell_the_week(unit_of_work: Callable[[], UnitOfWork], *, now: datetime) -> int:
    """Tell each officer, and each group that asked, once a week; return to how many persons."""
    with unit_of_work() as uow:
        if not uow.reminders.take_turn():
            return 0
        for chat in uow.chats.enabled():
            _tell_group(uow, chat, now=now)
        count = _tell_officers(uow, now=now)
        uow.commit()
    return count


def _tell_officers(uow: UnitOfWork, *, now: datetime) -> int:
    fresh: dict[int, tuple[int, dict[int, Notice]]] = {}  # by officer: agency, notices by id
    agency_ids = [i for i in uow.notices.agencies_with_news() if _has_week(uow, i, now)]
    staff = gather(uow, agency_ids, now=now, half_days=False)
    for agency_id in agency_ids:
        several = _new(uow, agency_id, now=now)
        turn = staff[agency_id].turn_to()
        if turn is None or uow.settings.get(f"{NOTICES_OFF}{turn.officer_id}"):
            continue
        mine = fresh.setdefault(turn.officer_id, (agency_id, {}))[1]
        mine.update({notice.id: notice for notice in several})
    told = 0
    for officer_id, (agency_id, several_by_id) in fresh.items():
        if several_by_id:
            card = _card(uow, tuple(several_by_id.values()), now=now)
            manner = Manner(courtesy=True)
            told += tell(uow, officer_id, card, agency_id, now=now, manner=manner) is not None
    return told


def _has_week(uow: UnitOfWork, agency_id: int, now: datetime) -> bool:
    return week_to_tell(taipei_date(now), calendar_of(uow, agency_id)) is not None


def _new(uow: UnitOfWork, agency_id: int, *, now: datetime) -> tuple[Notice, ...]:
    """Return what an agency has not been told of; from then on it counts as told."""
    today = taipei_date(now)
    week_on = week_to_tell(today, calendar_of(uow, agency_id))
    told_id = uow.notices.claim_week(agency_id, week_on) if week_on is not None else None
    if told_id is None:
        return ()
    found = _since(uow, agency_id, told_id, today)
    return found if told_id else tuple(one for one in found if now - one.seen_at < NEW)


def _since(uow: UnitOfWork, agency_id: int, after_id: int, today: date) -> tuple[Notice, ...]:
    query = NoticeQuery(
        agency_ids=frozenset({agency_id}), open_on=today, after_id=after_id, source=GAZETTE
    )
    return tuple(one for one in uow.notices.matching(query) if one.case_id is None)


def _card(uow: UnitOfWork, several: Sequence[Notice], *, now: datetime) -> Card:
    today = taipei_date(now)
    entries = [Entry(know(uow, notice), whose(uow, notice)) for notice in several]
    numbers = [number_of(notice) for notice in several]
    lacks = coverage_of(uow, now=now).missing(now=now)
    offered = tuple(Button(f"登記 {one}", f"登記預告 {one}") for one in numbers[:3])
    return list_card(
        entries,
        heading=f"{HEADING} {len(several)} 件",
        today=today,
        note="；".join(part for part in (lacks, OFF_LINE) if part),
        buttons=(*offered, Button("全部", "預告")),
    )


def _tell_group(uow: UnitOfWork, chat: LinkedChat, *, now: datetime) -> None:
    """Tell a group of one agency in its own hours, when an officer asked for it."""
    asked = uow.settings.get(f"{GROUP_ON}{chat.id}")
    if not asked or chat.agency_id is None or chat.scope is not ChatScope.AGENCY:
        return
    today, calendar = taipei_date(now), calendar_of(uow, chat.agency_id)
    week_on = week_to_tell(today, calendar)
    said = uow.settings.get(f"{GROUP_SAID}{chat.id}")
    if week_on is None or said == week_on.isoformat() or not _may(chat, now, uow):
        return
    uow.settings.set(f"{GROUP_SAID}{chat.id}", week_on.isoformat(), now=now)
    several = [one for one in _since(uow, chat.agency_id, 0, today) if now - one.seen_at < NEW]
    if not several:
        return
    card = replace(_card(uow, several, now=now), note=OFF_LINE_IN_GROUP)
    place = ChatRef(Platform(chat.platform), ChatKind.GROUP, chat.chat_id)
    push = plan_push(card, place, now=now, delivery_class=DeliveryClass.COURTESY, why=Why.NEWS)
    uow.outbox.add(replace(push, agency_id=chat.agency_id))


def _may(chat: LinkedChat, now: datetime, uow: UnitOfWork) -> bool:
    if chat.agency_id is None or (chat.muted_until is not None and chat.muted_until > now):
        return False
    hours = Window(time.fromisoformat(chat.opens_at), time.fromisoformat(chat.closes_at))
    return hours.holds(now, calendar_of(uow, chat.agency_id))
