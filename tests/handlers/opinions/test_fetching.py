"""參採表: ODS and CSV behind a secret address, one row for each opinion."""

import csv
from io import StringIO

from bot.sources.tables import read_table
from handlers.opinions.rules.table import HEADINGS
from tests.handlers.opinions.conftest import Desk
from tests.support.world import PUBLIC_BASE_URL

RISKY = '=HYPERLINK("http://x.example")'


def paths(desk: Desk, by: str = "阿菊") -> dict[str, str]:
    """The addresses that 參採表 gives, by form."""
    lines = desk.says("參採表 1", by).copy_text.splitlines()
    found = [line.split("：")[1].removeprefix(PUBLIC_BASE_URL) for line in lines]
    return {path.rsplit(".", 1)[1]: path for path in found}


def test_the_sheet_has_one_row_for_each_opinion_those_with_one_answer_together(
    heard: Desk,
) -> None:
    heard.says("併入 1-6 到 1-1")
    heard.says("部分採納 1-1 延長為六十天")
    heard.says("先回 1-3 預告期間是六十天")
    answer = heard.world.http.get(paths(heard)["ods"])
    assert "%E6%84%8F%E8%A6%8B%E5%8F%83%E6%8E%A1" in answer.headers["content-disposition"]
    (_, head), *rows = read_table(answer.content, "x.ods").rows
    assert head == HEADINGS
    cells = [row for _, row in rows]
    assert [row[:3] for row in cells] == [
        ("1", "1", "網友1"),
        ("1", "6", "團體1"),
        ("2", "2", "網友2"),
        ("3", "3", "網友3"),
        ("4", "4", "網友4"),
        ("5", "5", "網友5"),
        ("6", "7", "網友1"),
    ]
    assert cells[0][4:7] == (
        "反對，預告期間只有十四天，太短了，應該延長預告期間",
        "部分採納",
        "延長為六十天",
    )
    assert cells[1][5:7] == ("部分採納", "同第 1 則")
    assert cells[3][4:] == ("垃圾政府，預告期間根本騙人", "研議中", "", "預告期間是六十天")
    assert "小花" not in str(cells)


def test_what_a_citizen_wrote_is_no_formula(desk: Desk) -> None:
    desk.says(f"意見 1\n小花：{RISKY}\n阿明：+886 太吵")
    path = paths(desk)
    as_csv = desk.world.http.get(path["csv"]).content.decode("utf-8-sig")
    assert [row[4] for row in csv.reader(StringIO(as_csv))][1:] == [f"'{RISKY}", "'+886 太吵"]
    as_ods = read_table(desk.world.http.get(path["ods"]).content, "x.ods")  # refuses formulas
    assert [row[4] for _, row in as_ods.rows][1:] == [RISKY, "+886 太吵"]


def test_an_address_ends_and_is_written_down(heard: Desk) -> None:
    path = paths(heard)["csv"]
    assert heard.world.http.get(path).status_code == 200
    log = str(heard.says("稽核"))
    assert "取意見參採表位址" in log
    assert "下載意見參採表" in log
    heard.world.advance(days=3)
    assert heard.world.http.get(path).status_code == 404


def test_who_left_or_may_see_the_case_no_more_fetches_nothing(heard: Desk) -> None:
    other, own = paths(heard, "小菊")["csv"], paths(heard)["csv"]
    with heard.world.database.unit_of_work() as uow:
        officer = next(o for o in uow.officers.all() if o.name == "小菊")
        (binding,) = uow.bindings.of_officer(officer.id)
        uow.bindings.remove(binding.id)
        uow.commit()
    assert heard.world.http.get(other).status_code == 404
    heard.says("標記 1 密件 確定 請洽 綜規司")
    assert heard.world.http.get(own).status_code == 404


def test_another_address_leads_nowhere(heard: Desk) -> None:
    codes = {heard.world.http.get(f"/answers/{name}").status_code for name in ("n.csv", "n.pdf")}
    assert codes == {404}
