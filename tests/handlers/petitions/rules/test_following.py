"""What somebody wants to be told of, as people write it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.petitions.rules.following import Wish, read_wish, wish_words
from storage.records.watches import FollowKind

COUNT, PACE = FollowKind.COUNT, FollowKind.PACE


@pytest.mark.parametrize(
    ("text", "wish"),
    [
        ("到 4000 叫我", Wish(COUNT, 4000)),
        ("破４，０００份跟我說", Wish(COUNT, 4000)),
        ("到四千", Wish(COUNT, 4000)),
        ("滿1萬", Wish(COUNT, 10000)),
        ("每天超過 500 叫我", Wish(PACE, 500)),
        ("單日破五百", Wish(PACE, 500)),
        ("一天多 1,200 份", Wish(PACE, 1200)),
        ("快到時叫我", None),
        ("到五千二", None),
        ("到 0 叫我", None),
        ("到 99999999 叫我", None),
        ("", None),
    ],
)
def test_it_is_read(text: str, wish: Wish | None) -> None:
    assert read_wish(text) == wish


@given(kind=st.sampled_from(FollowKind), threshold=st.integers(min_value=1, max_value=29_999_999))
def test_what_is_said_back_means_the_same(kind: FollowKind, threshold: int) -> None:
    assert read_wish(wish_words(kind, threshold)) == Wish(kind, threshold)


@given(st.text(max_size=60))
def test_nothing_breaks_it(text: str) -> None:
    wish = read_wish(text)
    assert wish is None or wish.threshold > 0
