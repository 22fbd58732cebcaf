"""The people of one agency, and how they are named in a command."""

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from bot.errors import UserError
from handlers.shared.access import MANAGER_ROLES, Speaker
from handlers.shared.personal_data import PersonalData, find_personal_data
from storage.records.agencies import Agency, Level
from storage.records.officers import Appointment, Officer, Role

ROLE_NAMES = {
    **{role.value.upper(): role for role in Role},
    "聯絡人": Role.PO,
    "開放政府聯絡人": Role.PO,
    "代理人": Role.DEPUTY,
    "職務代理人": Role.DEPUTY,
}
SEPARATORS = re.compile(r"[\s,，、;；:：]+")
MAX_NAME = 50  # characters
LABELS = ("單位", "職稱")


class NotBoundError(UserError):
    """The account belongs to nobody."""

    def __init__(self) -> None:
        super().__init__("這個帳號還沒有綁定", hint="請私訊我：綁定 您的綁定碼")


class NoAgencyError(UserError):
    """The person holds no appointment today."""

    def __init__(self) -> None:
        super().__init__("您目前沒有任職中的機關", hint="請貴機關的 PO 或國發會更新名冊")


class PersonalDataInEntryError(UserError):
    """A line about a person holds what only the person's own columns may hold."""

    def __init__(self, found: PersonalData) -> None:
        super().__init__(f"裡面有{found}，我沒存", hint="只要姓名、類型、單位、職稱；拿掉再送一次")


class NoColleagueError(UserError):
    """Nobody of that name is there."""

    def __init__(self, name: str) -> None:
        super().__init__(f"貴機關的名冊裡沒有「{name}」", hint="輸入「同仁」看名單")


class SeveralColleaguesError(UserError):
    """The name fits several people."""

    def __init__(self, names: Iterable[str]) -> None:
        super().__init__(
            f"不只一位：{'、'.join(names)}", hint="請輸入完整姓名，同名的再加上單位或機關"
        )


class OfficerShelf(Protocol):
    """What is asked of the store of officers."""

    def get(self, officer_id: int) -> Officer:
        """Return the person with that id."""
        ...

    def appointments(
        self, *, officer_id: int | None = None, agency_id: int | None = None
    ) -> tuple[Appointment, ...]:
        """Return a person's or an agency's appointments, ended ones too."""
        ...


