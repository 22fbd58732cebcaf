"""Text is measured and cut as LINE counts it, and never inside what is seen as one character."""

from hypothesis import given
from hypothesis import strategies as st

from bot.utf16 import pieces, shorten, units, without_spans

FAMILY = "👩‍👩‍👧‍👦"
FLAGS = "🇹🇼🇯🇵"
RARE = "𠮷"
texts = st.lists(
    st.one_of(st.text(max_size=5), st.sampled_from([FAMILY, FLAGS, RARE, "👍🏽", "e\u0301", "\n"]))
).map("".join)


def test_rare_characters_and_emoji_count_two() -> None:
    assert [units(text) for text in ("", "a", "中", RARE, "😀", FAMILY)] == [0, 1, 1, 2, 2, 11]


def test_cutting_keeps_characters_whole() -> None:
    assert shorten("一二三四五", 5) == "一二三四五"
    assert shorten("一二三四五六", 5) == "一二三四…"
    assert shorten(RARE * 3, 5) == RARE * 2 + "…"
    assert shorten(RARE * 3, 4) == RARE + "…"
    assert shorten("a" + FAMILY + "b", 11) == "a…"
    assert shorten(FLAGS + "!", 8) == "🇹🇼…"
    assert shorten("ab👍🏽c", 6) == "ab…"
    assert shorten("e\u0301e\u0301x", 4) == "e\u0301…"


def test_a_pile_of_marks_is_cut_all_the_same() -> None:
    assert units(shorten("e" + "\u0301" * 500, 100)) <= 100


@given(texts, st.integers(2, 40))
def test_a_shortened_text_fits_and_is_a_beginning(text: str, limit: int) -> None:
    short = shorten(text, limit)
    assert units(short) <= limit
    assert text.startswith(short.removesuffix("…"))
    assert short == text or short.endswith("…")


@given(texts, st.integers(12, 40))
def test_pieces_fit_and_lose_nothing_but_line_ends(text: str, limit: int) -> None:
    found = pieces(text, limit)
    assert all(0 < units(piece) <= limit and piece.strip() for piece in found)
    assert "".join("".join(found).split()) == "".join(text.split())


def test_pieces_end_at_line_ends_where_that_wastes_little() -> None:
    assert pieces("一二三\n四五六\n七八九", 9) == ["一二三\n四五六", "七八九"]
    assert pieces("一\n" + "二" * 12, 9) == ["一\n" + "二" * 7, "二" * 5]


def test_spans_are_counted_in_units() -> None:
    assert without_spans(RARE + "@PO 好", [(2, 3)]) == RARE + " 好"
    assert without_spans("@a @b 好", [(0, 2), (3, 2), (3, 2)]) == "  好"
    assert without_spans("好", [(5, 3)]) == "好"


@given(texts, st.lists(st.tuples(st.integers(0, 50), st.integers(1, 50)), max_size=4))
def test_cutting_out_never_raises(text: str, spans: list[tuple[int, int]]) -> None:
    assert units(without_spans(text, spans)) <= units(text)
