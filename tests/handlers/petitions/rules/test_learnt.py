"""What answers teach is bounded and holds no titles."""

from hypothesis import given
from hypothesis import strategies as st

from handlers.petitions.rules import learnt as module
from handlers.petitions.rules.learnt import NOTHING_LEARNT, Answered, Learnt, grams


def test_an_answer_adds_one_to_each_pair_of_characters() -> None:
    learnt = NOTHING_LEARNT.answered(7, "星象儀", theirs=True).answered(7, "星象", theirs=False)
    assert learnt.by_agency == {7: {"星象": Answered(1, 1), "象儀": Answered(1, 0)}}
    assert NOTHING_LEARNT.by_agency == {}


def test_what_speaks_for_one_agency_says_nothing_of_another() -> None:
    learnt = NOTHING_LEARNT.answered(7, "星象儀", theirs=True).answered(8, "地下街", theirs=False)
    assert set(learnt.speaks_for("星象儀")) == {7}
    assert learnt.speaks_for("星象儀")[7] > 0 > learnt.speaks_for("地下街")[8]
    assert learnt.speaks_for("毫無關係") == {}


def test_as_many_noes_as_yeses_say_nothing() -> None:
    learnt = NOTHING_LEARNT.answered(7, "星象", theirs=True).answered(7, "星象", theirs=False)
    assert learnt.speaks_for("星象") == {}


def test_the_thousandth_answer_says_hardly_more_than_the_fiftieth() -> None:
    learnt = NOTHING_LEARNT
    for _ in range(60):
        learnt = learnt.answered(7, "星象", theirs=True)
    assert learnt.by_agency[7]["星象"] == Answered(module.MOST_COUNT, 0)


def test_the_least_seen_pairs_go_when_there_are_too_many() -> None:
    learnt = NOTHING_LEARNT.answered(7, "星象", theirs=True).answered(7, "星象", theirs=True)
    many = "".join(chr(0x4E00 + number) for number in range(module.MOST_PAIRS + 50))
    known = learnt.answered(7, many, theirs=True).by_agency[7]
    assert len(known) == module.MOST_PAIRS
    assert known["星象"] == Answered(2, 0)


@given(st.lists(st.tuples(st.integers(1, 3), st.text(max_size=30), st.booleans()), max_size=30))
def test_the_order_of_answers_does_not_matter(answers: list[tuple[int, str, bool]]) -> None:
    def told(order: list[tuple[int, str, bool]]) -> Learnt:
        learnt = NOTHING_LEARNT
        for agency_id, title, theirs in order:
            learnt = learnt.answered(agency_id, title, theirs=theirs)
        return learnt

    assert told(answers) == told(answers[::-1])


@given(st.text(max_size=50))
def test_pairs_are_of_letters_only(text: str) -> None:
    assert all(len(pair) == 2 and pair.isalnum() for pair in grams(text))
