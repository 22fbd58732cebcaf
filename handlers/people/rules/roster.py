"""What a roster file says: its columns, read row by row, every bad row with its reason.

Columns and their meaning are those of the operator's guide; order, width and extra columns do
not matter. Nothing here knows what is stored already: that is roster_plan's part.
"""

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from handlers.people.rules.agency_names import NOBODY, AgencyNames
from handlers.shared.cells import (
    CellError,
    plain,
    split_list,
    to_day,
    to_email,
    to_phone,
    to_role,
)
from handlers.shared.personal_data import PersonalData, find_personal_data
from storage.records.agencies import Agency
from storage.records.officers import Role

REQUIRED = ("機關", "姓名", "類型")
COLUMNS = (
    *REQUIRED, "暱稱", "職稱", "單位", "公務電話", "手機", "電子郵件",
    "代理人", "督導", "負責事項", "不負責", "起日", "迄日",
)  # fmt: skip
SEALED = frozenset({"手機", "電子郵件"})
ALSO_THERE = {
    PersonalData.MOBILE: "（手機有自己的欄）",
    PersonalData.PRIVATE_MAIL: "（郵件有自己的欄）",
}
HEADER_WITHIN = 5  # filled rows: lists often begin with a title


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterRow:
    """One good row: a person's appointment in an agency."""

    line: int  # in the file, from 1
    agency: Agency
    name: str
    role: Role
    nickname: str = ""
    title: str = ""
    unit: str = ""
    office_phone: str = ""
    mobile: str = ""
    email: str = ""
    deputy: str = ""
    supervisor: str = ""
    handles: tuple[str, ...] = ()
    declines: tuple[str, ...] = ()
    starts_on: date | None = None
    ends_on: date | None = None

    @property
    def person(self) -> str:
        """Who it is: the e-mail address, else agency and name."""
        return self.email or f"{self.agency.id}/{self.name}"


@dataclass(frozen=True, slots=True)
class RowProblem:
    """Why one row cannot be taken over."""

    line: int
    reason: str  # Chinese, says what would be right


@dataclass(frozen=True, slots=True)
class Roster:
    """What a file says. With any problem, nothing of it may be taken over."""

    rows: tuple[RosterRow, ...]
    problems: tuple[RowProblem, ...]
    notes: tuple[str, ...] = ()


def read_roster(table: Iterable[tuple[int, tuple[str, ...]]], agencies: AgencyNames) -> Roster:
    """Read filled rows (line, cells), the header among the first of them."""
    lines = list(table)
    found = _find_header(lines)
    if isinstance(found, RowProblem):
        return Roster((), (found,))
    position, header, notes = found
    rows: list[RosterRow] = []
    problems: list[RowProblem] = []
    for line, cells in lines[position + 1 :]:
        fields = {name: cells[at] for name, at in header.items() if at < len(cells)}
        try:
            rows.append(_read_row(line, fields, agencies))
        except CellError as error:
            problems.append(RowProblem(line, str(error)))
    problems += _contradictions(rows)
    if not rows and not problems:
        problems.append(RowProblem(lines[position][0], "只有欄位名稱，下面沒有任何一列"))
    return Roster(tuple(rows), tuple(sorted(problems, key=lambda p: p.line)), notes)


def _find_header(
    lines: list[tuple[int, tuple[str, ...]]],
) -> tuple[int, dict[str, int], tuple[str, ...]] | RowProblem:
    for position, (line, cells) in enumerate(lines[:HEADER_WITHIN]):
        titles = [_header_name(cell) for cell in cells]
        if not set(REQUIRED) <= set(titles):
            continue
        known = [title for title in titles if title in COLUMNS]
        double = sorted({title for title in known if known.count(title) > 1})
        if double:
            return RowProblem(line, f"欄位重複：{'、'.join(double)}")
        extra = [title for title in titles if title and title not in COLUMNS]
        notes = (f"不認得、略過的欄位：{'、'.join(extra)}",) if extra else ()
        return position, {title: titles.index(title) for title in known}, notes
    line = lines[0][0] if lines else 1
    return RowProblem(line, "找不到欄位名稱；第一列至少要有：機關、姓名、類型")


