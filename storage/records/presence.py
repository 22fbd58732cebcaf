"""Who is away (請假), and who acts for an agency at a moment."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from storage.records.agencies import Agency
from storage.records.duties import Step
from storage.records.officers import Appointment, Binding, Officer, Role, present_po


class Half(StrEnum):
    """Which part of a day somebody is away."""

    WHOLE = ""
    MORNING = "上午"
    AFTERNOON = "下午"


@dataclass(frozen=True, slots=True, kw_only=True)
class Absence:
    """Days on which somebody is away, both inclusive (Taipei). Why is nobody's business.

    A half day is of one day only. One person's absences never overlap.
    """

    id: int
    officer_id: int
    starts_on: date
    ends_on: date
    half: Half = Half.WHOLE
    deputy_id: int | None = None  # who acts meanwhile: an officer of the same agency

    def covers(self, day: date, half: Half = Half.WHOLE) -> bool:
        """Whether somebody is away on that day; with a `half`, in that half of it."""
        return self.starts_on <= day <= self.ends_on and (
            Half.WHOLE in {self.half, half} or self.half is half
        )


@dataclass(frozen=True, slots=True)
class Turn:
    """Who is turned to, and at which step of the ladder that is."""

    officer_id: int
    step: Step
    away_id: int | None = None  # the officer in whose place somebody acts, because of 請假


@dataclass(frozen=True, slots=True, kw_only=True)
class Staff:
    """One agency's people of a moment: `storage.on_duty.on_duty` gathers them."""

    agency: Agency
    appointments: tuple[Appointment, ...]  # of the agency and its units, in force and not 停用
    officers: Mapping[int, Officer]
    accounts: Mapping[int, tuple[Binding, ...]]  # by officer id; who is not bound has none
    absences: Mapping[int, Absence]  # by officer id, of those who are away

    @property
    def reachable_ids(self) -> frozenset[int]:
        """Those with an account that is bound."""
        return frozenset(self.accounts)

    def with_role(self, *roles: Role) -> tuple[int, ...]:
        """Return the ids of those with a role, in the order of the roster."""
        return tuple(dict.fromkeys(a.officer_id for a in self.appointments if a.role in roles))

    def serves(self, officer_id: int | None) -> bool:
        """Whether somebody is in office, away or not."""
        return any(a.officer_id == officer_id for a in self.appointments)

    def is_away(self, officer_id: int) -> bool:
        """Whether somebody is on leave."""
        return officer_id in self.absences

    def may_be_told(self, officer_id: int) -> bool:
        """Whether somebody is bound, and not on leave."""
        return officer_id in self.accounts and officer_id not in self.absences

    def of_step(self, step: Step) -> tuple[int, ...]:
        """Return whom a step means, the likeliest first; bound or not, away or not."""
        po = present_po(self.appointments, self.agency.id)
        acting = (po.officer_id,) if po is not None else self.with_role(Role.HUB)
        return self.step_beside(acting, step)

    def step_beside(self, acting: tuple[int, ...], step: Step) -> tuple[int, ...]:
        """Return whom a step means, when `acting` are those whose duty it is."""
        match step:
            case Step.DEPUTY:
                wanted = self._deputies_of(acting)
            case Step.TEAM:
                wanted = self.with_role(Role.TEAM, Role.PROMOTER)
            case _:
                return acting
        return tuple(i for i in dict.fromkeys(wanted) if i not in acting)

    def turn_to(
        self, step: Step = Step.HOLDER, *, but: frozenset[int] = frozenset()
    ) -> Turn | None:
        """Return who is bound, present and not in `but`, from a step on: officer, deputy, team."""
        first = next(iter(self.of_step(Step.HOLDER)), None)
        away_id = first if first is not None and self.is_away(first) else None
        ladder = (Step.HOLDER, Step.DEPUTY, Step.TEAM)
        for later in ladder[ladder.index(step) :]:
            for officer_id in self.of_step(later):
                if officer_id not in but and self.may_be_told(officer_id):
                    return Turn(officer_id, later, away_id)
        return None

    def _deputies_of(self, acting: tuple[int, ...]) -> tuple[int, ...]:
        """Return the deputy for these days, then the roster's, then whoever is 代理."""
        for_now = (self.absences[i].deputy_id for i in acting if i in self.absences)
        names = {a.deputy for a in self.appointments if a.officer_id in acting and a.deputy}
        return (
            *(i for i in for_now if i is not None and self.serves(i)),
            *(i for i, o in self.officers.items() if names & {o.name, o.nickname}),
            *self.with_role(Role.DEPUTY),
        )
