"""參採情形表: one row for each opinion, those that share an answer together. Pure.

The columns are those of ministries' tables of opinions: 序號, 意見來源, 意見內容, 參採情形, 理由.
"""

from collections.abc import Sequence
from datetime import date

from handlers.opinions.rules.counting import Row, rows_of
from handlers.shared.roc_date import show_date
from storage.records.opinions import Opinion

HEADINGS = (
    *("序號", "意見編號", "意見來源", "日期", "意見內容"),
    *("參採情形", "理由或回應說明", "先行回應"),
)
UNDECIDED = "研議中"
GONE = "（已過保存期限）"


def table(opinions: Sequence[Opinion], *, today: date) -> tuple[tuple[str, ...], ...]:
    """Return the rows below `HEADINGS`; merged opinions stand under the one that answers."""
    rows: list[tuple[str, ...]] = []
    for place, row in enumerate(rows_of(opinions), start=1):
        rows.extend(_cells(place, row, one, today) for one in row.all)
    return tuple(rows)


def _cells(place: int, row: Row, one: Opinion, today: date) -> tuple[str, ...]:
    head = row.head
    reason = head.reason if one is head else f"同第 {head.serial} 則"
    return (
        str(place),
        str(one.serial),
        one.label,
        show_date(one.said_on, today=today) if one.said_on else "",
        one.text or GONE,
        head.verdict.value if head.verdict else UNDECIDED,
        reason if head.verdict else "",
        one.first_reply,
    )
