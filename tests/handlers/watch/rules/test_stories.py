"""Copies, edited copies and quotes are one story; what is different stays apart."""

from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.watch.rules.stories import SHORT, Stories

NOW = datetime(2026, 12, 7, 2, 0, tzinfo=UTC)


def written(seed: int) -> str:
    """A post like no other, 80 to 300 characters long."""
    drawn = Random(seed)  # noqa: S311  # test data
    return "".join(chr(drawn.randrange(0x4E00, 0x9FA5)) for _ in range(drawn.randint(80, 300)))


POST = st.integers(0, 10**9).map(written)


def edited(text: str, part: float, seed: int) -> str:
    """A text of which about a part of the characters was left out, changed or added to."""
    drawn = Random(seed)  # noqa: S311  # test data
    out: list[str] = []
    for character in text:
        if drawn.random() >= part:
            out.append(character)
            continue
        other = chr(drawn.randrange(0x4E00, 0x9FA5))
        out.append(drawn.choice(("", other, character + other)))
    return "".join(out)


@given(st.lists(POST, min_size=2, max_size=6, unique=True))
def test_identical_copies_are_one_story_and_others_are_not(texts: list[str]) -> None:
    stories = Stories()
    first = [stories.tell(n, text, NOW) for n, text in enumerate(texts)]
    assert first == list(range(len(texts)))
    again = [stories.tell(100 + n, f"「{text}」", NOW) for n, text in enumerate(texts)]
    assert again == first


@given(POST, st.integers(0, 1000))
def test_a_copy_with_a_few_edits_is_the_same_story(text: str, seed: int) -> None:
    stories = Stories()
    first = stories.tell(1, text, NOW)
    assert stories.tell(2, edited(text, 0.03, seed), NOW) == first


@given(POST, POST, st.integers(0, 1000))
def test_a_quote_of_half_is_the_same_story(text: str, own: str, seed: int) -> None:
    stories = Stories()
    first = stories.tell(1, text, NOW)
    half = len(text) // 2
    start = seed % (len(text) - half)
    quoted = f"{own[:20]}「{text[start : start + half]}」{own[20:40]}"
    assert stories.tell(2, quoted, NOW) == first


@pytest.mark.parametrize("remark", ["推", "加一", "支持健保卡換發", "這政策真的很有問題"])
def test_the_same_short_remark_of_two_is_two(remark: str) -> None:
    assert len(remark) < SHORT
    stories = Stories()
    assert [stories.tell(n, remark, NOW) for n in (1, 2)] == [1, 2]


def test_a_story_is_forgotten_after_three_days() -> None:
    text = "".join(chr(0x4E00 + 7 * n) for n in range(90))
    stories = Stories()
    assert stories.tell(1, text, NOW) == 1
    assert stories.tell(2, text, NOW + timedelta(hours=71)) == 1
    assert stories.tell(3, text, NOW + timedelta(hours=71 + 73)) == 3


def test_what_another_process_told_is_kept() -> None:
    text = "".join(chr(0x4E00 + 7 * n) for n in range(90))
    stories = Stories()
    stories.tell(7, text, NOW, story_id=3)
    assert stories.tell(8, text, NOW) == 3


def test_a_post_that_is_told_twice_stays_in_its_story() -> None:
    stories = Stories()
    assert [stories.tell(1, written(5), NOW) for _ in range(2)] == [1, 1]
    assert stories.tell(2, written(6), NOW + timedelta(hours=80)) == 2
    assert stories.tell(3, written(5), NOW + timedelta(hours=80)) == 3
