"""ODS (OpenDocument 1.3 part 3, section 9.1: tables) to plain text, by defusedxml."""

from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from bot.sources.sheets import MAX_COLUMNS, FormulaError, Sheet, SheetBuilder, SheetTooLargeError

OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
# Rows may stand in groups; cells of deleted rows (tracked changes) stand elsewhere.
ROW_GROUPS = frozenset(
    {f"{TABLE}table-header-rows", f"{TABLE}table-row-group", f"{TABLE}table-rows"}
)
CELLS = frozenset({f"{TABLE}table-cell", f"{TABLE}covered-table-cell"})
NUMBERS = frozenset({"float", "percentage", "currency"})
MAX_REPEAT = 1_048_576  # rows of a sheet; a larger count is no real one


def ods_sheets(content: bytes) -> Iterator[Sheet]:
    """Go through the sheets of `content.xml`, hidden ones too.

    Raises FormulaError, SheetTooLargeError, or ValueError on a broken or hostile file.
    """
    try:
        root = fromstring(content, forbid_dtd=True)
    except (ParseError, DefusedXmlException) as error:
        raise ValueError(str(error)) from error
    for table in root.iterfind(f"{OFFICE}body/{OFFICE}spreadsheet/{TABLE}table"):
        yield _sheet(table)


def _sheet(table: Element) -> Sheet:
    title = table.get(f"{TABLE}name", "")
    builder = SheetBuilder(title)
    line = 1
    for row in _rows(table):
        cells = _cells(row, title, line)
        repeat = _repeat(row, "rows")
        if any(cells):
            for offset in range(repeat):
                builder.add(line + offset, list(cells))
        line += repeat
    return builder.sheet()


def _rows(parent: Element) -> Iterator[Element]:
    for child in parent:
        if child.tag == f"{TABLE}table-row":
            yield child
        elif child.tag in ROW_GROUPS:
            yield from _rows(child)


def _cells(row: Element, title: str, line: int) -> list[str]:
    cells: list[str] = []
    blank = 0  # empty cells are written only when a filled one follows
    for cell in row:
        if cell.tag not in CELLS:
            continue
        if cell.get(f"{TABLE}formula") is not None:
            raise FormulaError(title, line)
        text = _cell_text(cell)
        repeat = _repeat(cell, "columns")
        if not text:
            blank += repeat
            continue
        if len(cells) + blank + repeat > MAX_COLUMNS:
            raise SheetTooLargeError
        cells += [""] * blank + [text] * repeat
        blank = 0
    return cells


def _repeat(element: Element, what: str) -> int:
    count = int(element.get(f"{TABLE}number-{what}-repeated", "1"))
    if not 1 <= count <= MAX_REPEAT:
        raise SheetTooLargeError
    return count


def _cell_text(cell: Element) -> str:
    kind = cell.get(f"{OFFICE}value-type", "")
    if kind == "date":
        return cell.get(f"{OFFICE}date-value", "")[:10]
    if kind in NUMBERS:
        value = float(cell.get(f"{OFFICE}value", "0"))
        return str(int(value)) if value.is_integer() else str(value)
    # Only the cell's own paragraphs: a comment's stand one level deeper.
    return "\n".join(_paragraph(part) for part in cell.iterfind(f"{TEXT}p")).strip()


def _paragraph(part: Element) -> str:
    pieces = [part.text or ""]
    for child in part:
        if child.tag == f"{TEXT}s":
            pieces.append(" " * min(int(child.get(f"{TEXT}c", "1")), 100))
        elif child.tag == f"{TEXT}line-break":
            pieces.append("\n")
        elif not child.tag.startswith(OFFICE):
            pieces.append(_paragraph(child))
        pieces.append(child.tail or "")
    return "".join(pieces)
