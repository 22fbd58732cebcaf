"""Importing rosters and handing over cases, on a real database."""

import io
from datetime import date, timedelta

import pytest
from openpyxl import Workbook

from bot.errors import UserError
from handlers.people.errors import RosterRefusedError
from handlers.people.jobs import RosterReport, import_roster, sweep
from storage.records.cases import Secrecy
from storage.records.officers import Officer, Role
from tests.support.office import Office

HEADER = "機關,姓名,類型,電子郵件,公務電話,起日,迄日\n"
CHIN = "衛福部,林若晴,PO,chin@mohw.gov.tw,02-8590-6666,115/01/01,\n"
HONG = "內政部,阿宏,PO,hong@moi.gov.tw,02-2356-5000,,\n"


def take(office: Office, text: str, *, encoding: str = "utf-8") -> RosterReport:
    data = (HEADER + text).encode(encoding)
    return import_roster(office.database, data, "名冊.csv", now=office.clock.now())


def everybody(office: Office) -> dict[str, Officer]:
    with office.database.unit_of_work() as uow:
        return {officer.name: officer for officer in uow.officers.all()}


def test_a_list_is_taken_over_and_the_same_list_again_changes_nothing(office: Office) -> None:
    assert take(office, CHIN + HONG).text == "新增 2、變更 0、未變 0"
    assert take(office, CHIN + HONG).text == "新增 0、變更 0、未變 2"
    assert everybody(office)["林若晴"].office_phone == "02-8590-6666"


def test_again_only_what_changed(office: Office) -> None:
    take(office, CHIN + HONG)
    report = take(office, CHIN.replace("6666", "7777") + HONG)
    assert (report.new_count, report.changed_count, report.unchanged_count) == (0, 1, 1)
    assert everybody(office)["林若晴"].office_phone == "02-8590-7777"


def test_with_one_bad_row_nothing_at_all_is_taken_over(office: Office) -> None:
    with pytest.raises(RosterRefusedError) as refusal:
        take(office, CHIN + "火星部,Momo,PO,,,,\n" + "內政部,阿宏,長官,,,,\n")
    assert "第 3 列：不認得機關「火星部」" in refusal.value.message
    assert "第 4 列：類型「長官」" in refusal.value.message
    assert everybody(office) == {}


def test_big5_is_taken_over_and_said_so(office: Office) -> None:
    assert "Big5" in take(office, CHIN, encoding="cp950").text
    assert set(everybody(office)) == {"林若晴"}


def test_a_workbook_with_a_formula_changes_nothing(office: Office) -> None:
    workbook = Workbook()
    sheet = workbook.worksheets[0]
    sheet.append(("機關", "姓名", "類型"))
    sheet.append(("內政部", '=CONCATENATE("阿","宏")', "PO"))
    out = io.BytesIO()
    workbook.save(out)
    with pytest.raises(UserError, match="公式"):
        import_roster(office.database, out.getvalue(), "名冊.xlsx", now=office.clock.now())
    assert everybody(office) == {}


def test_two_pos_at_once_are_pointed_out(office: Office) -> None:
    assert "衛福部今天有不只一位 PO" in take(office, CHIN + "衛福部,Momo,PO,,,,\n").text


def test_the_import_is_in_the_audit_log_without_names(office: Office) -> None:
    take(office, CHIN)
    with office.database.unit_of_work() as uow:
        assert uow.audit.verify() is None
        entry = uow.audit.append(
            at=office.clock.now(), actor="x", agency_id=None, action="x", target="x"
        )
    assert entry.id == 2


