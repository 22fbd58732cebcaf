"""Codes (綁定碼): how they look, how forgivingly they are read, who may give them to whom."""

import hashlib
import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from handlers.shared.access import OFFICER_ROLES, Speaker
from storage.records.officers import NOT_ON, Appointment, Role

ALPHABET = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"  # no I, L, O, 0, 1: they are taken for one another
LENGTH = 8  # 31^8 codes, 39 bits
CODE_LIFE = timedelta(hours=24)
INVITATIONS_A_DAY = 20  # for one inviter; the operator has no such limit
FAILED_TRIES = 5  # of one account within TRY_WINDOW
TRY_WINDOW = timedelta(hours=1)
DAY = timedelta(days=1)
ROUND = timedelta(days=7)  # everybody in the roster is looked for once in each, on each platform
AT_ONCE = 10  # addresses asked for in one go: once a minute, of the 50 that Slack allows
# A code is worth guessing for CODE_LIFE only; one try costs about 10 ms of scrypt.
SCRYPT_COST, SCRYPT_BLOCK = 2**12, 8
SALT = b"pobot invitation code"  # one for all: the code itself is the only thing to look up by
CODE = re.compile(r"(?<![A-Z0-9])[A-Z0-9](?:[\s\-_.·‐-―−]*[A-Z0-9]){7}(?![A-Z0-9])")
EVERY = "*"  # all platforms
SURE = "確定"
SOMEBODY_ELSE = "另一位"
PLATFORMS = {"line": "line", "slack": "slack", "網頁": "web", "全部": EVERY, "都": EVERY}
VERB = re.compile(r"(?<![A-Z0-9])BIND(?![A-Z0-9])")
GIVEN_BY_AGENCY = frozenset({Role.BUSINESS_UNIT, Role.TEAM})
GIVEN_BY_HUB = OFFICER_ROLES - {Role.HUB}


def make_code(pick: Callable[[str], str]) -> str:
    """Make a code such as 「AB3D-7KMN」; `pick` chooses one letter at random."""
    letters = "".join(pick(ALPHABET) for _ in range(LENGTH))
    return f"{letters[:4]}-{letters[4:]}"


def read_code(text: str) -> str | None:
    """Find a code in what was typed, whatever its width, letter case, spaces and dashes.

    To be given the whole text: what is cut off elsewhere as a courtesy (「3Q」) may end a code.
    """
    match = CODE.search(VERB.sub(" ", unicodedata.normalize("NFKC", text).upper()))
    return re.sub(r"[^A-Z0-9]", "", match[0]) if match else None


def hash_code(code: str) -> str:
    """Return what is stored instead of a code as `read_code` gives it, 64 hexadecimal digits."""
    plain = read_code(code) or ""
    return hashlib.scrypt(
        plain.encode(), salt=SALT, n=SCRYPT_COST, r=SCRYPT_BLOCK, p=1, dklen=32
    ).hex()


def may_invite(speaker: Speaker, agency_id: int, roles: Iterable[Role]) -> bool:
    """Whether the speaker may give a code to somebody with these `roles` (in any agency).

    An agency's officer invites 業務單位 and 工作小組 of the own agency, the hub officers of every
    agency, an administrator everybody. All roles count: whoever has a code speaks with all of
    them.
    """
    held = frozenset(roles)
    if speaker.is_admin:
        return True
    if Role.HUB in speaker.roles and held <= GIVEN_BY_HUB | GIVEN_BY_AGENCY:
        return True
    own = any(a.agency_id == agency_id and a.role in OFFICER_ROLES for a in speaker.appointments)
    return own and held <= GIVEN_BY_AGENCY


def cut_platform(argument: str) -> tuple[str, str]:
    """Split 「王小明 LINE」 into a name and a platform; either may be ""; EVERY for 全部."""
    words = unicodedata.normalize("NFKC", argument).split()
    platforms = [PLATFORMS[word.lower()] for word in words if word.lower() in PLATFORMS]
    names = [word for word in words if word.lower() not in PLATFORMS]
    return " ".join(names), platforms[0] if platforms else ""


def cut_sure(argument: str, sign: str = SURE) -> tuple[str, bool]:
    """Split 「小陳 LINE 確定」 into what is meant and whether it was asked a second time."""
    words = unicodedata.normalize("NFKC", argument).split()
    sure = bool(words) and words[-1] == sign
    return " ".join(words[:-1] if sure else words), sure


def previous_po(
    appointments: Iterable[Appointment],
    place: Appointment,
    *,
    noted: frozenset[int] = frozenset(),
    today: date,
) -> Appointment | None:
    """Return the PO before `place`, somebody else; None if there is none, or `place` is no PO's.

    The two may serve side by side for a while. `noted` are the officer ids of those who left a
    note. Of several the one who began last, then the one who serves longest.
    """
    if place.role is not Role.PO:
        return None
    before = [
        a
        for a in appointments
        if a.role is Role.PO
        and a.officer_id != place.officer_id
        and _precedes(a, place, noted=noted, today=today)
    ]
    return max(before, key=lambda a: (_begins(a), a.ends_on or date.max, a.id), default=None)


def _precedes(a: Appointment, place: Appointment, *, noted: frozenset[int], today: date) -> bool:
    if a.ends_on is not None and a.ends_on < today:
        return place.starts_on is None or _begins(a) <= place.starts_on
    if _begins(a) == _begins(place):  # only who is going is no fellow PO
        return a.ends_on is not None or a.officer_id in noted
    return _begins(a) < _begins(place)


def _begins(a: Appointment) -> date:
    return a.starts_on or date.min


def welcome_lines() -> tuple[str, str, str]:
    """Say what a participation officer does, in three lines."""
    return (
        "一、把民眾的提議帶進機關，讓對的單位按時回應。",
        "二、認識其他機關的 PO，需要時找得到人、談得下去。",
        "三、把做了什麼、為什麼，說得讓人聽得懂。",
    )


def serves_as_officer(appointments: Iterable[Appointment]) -> bool:
    """Whether somebody is PO, deputy, team, promoter or hub: who gets the long welcome."""
    return any(a.role in OFFICER_ROLES for a in appointments)


def keeps_away(platform: str, officer_id: int) -> str:
    """Return the setting that says that somebody does not want to be bound on a platform."""
    return f"{NOT_ON}{platform}/{officer_id}"


@dataclass(frozen=True, slots=True)
class Round:
    """How far the looking for accounts by e-mail has come, through the roster by id."""

    begun_at: datetime
    last_id: int = 0

    @property
    def text(self) -> str:
        """「2026-12-07T02:00:00+00:00 41」, as it is kept."""
        return f"{self.begun_at.isoformat()} {self.last_id}"


def go_on(kept: str | None, *, now: datetime) -> Round:
    """Go on with a round, or begin the next one when a week is over."""
    begun, _, last_id = (kept or "").partition(" ")
    if not last_id.isdigit() or now - datetime.fromisoformat(begun) >= ROUND:
        return Round(now)
    return Round(datetime.fromisoformat(begun), int(last_id))
