"""Who sees a case (案件); the same rules as SQL, for lists, are in storage/case_search.py.

提點子 and 眾開講 are seen by every officer; other cases by the agency that owns them and the
agencies that it named or invited. 敏感 cases are seen only by named officers and the present
holder, never in groups or lists. 密件 hold no content: whoever might see the case learns only
whom to ask. In a group everybody reads along, so what is shown there must be visible to the
whole group: in a 跨部會 group what every officer may see, in a 單一案件 group that case besides,
else what the group's agency may see.
"""

from dataclasses import dataclass
from enum import StrEnum

from storage.records.cases import Case, CaseKind, Note, Secrecy
from storage.records.chats import ChatScope, LinkedChat

PUBLIC_KINDS = frozenset({CaseKind.PETITION, CaseKind.CONSULTATION})
OF_ONE_AGENCY = frozenset({ChatScope.AGENCY, ChatScope.CASE})


class Sight(StrEnum):
    """How much of a case somebody sees."""

    NOTHING = "nothing"  # as if it did not exist
    STUB = "stub"  # 「有一件，請洽某單位」
    FULL = "full"


@dataclass(frozen=True, slots=True, kw_only=True)
class Circle:
    """A case and who belongs to it."""

    case: Case
    part_agency_ids: frozenset[int] = frozenset()  # 主辦, 協辦, 有關機關
    invited_agency_ids: frozenset[int] = frozenset()
    named_officer_ids: frozenset[int] = frozenset()  # for 敏感

    @property
    def agency_ids(self) -> frozenset[int]:
        """Every agency that may see the case, unless it is public or 敏感."""
        return self.part_agency_ids | self.invited_agency_ids | {self.case.agency_id}


@dataclass(frozen=True, slots=True, kw_only=True)
class Viewer:
    """Who looks, and where the answer will be read."""

    officer_id: int | None
    agency_ids: frozenset[int]
    in_group: bool = False
    chat: LinkedChat | None = None  # the group, once it is linked


def is_public(case: Case) -> bool:
    """Whether every officer may see the case."""
    return case.kind in PUBLIC_KINDS and case.secrecy is Secrecy.NORMAL


def sight_of(circle: Circle, viewer: Viewer) -> Sight:
    """Say how much of the case may be shown to the viewer, at the place where they ask."""
    case = circle.case
    if case.secrecy is Secrecy.SENSITIVE:
        # Who left the agency no longer holds its cases, even before they are handed over.
        holds = viewer.officer_id == case.holder_id and case.agency_id in viewer.agency_ids
        named = holds or viewer.officer_id in circle.named_officer_ids
        seen = viewer.officer_id is not None and named and not viewer.in_group
    else:
        seen = _sees(circle, viewer.agency_ids)
        seen = seen and (not viewer.in_group or _group_sees(circle, viewer.chat))
    if not seen:
        return Sight.NOTHING
    return Sight.STUB if case.secrecy is Secrecy.SECRET else Sight.FULL


def group_agency_ids(chat: LinkedChat | None) -> frozenset[int]:
    """Return the agency that a group belongs to; none for a 跨部會 or unopened group."""
    if chat is None or chat.scope not in OF_ONE_AGENCY or chat.agency_id is None:
        return frozenset()
    return frozenset({chat.agency_id})


def list_agency_ids(viewer: Viewer) -> frozenset[int]:
    """Return as whose a list is made: all the viewer's agencies, unless others read along.

    Without any only public cases may be listed.
    """
    if not viewer.in_group:
        return viewer.agency_ids
    if viewer.chat is not None and viewer.chat.scope is ChatScope.CASE:
        return frozenset()  # such a group is about one case, and lists are not
    return group_agency_ids(viewer.chat) & viewer.agency_ids


def readable_notes(notes: tuple[Note, ...], viewer: Viewer) -> tuple[Note, ...]:
    """Return the notes that the viewer may read: the own agency's, and those marked 共用."""
    readers = viewer.agency_ids
    if viewer.in_group:
        readers = readers & group_agency_ids(viewer.chat)
    return tuple(note for note in notes if note.shared or note.agency_id in readers)


def _group_sees(circle: Circle, chat: LinkedChat | None) -> bool:
    if chat is not None and chat.scope is ChatScope.CASE and chat.case_id != circle.case.id:
        return is_public(circle.case)
    return _sees(circle, group_agency_ids(chat))


def _sees(circle: Circle, agency_ids: frozenset[int]) -> bool:
    return is_public(circle.case) or bool(circle.agency_ids & agency_ids)
