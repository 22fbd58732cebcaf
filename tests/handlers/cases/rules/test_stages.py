"""Which stage follows which."""

import itertools

import pytest

from handlers.cases.rules.stages import (
    END_STAGES,
    STAGE_WORDS,
    first_stage,
    line_of,
    may_move,
    next_stages,
    stages_of,
)
from storage.records.cases import CaseKind, Stage

S = Stage


@pytest.mark.parametrize(
    ("kind", "line"),
    [
        (
            CaseKind.PETITION,
            ["檢核中", "附議中", "已成案", "研商中", "已回應", "後續進度", "解除列管"],
        ),
        (CaseKind.CONSULTATION, ["預告中", "期滿待綜整", "已回應"]),
        *(
            (kind, ["處理中", "已回覆", "結案"])
            for kind in (CaseKind.SUPERIOR, CaseKind.OWN, CaseKind.PO_PROPOSAL, CaseKind.ENQUIRY)
        ),
    ],
)
def test_the_line_of_each_kind(kind: CaseKind, line: list[str]) -> None:
    assert [stage.value for stage in line_of(kind)] == line
    assert first_stage(kind).value == line[0]


@pytest.mark.parametrize(
    ("kind", "stage", "to", "allowed"),
    [
        (CaseKind.PETITION, S.REVIEW, S.ENDORSING, True),
        (CaseKind.PETITION, S.REVIEW, S.REJECTED, True),
        (CaseKind.PETITION, S.REVIEW, S.NOT_PASSED, False),
        (CaseKind.PETITION, S.REVIEW, S.PASSED, True),  # written down afterwards
        (CaseKind.PETITION, S.ENDORSING, S.PASSED, True),
        (CaseKind.PETITION, S.ENDORSING, S.NOT_PASSED, True),
        (CaseKind.PETITION, S.ENDORSING, S.REJECTED, False),
        (CaseKind.PETITION, S.PASSED, S.NOT_PASSED, False),
        (CaseKind.PETITION, S.PASSED, S.RESPONDED, True),  # 研商 is optional
        (CaseKind.PETITION, S.PASSED, S.ENDORSING, True),  # one step back mends a slip
        (CaseKind.PETITION, S.RESPONDED, S.PASSED, False),
        (CaseKind.PETITION, S.RELEASED, S.FOLLOWED_UP, False),  # 重啟 leads back
        (CaseKind.PETITION, S.NOT_PASSED, S.PASSED, False),
        (CaseKind.PETITION, S.REVIEW, S.WORKING, False),
        (CaseKind.CONSULTATION, S.NOTICED, S.TO_COLLECT, True),
        (CaseKind.CONSULTATION, S.NOTICED, S.REJECTED, False),
        (CaseKind.CONSULTATION, S.RESPONDED, S.CLOSED, False),
        (CaseKind.OWN, S.WORKING, S.ANSWERED, True),
        (CaseKind.OWN, S.WORKING, S.CLOSED, True),
        (CaseKind.OWN, S.CLOSED, S.WORKING, False),
        (CaseKind.OWN, S.WORKING, S.PASSED, False),
    ],
)
def test_moves(kind: CaseKind, stage: Stage, to: Stage, allowed: bool) -> None:  # noqa: FBT001
    assert may_move(kind, stage, to) is allowed


def test_no_move_leaves_the_kind_and_no_end_leads_anywhere() -> None:
    for kind, stage in itertools.product(CaseKind, Stage):
        assert set(next_stages(kind, stage)) <= stages_of(kind)
        assert stage not in next_stages(kind, stage)
        if stage in END_STAGES:
            assert next_stages(kind, stage) == ()


def test_every_stage_can_be_said() -> None:
    assert set(STAGE_WORDS.values()) == set(Stage)
