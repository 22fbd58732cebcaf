"""Similar cases: words in common, closed ones first."""

from datetime import UTC, datetime

from handlers.petitions.rules.likeness import alike, outcome_words
from storage.records.cases import Case, CaseKind, Stage

NOW = datetime(2026, 12, 7, tzinfo=UTC)


def case(number: int, subject: str, *, closed: bool = False, result: str = "") -> Case:
    return Case(
        id=number,
        number=f"115-{number:04}",
        kind=CaseKind.PETITION,
        stage=Stage.ENDORSING,
        subject=subject,
        agency_id=1,
        holder_id=1,
        created_at=NOW,
        created_by=1,
        closed_at=NOW if closed else None,
        result=result,
    )


def test_words_in_common_make_it_alike_and_a_closed_one_comes_first() -> None:
    several = [
        case(1, "公園照明改用感應燈"),
        case(2, "健保卡加照片"),
        case(3, "健保卡與身分證合一", closed=True),
        case(4, "保險業務員換證"),  # 「保」「換」 alone are chance
    ]
    assert [one.id for one in alike("健保卡換發", several)] == [3, 2]
    assert alike("", several) == []


def test_what_came_of_it_is_the_own_agencys_to_read() -> None:
    closed = case(1, "健保卡", closed=True, result="維持現行制度，另於下次修法時一併研議")
    assert outcome_words(closed, own=True) == "（已結案：維持現行制度，另於下次修法時一…）"
    assert outcome_words(closed, own=False) == "（已結案）"
    assert outcome_words(case(2, "健保卡"), own=True) == ""
