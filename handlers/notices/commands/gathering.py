"""What a list of notices is made of."""

from datetime import date

from handlers.notices.cards import Entry
from handlers.notices.commands.desk import case_of, know
from handlers.services import Asked
from handlers.shared.audience import is_public
from handlers.sight import shown_number
from storage.records.notices import GAZETTE, Notice, NoticeQuery
from storage.unit_of_work import UnitOfWork


def matching(
    uow: UnitOfWork,
    mine: frozenset[int],
    today: date,
    *,
    unconsulted: bool = False,
    hidden: bool = False,
) -> tuple[Notice, ...]:
    """Return the notices of some agencies that are open; or only those not seen by the officer.

    What was typed for a case that is not public any more is left out, unless `hidden`.
    """
    query = NoticeQuery(agency_ids=mine, open_on=today, unconsulted_only=unconsulted)
    found = uow.notices.matching(query)
    return tuple(one for one in found if hidden or not _is_hidden(uow, one))


def entry_of(uow: UnitOfWork, request: Asked, notice: Notice, waiting: set[int]) -> Entry:
    """Gather what a list shows of a notice."""
    known = know(uow, notice)
    seen = known.case is not None and is_public(known.case)
    number = shown_number(known.case, request) if known.case is not None and seen else ""
    return Entry(known, whose(uow, notice, request), number, notice.id in waiting)


def whose(uow: UnitOfWork, notice: Notice, request: Asked | None = None) -> str:
    """Name the agencies of a notice by their short names, without those above them.

    To its own agency nothing is said.
    """
    agencies = [uow.agencies.get(i) for i in sorted(uow.notices.agencies_of(notice.id))]
    above = {agency.parent_id for agency in agencies}
    own = request.speaker.agency.id if request is not None and request.speaker.agency else None
    lowest = [agency for agency in agencies if agency.id not in above]
    if [agency.id for agency in lowest] == [own]:
        return ""
    return "、".join(agency.short for agency in lowest) or notice.publisher


def _is_hidden(uow: UnitOfWork, notice: Notice) -> bool:
    if notice.source == GAZETTE or notice.meta_id is not None:
        return False
    case = case_of(uow, notice)
    return case is not None and not is_public(case)
