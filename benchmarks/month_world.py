"""A month to replay: 100 officers of 35 agencies, 300 cases, three groups of 60; from a seed."""

import random
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum

from benchmarks.finding_world import GIVEN, SURNAMES
from handlers.reminders.commands.planning import plan_duties
from handlers.shared.roc_date import END_OF_DAY, TAIPEI
from storage.records.agencies import Level
from storage.records.cases import Case, CaseAgency, CaseKind, Part, Secrecy, Stage, Standing
from storage.records.duties import CaseEvent, DutyState, EventStanding
from storage.records.officers import Role
from storage.records.rules import Event
from storage.unit_of_work import UnitOfWork
from tests.support.world import Chat, World

AGENCY_COUNT = 35
OFFICER_COUNT = 100
OLD_CASE_COUNT = 240  # open when the month begins; 60 more are registered in it
GROUP_SIZE = 60
GROUP_CASES = 20  # old cases that were registered in each group
BLOCKER_COUNT = 5
UNBOUND_COUNT = 3
LEAVE_COUNT = 8
PO_SHARE = 0.7  # of cases that the PO holds; the deputy or the team holds the others
SENSITIVE_SHARE = 0.04
ASKER_SHARE = 0.4  # of the people, who often ask 今天有啥
JOINT_SHARE = 0.15  # of the petitions: two agencies lead
MEETING_SHARE = 0.6  # of an agency's own cases: a 協作會議
MATTERS = (
    "公園夜間照明", "校園午餐", "長照給付", "機車停等區", "電動車充電", "育嬰留停", "河川污染",
    "動物保護", "醫院候診", "外送平臺", "實價登錄", "身分證換發", "無障礙坡道", "農地工廠",
)  # fmt: skip
WISHES = ("改善建議", "修法說明", "辦理情形", "新聞稿", "協作會議", "回應說明", "檢討報告")


class Temper(StrEnum):
    """How somebody answers reminders."""

    PROMPT = "the same day"
    SLOW = "some days later, perhaps"
    SILENT = "never"


@dataclass
class Person:
    """An officer and how that officer behaves."""

    name: str
    agency: str
    agency_id: int
    role: Role
    temper: Temper
    asks: bool  # often asks 今天有啥
    officer_id: int
    chat: Chat
    bound: bool = True


@dataclass
class Month:
    """The world of one replay."""

    world: World
    chance: random.Random
    people: list[Person] = field(default_factory=list[Person])
    groups: list[Chat] = field(default_factory=list[Chat])

    @property
    def speakers(self) -> list[Person]:
        """Those who may use commands that change something."""
        return [p for p in self.people if p.bound and p.role in {Role.PO, Role.DEPUTY, Role.TEAM}]

    def of_agency(self, agency_id: int) -> list[Person]:
        """Return an agency's people."""
        return [p for p in self.people if p.agency_id == agency_id]

    def owner(self) -> Person:
        """Choose somebody to hold a case: few agencies have many cases, many have few."""
        pos = [p for p in self.people if p.role is Role.PO]
        weights = [1 / (1 + place) ** 0.7 for place in range(len(pos))]
        po = self.chance.choices(pos, weights)[0]
        others = [p for p in self.of_agency(po.agency_id) if p.role in {Role.DEPUTY, Role.TEAM}]
        return po if not others or self.chance.random() < PO_SHARE else self.chance.choice(others)

    def subject(self) -> str:
        """Make up what a case is about."""
        chance = self.chance
        return f"{chance.choice(MATTERS)}{chance.randrange(100)}{chance.choice(WISHES)}"


def make_month(world: World, seed: int) -> Month:
    """Hire the people, link the groups, open the cases of before."""
    month = Month(world, random.Random(seed))
    _hire(month)
    _link(month)
    _open_cases(month)
    world.line.sent.clear()
    world.line.requests.clear()
    world.line.used = 0
    return month


