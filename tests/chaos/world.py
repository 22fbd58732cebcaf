"""What a run begins with: officers with accounts, and what each of them is to be reminded of."""

import random
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.message import Platform
from storage.cipher import Cipher
from storage.engine import Database, open_database
from storage.records.duties import Reminder
from storage.records.officers import Appointment, Officer, Role
from storage.unit_of_work import UnitOfWork
from tests.chaos.plan import Scale
from tests.test_process import KEY

DUE_AT_ONCE = 0.6  # of the reminders; the others come due while it storms
AGO = timedelta(seconds=20)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who is reminded, and perhaps types."""

    officer_id: int
    platform: Platform
    user_id: str


def open_world(url: str) -> Database:
    """Open the database as the replicas do."""
    return open_database(url, Cipher(KEY))


def settle_people(database: Database, scale: Scale, now: datetime) -> list[Person]:
    """Put the officers into the roster, and let their reminders wait.

    Each reminder is somebody's own wish for an hour: those are told at any time of day.
    """
    chance = random.Random(f"{scale.seed}/world")  # noqa: S311  # nothing secret
    with database.unit_of_work() as uow:
        places = [agency.id for agency in uow.agencies.all() if agency.valid_to is None]
        people = [
            _employ(uow, number, places[number % len(places)], now)
            for number in range(scale.officers)
        ]
        late = round(scale.storm_seconds)
        uow.reminders.add_all(
            Reminder(
                id=0,
                agency_id=places[number % scale.officers % len(places)],
                officer_id=people[number % scale.officers].officer_id,
                remind_at=now - AGO
                if chance.random() < DUE_AT_ONCE
                else now + timedelta(seconds=chance.randrange(1, late)),
                timed=True,
                text=reminder_words(number),
            )
            for number in range(scale.reminders)
        )
        uow.commit()
    return people


def reminder_words(number: int) -> str:
    """Return the words of the n-th reminder; nothing else is worded so."""
    return f"送件{number:05d}號"


def subject_of(talker: int, line: int) -> str:
    """Return what a talker's n-th line registers; nothing else is worded so, or likely to be."""
    chance = random.Random(f"{talker}/{line}")  # noqa: S311  # nothing secret
    words = "".join(chr(chance.randrange(0x4E00, 0x9FA5)) for _ in range(10))
    return f"{words}案{talker:03d}之{line:03d}"


def _employ(uow: UnitOfWork, number: int, agency_id: int, now: datetime) -> Person:
    officer = uow.officers.add(Officer(id=0, name=f"範例{number:05d}"))
    place = Appointment(id=0, officer_id=officer.id, agency_id=agency_id, role=Role.PO)
    uow.officers.add_appointment(place)
    platform = Platform.SLACK if number % 2 else Platform.LINE
    user_id = f"U0C{number:06d}" if number % 2 else f"U{number:032x}"
    uow.bindings.add(platform, user_id, officer.id, now=now)
    return Person(officer.id, platform, user_id)
