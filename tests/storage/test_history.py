from dataclasses import replace
from datetime import date

from storage.engine import Database
from storage.records.cases import HistoryEntry
from tests.storage.samples import MINUTE, NOON, case, officer


def test_history_comes_back_newest_first_and_can_be_undone(database: Database) -> None:
    with database.unit_of_work() as uow:
        lin, chen = officer(uow, "lin"), officer(uow, "chen")
        theirs = case(uow, lin)
        first = HistoryEntry(
            id=0,
            case_id=theirs.id,
            at=NOON,
            officer_id=lin.id,
            agency_id=theirs.agency_id,
            action="更新",
            summary="期限改為 12/16（三）",
            before={"due_at": NOON, "on": date(2026, 12, 9), "links": ("a", "b"), "holder": None},
        )
        one = uow.history.add(first)
        two = uow.history.add(replace(first, at=NOON + MINUTE, action="指派", before={}))
        other = uow.history.add(replace(first, officer_id=chen.id, before={}))
        bot = uow.history.add(replace(first, officer_id=None, agency_id=None, before={}))
        uow.commit()
    with database.unit_of_work() as uow:
        assert uow.history.of_case(theirs.id) == (bot, other, two, one)
        assert uow.history.of_case(theirs.id, limit=1) == (bot,)
        assert uow.history.last_by(lin.id) == two
        uow.history.mark_undone(two.id, now=NOON)
        assert uow.history.last_by(lin.id) == one
        assert uow.history.of_case(theirs.id)[2] == replace(two, undone_at=NOON)
        assert uow.history.last_by(999) is None
