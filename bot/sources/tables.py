"""Spreadsheets that an operator hands over: CSV, XLSX and ODS, all read to plain text cells.

The content decides what a file is, not its name. Nothing is computed or guessed: a formula or a
second filled sheet is refused, because either means that another value than the seen one counts.
"""

import csv
import io
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

from bot.errors import UserError
from bot.sources.ods import ods_sheets
from bot.sources.sheets import FormulaError, Row, Sheet, SheetTooLargeError
from bot.sources.xlsx import xlsx_sheets

MAX_FILE = 10_000_000  # bytes of the file as handed over
MAX_UNPACKED = 100_000_000  # bytes of all parts of a workbook together: a zip bomb has more
MAX_PARTS = 2_000  # files inside a workbook
OLE_MAGIC = b"\xd0\xcf\x11\xe0"  # old .xls, and any workbook with a password
ODS_TYPE = b"application/vnd.oasis.opendocument.spreadsheet"
# What zipfile, openpyxl and ElementTree raise on files that are broken on purpose or by accident.
BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    SyntaxError,
    ValueError,
    TypeError,
    AttributeError,
    LookupError,
    OSError,
    EOFError,
    NotImplementedError,
    RuntimeError,
)
BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))

Sheets: TypeAlias = Iterator[Sheet]


class UnreadableTableError(UserError):
    """The file is no table that can be read without guessing."""


@dataclass(frozen=True, slots=True)
class Table:
    """The filled rows of one sheet.

    `rows` are (line, cells); `line` is the row's number in the file, from 1, as an editor or a
    spreadsheet program shows it. `notes` are things the operator should know (Chinese sentences).
    """

    rows: tuple[Row, ...]
    notes: tuple[str, ...] = ()


def read_table(data: bytes, name: str, most_unpacked: int = MAX_UNPACKED) -> Table:
    """Read the bytes of a CSV, XLSX or ODS file called `name` (used in messages only).

    A workbook that unpacks to more bytes than `most_unpacked` is refused unopened.
    Raises UnreadableTableError.
    """
    if len(data) > MAX_FILE:
        raise UnreadableTableError(
            f"{name} 太大（超過 {MAX_FILE // 1_000_000} MB）", hint="請只留名單本身，或分成幾個檔案"
        )
    try:
        return _read(data, name, most_unpacked)
    except FormulaError as error:
        raise UnreadableTableError(
            f"{name} 的「{error.sheet}」第 {error.line} 列有公式", hint="請整張複製、貼上值後再匯入"
        ) from error
    except SheetTooLargeError as error:
        raise UnreadableTableError(
            f"{name} 的列數或欄數太多", hint="請刪去多餘的列、欄再匯入"
        ) from error


def _read(data: bytes, name: str, most_unpacked: int) -> Table:
    if data.startswith(OLE_MAGIC):
        raise UnreadableTableError(
            f"{name} 是舊版 .xls，或有密碼保護", hint="請另存為沒有密碼的 .xlsx、.ods 或 .csv"
        )
    if data.startswith(b"PK"):
        return _read_workbook(data, name, most_unpacked)
    return _read_csv(data, name)


def _read_workbook(data: bytes, name: str, most_unpacked: int) -> Table:
    try:
        reader = _workbook_reader(data, name, most_unpacked)
        filled = [(title, rows) for title, rows in reader if rows]
    except BROKEN as error:
        raise UnreadableTableError(
            f"{name} 打不開，檔案可能壞了", hint="請用試算表軟體開啟、另存新檔後再試"
        ) from error
    if len(filled) > 1:
        titles = "、".join(f"「{title}」" for title, _ in filled)
        raise UnreadableTableError(
            f"{name} 有 {len(filled)} 張有內容的工作表：{titles}", hint="請只留一張再匯入"
        )
    if not filled:
        raise UnreadableTableError(f"{name} 沒有內容", hint="第一列請放欄位名稱，其下一人一列")
    return Table(filled[0][1])


def _workbook_reader(data: bytes, name: str, most_unpacked: int) -> Sheets:
    archive = zipfile.ZipFile(io.BytesIO(data))
    parts = archive.infolist()
    if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > most_unpacked:
        raise UnreadableTableError(f"{name} 解開後太大", hint="請只留名單本身再匯入")
    names = archive.namelist()
    if "mimetype" in names and archive.read("mimetype").strip() == ODS_TYPE:
        return ods_sheets(archive.read("content.xml"))
    if "xl/workbook.xml" in names:
        return xlsx_sheets(data)
    raise UnreadableTableError(f"{name} 不是試算表", hint="可以匯入 .csv、.xlsx、.ods 三種檔案")


def _read_csv(data: bytes, name: str) -> Table:
    text, notes = _decode(data, name)
    rows = tuple(_csv_rows(text, name))
    if not rows:
        raise UnreadableTableError(f"{name} 沒有內容", hint="第一列請放欄位名稱，其下一人一列")
    return Table(rows, notes)


def _decode(data: bytes, name: str) -> tuple[str, tuple[str, ...]]:
    try:
        for bom, encoding in BOMS:
            if data.startswith(bom):
                return data.decode(encoding), ()
        return data.decode("utf-8"), ()
    except UnicodeDecodeError:
        pass
    try:
        # cp950 is Big5 as Windows writes it
        return data.decode("cp950"), (f"{name} 是 Big5 編碼，已照 Big5 讀入",)
    except UnicodeDecodeError as error:
        raise UnreadableTableError(
            f"{name} 的文字編碼讀不懂", hint="請另存為「CSV UTF-8」再試"
        ) from error


def _csv_rows(text: str, name: str) -> Iterable[Row]:
    first = text.split("\n", 1)[0]
    delimiter = max(",\t;", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    line = 1
    try:
        for cells in reader:
            kept = tuple(cell.strip() for cell in cells)
            if any(kept):
                yield line, kept
            line = reader.line_num + 1
    except csv.Error as error:
        raise UnreadableTableError(
            f"{name} 第 {line} 行的引號或分隔符號不成對", hint="請用試算表軟體開啟、另存為 CSV 再試"
        ) from error
