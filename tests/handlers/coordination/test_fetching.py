"""點名檔案: a secret address for some days, only while who asked for it still serves there."""

import csv
from dataclasses import replace
from datetime import date
from io import BytesIO, StringIO
from xml.etree.ElementTree import fromstring  # our own file
from zipfile import ZipFile

import pytest

from bot.sources.tables import read_table
from handlers.shared.spreadsheets import ods_file
from tests.handlers.coordination.conftest import Table
from tests.support.world import PUBLIC_BASE_URL

RISKY = '=HYPERLINK("http://x.example")'


@pytest.fixture
def answered(table: Table) -> Table:
    """內政部 answered with what a spreadsheet program would compute."""
    table.taps(table.says("1 點名 幕僚意見誰交 12/15前"), "送出")
    table.passes(minutes=1)
    table.says(f"答點名 1 {RISKY}", "阿宏")
    return table


def paths(table: Table) -> dict[str, str]:
    """The addresses that 點名檔案 gives, by form."""
    lines = table.says("點名檔案 1").copy_text.splitlines()
    found = [line.split("：")[1].removeprefix(PUBLIC_BASE_URL) for line in lines]
    return {path.rsplit(".", 1)[1]: path for path in found}


def test_both_files_hold_the_table_and_no_formula(answered: Table) -> None:
    path = paths(answered)
    as_csv = answered.world.http.get(path["csv"])
    assert as_csv.status_code == 200
    rows = list(csv.reader(StringIO(as_csv.content.decode("utf-8-sig"))))
    assert rows == [
        ["機關", "回答", "時間", "備註"],
        ["內政部", f"'{RISKY}", "12/7（一）10:01", ""],
        ["農業部", "", "", "未聯絡上"],
        ["數位發展部", "", "", "待答"],
    ]
    as_ods = answered.world.http.get(path["ods"])
    assert as_ods.headers["content-disposition"] == (
        'attachment; filename="answers.ods"; '
        "filename*=UTF-8''%E7%AD%94%E6%A1%88%E8%A1%A8%E6%A0%BC.ods"
    )
    table = read_table(as_ods.content, "answers.ods")  # refuses formulas
    assert RISKY in str(table.rows)
    assert "農業部" in str(table.rows)


def test_an_address_is_kept_as_a_hash_and_ends(answered: Table) -> None:
    path = paths(answered)["csv"]
    token = path.removeprefix("/answers/").removesuffix(".csv")
    with answered.world.looking() as uow:
        assert uow.files.find(token, now=answered.world.clock.now()) is None
    answered.passes(days=2)
    assert answered.world.http.get(path).status_code == 200
    answered.passes(days=1)
    assert answered.world.http.get(path).status_code == 404


def test_who_is_bound_no_longer_or_left_office_fetches_nothing(answered: Table) -> None:
    path = paths(answered)["csv"]
    with answered.world.database.unit_of_work() as uow:
        officer = next(o for o in uow.officers.all() if o.name == "阿菊")
        (binding,) = uow.bindings.of_officer(officer.id)
        uow.bindings.remove(binding.id)
        uow.commit()
    assert answered.world.http.get(path).status_code == 404
    with answered.world.database.unit_of_work() as uow:
        uow.bindings.add("line", answered.world.account("阿菊"), officer.id, now=binding.bound_at)
        uow.commit()
    assert answered.world.http.get(path).status_code == 200
    with answered.world.database.unit_of_work() as uow:
        (place,) = uow.officers.appointments(officer_id=officer.id)
        uow.officers.save_appointment(replace(place, ends_on=date(2026, 12, 6)))
        uow.commit()
    assert answered.world.http.get(path).status_code == 404


def test_who_may_see_the_case_no_more_fetches_nothing(answered: Table) -> None:
    answered.world.officer("小菊", "衛福部")
    answered.says("點名檔案 1", "小菊")
    card = answered.says("點名檔案 1", "小菊")
    path = card.copy_text.rsplit("：", 1)[1].removeprefix(PUBLIC_BASE_URL)
    assert answered.world.http.get(path).status_code == 200
    answered.says("標記 1 敏感")
    assert answered.world.http.get(path).status_code == 404


def test_only_who_asked_gets_an_address_and_it_is_written_down(answered: Table) -> None:
    assert answered.says("點名檔案 1", "阿宏").body == "這一件由衛福部點名"
    answered.world.http.get(paths(answered)["ods"])
    log = str(answered.says("稽核"))
    assert "取點名表格位址" in log
    assert "下載點名表格" in log


@pytest.mark.parametrize("name", ["none.csv", "none.pdf", f"{'x' * 200}.ods"])
def test_another_address_leads_nowhere(answered: Table, name: str) -> None:
    assert answered.world.http.get(f"/answers/{name}").status_code == 404


def test_the_file_opens_whatever_was_typed() -> None:
    strange = "答 \uffff\ufffe\x0b\ud83d & <b> \U0001f600"
    sheet = ods_file("題" * 60 + strange, (("機關", strange), ("\ud800", "=1+1")))
    with ZipFile(BytesIO(sheet)) as archive:
        parsed = fromstring(archive.read("content.xml"))  # noqa: S314  # ours
    words = "".join(parsed.itertext())
    assert "& <b> \U0001f600" in words
    assert not set("\uffff\ufffe\x0b") & set(words)
