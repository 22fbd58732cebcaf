"""Whose petition is it? Real agencies, invented titles."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.petitions.rules.guess import Guess, GuessIndex
from handlers.petitions.rules.learnt import Learnt
from storage.names import level_text
from storage.records.agencies import Agency, Level
from storage.remits import shipped_remits
from tests.handlers.contacts.directories import real_agencies

AGENCIES = real_agencies()
NAMES = {agency.id: agency.name for agency in AGENCIES}
IDS = {agency.name: agency.id for agency in AGENCIES}
INDEX = GuessIndex(AGENCIES, shipped_remits())


def names(guesses: list[Guess]) -> list[str]:
    return [NAMES[guess.agency_id] for guess in guesses]


@pytest.mark.parametrize(
    ("title", "lead"),
    [
        ("虛構：戶口名簿改成環保紙", "內政部"),
        ("虛構：農會信用部週日也營業", "農業部"),
        ("虛構：榮民之家增設圖書室", "國軍退除役官兵輔導委員會"),
        ("虛構：族語認證加考聽力", "原住民族委員會"),
        ("虛構：央行發行新的硬幣", "中央銀行"),
        ("虛構：原能會說明乾式貯存", "核能安全委員會"),
        ("虛構：台鐵車廂加裝行李架", "交通部"),
    ],
)
def test_plain_titles_go_where_they_belong(title: str, lead: str) -> None:
    assert names(INDEX.guess(title))[0] == lead


def test_it_says_which_words_led_there() -> None:
    first = INDEX.guess("虛構：榮民之家增設圖書室")[0]
    assert "榮民之家" in first.words


def test_what_speaks_for_nobody_is_not_guessed() -> None:
    assert INDEX.guess("") == []
    assert INDEX.guess("ＸＹＺ！！") == []
    assert GuessIndex([]).guess("虛構的題目") == []


def test_units_and_lower_agencies_count_for_their_ministry_and_ended_ones_for_nobody() -> None:
    found = {guess.agency_id for guess in INDEX.guess("健保卡、疫苗、戶政司、威權象徵", limit=99)}
    levels = {agency.id: agency.level for agency in AGENCIES}
    assert {levels[id_] for id_ in found} <= {Level.FIRST, Level.SECOND}
    assert IDS["促進轉型正義委員會"] not in found


def test_the_text_helps_where_the_title_is_silent() -> None:
    title, text = "虛構：請改善這件事", "族語老師不足，部落的孩子學不到族語。" * 3
    assert "原住民族委員會" in names(INDEX.guess(title, text))
    assert names(INDEX.guess("虛構：央行發行新的硬幣", text))[0] == "中央銀行"


def test_a_shorter_word_inside_a_longer_one_says_nothing_more() -> None:
    agencies = [
        Agency(id=1, name="甲部", level=Level.SECOND, duties=("星象儀", "星象", "象儀")),
        Agency(id=2, name="乙部", level=Level.SECOND, duties=("地下街",)),
    ]
    (guess,) = GuessIndex(agencies).guess("每校一台星象儀")
    assert guess.words == ("星象儀",)
    (both,) = GuessIndex(agencies).guess("星象儀與星象")
    assert both.words == ("星象儀", "星象")


def test_agencies_that_stand_in_a_ring_do_not_hang_it() -> None:
    ring = [
        Agency(id=1, name="甲局", level=Level.THIRD, parent_id=2, duties=("星象",)),
        Agency(id=2, name="乙局", level=Level.THIRD, parent_id=1, duties=("星象",)),
    ]
    assert GuessIndex(ring).guess("星象") == []


@given(st.text(max_size=300), st.text(max_size=300))
def test_whatever_was_written_the_guess_is_ranked_and_the_same_again(title: str, text: str) -> None:
    found = INDEX.guess(title, text)
    assert [g.score for g in found] == sorted((g.score for g in found), reverse=True)
    assert len({g.agency_id for g in found}) == len(found) <= 3
    assert INDEX.guess(title, text) == found


def test_yes_and_no_teach() -> None:
    title = "虛構：星象儀要定期校準"
    assert "國家科學及技術委員會" not in names(INDEX.guess(title))[:1]
    learnt = Learnt()
    for _ in range(4):
        learnt = learnt.answered(IDS["國家科學及技術委員會"], level_text(title), theirs=True)
    again = INDEX.guess("虛構：每校一台星象儀", learnt=learnt)
    assert names(again)[0] == "國家科學及技術委員會"


def test_no_teaches_too() -> None:
    title = "虛構：央行發行新的硬幣"
    before = INDEX.guess(title)[0]
    learnt = Learnt()
    for _ in range(3):
        learnt = learnt.answered(before.agency_id, level_text(title), theirs=False)
    after = {guess.agency_id: guess.score for guess in INDEX.guess(title, learnt=learnt, limit=99)}
    assert after.get(before.agency_id, 0.0) < before.score
