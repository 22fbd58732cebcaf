"""The shipped law-given tasks: every ministry has some, cleanly written."""

from storage.engine import Database
from storage.records.agencies import Level
from storage.remits import shipped_remits


def test_every_ministry_that_exists_has_its_tasks(database: Database) -> None:
    with database.unit_of_work() as uow:
        agencies = uow.agencies.all()
    ministries = {a.name for a in agencies if a.level is Level.SECOND and a.valid_to is None}
    assert ministries <= set(shipped_remits())
    assert set(shipped_remits()) <= {agency.name for agency in agencies}


def test_the_words_are_short_clean_and_said_once() -> None:
    for agency, words in shipped_remits().items():
        assert len(words) >= 25, agency
        assert len(set(words)) == len(words), agency
        assert all(word == word.strip() and 1 <= len(word) <= 14 for word in words), agency