def _hire(month: Month) -> None:
    chance, world = month.chance, month.world
    with world.looking() as uow:
        there = [agency for agency in uow.agencies.all() if agency.valid_to is None]
    levels = (Level.SECOND, Level.THIRD)  # the ministries, and one agency more
    order = [agency for level in levels for agency in there if agency.level is level][:AGENCY_COUNT]
    chance.shuffle(order)
    places = [(a, Role.HUB if a.name == "國家發展委員會" else Role.PO) for a in order]
    others = (Role.DEPUTY, Role.TEAM, Role.BUSINESS_UNIT)
    places += [
        (order[number % AGENCY_COUNT], others[number // AGENCY_COUNT % len(others)])
        for number in range(OFFICER_COUNT - AGENCY_COUNT)
    ]
    names: dict[str, None] = {}
    while len(names) < OFFICER_COUNT:
        names[chance.choice(SURNAMES) + chance.choice(GIVEN) + chance.choice(GIVEN)] = None
    tempers = chance.choices(list(Temper), (0.55, 0.3, 0.15), k=OFFICER_COUNT)
    for name, (agency, role), temper in zip(names, places, tempers, strict=True):
        officer = world.officer(name, agency.name, role)
        person = Person(
            name=name,
            agency=agency.name,
            agency_id=agency.id,
            role=role,
            temper=temper,
            asks=chance.random() < ASKER_SHARE,
            officer_id=officer.id,
            chat=world.direct(name),
        )
        month.people.append(person)
    for person in chance.sample(month.people, UNBOUND_COUNT):
        person.bound = False
        with world.looking() as uow:
            for binding in uow.bindings.of_officer(person.officer_id):
                uow.bindings.remove(binding.id)
            uow.commit()


def _link(month: Month) -> None:
    for name in ("聯繫會議", "提點子小組", "眾開講小組"):
        group = month.world.group(name, enabled_by=month.speakers[0].name, scope="跨部會")
        month.world.line.member_counts[group.id] = GROUP_SIZE
        month.groups.append(group)


def _open_cases(month: Month) -> None:
    now = month.world.clock.now()
    with month.world.looking() as uow:
        for number in range(OLD_CASE_COUNT):
            home = number // GROUP_CASES
            group = month.groups[home].id if home < len(month.groups) else ""
            _open_case(month, uow, now, group)
        uow.commit()


def _open_case(month: Month, uow: UnitOfWork, now: datetime, group_id: str) -> None:
    chance, holder = month.chance, month.owner()
    kinds = list(CaseKind)
    kind = chance.choices(kinds, (0.4, 0.1, 0.25, 0.14, 0.01, 0.1))[0]
    # Only who is bound can mark a case 敏感; of one that no bound officer knows nobody hears.
    hidden = not group_id and chance.random() < SENSITIVE_SHARE and holder.bound
    case = uow.cases.add(
        Case(
            id=0,
            number=uow.cases.next_number(115),
            kind=kind,
            stage=Stage.PASSED if kind is CaseKind.PETITION else Stage.WORKING,
            subject=month.subject(),
            agency_id=holder.agency_id,
            holder_id=holder.officer_id,
            created_at=now - timedelta(days=chance.randrange(3, 90)),
            created_by=holder.officer_id,
            secrecy=Secrecy.SENSITIVE if hidden else Secrecy.NORMAL,
            due_at=_typed_deadline(chance, now) if kind is CaseKind.SUPERIOR else None,
            source_chat=f"line:{group_id}" if group_id else f"line:{holder.chat.id}",
        )
    )
    if hidden:
        uow.cases.name_officer(case.id, holder.officer_id)
    _take_part(month, uow, case)
    _say_events(chance, uow, case, now)
    plan_duties(uow, case, now)
    for duty in uow.duties.of_case(case.id):
        if duty.due_at <= now:  # was answered in its time
            uow.duties.save(replace(duty, state=DutyState.DONE, answered_at=duty.due_at))


def _take_part(month: Month, uow: UnitOfWork, case: Case) -> None:
    chance = month.chance
    others = chance.sample([p.agency_id for p in month.people if p.role is Role.PO], 3)
    joint = case.kind is CaseKind.PETITION and chance.random() < JOINT_SHARE
    parts = [(case.agency_id, Part.LEAD)]
    parts += [(others[0], Part.LEAD)] if joint else []
    parts += [(i, Part.CO_ORGANISER) for i in others[1 : 1 + chance.randrange(3)]]
    kept: dict[int, Part] = {}
    for agency_id, part in parts:
        kept.setdefault(agency_id, part)
    for agency_id, part in kept.items():
        uow.cases.set_agency(
            CaseAgency(
                case_id=case.id,
                agency_id=agency_id,
                part=part,
                standing=Standing.CONFIRMED,
                said_by=case.agency_id,
                source="國發會",
            )
        )


def _say_events(chance: random.Random, uow: UnitOfWork, case: Case, now: datetime) -> None:
    today = now.astimezone(TAIPEI).date()
    events: list[tuple[Event, date]] = []
    if case.kind is CaseKind.PETITION:
        events.append((Event.PASSED, today - timedelta(days=chance.randrange(1, 58))))
    elif case.kind is CaseKind.CONSULTATION:
        events.append((Event.NOTICE_ENDED, today - timedelta(days=chance.randrange(1, 16))))
    elif case.kind is CaseKind.OWN and chance.random() < MEETING_SHARE:
        events.append((Event.MEETING, today + timedelta(days=chance.randrange(3, 50))))
    for event, on in events:
        uow.duties.say(
            CaseEvent(
                id=0,
                case_id=case.id,
                event=event,
                on=on,
                standing=EventStanding.CONFIRMED,
                source="Join",
                said_at=now,
            )
        )


def _typed_deadline(chance: random.Random, now: datetime) -> datetime:
    day = now.astimezone(TAIPEI).date() + timedelta(days=chance.randrange(2, 28))
    hour = chance.choice((END_OF_DAY, time(12), time(17)))
    return datetime.combine(day, hour, TAIPEI).astimezone(UTC)
