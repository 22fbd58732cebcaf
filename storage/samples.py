"""The sandbox's samples: invented people, groups and cases, each marked 「範例」.

The texts are in storage/data/samples.json. `fill_samples` puts them into a database whose
agencies are there already (`storage.migrate`).
"""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from storage.records.agencies import Agency
from storage.records.cases import (
    Case,
    CaseAgency,
    CaseKind,
    HistoryEntry,
    Note,
    Part,
    Secrecy,
    Stage,
    Standing,
)
from storage.records.chats import ChatScope
from storage.records.duties import CaseEvent, EventStanding
from storage.records.officers import Appointment, Officer, Role
from storage.records.rules import Event
from storage.sample_notices import fill_notices
from storage.sample_petitions import fill_petitions
from storage.sample_posts import fill_posts
from storage.sample_texts import CaseText, GroupText, OfficerText, read_sample_texts
from storage.unit_of_work import UnitOfWork

PLATFORM = "web"  # the sandbox's chats are there
TAIPEI = ZoneInfo("Asia/Taipei")
END_OF_DAY = time(23, 59, 59)
REPUBLIC = 1911
CONFIRMED_AGO = timedelta(days=8)
FIRST_SATURDAY_INDEX = 5
EARLIER_CASES = 34  # numbers gone before the samples: the eight end with 42, as in every example


@dataclass(frozen=True, slots=True, kw_only=True)
class SamplePerson:
    """Somebody to speak as; `id` is the account on the web platform."""

    id: str
    name: str  # as shown: 「阿宏」
    label: str  # 「內政部 PO（範例）」
    email: str  # "" for the one who is not bound


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleGroup:
    """A group chat of the sandbox."""

    id: str
    name: str
    member_ids: tuple[str, ...]
    with_bot: bool  # False: the bot is still to be added


@dataclass(frozen=True, slots=True, kw_only=True)
class Samples:
    """What the sandbox's page shows; the cases are in the database only."""

    people: tuple[SamplePerson, ...]
    groups: tuple[SampleGroup, ...]
    group_examples: tuple[str, ...]
    direct_examples: tuple[str, ...]


