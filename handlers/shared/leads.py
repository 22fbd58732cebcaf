"""Which agencies answer for a case (主辦), and which of them contacts the proposer. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass

from storage.records.cases import Case, CaseAgency, CaseKind, Part, Standing

SETTING = "contact-lead/"  # + case id: 「12」, or 「12 暫定」 until 國發會 confirms
PROVISIONAL = "暫定"


@dataclass(frozen=True, slots=True)
class Contact:
    """The agency that publishes the timetable and contacts the proposer."""

    agency_id: int
    sure: bool  # 國發會 said so; else an agency did

    @property
    def text(self) -> str:
        """As it is kept."""
        return f"{self.agency_id}" if self.sure else f"{self.agency_id} {PROVISIONAL}"

    @property
    def standing_words(self) -> str:
        """「（暫定，待國發會確認）」; nothing once that is certain."""
        return "" if self.sure else f"（{PROVISIONAL}，待國發會確認）"


def read_contact(text: str | None) -> Contact | None:
    """Read what is kept; None when nobody said anything."""
    number, _, standing = (text or "").partition(" ")
    return Contact(int(number), standing != PROVISIONAL) if number.isdecimal() else None


def leads(case: Case, parts: Iterable[CaseAgency]) -> tuple[tuple[int, ...], bool]:
    """Return the agencies that answer for the case, and whether that is certain.

    The first contacts the proposer: the owner where it leads. What others only suggested binds
    nobody; the owner then answers for itself.
    """
    sure = [p for p in parts if p.part is Part.LEAD and p.standing is Standing.CONFIRMED]
    if not sure:
        return (case.agency_id,), False
    return tuple(sorted((p.agency_id for p in sure), key=lambda i: (i != case.agency_id, i))), True


def contact_of(lead_ids: tuple[int, ...], said: Contact | None) -> Contact:
    """Return the 主辦 that contacts the proposer: the one said, while it leads; else the first."""
    if said is not None and said.agency_id in lead_ids:
        return said
    return Contact(lead_ids[0], sure=True)


def contact_among(case: Case, parts: Iterable[CaseAgency], text: str | None) -> Contact | None:
    """Return which of several 主辦 contacts the proposer, by the setting's text.

    None where there is only one, or no proposer.
    """
    lead_ids, _ = leads(case, parts)
    if len(lead_ids) == 1 or case.kind is not CaseKind.PETITION:
        return None
    return contact_of(lead_ids, read_contact(text))
