"""The audit log (稽核紀錄): append-only and hash-chained."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditEntry:
    """One thing worth proving later. Holds ids, never phone numbers or texts."""

    id: int
    at: datetime
    actor: str  # 「officer:12」, 「operator」, 「system」
    agency_id: int | None  # whose officers may read the entry
    action: str  # look-phone, look-mobile, bind, unbind, import-roster, erase …
    target: str  # 「officer:7」, 「case:42」
    detail: str
    previous_hash: str
    hash: str
