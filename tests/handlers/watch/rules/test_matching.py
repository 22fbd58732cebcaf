"""Which subscriptions a post meets: as a person who read each one by itself would say."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.watch.errors import TooWideError, UnreadableTopicError
from handlers.watch.rules.folding import bare, fold
from handlers.watch.rules.matching import Matcher
from handlers.watch.rules.query import Query, holds, read_query, terms_of


def meets(query: str, post: str) -> bool:
    return Matcher({1: read_query(query)}).matches(post) == [1]


@pytest.mark.parametrize(
    ("query", "post"),
    [
        ("健保卡", "換新健保卡要排隊"),
        ("健保卡 換發", "健保卡何時換發？"),
        ("健保卡 (換發 OR eID) -廣告", "健保卡跟 eID 一起發"),
        ("健保卡換發 或 eID 不要廣告", "聽說 EID 延後"),
        ("健保卡換發 或 eID 不要廣告", "健保卡換發免費嗎"),
        ("臺北", "台北的路"),
        ("PO", "請洽貴部 PO。"),
        ("ｅＩＤ", "eid 又來了"),
        ("「open data」", "Open Data 的授權"),
        ("(長照|居服) 缺工", "居服員缺工嚴重"),
        ("健保 -(廣告 代辦)", "健保廣告"),  # only both together are left out
    ],
)
def test_a_post_is_met(query: str, post: str) -> None:
    assert meets(query, post)


@pytest.mark.parametrize(
    ("query", "post"),
    [
        ("健保卡 換發", "健保卡不見了"),
        ("健保卡 (換發 OR eID) -廣告", "健保卡換發 廣告"),
        ("健保卡換發 或 eID 不要廣告", "eID 廣告"),
        ("PO", "a new post"),
        ("AI", "say it again"),
        ("颱風", "台風很穩"),
        ("健保 -(廣告 或 代辦)", "健保代辦"),
    ],
)
def test_a_post_is_not_met(query: str, post: str) -> None:
    assert not meets(query, post)


@pytest.mark.parametrize("query", ["-廣告", "不要廣告", "健保卡 或 -廣告", "-(健保 廣告)"])
def test_what_any_post_would_meet_is_refused(query: str) -> None:
    with pytest.raises(TooWideError):
        read_query(query)


@pytest.mark.parametrize(
    "query",
    [
        "",
        "或",
        "健保卡 或",
        "(健保卡",
        "健保卡)",
        "卡",
        "。。",
        "「」",
        "健保 " * 51,
        "(" * 9 + "健保" + ")" * 9,
    ],
)
def test_what_cannot_be_read_is_said(query: str) -> None:
    with pytest.raises(UnreadableTopicError):
        read_query(query)


def test_a_hit_lies_where_it_was_written() -> None:
    post = "ＥＩＤ與台灣的ℌ eID"
    hits = Matcher({1: read_query("eid 臺灣")}).hits(post)
    assert [post[hit.start : hit.end] for hit in hits] == ["ＥＩＤ", "台灣", "eID"]


def test_what_nobody_sees_does_not_hide_a_keyword() -> None:
    post = "台\u200b灣的e\u200dID▶️"
    (first, second) = Matcher({1: read_query("臺灣 ｅｉｄ")}).hits(post)
    assert post[first.start : first.end] == "台\u200b灣"
    assert post[second.start : second.end] == "e\u200dID"
    assert meets("臺\u200b灣", post)


def test_a_keyword_repeated_5000_times_is_one_and_soon_found() -> None:
    met = Matcher({1: read_query("健保卡"), 2: read_query("健保卡 -健保")}).matches("健保卡" * 5000)
    assert met == [1]


def test_without_subscriptions_nothing_is_met() -> None:
    assert Matcher[int]({}).matches("健保卡") == []


WORDS = (
    "健保",
    "健保卡",
    "保卡",
    "換發",
    "eid",
    "po",
    "post",
    "臺北",
    "北市",
    "「open data」",
    "５G",
)
UNSEEN = "\u200b\u200d\ufe0f\ufeff"  # zero-width, and what makes an emoji of a sign
words = st.sampled_from(WORDS)
queries = st.recursive(
    words,
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: f"({' '.join(parts)})"),
        st.lists(inner, min_size=2, max_size=3).map(lambda parts: f"({' 或 '.join(parts)})"),
        inner.map(lambda part: f"-{part}"),
        inner.map(lambda part: f"不要 ({part})"),
    ),
    max_leaves=6,
)
PIECES = (
    *("廣告", "卡", "ＥＩＤ", "台", "台北", "Post", "s", " ", "，", "1", "5g", "ｇ", "Open  Data"),
    *(
        "open data",
        "健\u200b保",
        "e\u200dID",
        "😡",
        "👨\u200d👩\u200d👧",
        "▶️",
        "P\ufeffO",
        "İ",
        "Σ",
    ),
)
posts = st.lists(st.one_of(words, st.sampled_from(PIECES)), max_size=12).map("".join)


def occurs(term: str, folded: str) -> bool:
    """Look for one keyword the plain way: at every place, Latin words standing alone."""

    def latin(place: int) -> bool:
        return 0 <= place < len(folded) and folded[place].isascii() and folded[place].isalnum()

    for start in range(len(folded) - len(term) + 1):
        end = start + len(term)
        inside = (latin(start) and latin(start - 1)) or (latin(end - 1) and latin(end))
        if folded[start:end] == term and not inside:
            return True
    return False


def read_all(texts: list[str]) -> dict[int, Query]:
    known: dict[int, Query] = {}
    for number, text in enumerate(texts):
        try:
            known[number] = read_query(text)
        except TooWideError:
            continue
    return known


@given(st.lists(queries, max_size=12), posts, st.lists(posts, max_size=5))
def test_all_at_once_is_as_one_by_one(texts: list[str], post: str, sample: list[str]) -> None:
    # Whatever was seen before, and so whichever keywords lead to a subscription
    known = read_all(texts)
    folded = fold("".join(one for one in post if one not in UNSEEN))
    naive = {
        number
        for number, query in known.items()
        if holds(query, {term for term in terms_of(query) if occurs(term, folded)})
    }
    met = Matcher(known, sample).matches(post)
    assert set(met) == naive
    assert len(met) == len(naive)


@given(st.sampled_from(["健保卡", "臺北", "eid", "「open data」"]), posts, posts)
def test_a_hit_is_where_its_keyword_was_written(topic: str, before: str, after: str) -> None:
    term = topic.strip("「」")
    post = f"{before}，{term}，{after}"
    hits = Matcher({1: read_query(topic)}).hits(post)
    written = [post[hit.start : hit.end] for hit in hits]
    assert {bare(one) for one in written} == {term}
    assert len(before) + 1 in {hit.start for hit in hits}


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        query = read_query(text)
    except (UnreadableTopicError, TooWideError):
        return
    Matcher({1: query}).matches(text)


@given(st.text(max_size=80))
def test_folding_keeps_every_place(text: str) -> None:
    folded = fold(text)
    assert len(folded) == len(text)
    assert fold(folded) == folded
    assert "".join(map(fold, text)) == folded
