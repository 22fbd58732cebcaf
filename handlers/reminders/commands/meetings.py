"""Which meeting a line means that names no case, and from which day 「會前一週」 counts."""

from dataclasses import dataclass
from datetime import date, timedelta

from bot.message import Button, Card
from handlers.reminders.commands.desk import own_duties, sees_all
from handlers.reminders.errors import NoMeetingError
from handlers.services import Asked
from handlers.shared.audience import Viewer
from handlers.shared.roc_date import show_date, taipei_date
from handlers.sight import shown_number, viewer_of
from storage.records.cases import Case, Secrecy
from storage.records.duties import CaseEvent
from storage.records.rules import Event, Force
from storage.unit_of_work import UnitOfWork

MOST_CHOICES = 4
RECENT = timedelta(days=60)  # a transcript is mailed within weeks of its meeting
DUE_WORDS = ("截止", "到期", "期限")


@dataclass(frozen=True, slots=True)
class Meeting:
    """A meeting whose day is known, and its case."""

    case: Case
    on: date


def own_meetings(uow: UnitOfWork, request: Asked) -> tuple[Meeting, ...]:
    """Return the meetings of the speaker's agencies' open cases that may be shown here, by day."""
    viewer = viewer_of(request)
    said = uow.duties.events_of(request.speaker.office_ids, Event.MEETING)
    return tuple(m for e in said if (m := _shown(uow, e, viewer)) is not None)


def _shown(uow: UnitOfWork, event: CaseEvent, viewer: Viewer) -> Meeting | None:
    case = uow.cases.get(event.case_id)
    return Meeting(case, event.on) if sees_all(uow, case, viewer) else None


def held_lately(uow: UnitOfWork, request: Asked) -> tuple[Meeting, ...]:
    """Return the meetings whose transcript may have been mailed now, the latest first."""
    today = taipei_date(request.now)
    mailed = uow.duties.events_of(request.speaker.office_ids, Event.MAILED)
    done = {event.case_id for event in mailed}
    return tuple(
        meeting
        for meeting in reversed(own_meetings(uow, request))
        if today - RECENT <= meeting.on <= today and meeting.case.id not in done
    )


def which_card(meetings: tuple[Meeting, ...], question: str, line: str, request: Asked) -> Card:
    """Ask which case is meant; `line` has 「{}」 where its number goes."""
    today = taipei_date(request.now)
    shown = meetings[:MOST_CHOICES]
    told = "、".join(
        f"{shown_number(m.case, request)} {show_date(m.on, today=today)}{_subject(m.case)}"
        for m in shown
    )
    buttons = tuple(
        Button(shown_number(m.case, request), line.format(m.case.number)) for m in shown
    )
    return Card.sentence(f"{question}{told}", *buttons)


def _subject(case: Case) -> str:
    return f" {case.subject}" if case.secrecy is Secrecy.NORMAL else ""


def day_beside(uow: UnitOfWork, request: Asked, case: Case, said: str) -> date:
    """Return the day that 「會前一週」 or 「到期前三天」 counts from, of a case.

    Raises NoMeetingError when it is not known.
    """
    if any(word in said for word in DUE_WORDS):
        ahead = [d for d in own_duties(uow, request, case) if d.is_open]
        binding = [d for d in ahead if d.force is Force.BINDING]
        if ahead:
            return (binding or ahead)[0].last_on
    today = taipei_date(request.now)
    meeting = next((e for e in uow.duties.events(case.id) if e.event is Event.MEETING), None)
    if meeting is None or meeting.on < today:
        raise NoMeetingError(said, shown_number(case, request))
    return meeting.on
