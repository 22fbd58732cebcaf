"""XLSX to plain text, by openpyxl in its streaming mode (it uses defusedxml when installed)."""

import io
from collections.abc import Iterator
from datetime import date, datetime

from bot.sources.sheets import FormulaError, Sheet, SheetBuilder

FORMULA = "f"  # openpyxl's data_type of a formula


def xlsx_sheets(data: bytes) -> Iterator[Sheet]:
    """Go through the sheets of a workbook, hidden ones too.

    Raises FormulaError, SheetTooLargeError, or whatever openpyxl raises on a broken file.
    """
    from openpyxl import load_workbook  # noqa: PLC0415  # 12 MB, for who brings a workbook

    workbook = load_workbook(io.BytesIO(data), read_only=True, keep_links=False)
    try:
        for sheet in workbook.worksheets:
            builder = SheetBuilder(sheet.title)
            # A file may claim a size that it has not; without it the rows are read as they come.
            sheet.reset_dimensions()
            for line, row in enumerate(sheet.iter_rows(), start=1):
                if any(cell.data_type == FORMULA for cell in row):
                    raise FormulaError(sheet.title, line)
                builder.add(line, [cell_text(cell.value) for cell in row])
            yield builder.sheet()
    finally:
        workbook.close()


def cell_text(value: object) -> str:
    """Write a cell's value as a person would type it: days in ISO 8601, whole numbers plain."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()
