"""Why a petition may not be accepted, with the source."""

from datetime import date

import pytest

from handlers.petitions.rules.hurdles import hurdle_words, hurdles_of
from storage.refusals import shipped_refusals

TODAY = date(2026, 12, 7)


def matters(title: str, on: date = TODAY) -> list[str]:
    return [refusal.matter for refusal in hurdles_of(title, shipped_refusals(), on=on)]


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("虛構：與某國建交", ["外交"]),
        ("虛構：兩岸協議要公開", ["兩岸"]),
        ("虛構：增加國防預算", ["國防"]),
        ("虛構：臺中市政府應多種樹", ["地方政府"]),
        ("虛構：台中市政府應多種樹", ["地方政府"]),
        ("虛構：監察院搬家", ["總統府"]),
        ("虛構：公園多種樹", []),
        ("虛構：護照換封面", []),
        ("", []),
    ],
)
def test_titles_hint_at_what_is_not_accepted(title: str, expected: list[str]) -> None:
    assert matters(title) == expected


def test_before_the_rule_changed_the_presidents_domain_was_open() -> None:
    assert matters("虛構：增加國防預算", date(2018, 4, 10)) == []
    assert matters("虛構：增加國防預算", date(2018, 4, 11)) == ["國防"]


def test_the_sentence_names_its_source_and_doubts_what_is_disputed() -> None:
    (defence,) = hurdles_of("虛構：增加國防預算", shipped_refusals(), on=TODAY)
    assert hurdle_words(defence) == (
        "題目可能涉及國防：國防事項屬總統職權，不進附議"
        "（公共政策網路參與實施要點，107.04.11 修正（第1071500579B號））"
    )
    (bills,) = hurdles_of("虛構：立法院直播", shipped_refusals(), on=TODAY)
    assert "慣例，有不同意見" in hurdle_words(bills)
