"""Web addresses in a line; Join's say which proposal or consultation is meant.

`https://join.gov.tw/idea/detail/<uuid>` is a 提點子, `/policies/detail/<uuid>` a 眾開講.
"""

import re
from dataclasses import dataclass

from handlers.cases.rules.sheet import Sheet
from storage.records.cases import CaseKind

LINK_LIMIT = 500  # characters of one address
LINKS_LIMIT = 10  # addresses of one case
_UUID = r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"
_JOIN = re.compile(
    rf"(?:https?://)?join\.gov\.tw/(?P<kind>idea|policies)/detail/(?P<id>{_UUID})[^\s，。；」）]*"
)
_LINK = re.compile(r"https?://[^\s，。；、「」（）<>\"']+")
_KINDS = {"idea": CaseKind.PETITION, "policies": CaseKind.CONSULTATION}


@dataclass(frozen=True, slots=True)
class JoinLink:
    """What an address on Join points to."""

    join_id: str  # lower case
    kind: CaseKind

    @property
    def address(self) -> str:
        """The address as the case shows it."""
        path = "idea" if self.kind is CaseKind.PETITION else "policies"
        return f"https://join.gov.tw/{path}/detail/{self.join_id}"


def take_links(sheet: Sheet) -> tuple[JoinLink | None, tuple[str, ...]]:
    """Cut the addresses out of a line: the first one on Join, and all others."""
    joins = sheet.take_all(_JOIN)
    join = JoinLink(joins[0]["id"].lower(), _KINDS[joins[0]["kind"]]) if joins else None
    links = dict.fromkeys(m[0] for m in sheet.take_all(_LINK) if len(m[0]) <= LINK_LIMIT)
    return join, tuple(links)[:LINKS_LIMIT]


def find_join(text: str) -> JoinLink | None:
    """Return the first Join address in a text."""
    return take_links(Sheet(text))[0]