def test_a_successor_takes_over_open_cases_and_the_history_keeps_the_predecessor(
    office: Office,
) -> None:
    # Given a PO with an open, a sensitive and a colleague's case
    chin = office.employ("林若晴", "衛福部", email="chin@mohw.gov.tw")
    team = office.employ("小陳", "衛福部", Role.TEAM)
    case = office.open_case("菸捐", chin, "衛福部")
    hidden = office.open_case("敏感的事", chin, "衛福部", secrecy=Secrecy.SENSITIVE)
    kept = office.open_case("長照", team, "衛福部")
    # When the list says that Momo follows
    report = take(
        office, "衛福部,林若晴,PO,chin@mohw.gov.tw,,,115/12/07\n衛福部,Momo,PO,,,115/12/08,\n"
    )
    # Then Momo holds what the predecessor held, and sees the sensitive case
    momo = everybody(office)["Momo"].id
    assert report.handed_over_count == 2
    assert [office.holder(c) for c in (case, hidden, kept)] == [momo, momo, team.id]
    with office.database.unit_of_work() as uow:
        assert momo in uow.cases.named_officers(hidden.id)
        (entry,) = uow.history.of_case(case.id)
    assert entry.action == "交接"
    assert entry.before == {"holder_id": chin.id}


@pytest.mark.parametrize("secrecy", [Secrecy.SENSITIVE, Secrecy.SECRET])
def test_the_successor_takes_over_what_no_list_shows_too(office: Office, secrecy: Secrecy) -> None:
    # Given a case that was assigned to an officer, and that lists leave out
    chin = office.employ("林若晴", "衛福部", ends_on=date(2026, 12, 7))
    momo = office.employ("Momo", "衛福部")
    case = office.open_case("沒有人列得出來", chin, "衛福部", secrecy=secrecy)
    with office.work() as uow:
        uow.cases.unname_officer(case.id, chin.id)
    # When the term has ended
    assert sweep(office.database.unit_of_work, now=office.clock.now()) == 1
    # Then the successor holds it
    assert office.holder(case) == momo.id


def test_who_left_sees_the_agencys_sensitive_cases_no_more(office: Office) -> None:
    # Given an officer who moved on, named for a case of the own and one of a colleague
    chin = office.employ("林若晴", "衛福部", ends_on=date(2026, 12, 7))
    office.employ("Momo", "衛福部")
    team = office.employ("小陳", "衛福部", Role.TEAM)
    own = office.open_case("自己的", chin, "衛福部", secrecy=Secrecy.SENSITIVE)
    other = office.open_case("同仁的", team, "衛福部", secrecy=Secrecy.SENSITIVE)
    with office.work() as uow:
        uow.cases.name_officer(other.id, chin.id)
    # When the term is over, then neither is seen any more
    sweep(office.database.unit_of_work, now=office.clock.now())
    with office.work() as uow:
        assert chin.id not in uow.cases.named_officers(own.id)
        assert uow.cases.named_officers(other.id) == {team.id}
        # But the agency may name the officer anew, for the new post
        uow.cases.name_officer(other.id, chin.id)
    sweep(office.database.unit_of_work, now=office.clock.now())
    with office.work() as uow:
        assert uow.cases.named_officers(other.id) == {team.id, chin.id}


def test_a_term_that_ends_by_itself_is_noticed_by_the_clock(office: Office) -> None:
    last_day = date(2026, 12, 9)
    chin = office.employ("林若晴", "衛福部", ends_on=last_day)
    momo = office.employ("Momo", "衛福部", starts_on=last_day + timedelta(days=1))
    case = office.open_case("菸捐", chin, "衛福部")
    # On the last day the case still is the predecessor's
    office.clock.advance(timedelta(days=1))
    assert sweep(office.database.unit_of_work, now=office.clock.now()) == 0
    assert office.holder(case) == chin.id
    # The day after it is the successor's
    office.clock.advance(timedelta(days=1))
    assert sweep(office.database.unit_of_work, now=office.clock.now()) == 1
    assert office.holder(case) == momo.id


def test_nobody_takes_over_while_there_is_no_po(office: Office) -> None:
    chin = office.employ("林若晴", "衛福部", ends_on=date(2026, 12, 1))
    office.employ("小陳", "衛福部", Role.DEPUTY)
    case = office.open_case("菸捐", chin, "衛福部")
    assert sweep(office.database.unit_of_work, now=office.clock.now()) == 0
    assert office.holder(case) == chin.id
