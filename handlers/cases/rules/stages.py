"""Kinds of cases and their stages: which follows which, and how a case ends."""

from types import MappingProxyType

from storage.records.cases import Case, CaseKind, Stage

PETITION_LINE = (
    *(Stage.REVIEW, Stage.ENDORSING, Stage.PASSED, Stage.DELIBERATING),
    *(Stage.RESPONDED, Stage.FOLLOWED_UP, Stage.RELEASED),
)
CONSULTATION_LINE = (Stage.NOTICED, Stage.TO_COLLECT, Stage.RESPONDED)
OTHER_LINE = (Stage.WORKING, Stage.ANSWERED, Stage.CLOSED)
# Where a petition may leave its line.
SIDE_EXITS = MappingProxyType(
    {
        Stage.REVIEW: frozenset({Stage.REJECTED}),
        Stage.ENDORSING: frozenset({Stage.NOT_PASSED}),
    }
)
END_STAGES = frozenset(
    {Stage.RELEASED, Stage.NOT_PASSED, Stage.REJECTED, Stage.CLOSED}
)  # 眾開講 has no end stage of its own: 已回應, then 結案
PUBLIC_DUTY = frozenset(
    {Stage.PASSED, Stage.DELIBERATING, Stage.NOTICED, Stage.TO_COLLECT}
)  # a public answer is owed

STAGE_WORDS = MappingProxyType(
    {
        **{stage.value: stage for stage in Stage},
        "檢核": Stage.REVIEW,
        "附議": Stage.ENDORSING,
        "連署中": Stage.ENDORSING,
        "成案了": Stage.PASSED,
        "成案": Stage.PASSED,
        "研商": Stage.DELIBERATING,
        "沒成案": Stage.NOT_PASSED,
        "不成案": Stage.NOT_PASSED,
        "未受理": Stage.REJECTED,
        "回應了": Stage.RESPONDED,
        "已經回應": Stage.RESPONDED,
        "解列": Stage.RELEASED,
        "預告": Stage.NOTICED,
        "期滿": Stage.TO_COLLECT,
        "預告期滿": Stage.TO_COLLECT,
        "待綜整": Stage.TO_COLLECT,
        "處理": Stage.WORKING,
        "辦理中": Stage.WORKING,
        "回覆了": Stage.ANSWERED,
        "已經回覆": Stage.ANSWERED,
    }
)


def line_of(kind: CaseKind) -> tuple[Stage, ...]:
    """Return the stages that a kind goes through, first to last."""
    if kind is CaseKind.PETITION:
        return PETITION_LINE
    return CONSULTATION_LINE if kind is CaseKind.CONSULTATION else OTHER_LINE


def first_stage(kind: CaseKind) -> Stage:
    """Return the stage a new case of that kind stands at, unless something else was said."""
    return line_of(kind)[0]


def stages_of(kind: CaseKind) -> frozenset[Stage]:
    """Return every stage that a kind may stand at."""
    exits = frozenset[Stage]().union(*SIDE_EXITS.values())
    line = frozenset(line_of(kind))
    return line | exits if kind is CaseKind.PETITION else line


def next_stages(kind: CaseKind, stage: Stage) -> tuple[Stage, ...]:
    """Return the stages a case may move to, the likeliest first.

    Forward along the line, steps may be left out (officers often write down afterwards); one
    step back, to mend a slip; out by the side exits. From an end only 重啟 leads back.
    """
    line = line_of(kind)
    if stage in END_STAGES or stage not in line:
        return ()
    here = line.index(stage)
    exits = SIDE_EXITS.get(stage, frozenset()) if kind is CaseKind.PETITION else frozenset[Stage]()
    return (*line[here + 1 :], *sorted(exits), *line[max(here - 1, 0) : here])


def may_move(kind: CaseKind, stage: Stage, to: Stage) -> bool:
    """Whether a case of that kind may go from one stage to another."""
    return to in next_stages(kind, stage)


def closing_stage(case: Case) -> Stage | None:
    """Return the stage that 結案 leads to; None while a public answer is still owed.

    A petition that is settled before 5,000 ends where it stands: nobody rejected it.
    """
    if case.stage in PUBLIC_DUTY:
        return None
    if case.kind is CaseKind.PETITION:
        answered = case.stage in {Stage.RESPONDED, Stage.FOLLOWED_UP}
        return Stage.RELEASED if answered else case.stage
    return case.stage if case.kind is CaseKind.CONSULTATION else Stage.CLOSED


def reopened_stage(case: Case) -> Stage:
    """Return the stage that 重啟 leads back to."""
    if case.stage not in END_STAGES:
        return case.stage
    if case.stage is Stage.REJECTED:
        return Stage.REVIEW
    if case.stage is Stage.NOT_PASSED:
        return Stage.ENDORSING
    line = line_of(case.kind)
    return line[-2]
