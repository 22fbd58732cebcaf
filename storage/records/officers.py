"""People: officers (聯絡人), their appointments, bindings and invitations."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

# Settings about somebody's accounts
TOLD_ON = "told-on/"  # + officer id: the platform that somebody who is bound on several chose
NOT_ON = "not-on/"  # + platform / officer id: "1" for who gave up an account there


class Role(StrEnum):
    """類型 of an appointment, in the roster's own words."""

    PO = "PO"
    DEPUTY = "代理"
    TEAM = "工作小組"
    PROMOTER = "推動單位"
    HUB = "國發會"
    BUSINESS_UNIT = "業務單位"
    PARLIAMENT = "國會聯絡人"
    PRESS = "新聞聯絡人"
    SUPERVISOR = "督導"
    OBSERVER = "觀察"


@dataclass(frozen=True, slots=True, kw_only=True)
class Officer:
    """A person. Phone numbers and e-mail are encrypted at rest and masked in logs."""

    id: int
    name: str
    nickname: str = ""
    email: str = ""
    office_phone: str = ""
    mobile: str = ""
    phone_in_groups: bool = False  # the owner lets groups see the office phone
    erased_at: datetime | None = None

    @property
    def shown_name(self) -> str:
        """The name people use: the nickname, else the name."""
        return self.nickname or self.name


@dataclass(frozen=True, slots=True, kw_only=True)
class Appointment:
    """One person's place in one agency, from a day to a day, both inclusive (Taipei)."""

    id: int
    officer_id: int
    agency_id: int
    role: Role
    title: str = ""  # 職稱
    unit: str = ""  # 單位
    deputy: str = ""  # 代理人, as written in the roster
    supervisor: str = ""  # 督導, as written in the roster
    handles: tuple[str, ...] = ()  # 負責事項
    declines: tuple[str, ...] = ()  # 不負責
    starts_on: date | None = None
    ends_on: date | None = None
    confirmed_at: datetime | None = None  # when somebody last said that this is right
    confirmed_by: str = ""  # 「本人」, 「名冊匯入」, an agency's short name
    paused: bool = False  # 停用: never offered

    def holds_on(self, day: date) -> bool:
        """Whether the appointment is in force on `day`."""
        started = self.starts_on is None or self.starts_on <= day
        return started and (self.ends_on is None or day <= self.ends_on) and not self.paused


def present_po(appointments: Iterable[Appointment], agency_id: int) -> Appointment | None:
    """Return the PO among an agency's appointments in force; of several the one who began last."""
    holding = [a for a in appointments if a.agency_id == agency_id and a.role is Role.PO]
    return max(holding, key=lambda a: (a.starts_on or date.min, a.id), default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Binding:
    """A chat account that belongs to an officer. The account's id is encrypted at rest."""

    id: int
    platform: str  # bot.message.Platform's value
    user_id: str
    officer_id: int
    bound_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation:
    """A one-time code (綁定碼); only its hash is stored."""

    id: int
    officer_id: int
    code_hash: str
    expires_at: datetime
    created_at: datetime
    created_by: str  # 「operator」 or an officer's id
    used_at: datetime | None = None
