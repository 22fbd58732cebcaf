"""Rosters arrive in whatever an office machine saves."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from bot.sources import tables
from bot.sources.tables import UnreadableTableError, read_table

HEADER = ("機關", "姓名", "類型")
MOMO = ("衛生福利部", "林若晴", "PO")
OFFICE_NS = (
    'xmlns:o="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:t="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:x="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
)
LINES = "機關,姓名,類型\r\n衛生福利部,林若晴,PO\r\n"


def xlsx(*sheets: list[tuple[object, ...]], hidden: int | None = None) -> bytes:
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    for number, rows in enumerate(sheets):
        sheet = workbook.create_sheet(f"工作表{number + 1}")
        for row in rows:
            sheet.append(row)
        if number == hidden:
            sheet.sheet_state = "hidden"
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def ods(*sheets: list[tuple[str, ...]], formula: str = "") -> bytes:
    told = f' t:formula="{formula}"' if formula else ""
    tables_xml = "".join(
        "<t:table>"
        + "".join(
            "<t:table-row>"
            + "".join(f"<t:table-cell{told}><x:p>{text}</x:p></t:table-cell>" for text in row)
            + "</t:table-row>"
            for row in rows
        )
        + "</t:table>"
        for rows in sheets
    )
    return ods_of(
        f"<o:document-content {OFFICE_NS}><o:body><o:spreadsheet>{tables_xml}"
        "</o:spreadsheet></o:body></o:document-content>"
    )


def ods_of(content: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", tables.ODS_TYPE)
        archive.writestr("content.xml", content)
    return out.getvalue()


@pytest.mark.parametrize(
    "data",
    [
        LINES.encode(),
        LINES.encode("utf-8-sig"),
        LINES.encode("cp950"),
        LINES.encode("utf-16"),
        LINES.replace(",", "\t").encode("utf-16"),
        LINES.replace(",", ";").encode(),
        xlsx([HEADER, MOMO]),
        xlsx([HEADER, MOMO], []),
        ods([HEADER, MOMO]),
        (Path(__file__).parent / "made_by_odfpy.ods").read_bytes(),
    ],
    ids=[
        "utf-8",
        "bom",
        "big5",
        "utf-16",
        "excel-unicode-text",
        "semicolons",
        "xlsx",
        "xlsx-with-an-empty-second-sheet",
        "ods",
        "ods-of-another-program",
    ],
)
def test_every_kind_of_file_gives_the_same_rows(data: bytes) -> None:
    assert read_table(data, "名冊").rows == ((1, HEADER), (2, MOMO))


def test_big5_is_accepted_and_said_so() -> None:
    assert "Big5" in read_table(LINES.encode("cp950"), "名冊.csv").notes[0]
    assert read_table(LINES.encode(), "名冊.csv").notes == ()


def test_lines_are_counted_as_an_editor_shows_them() -> None:
    text = '機關,姓名,類型\n\n"衛生福利部","林\n若晴",PO\n內政部,阿宏,PO\n'
    assert [line for line, _ in read_table(text.encode(), "名冊.csv").rows] == [1, 3, 5]
    rows: list[tuple[object, ...]] = [HEADER, (None,), MOMO]
    assert [line for line, _ in read_table(xlsx(rows), "名冊.xlsx").rows] == [1, 3]


def test_numbers_and_days_of_a_workbook_become_what_a_person_would_type() -> None:
    workbook = xlsx([("甲", "乙"), (1234.0, 2.5)])
    assert read_table(workbook, "x.xlsx").rows[1] == (2, ("1234", "2.5"))


def big_bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"0" * (tables.MAX_UNPACKED + 1))
    return out.getvalue()


WIDE = (
    f"<o:document-content {OFFICE_NS}><o:body><o:spreadsheet><t:table><t:table-row>"
    '<t:table-cell t:number-columns-repeated="1000000"><x:p>a</x:p></t:table-cell>'
    "</t:table-row></t:table></o:spreadsheet></o:body></o:document-content>"
)
ENTITIES = '<!DOCTYPE a [<!ENTITY b "bbbb">]><a>&b;</a>'


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda: xlsx([HEADER, ("=1+1", "a", "PO")]), "第 2 列有公式"),
        (lambda: ods([HEADER, MOMO], formula="of:=1+1"), "第 1 列有公式"),
        (lambda: xlsx([HEADER], [MOMO]), "2 張有內容的工作表"),
        (lambda: xlsx([HEADER], [MOMO], hidden=1), "2 張有內容的工作表"),
        (lambda: ods([HEADER], [MOMO]), "2 張有內容的工作表"),
        (lambda: xlsx([], []), "沒有內容"),
        (lambda: b"", "沒有內容"),
        (lambda: b"PK\x03\x04 broken", "打不開"),
        (lambda: xlsx([HEADER])[:-200], "打不開"),
        (lambda: tables.OLE_MAGIC + b"x", "舊版 .xls"),
        (lambda: b"\x81", "編碼讀不懂"),
        ('機關,"姓名\n'.encode, "不成對"),
        (lambda: b"x" * (tables.MAX_FILE + 1), "太大"),
        (big_bomb, "解開後太大"),
        (lambda: ods_of(ENTITIES), "打不開"),
        (lambda: ods_of(WIDE), "太多"),
        (lambda: ods_of("<a"), "打不開"),
    ],
    ids=[
        "xlsx-formula",
        "ods-formula",
        "two-sheets",
        "hidden-second-sheet",
        "ods-two-sheets",
        "empty-xlsx",
        "empty-file",
        "not-a-zip",
        "cut-off",
        "xls",
        "no-encoding",
        "open-quote",
        "too-big",
        "zip-bomb",
        "entities",
        "endless-row",
        "broken-xml",
    ],
)
def test_what_cannot_be_read_without_guessing_is_refused_with_a_hint(
    make: Callable[[], bytes], says: str
) -> None:
    with pytest.raises(UnreadableTableError) as refusal:
        read_table(make(), "名冊")
    assert says in refusal.value.message
    assert refusal.value.hint


@given(st.binary(max_size=400))
def test_junk_is_a_table_or_one_clear_refusal(data: bytes) -> None:
    try:
        told: tuple[object, ...] = read_table(data, "名冊").rows
    except UnreadableTableError as refusal:
        told = (refusal.message, refusal.hint)
    assert all(told)
    assert told


@given(
    st.lists(
        st.lists(st.text(st.characters(categories=["L", "N"]), min_size=1), min_size=1, max_size=5),
        min_size=1,
        max_size=5,
    )
)
def test_a_written_workbook_reads_back_as_it_was(rows: list[list[str]]) -> None:
    kept = tuple((line, tuple(row)) for line, row in enumerate(rows, start=1))
    assert read_table(xlsx([tuple(row) for row in rows]), "x.xlsx").rows == kept
    assert read_table(ods([tuple(row) for row in rows]), "x.ods").rows == kept
