"""When a notice's own last day is over its case goes on by itself: 預告中 → 期滿待綜整."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from handlers.notices.commands.desk import CaseChanged, case_of
from handlers.shared.roc_date import taipei_date
from storage.records.cases import HistoryEntry, Stage
from storage.unit_of_work import UnitOfWork


def end_notices(
    unit_of_work: Callable[[], UnitOfWork], case_changed: CaseChanged, *, now: datetime
) -> int:
    """Move the cases of notices that are over; return how many. To be started hourly."""
    count = 0
    with unit_of_work() as uow:
        if not uow.reminders.take_turn():
            return 0
        for notice in uow.notices.ended(taipei_date(now)):
            case = case_of(uow, notice)
            if case is None or case.stage is not Stage.NOTICED:
                continue
            case = uow.cases.save(replace(case, stage=Stage.TO_COLLECT))
            uow.history.add(
                HistoryEntry(
                    id=0,
                    case_id=case.id,
                    at=now,
                    officer_id=None,
                    agency_id=None,
                    action="更新",
                    summary=f"階段 → {Stage.TO_COLLECT.value}（{notice.source}的截止日已過）",
                    before={"stage": Stage.NOTICED.value},
                )
            )
            case_changed(uow, case, now)
            count += 1
        uow.commit()
    return count
