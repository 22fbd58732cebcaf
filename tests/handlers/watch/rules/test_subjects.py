"""Words of agencies and cases: what is listened for, and what is not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.watch.rules.folding import fold
from handlers.watch.rules.matching import Matcher
from handlers.watch.rules.query import read_query, terms_of
from handlers.watch.rules.subjects import (
    CUT,
    agency_words,
    case_words,
    either,
    either_here,
    remit_words,
    seldom,
)
from handlers.watch.rules.wish import numbered, read_case, read_wish
from storage.records.agencies import Agency, Level

HEALTH = Agency(
    id=1,
    name="衛生福利部",
    level=Level.SECOND,
    short_names=("衛福部",),
    former_names=("行政院衛生署",),
    duties=("健保卡", "稅", "1957", "食品安全", "健保"),
)
TAX = Agency(id=2, name="財政部", level=Level.SECOND, duties=("食品安全",))
STAFF = Agency(id=3, name="行政院人事行政總處", level=Level.SECOND, short_names=("人總",))
EVERYONE = (HEALTH, TAX, STAFF)
KNOWN = frozenset({"健保卡", "噪音", "公園"})


def test_names_are_those_in_use_and_former_ones_none_that_stands_inside_other_words() -> None:
    assert agency_words(HEALTH, EVERYONE) == ("衛生福利部", "衛福部", "衛生署")
    assert agency_words(STAFF, EVERYONE) == ("行政院人事行政總處",)
    assert agency_words(STAFF, EVERYONE, "人總") == ("行政院人事行政總處", "人總")


@pytest.mark.parametrize(
    ("post", "rings"),
    [
        ("國防部今天說明", True),
        ("我國國防部今天說明", True),
        ("美國國防部今天說明", False),
        ("美國防部今天說明", False),
    ],
)
def test_an_agency_of_another_country_is_not_ours(post: str, rings: bool) -> None:  # noqa: FBT001
    matcher = Matcher({0: read_query(either_here(("國防部",)))})
    assert matcher.matches(post) == ([0] if rings else [])
    assert either_here(("衛福部", "衛生署")) == "衛福部 或 衛生署"


def test_duties_are_an_agencys_own_and_no_common_words() -> None:
    assert remit_words(HEALTH, EVERYONE, {"衛生福利部": ("長照機構",)}) == ("健保卡", "長照機構")
    assert seldom(("少見", "常見"), {"少見": 3, "常見": 30}.__getitem__, 1000) == (
        ("少見",),
        ("常見",),
    )


@pytest.mark.parametrize(
    ("subject", "words"),
    [
        ("健保卡換發的問題", ("健保卡", "換發")),
        ("建議公園夜間噪音加強取締", ("公園", "夜間", "噪音")),
        ("NCC 換照", ("NCC", "換照")),
        ("的", ()),
    ],
)
def test_a_subject_gives_words_that_tell_what_it_is_about(
    subject: str, words: tuple[str, ...]
) -> None:
    assert case_words(subject, KNOWN) == words


@given(st.text(st.sampled_from("健保卡換發的公園噪音 ，A1（）「」台要"), max_size=30))
def test_words_of_a_subject_stand_in_it_and_can_be_subscribed_to(subject: str) -> None:
    words = case_words(subject, KNOWN)
    for word in words:
        assert word in subject
        assert CUT.sub("", word) == word
    if words and all(sum(c.isalnum() for c in word) > 1 for word in words):
        assert list(terms_of(read_query(" ".join(words)))) == [fold(word) for word in words]
        assert set(terms_of(read_query(either(words)))) == set(map(fold, words))


@pytest.mark.parametrize(
    ("said", "case"),
    [
        ("案件38", ("38", "")),
        ("38 的輿情", ("38", "")),
        ("第38案", ("38", "")),
        ("115-0042", ("115-0042", "")),
        ("案件38 健保卡 換發", ("38", "健保卡 換發")),
        ("38", ("38", "")),
        ("165 詐騙", None),
        ("24小時 超商", None),
        ("5G 基地臺", None),
        ("健保卡", None),
    ],
)
def test_a_case_is_told_from_a_topic_with_a_number(said: str, case: tuple[str, str] | None) -> None:
    assert read_case(read_wish(said).text) == case


def test_a_subscription_is_told_from_a_topic() -> None:
    assert [numbered(said) for said in ("3取消", "3 靜音四小時", "3M 口罩", "165")] == [
        3,
        3,
        None,
        None,
    ]