def _header_name(cell: str) -> str:
    return "".join(unicodedata.normalize("NFKC", cell).split()).rstrip("*")


def _read_row(line: int, fields: Mapping[str, str], agencies: AgencyNames) -> RosterRow:
    """Read one row.

    Raises CellError with everything that is wrong in it.
    """
    reader = _RowReader(fields)
    agency, unit = reader.agency(agencies)
    row = RosterRow(
        line=line,
        agency=agency,
        name=reader.text("姓名", required=True),
        role=reader.role(),
        nickname=reader.text("暱稱"),
        title=reader.text("職稱"),
        unit=reader.text("單位") or unit,
        office_phone=reader.phone("公務電話"),
        mobile=reader.phone("手機"),
        email=reader.email(),
        deputy=reader.text("代理人"),
        supervisor=reader.text("督導"),
        handles=reader.words("負責事項"),
        declines=reader.words("不負責"),
        starts_on=reader.day("起日"),
        ends_on=reader.day("迄日"),
    )
    if row.starts_on and row.ends_on and row.ends_on < row.starts_on:
        reader.wrong.append("迄日早於起日")
    if reader.wrong:
        raise CellError("；".join(reader.wrong))
    return row


class _RowReader:
    """Reads the cells of one row and goes on after the first that is wrong."""

    def __init__(self, fields: Mapping[str, str]) -> None:
        self._fields = fields
        self.wrong: list[str] = []

    def text(self, column: str, *, required: bool = False) -> str:
        try:
            value = plain(self._fields.get(column, ""))
        except CellError as error:
            self.wrong.append(f"{column}{error}")
            return ""
        # What is shown to others holds no personal data; 手機 and 電子郵件 are kept sealed.
        found = None if column in SEALED else find_personal_data(value)
        if found is not None:
            self.wrong.append(f"{column}裡有{found}，請拿掉" + ALSO_THERE.get(found, ""))
            return ""
        if required and not value:
            self.wrong.append(f"缺{column}")
        return value

    def agency(self, agencies: AgencyNames) -> tuple[Agency, str]:
        """Return the agency, and the unit when the cell names a unit of it."""
        name = self.text("機關", required=True)
        agency = agencies.find(name) if name else None
        if agency is None:
            if name:
                self.wrong.append(f"不認得機關「{name}」{agencies.advice(name)}")
            return NOBODY, ""
        ministry = agencies.ministry_of_unit(agency)
        return (agency, "") if ministry is None else (ministry, agency.name)

    def role(self) -> Role:
        cell = self.text("類型", required=True)
        try:
            return to_role(cell) if cell else Role.OBSERVER
        except CellError as error:
            self.wrong.append(str(error))
            return Role.OBSERVER

    def phone(self, column: str) -> str:
        cell = self.text(column)
        try:
            return to_phone(cell)
        except CellError as error:
            self.wrong.append(f"{column}{error}")
            return ""

    def email(self) -> str:
        cell = self.text("電子郵件")
        try:
            return to_email(cell)
        except CellError as error:
            self.wrong.append(f"電子郵件{error}")
            return ""

    def words(self, column: str) -> tuple[str, ...]:
        return split_list(self.text(column))

    def day(self, column: str) -> date | None:
        cell = self.text(column)
        try:
            return to_day(cell)
        except CellError as error:
            self.wrong.append(f"{column}{error}")
            return None


def _contradictions(rows: list[RosterRow]) -> list[RowProblem]:
    """Find rows that say the same appointment twice, or one address for two names."""
    problems: list[RowProblem] = []
    places: dict[tuple[str, int, Role, date | None], int] = {}
    names: dict[str, RosterRow] = {}
    for row in rows:
        first = places.setdefault((row.person, row.agency.id, row.role, row.starts_on), row.line)
        if first != row.line:
            problems.append(
                RowProblem(row.line, f"和第 {first} 列重複（同一人、機關、類型、起日）")
            )
        same = names.setdefault(row.person, row)
        if same.name != row.name:
            reason = f"和第 {same.line} 列用同一個電子郵件，姓名卻不同"
            problems.append(RowProblem(row.line, reason))
    return problems