@dataclass(frozen=True, slots=True)
class Colleague:
    """A person with the appointments in one agency that have not ended, the latest first."""

    officer: Officer
    appointments: tuple[Appointment, ...]

    @property
    def present(self) -> Appointment:
        """The appointment that counts when only one can be shown."""
        return self.appointments[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """Who is meant and as what: 「王小明 業務單位 某某司」 in any order after the name."""

    name: str
    role: Role | None = None
    agency: Agency | None = None
    unit: str = ""
    title: str = ""


def speaking_officer(speaker: Speaker) -> Officer:
    """Return who speaks.

    Raises NotBoundError for a stranger.
    """
    if speaker.officer is None:
        raise NotBoundError
    return speaker.officer


def speaking_agency(speaker: Speaker) -> Agency:
    """Return the agency that the speaker acts for.

    Raises NoAgencyError.
    """
    if speaker.agency is None:
        raise NoAgencyError
    return speaker.agency


def keeps_people_of(speaker: Speaker, agency_id: int) -> bool:
    """Whether the speaker may change an agency's people: its PO, or an administrator."""
    if speaker.is_admin:
        return True
    return any(a.agency_id == agency_id and a.role in MANAGER_ROLES for a in speaker.appointments)


def note_name(place: Appointment) -> str:
    """Return the setting that holds what a person leaves to the successor (交接備註)."""
    return f"handover-note/{place.agency_id}/{place.officer_id}"


def in_term(a: Appointment, day: date) -> bool:
    """Whether the term covers `day`; a pause (停用) hides a counterpart but ends no term."""
    return (a.starts_on is None or a.starts_on <= day) and (a.ends_on is None or day <= a.ends_on)


def colleagues(
    officers: Iterable[Officer], appointments: Iterable[Appointment], *, today: date | None
) -> tuple[Colleague, ...]:
    """Pair people with their appointments that have not ended; paused and future ones count.

    Without `today` ended appointments count too.
    """
    places: dict[int, list[Appointment]] = {}
    for a in appointments:
        if a.ends_on is None or today is None or today <= a.ends_on:
            places.setdefault(a.officer_id, []).append(a)
    return tuple(
        Colleague(officer, tuple(sorted(places[officer.id], key=_latest_first)))
        for officer in officers
        if officer.id in places and officer.erased_at is None
    )


def people_of(shelf: OfficerShelf, agency_id: int, *, today: date) -> tuple[Colleague, ...]:
    """Return an agency's people whose terms have not ended."""
    places = shelf.appointments(agency_id=agency_id)
    ids = dict.fromkeys(a.officer_id for a in places)
    return colleagues((shelf.get(officer_id) for officer_id in ids), places, today=today)


def _latest_first(a: Appointment) -> tuple[int, int]:
    start = a.starts_on or date.min
    return (-start.toordinal(), -a.id)


def pick_colleague(name: str, people: Iterable[Colleague], *, unit: str = "") -> Colleague:
    """Find whom a name or nickname means; a part of a name is enough when it fits one.

    `unit` tells namesakes apart.

    Raises NoColleagueError, SeveralColleaguesError.
    """
    wanted = _folded(name)
    crowd = tuple(people)
    found = called(name, crowd) or [
        c for c in crowd if wanted and wanted in _folded(f"{c.officer.name}/{c.officer.nickname}")
    ]
    if not found or not wanted:
        raise NoColleagueError(name)
    if len(found) > 1 and unit:
        found = [c for c in found if _folded(unit) in _folded(c.present.unit)] or found
    if len(found) > 1:
        raise SeveralColleaguesError(
            f"{c.officer.name}（{c.present.unit or c.present.role}）" for c in found
        )
    return found[0]


def called(name: str, people: Iterable[Colleague]) -> list[Colleague]:
    """Return those whose whole name or nickname this is."""
    wanted = _folded(name)
    return [c for c in people if wanted in {_folded(c.officer.name), _folded(c.officer.nickname)}]


def _folded(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split()).lower()


def read_entry(argument: str, find_agency: Callable[[str], Agency | None]) -> Entry | None:
    """Read 「王小明 業務單位 某某司」; None when there is no usable name.

    Raises PersonalDataInEntryError.
    """
    personal = find_personal_data(argument)
    if personal is not None:
        raise PersonalDataInEntryError(personal)
    words = [word for word in SEPARATORS.split(argument.strip()) if word]
    role: Role | None = None
    agency: Agency | None = None
    labelled: dict[str, str] = {}
    rest: list[str] = []
    label = ""
    for word in words:
        if label:
            labelled[label], label = word, ""
        elif word in LABELS:
            label = word
        elif role is None and rest and (found := read_role(word)) is not None:
            role = found
        elif agency is None and rest and (named := _proper(find_agency(word))) is not None:
            agency = named
        else:
            rest.append(word)
    if not rest or len(rest[0]) > MAX_NAME or not _printable(rest[0]):
        return None
    unit, title = (*rest[1:3], "", "")[:2]
    return Entry(
        name=rest[0],
        role=role,
        agency=agency,
        unit=(labelled.get("單位") or unit)[:MAX_NAME],
        title=(labelled.get("職稱") or title)[:MAX_NAME],
    )


def read_role(word: str) -> Role | None:
    """Read 類型, however wide it was typed."""
    return ROLE_NAMES.get(unicodedata.normalize("NFKC", word).upper())


def _proper(agency: Agency | None) -> Agency | None:
    return None if agency is None or agency.level is Level.UNIT else agency


def _printable(text: str) -> bool:
    return all(unicodedata.category(mark)[0] in "LMNPS" for mark in text)