def load_samples() -> Samples:
    """Return the sandbox's people and groups, the first person first."""
    data = read_sample_texts()
    return Samples(
        people=tuple(
            SamplePerson(
                id=person["id"],
                name=person["officer"]["nickname"] if "officer" in person else person["name"],
                label=person["label"],
                email=person["officer"]["email"] if "officer" in person else "",
            )
            for person in data["people"]
        ),
        groups=tuple(
            SampleGroup(
                id=group["id"],
                name=group["name"],
                member_ids=tuple(group["members"]),
                with_bot="scope" in group,
            )
            for group in data["groups"]
        ),
        group_examples=tuple(data["group_examples"]),
        direct_examples=tuple(data["direct_examples"]),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Placed:
    """A sample person who is in the database, and the agency the person acts for."""

    officer: Officer
    agency: Agency


def fill_samples(uow: UnitOfWork, now: datetime) -> None:
    """Put in what is missing of the samples; the caller commits. Again changes nothing."""
    data = read_sample_texts()
    placed = {
        person["id"]: _person(uow, person["id"], person["name"], person["officer"], now)
        for person in data["people"]
        if "officer" in person
    }
    for group in data["groups"]:
        _group(uow, group, placed, now)
    if uow.cases.by_source_event("sample:1") is None:
        _count_earlier_cases(uow, now)
    for index, case in enumerate(data["cases"], start=1):
        _case(uow, case, f"sample:{index}", placed, now)
    fill_petitions(uow, now)
    fill_notices(uow, now)
    fill_posts(uow, now)


def _count_earlier_cases(uow: UnitOfWork, now: datetime) -> None:
    year = now.astimezone(TAIPEI).year - REPUBLIC
    for _ in range(EARLIER_CASES):
        uow.cases.next_number(year)


def _agency(uow: UnitOfWork, name: str) -> Agency:
    agency = uow.agencies.by_name(name)
    if agency is None:
        message = f"the samples need the agency {name}"
        raise LookupError(message)
    return agency


def _person(uow: UnitOfWork, account: str, name: str, text: OfficerText, now: datetime) -> _Placed:
    agency = _agency(uow, text["agency"])
    officer = uow.officers.by_email(text["email"])
    if officer is None:
        officer = uow.officers.add(
            Officer(
                id=0,
                name=name,
                nickname=text["nickname"],
                email=text["email"],
                office_phone=text["office_phone"],
                mobile=text["mobile"],
                phone_in_groups=text["phone_in_groups"],
            )
        )
        uow.officers.add_appointment(_appointment(text, officer.id, agency.id, now))
        uow.bindings.add(PLATFORM, account, officer.id, now=now)
    return _Placed(officer=officer, agency=agency)


def _appointment(text: OfficerText, officer_id: int, agency_id: int, now: datetime) -> Appointment:
    return Appointment(
        id=0,
        officer_id=officer_id,
        agency_id=agency_id,
        role=Role(text["role"]),
        title=text["title"],
        unit=text["unit"],
        deputy=text["deputy"],
        supervisor=text["supervisor"],
        handles=tuple(text["handles"]),
        declines=tuple(text["declines"]),
        confirmed_at=now - CONFIRMED_AGO,
        confirmed_by="本人",
    )


def _group(uow: UnitOfWork, text: GroupText, placed: dict[str, _Placed], now: datetime) -> None:
    if "scope" not in text or "opened_by" not in text:
        return
    if uow.chats.find(PLATFORM, text["id"]) is not None:
        return
    chat = uow.chats.add(PLATFORM, text["id"], now=now)
    agency = placed[text["opened_by"]].agency
    uow.chats.save(replace(chat, scope=ChatScope(text["scope"]), agency_id=agency.id))


def _case(
    uow: UnitOfWork, data: CaseText, source: str, placed: dict[str, _Placed], now: datetime
) -> None:
    if uow.cases.by_source_event(source) is not None:
        return
    holder = placed[data["holder"]]
    case = uow.cases.add(_new_case(uow, data, source, holder, now))
    for part in data["agencies"]:
        uow.cases.set_agency(
            CaseAgency(
                case_id=case.id,
                agency_id=_agency(uow, part["agency"]).id,
                part=Part(part["part"]),
                standing=Standing(part["standing"]),
                said_by=holder.agency.id,
                source=part["source"],
            )
        )
    if "note" in data:
        uow.cases.add_note(
            Note(
                id=0,
                case_id=case.id,
                agency_id=holder.agency.id,
                officer_id=holder.officer.id,
                text=data["note"],
                shared=False,
                written_at=case.created_at,
            )
        )
    if case.secrecy is Secrecy.SENSITIVE:
        uow.cases.name_officer(case.id, holder.officer.id)
    _passed(uow, data, case, now)
    uow.history.add(
        HistoryEntry(
            id=0,
            case_id=case.id,
            at=case.created_at,
            officer_id=holder.officer.id,
            agency_id=holder.agency.id,
            action="登記",
            summary="登記（範例）",
        )
    )


def _passed(uow: UnitOfWork, data: CaseText, case: Case, now: datetime) -> None:
    """Keep the day of 成案, so that the sample has dates to show."""
    if "passed_days_ago" not in data:
        return
    uow.duties.say(
        CaseEvent(
            id=0,
            case_id=case.id,
            event=Event.PASSED,
            on=now.astimezone(TAIPEI).date() - timedelta(days=data["passed_days_ago"]),
            standing=EventStanding.PROVISIONAL,
            source="承辦輸入",
            said_at=now,
            said_by=case.holder_id,
        )
    )


def _new_case(uow: UnitOfWork, data: CaseText, source: str, holder: _Placed, now: datetime) -> Case:
    today = now.astimezone(TAIPEI).date()
    due_in = data.get("due_in_days")
    closed_ago = data.get("closed_days_ago")
    return Case(
        id=0,
        number=uow.cases.next_number(today.year - REPUBLIC),
        kind=CaseKind(data["kind"]),
        stage=Stage(data["stage"]),
        subject=data["subject"],
        agency_id=holder.agency.id,
        holder_id=holder.officer.id,
        created_at=now - timedelta(days=data["opened_days_ago"]),
        created_by=holder.officer.id,
        secrecy=Secrecy(data.get("secrecy", Secrecy.NORMAL)),
        due_at=None if due_in is None else _end_of_weekday(today + timedelta(days=due_in)),
        drafter=data.get("drafter", ""),
        result=data.get("result", ""),
        closed_at=None if closed_ago is None else now - timedelta(days=closed_ago),
        source_event=source,
    )


def _end_of_weekday(day: date) -> datetime:
    """The end of `day`, or of the Monday after it when it is a weekend's."""
    if day.weekday() >= FIRST_SATURDAY_INDEX:
        day += timedelta(days=7 - day.weekday())
    return datetime.combine(day, END_OF_DAY, TAIPEI).astimezone(UTC)
