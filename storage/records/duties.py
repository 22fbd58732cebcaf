"""What a case owes, to whom it is told, and when: events, duties (義務), reminders (提醒)."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from storage.records.rules import Event, Force

SUPERIOR = "長官期限"  # the duty that a typed deadline makes; every other is named by its rule


class EventStanding(StrEnum):
    """How sure the day of an event is."""

    PROVISIONAL = "暫定"  # typed by an officer
    CONFIRMED = "確認"  # Join's record, or 國發會's word


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseEvent:
    """Something that happened to a case, or is to happen, on a day (Taipei)."""

    id: int
    case_id: int
    event: Event
    on: date
    standing: EventStanding
    source: str  # 「本機關輸入」, 「國發會 115/12/08 通知」, 「Join」
    said_at: datetime
    said_by: int | None = None  # officer id; None: the bot itself


@dataclass(frozen=True, slots=True, kw_only=True)
class ChosenDay:
    """The last day that an agency chose for one of its dates of a case, in place of the rule's."""

    case_id: int
    agency_id: int
    name: str  # of the rule
    on: date  # Taipei
    said_at: datetime
    said_by: int | None = None  # officer id


class DutyState(StrEnum):
    """What became of a duty."""

    OPEN = "open"
    DONE = "done"
    EXCUSED = "excused"  # 免辦, with a reason
    EXTENDED = "extended"  # 已公告展延: another duty took its place
    SUPERSEDED = "superseded"  # its date or its agency changed, or the case ended


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """What one agency has to do for one case until one moment."""

    id: int
    case_id: int
    agency_id: int  # who must act
    name: str  # of the rule, or SUPERIOR
    force: Force
    last_on: date  # the last day (Taipei)
    due_at: datetime  # UTC
    safe_on: date  # the last working day by which it can be done
    planned_at: datetime
    rule_key: str = ""  # names the version of the rule; "" for SUPERIOR
    event: Event | None = None  # what it counts from
    event_on: date | None = None
    day_off: str = ""  # why `last_on` is a day off; "" when offices work on it
    provisional: bool = False  # its event or its agency is not confirmed
    state: DutyState = DutyState.OPEN
    reason: str = ""  # of the answer
    told_at: datetime | None = None  # when somebody was last reminded of it
    seen_at: datetime | None = None  # when somebody last said 收到
    answered_at: datetime | None = None
    answered_by: int | None = None  # officer id

    @property
    def is_open(self) -> bool:
        """Whether it is still to be done."""
        return self.state is DutyState.OPEN

    @property
    def is_unanswered(self) -> bool:
        """Whether somebody was told of it, and nobody has said anything since."""
        told = self.is_open and self.told_at is not None
        return told and (self.seen_at is None or self.seen_at < (self.told_at or self.seen_at))


class ReminderState(StrEnum):
    """What became of a reminder."""

    WAITING = "waiting"
    SENT = "sent"
    CANCELLED = "cancelled"


class Step(StrEnum):
    """Whom a reminder of a duty turns to, one after the other while nobody answers."""

    HOLDER = "holder"
    DEPUTY = "deputy"
    TEAM = "team"
    NOBODY = "nobody"  # the holder again, who reads that nobody answered


NEXT_STEP = {Step.HOLDER: Step.DEPUTY, Step.DEPUTY: Step.TEAM, Step.TEAM: Step.NOBODY}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminder:
    """One word at one moment: of a duty, or what somebody wanted to be reminded of.

    That of a duty goes to who must act on the day it goes out; a free one goes to `officer_id`,
    into the group `chat_id`, or to who holds the case.
    """

    id: int
    agency_id: int
    remind_at: datetime  # UTC; 00:00 in Taipei: in the morning card of that day
    timed: bool = False  # at that very hour, and not in the morning
    duty_id: int | None = None
    step: Step = Step.HOLDER
    officer_id: int | None = None
    case_id: int | None = None
    chat_id: int | None = None  # of a linked group
    text: str = ""  # of a free reminder; of a duty: why it is told again
    about_at: datetime | None = None  # what a free reminder speaks of, when that is later
    repeats: str = ""  # 「每月20日」, 「每週一」; "" for once
    state: ReminderState = ReminderState.WAITING
    snoozed: bool = False
    urgent: bool = False  # out of hours too; of a duty, only to who marked its case (急件)
    sent_at: datetime | None = None
    meant_at: datetime | None = None  # its moment, when `remind_at` was put off since
