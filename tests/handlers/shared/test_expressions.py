"""A table of what people type for a day, and what it means on Tuesday 115/12/08, 10:30.

An answer is a day, perhaps with an hour; `first/last` is a range; `past` lies behind and is pointed
out; `每` comes again, with the next two days; `ask` is not guessed at, but asked.
"""

import csv
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import pytest

from handlers.shared.date_values import BadDateError
from handlers.shared.repeat_forms import find_repeat, parse_repeat
from handlers.shared.repeats import Repeat
from handlers.shared.roc_date import TAIPEI, FoundDate, find_dates, parse_date
from handlers.shared.work_calendar import BASE

NOW = datetime(2026, 12, 8, 10, 30, tzinfo=TAIPEI)
TODAY = NOW.date()
ASK = "ask"
RIGHT_AT_LEAST = 0.97
# Only by themselves: in a sentence such numbers and words are mostly something else.
ALONE_ONLY = frozenset({"12-17", "12.17", "下班"})


@dataclass(frozen=True)
class Expression:
    typed: str
    answer: str
    event_on: date | None


def table() -> list[Expression]:
    with (Path(__file__).parent / "expressions.csv").open(encoding="utf-8", newline="") as file:
        return [
            Expression(
                row["typed"],
                row["answer"],
                date.fromisoformat(row["event_on"]) if row["event_on"] else None,
            )
            for row in csv.DictReader(file)
        ]


TABLE = table()


def alone(expression: Expression) -> str:
    """What is understood when nothing else is typed."""
    try:
        repeat = parse_repeat(expression.typed)
        if repeat is not None:
            return again(repeat)
        return once(parse_date(expression.typed, today=TODAY, event_on=expression.event_on))
    except BadDateError:
        return ASK


def in_sentence(sentence: str, event_on: date | None) -> str:
    """What is understood in a sentence; several days are asked about like none."""
    try:
        repeat = find_repeat(sentence)
        if repeat is not None:
            return again(repeat.repeat)
        found = find_dates(sentence, today=TODAY, event_on=event_on)
    except BadDateError:
        return ASK
    return once(found[0]) if len(found) == 1 else ASK


def again(repeat: Repeat) -> str:
    repeat = repeat.begun(TODAY, BASE)
    first = repeat.next_after(TODAY, BASE)
    hour = f" {repeat.at:%H:%M}" if repeat.at else ""
    return f"每 {first} {repeat.next_after(first, BASE)}{hour}"


def once(found: FoundDate) -> str:
    if found.ask_back or found.or_other:
        return ASK
    hour = f" {found.at:%H:%M}" if found.at else ""
    until = f"/{found.until_on}" if found.until_on else ""
    until += f"/{found.until_at:%H:%M}" if found.until_at else ""
    return f"{'past ' if found.has_passed(NOW) else ''}{found.on}{hour}{until}"


def silently_wrong(got: dict[Expression, str]) -> list[tuple[str, str, str]]:
    return [
        (expression.typed, expression.answer, answer)
        for expression, answer in got.items()
        if answer not in {expression.answer, ASK}
    ]


def test_the_table_is_long_and_of_many_kinds() -> None:
    answers = [expression.answer for expression in TABLE]
    assert len(TABLE) >= 500
    assert answers.count(ASK) >= 80
    assert sum(answer.startswith("past") for answer in answers) >= 10
    assert sum(answer.startswith("每") for answer in answers) >= 50
    assert sum("/" in answer for answer in answers) >= 35


def test_typed_alone_97_of_100_are_right_and_none_is_silently_wrong() -> None:
    got = {expression: alone(expression) for expression in TABLE}
    right = sum(answer == expression.answer for expression, answer in got.items())
    assert silently_wrong(got) == []
    assert right / len(TABLE) >= RIGHT_AT_LEAST, f"{right} of {len(TABLE)}"


@pytest.mark.parametrize(
    ("before", "after"),
    [("提醒 ", " 交月報"), ("提醒我", "開會"), ("登記 公車噪音 期限 ", "，業務單位先擬")],
)
def test_inside_a_sentence_they_mean_the_same_or_are_asked(before: str, after: str) -> None:
    chosen = [expression for expression in TABLE if expression.typed not in ALONE_ONLY]
    got = {e: in_sentence(f"{before}{e.typed}{after}", e.event_on) for e in chosen}
    right = sum(answer == expression.answer for expression, answer in got.items())
    assert silently_wrong(got) == []
    assert right / len(chosen) >= RIGHT_AT_LEAST, f"{right} of {len(chosen)}"
