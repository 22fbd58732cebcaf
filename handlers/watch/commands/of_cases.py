"""Topics of cases: whose they still are, and what may be said of them."""

from dataclasses import replace
from datetime import datetime

from handlers.shared.case_numbers import short_number
from handlers.shared.date_values import ROC_EPOCH
from handlers.shared.opinion_state import LISTENS_ON
from handlers.shared.roc_date import taipei_date
from handlers.sight import circle_of
from storage.records.cases import Case, Secrecy
from storage.records.watching import Hearer, Subscription
from storage.unit_of_work import UnitOfWork


def case_of(uow: UnitOfWork, wish: Subscription) -> Case | None:
    """Return the case that a topic is about."""
    return None if wish.case_id is None else uow.cases.get(wish.case_id)


def number_of(case: Case | None, *, now: datetime) -> str:
    """「42」 for a case of this year; "" for none."""
    return "" if case is None else short_number(case, taipei_date(now).year - ROC_EPOCH)


def is_over(wish: Subscription, case: Case | None, *, now: datetime) -> bool:
    """Whether nobody listens any more: the case ended some time ago, or became secret."""
    if case is None:
        return False
    if case.cancelled_at is not None or case.secrecy is Secrecy.SECRET:
        return True
    if case.secrecy is Secrecy.SENSITIVE and wish.hearer is not Hearer.ME:
        return True
    return case.closed_at is not None and now - case.closed_at > LISTENS_ON


def kept_on(uow: UnitOfWork, wish: Subscription, *, now: datetime) -> Subscription | None:
    """End the topic of a case that is over, and return None; what was there before goes on.

    The caller commits.
    """
    case = case_of(uow, wish)
    if case is None or not is_over(wish, case, now=now):
        return wish
    if wish.added_at < case.created_at and case.secrecy is Secrecy.NORMAL:
        alone = replace(wish, case_id=None)
        uow.watching.save(alone)
        return alone
    uow.watching.unsubscribe([wish.id])
    return None


def is_hushed(case: Case | None) -> bool:
    """Whether only the number of the case may be said."""
    return case is not None and case.secrecy is not Secrecy.NORMAL


def may_hear(uow: UnitOfWork, wish: Subscription, case: Case | None) -> bool:
    """Whether who subscribed may still know of the case."""
    if case is None or case.secrecy is Secrecy.NORMAL:
        return True
    is_named = wish.officer_id in circle_of(uow, case).named_officer_ids
    return is_named or wish.officer_id == case.holder_id
