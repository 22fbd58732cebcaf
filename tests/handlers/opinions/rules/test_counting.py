"""People, not comments: each person's text once, however often it is pasted."""

from collections.abc import Sequence
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from handlers.opinions.rules.counting import MOST, Said, Taken, is_same, take_in, tally
from handlers.opinions.rules.pasting import Comment
from handlers.opinions.rules.summary import QUOTE, frequent, quoted, representative
from storage.records.opinions import Opinion

NOW = datetime(2026, 12, 7, 2, tzinfo=UTC)
NAMES = st.sampled_from(["", "小花", "阿明", "老王", "台灣公會"])
TEXTS = st.text("公園夜間噪音太大希望早點關門", min_size=1, max_size=30)
PASTES = st.lists(st.tuples(NAMES, TEXTS), max_size=20)


def take(known: Sequence[Opinion], entries: Sequence[tuple[str, str]]) -> tuple[Opinion, ...]:
    """Take a paste in, and return what is kept altogether."""
    said = [Said(Comment(text, name), (name,) if name else ()) for name, text in entries]
    return (*known, *take_in(known, said, Taken(case_id=1, at=NOW)).new)


def test_a_few_characters_more_are_the_same_comment_of_one_person_only() -> None:
    long = "預告期間只有十四天實在太短了應該要延長"
    kept = take((), [("小花", long), ("小花", f"{long}！！"), ("阿明", long)])
    assert [(one.person, one.text) for one in kept] == [(1, long), (2, long)]
    assert not is_same("太吵了", "太吵啦")


def test_no_case_takes_more_than_its_numbers_reach() -> None:
    said = [Said(Comment(f"第{number}個不同的意見")) for number in range(MOST + 3)]
    intake = take_in((), said, Taken(case_id=1, at=NOW))
    assert (len(intake.new), intake.over_count) == (MOST, 3)


@given(PASTES, PASTES)
def test_pasting_again_changes_nothing_and_counts_no_person_twice(
    first: list[tuple[str, str]], second: list[tuple[str, str]]
) -> None:
    once = take(take((), first), second)
    again = take(take(once, first), second)
    assert again == once
    assert [one.serial for one in once] == list(range(1, len(once) + 1))
    named = {name for name, _ in (*first, *second) if name}
    counted = tally(once)
    assert counted.comments == len(once)
    assert len(named) <= counted.people <= len(once)
    assert sum(counted.sources.values()) == counted.people


@given(PASTES)
def test_the_summary_counts_no_more_people_than_there_are(
    entries: list[tuple[str, str]],
) -> None:
    kept = take((), entries)
    people = tally(kept).people
    assert all(2 <= phrase.people <= people for phrase in frequent(kept))
    posts = representative(kept)
    assert len({(one.source, one.person) for one in posts}) == len(posts) <= 3


@given(st.text(max_size=300))
def test_a_quotation_is_one_line_that_fits(text: str) -> None:
    line = quoted(text)
    assert len(line) <= QUOTE
    assert "\n" not in line
