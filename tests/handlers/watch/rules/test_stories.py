"""Copies, edited copies and quotes are one story; what is different stays apart."""

from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.watch.rules.stories import COMMON, SHORT, Stories

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


AROUND = (
    ("【公告】衛生福利部中央健康保險署提醒您：", ""),
    ("（中央社記者王小明台北七日電）", "更多新聞請見本報網站，歡迎訂閱按讚分享"),
    ("各位市民朋友大家好，這裡是市政府小編，", "以上是小編今天的分享，我們下次再見囉"),
    ("", "如有疑問請撥打 1922 專線洽詢，祝您平安健康每一天"),
)


@pytest.mark.parametrize(("opening", "closing"), AROUND)
def test_short_posts_that_only_begin_and_end_alike_are_apart(opening: str, closing: str) -> None:
    stories = Stories()
    posts = [f"{opening}{written(n)[:45]}{closing}" for n in range(20)]
    assert [stories.tell(n, post, NOW) for n, post in enumerate(posts)] == list(range(20))


@pytest.mark.parametrize(("opening", "closing"), AROUND)
def test_a_short_copy_is_one_story_whatever_stands_around_it(opening: str, closing: str) -> None:
    stories = Stories()
    said = written(3)[:45]
    assert stories.tell(1, said, NOW) == 1
    assert stories.tell(2, f"{opening}{said}{closing}", NOW) == 1
    changed = f"{said[:15]}改{said[16:30]}了{said[31:]}"
    assert stories.tell(3, f"{opening}{changed}{closing}", NOW) == 1


def test_the_hundredth_copy_is_still_the_same_story() -> None:
    stories = Stories()
    text = written(8)
    told = [stories.tell(n, edited(text, 0.03, n), NOW) for n in range(COMMON + 20)]
    assert set(told) == {0}


@given(st.text(max_size=40))
def test_any_text_is_taken_in(text: str) -> None:
    stories = Stories()
    assert stories.tell(1, text, NOW) == 1
    assert stories.tell(2, text * 3, NOW) in {1, 2}
