"""What the workbook readers share: a sheet as plain text, and what stops them."""

from typing import TypeAlias

MAX_ROWS = 50_000  # filled rows of one sheet
MAX_COLUMNS = 200  # up to the last filled cell of a row

Row: TypeAlias = tuple[int, tuple[str, ...]]  # number in the file from 1; cells
Sheet: TypeAlias = tuple[str, tuple[Row, ...]]  # title; filled rows


class FormulaError(Exception):
    """A cell holds a formula."""

    def __init__(self, sheet: str, line: int) -> None:
        super().__init__(f"formula in {sheet} row {line}")
        self.sheet = sheet
        self.line = line


class SheetTooLargeError(Exception):
    """More rows or columns than a list of people has."""


class SheetBuilder:
    """Collects the filled rows of one sheet and drops empty cells at their ends."""

    def __init__(self, title: str) -> None:
        self.title = title
        self._rows: list[Row] = []

    def add(self, line: int, cells: list[str]) -> None:
        """Keep a row if any cell is filled."""
        while cells and not cells[-1]:
            cells.pop()
        if not cells:
            return
        if len(cells) > MAX_COLUMNS or len(self._rows) >= MAX_ROWS:
            raise SheetTooLargeError
        self._rows.append((line, tuple(cells)))

    def sheet(self) -> Sheet:
        """Return what was collected."""
        return self.title, tuple(self._rows)
