"""What looking for a counterpart (找) answers with."""

from dataclasses import dataclass
from enum import StrEnum

from storage.records.agencies import Agency
from storage.records.officers import Appointment, Officer


class Kind(StrEnum):
    """How sure the answer is."""

    SURE = "sure"  # exactly one hit
    CHOICES = "choices"  # one to `limit` hits, the likeliest first; the officer picks
    NOTHING = "nothing"  # no hit


class Reason(StrEnum):
    """By what a hit was found."""

    NAME = "name"  # full official name, or it without the ministry's in front
    SHORT = "short"
    CODE = "code"  # 機關代碼
    FORMER = "former"  # a former name; `Hit.agency` is today's agency
    ENGLISH = "english"
    ACRONYM = "acronym"
    UNIT = "unit"  # internal unit, of the list or written in an appointment
    PERSON = "person"
    NICKNAME = "nickname"
    TOPIC = "topic"  # 負責事項, an agency's duties, or a case
    PHONETIC = "phonetic"  # 注音, 拼音, or another character of the same sound
    TYPO = "typo"
    PARTIAL = "partial"  # only a piece of the name was given
    GONE = "gone"  # the agency no longer exists and nobody has taken over its name


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """An officer in the appointment by which he or she is offered; always in force."""

    officer: Officer
    appointment: Appointment
    agency: Agency  # where the appointment is


@dataclass(frozen=True, slots=True)
class Clue:
    """By what something was found: reason, the words as the list writes them, score 0 to 100."""

    reason: Reason
    matched: str
    score: float
    unit: str = ""  # a unit written in an appointment


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One possible counterpart."""

    agency: Agency  # whose contacts these are
    reason: Reason
    matched: str  # the name or topic by which it was found, as the list writes it
    score: float  # 0 to 100; orders the hits of one finding, means nothing between findings
    via: Agency | None = None  # the agency asked for, where it led to another (`agency`)
    unit: str = ""  # the unit asked for, as written, where it is in no list
    contacts: tuple[Contact, ...] = ()  # in force today: PO, 代理, 工作小組, then the others
    person: Officer | None = None  # the person asked for; `contacts` are then this person's
    paused: Contact | None = None  # the officer of `agency` who is away, where no other is there
    led_to_parent: bool = False  # `via` has no officer of its own, so its parent answers

    @property
    def gone(self) -> bool:
        """Whether the agency no longer exists, without a successor."""
        return self.reason is Reason.GONE


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """The answer to one question."""

    kind: Kind
    query: str
    hits: tuple[Hit, ...] = ()

    @property
    def sure(self) -> Hit | None:
        """The one hit, if it is certain."""
        return self.hits[0] if self.kind is Kind.SURE else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """An agency or unit of the list, named in a text.

    A name shared by several agencies gives one mention each, with the same place.
    """

    agency: Agency  # today's: a unit gives its ministry, a gone agency its successor
    named: Agency  # as named: 戶政司, 國健署
    start: int  # where in the text, in characters
    end: int
    text: str  # as it stands in the text
    reason: Reason
