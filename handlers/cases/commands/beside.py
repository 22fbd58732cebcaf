"""What lies beside an officer's own list: the agency's part in others' cases, 敏感 cases.

Of a 敏感 case only the number is said, and one to one only: without it nobody could open it.
"""

from dataclasses import dataclass, replace

from bot.message import Button
from handlers.cases.commands.desk import look_of
from handlers.cases.rules.search import HELPING
from handlers.services import Asked
from handlers.shared.audience import list_agency_ids
from handlers.sight import viewer_of
from storage.records.cases import CaseQuery, Secrecy
from storage.unit_of_work import UnitOfWork

NUMBERS_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Beside:
    """Words for the end of the list's sentence, buttons that lead there."""

    text: str
    buttons: tuple[Button, ...]
    instead: str = ""  # of the list's sentence, for who holds nothing


def beside_own(uow: UnitOfWork, request: Asked, *, has_own: bool) -> Beside:
    """Count what an officer might miss; without own cases the agency's are offered too."""
    viewer = viewer_of(request)
    everything = CaseQuery(
        open_only=True,
        viewer_agency_ids=list_agency_ids(viewer),
        viewer_officer_id=viewer.officer_id,
        limit=NUMBERS_SHOWN,
    )
    helping = uow.cases.find(replace(everything, helper_ids=viewer.agency_ids)).total_count
    parts: list[str] = []
    buttons: list[Button] = []
    if helping:
        parts.append(f"{helping} 件貴機關主辦／協辦")
        buttons.append(Button(f"看{HELPING}", f"查詢 {HELPING}"))
    hidden = _sensitive(uow, request, everything)
    if hidden:
        parts.append(f"{len(hidden)} 件敏感：打案號看（{'、'.join(hidden)}）")
    instead = ""
    if not has_own:
        instead, more = _without_own(uow, request, everything, helping)
        buttons = [*more, *buttons]
    return Beside(f"另有 {'、'.join(parts)}。" if parts else "", tuple(buttons), instead)


def _sensitive(uow: UnitOfWork, request: Asked, everything: CaseQuery) -> list[str]:
    """Return the numbers of the 敏感 cases that the speaker holds or was named for."""
    query = replace(everything, include_sensitive=True, secrecy=Secrecy.SENSITIVE)
    look = look_of(request)
    return [look.number(case) for case in uow.cases.find(query).cases]


def _without_own(
    uow: UnitOfWork, request: Asked, everything: CaseQuery, helping: int
) -> tuple[str, list[Button]]:
    agency = request.speaker.agency
    if agency is None:
        return "您手上沒有案件。", []
    ours = replace(everything, agency_ids=viewer_of(request).agency_ids)
    count = uow.cases.find(ours).total_count - helping
    if count <= 0:
        return "您手上沒有案件。", []
    button = Button("看機關的", f"查詢 {agency.short}", primary=True)
    return f"您手上沒有案件；貴機關未結 {count} 件。", [button]
