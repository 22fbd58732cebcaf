"""What stands on a 協調單, line by line: side by side, in no order of merit. Pure."""

from collections.abc import Iterator, Sequence
from datetime import date

from handlers.coordination.rules.conclusions import is_of_one, row_words
from handlers.coordination.rules.views import Look, SheetView
from handlers.shared.roc_date import show_date, taipei_date
from storage.records.coordination import Agreed, Level, LevelMove, Position, Sheet

Line = tuple[str, str]  # label, text


def position_words(position: Position, *, today: date) -> str:
    """「本機關負責：卡片製發。依據：全民健康保險法第16條　12/8（二）」."""
    part = f"：{position.part}" if position.part else ""
    grounds = f"。依據：{position.grounds}" if position.grounds else ""
    said = show_date(taipei_date(position.said_at), today=today)
    return f"{position.stance.value}{part}{grounds}　{said}"


def stands_at(sheet: Sheet | None) -> str:
    """「PO 之間」, 「國發會」, or that it is agreed."""
    if sheet is None:
        return Level.OFFICERS.value
    return sheet.level.value if sheet.settled_at is None else "已有結論"


def entry_lines(view: SheetView) -> list[Line]:
    """Return each agency with its part, and what it states."""
    lines: list[Line] = []
    for agency_id, part, position in view.entries:
        name = view.look.named(agency_id)
        said = "（待填）" if position is None else position_words(position, today=view.look.today)
        lines.append((f"{name}（{part}）" if part else name, said))
    return lines


def now_lines(view: SheetView) -> Iterator[Line]:
    """Return where the coordination stands."""
    today = view.look.today
    if view.moves:
        yield "現在", _move_words(view.moves[-1], today=today)
    if view.sheet is not None and view.sheet.due_on is not None:
        yield "預定", f"{show_date(view.sheet.due_on, today=today)}前談妥（參考）"


def conclusion_lines(view: SheetView) -> Iterator[Line]:
    """Return who does what until when, and whether they confirmed."""
    for row in view.rows:
        yield "結論", f"{row_words(row, view.look.agencies, today=view.look.today)}・{_stand(row)}"


def settled_words(look: Look, rows: Sequence[Agreed], sheet: Sheet) -> str:
    """Say that all agencies confirmed, or what one alone takes upon itself."""
    if not is_of_one(rows, sheet.proposing_agency_id):
        return f"{look.number} 的協調結論，各機關都確認了，謝謝。"
    mine = "；".join(row_words(row, look.agencies, today=look.today) for row in rows)
    return f"{look.number} 的協調結論：{mine}。有別的想法可以再提。"


def sheet_text(view: SheetView) -> str:
    """Write the whole sheet as plain text, with every step."""
    look = view.look
    lines = [f"協調單 {look.case.number}"]
    lines += [f"{name}：{text}" for name, text in entry_lines(view)]
    if view.moves:
        lines += ["歷程：", *(_move_words(move, today=look.today) for move in view.moves)]
    if view.rows:
        lines += ["結論：", *(text for _, text in conclusion_lines(view))]
    return "\n".join(lines)


def _move_words(move: LevelMove, *, today: date) -> str:
    return f"{show_date(taipei_date(move.at), today=today)} 送{move.level.value}：{move.reason}"


def _stand(row: Agreed) -> str:
    if row.confirmed_at is not None:
        return "電話確認" if row.by_telephone else "已確認"
    return f"意見：{row.objection}" if row.objection else "待確認"
