"""How long each kind of data is kept, and who may erase a person."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from handlers.privacy.errors import RetentionOutOfRangeError, UnknownRetentionError
from storage.records.officers import Appointment, Officer


@dataclass(frozen=True, slots=True, kw_only=True)
class Retention:
    """How long one kind of data is kept."""

    kind: str  # as typed
    what: str
    setting: str  # name in the store of settings; its value is a number of days
    default_days: int
    least_days: int
    most_days: int


RETENTIONS = (
    Retention(
        kind="訊息",
        what="處理過或放棄的來訊",
        setting="retention/inbox",
        default_days=30,
        least_days=2,  # the platforms repeat an event for hours; its id must still be known
        most_days=365,
    ),
    Retention(
        kind="送達",
        what="送出的卡片紀錄、已結束聯絡單的文字、過期點名的回答",
        setting="retention/outbox",
        default_days=90,
        least_days=2,
        most_days=365,
    ),
    Retention(
        kind="綁定碼",
        what="過期的綁定碼與試錯紀錄",
        setting="retention/invitations",
        default_days=30,
        least_days=2,
        most_days=365,
    ),
    Retention(
        kind="提醒",
        what="說過或取消的提醒、期限答覆的理由、結案後的意見",
        setting="retention/reminders",
        default_days=180,
        least_days=30,  # whoever says 還沒辦 looks back at what was told
        most_days=1095,
    ),
    Retention(
        kind="離任",
        what="離任者的姓名、電話、郵件",
        setting="retention/left",
        default_days=730,
        least_days=90,  # the successor still asks
        most_days=3650,
    ),
    Retention(
        kind="貼文",
        what="輿情的貼文、轉知，和它們符合了哪些訂閱",
        setting="retention/posts",
        default_days=90,
        least_days=31,  # a new subscription is tried on the last 30 days
        most_days=730,
    ),
)
KINDS = {retention.kind: retention for retention in RETENTIONS}
CHANGE = re.compile(r"(?P<kind>\D+?)\s*(?P<days>\d{1,5})\s*天?")


def read_change(argument: str) -> tuple[Retention, int] | None:
    """Read 「訊息 30」 or 「訊息 30天」; None when nothing is to be changed.

    Raises UnknownRetentionError, RetentionOutOfRangeError.
    """
    text = unicodedata.normalize("NFKC", argument).strip()
    if not text:
        return None
    match = CHANGE.fullmatch(text)
    retention = KINDS.get(match["kind"].strip()) if match else None
    if match is None or retention is None:
        raise UnknownRetentionError("、".join(KINDS))
    days = int(match["days"])
    if not retention.least_days <= days <= retention.most_days:
        raise RetentionOutOfRangeError(retention.kind, retention.least_days, retention.most_days)
    return retention, days


def days_of(retention: Retention, stored: str | None) -> int:
    """Return the days in force: what was set, else the default."""
    return int(stored) if stored is not None and stored.isdigit() else retention.default_days


def left_before(
    officers: Iterable[Officer], appointments: Iterable[Appointment], day: date
) -> tuple[Officer, ...]:
    """Find people not yet erased whose last appointment ended before `day`.

    Somebody without any appointment is left alone: perhaps only just entered.
    """
    last: dict[int, date] = {}
    for a in appointments:
        last[a.officer_id] = max(last.get(a.officer_id, date.min), a.ends_on or date.max)
    return tuple(o for o in officers if o.erased_at is None and last.get(o.id, date.max) < day)


def days_ago(today: date, days: int) -> date:
    """Return the day `days` before today."""
    return today - timedelta(days=days)
