"""The index never misses what matching finds, and is sure only of what matching finds."""

from hypothesis import assume, example, given
from hypothesis import strategies as st

from bot.errors import UserError
from handlers.watch.rules.grams import grams_of, is_one_gram
from handlers.watch.rules.matching import Matcher
from handlers.watch.rules.query import read_query
from handlers.watch.rules.seeking import bounds_of, grams_for

WRITTEN = st.text("健保卡換台臺5Ga１ｅ-，。 \u200b_é㍿", max_size=12)
WORDS = st.sampled_from(
    (
        "健保",
        "健保卡",
        "卡換",
        "台換",
        "5G",
        "5g健保",
        "a1",
        "「保 卡」",
        "é卡",
        "卡a",
        "GG",
        "㍿健",
    )
)
TOPICS = st.one_of(
    WORDS,
    st.builds("{} {}".format, WORDS, WORDS),
    st.builds("{} ({} 或 {})".format, WORDS, WORDS, WORDS),
    st.builds("{} -{}".format, WORDS, WORDS),
    st.builds("({} {}) 或 ({} -{})".format, WORDS, WORDS, WORDS, WORDS),
)


@given(text=WRITTEN, topic=TOPICS)
@example(text="健保 卡換", topic="健保卡")
@example(text="健保和保卡", topic="健保卡")
@example(text="15G健保", topic="5g健保")
@example(text="健\u200b保", topic="健保")
def test_the_bounds_hold_whatever_is_written(text: str, topic: str) -> None:
    try:
        query = read_query(topic)
    except UserError:
        assume(False)  # noqa: FBT003  # hypothesis wants it so
        return
    grams = grams_of(text)
    where = {gram: frozenset({0}) for gram in grams_for(query) if gram in grams}
    bounds = bounds_of(query, where, frozenset({0}))
    is_meant = Matcher({0: query}).matches(text) == [0]
    assert bounds.sure <= bounds.maybe
    assert is_meant <= (0 in bounds.maybe)
    assert (0 in bounds.sure) <= is_meant


def test_what_a_text_is_found_by() -> None:
    assert grams_of("換5G手機，ＯＫ") == {"5g", "換5g", "5g手", "手機", "ok"}
    sure = [word for word in ("健保", "5G", "5G卡", "健保卡", "健 保", "卡") if is_one_gram(word)]
    assert sure == ["健保", "5G", "5G卡"]
