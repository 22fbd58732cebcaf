"""Which supervisors (督導) hear that nobody answered, where their own agency wanted that. Pure."""

from datetime import datetime

from storage.records.cases import Case, Secrecy
from storage.records.duties import Reminder, Step
from storage.records.officers import Role
from storage.records.presence import Staff

ASKED = {Step.DEPUTY: "代理人", Step.TEAM: "工作小組"}
NOBODY_ELSE = "貴機關還沒有代理人可以問；要加一位：新增同仁 姓名 代理人。"
SETTING = "supervisor-told/"  # + agency id: "1" where the agency switched it on


def supervisors_in(
    staff: Staff, case: Case | None, *, named_ids: frozenset[int] = frozenset()
) -> tuple[int, ...]:
    """Return an agency's supervisors who hold an appointment, are bound and not on leave.

    A name that the roster only writes down is nobody. Of a 敏感 case only those it names hear.
    """
    found = [i for i in staff.with_role(Role.SUPERVISOR) if staff.may_be_told(i)]
    if case is not None and case.secrecy is not Secrecy.NORMAL:
        return tuple(i for i in found if i in named_ids)
    return tuple(found)


def is_for_supervisor(reminder: Reminder) -> bool:
    """Whether a reminder tells a supervisor, by name, that nobody answered."""
    return reminder.step is Step.NOBODY and reminder.officer_id is not None


def notice_for(reminder: Reminder, supervisor_id: int, *, now: datetime) -> Reminder:
    """Return what tells a supervisor, in their hours, what a reminder tells who must act."""
    return Reminder(
        id=0,
        agency_id=reminder.agency_id,
        duty_id=reminder.duty_id,
        case_id=reminder.case_id,
        step=Step.NOBODY,
        officer_id=supervisor_id,
        remind_at=now,
    )


def supervisor_words(supervisor_ids: tuple[int, ...] | None) -> str:
    """Say to who must act whether a supervisor hears; "" where the agency did not want it."""
    if supervisor_ids is None:
        return ""
    return "已知會督導。" if supervisor_ids else "督導還沒有綁定或請假，沒有知會。"


def asked_words(asked: tuple[Step, ...]) -> str:
    """Say to who must act that nobody else answered, or that there is nobody else to ask."""
    if not asked:
        return NOBODY_ELSE
    return f"{'和'.join(ASKED[step] for step in asked)}也還沒有回覆。"


def unanswered_words(asked: tuple[Step, ...]) -> str:
    """Say to a supervisor who did not answer."""
    names = "、".join(("承辦", *(ASKED[step] for step in asked)))
    return f"{names}{'都' if asked else ''}還沒有回覆。"
