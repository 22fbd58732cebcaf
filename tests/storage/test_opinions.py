"""Opinions: sealed, without names, made anew under a new key, removed with what brought them."""

from dataclasses import replace
from datetime import date, timedelta

from storage.cipher import Cipher
from storage.engine import Database, open_database
from storage.records.cases import Case
from storage.records.opinions import Opinion, Side, Source, Verdict
from storage.rotation import rotate
from tests.storage.samples import NOON, SECRET_KEY, case, officer

NEW_KEY = "a newer secret key, also 40 characters.."


def keep(database: Database) -> tuple[Case, Opinion]:
    """Keep two opinions, the second merged into the first; return the case and the first."""
    with database.unit_of_work() as uow:
        lin = officer(uow, "lin")
        kept = case(uow, lin)
        (key,) = uow.opinions.author_keys(kept.id, "小花")
        first = Opinion(
            id=0,
            case_id=kept.id,
            serial=1,
            source=Source.NETIZEN,
            person=1,
            text="太吵",
            kept_at=NOON,
            kept_by=lin.id,
            author_key=key,
            side=Side.AGAINST,
            said_on=date(2026, 12, 1),
            first_reply="有管制",
            verdict=Verdict.PARTLY,
            reason="十點後管制",
            decided_at=NOON,
            decided_by=lin.id,
            source_message="line:m1",
        )
        second = replace(first, serial=2, source=Source.GROUP, author_key="", verdict=None)
        uow.opinions.add_all([first, replace(second, source_message="line:m2")])
        head, merged = uow.opinions.of_case(kept.id)
        uow.opinions.save(replace(merged, head_id=head.id))
        uow.commit()
    return kept, replace(first, id=head.id)


def test_what_is_kept_comes_back_as_it_was(database: Database) -> None:
    kept, first = keep(database)
    with database.unit_of_work() as uow:
        head, merged = uow.opinions.of_case(kept.id)
        assert head == first
        assert (merged.head_id, merged.label, merged.verdict) == (head.id, "團體1", None)


def test_nothing_of_a_message_that_was_taken_back_stays(database: Database) -> None:
    kept, _ = keep(database)
    with database.unit_of_work() as uow:
        assert uow.opinions.take_back("line:m1") == 1
        (left,) = uow.opinions.of_case(kept.id)
        assert (left.serial, left.head_id) == (2, None)
        assert uow.opinions.take_back("line:m1") == 0


def test_a_new_key_opens_all_and_still_knows_who_is_who(
    database: Database, migrated_url: str
) -> None:
    kept, first = keep(database)
    both = open_database(migrated_url, Cipher(NEW_KEY, (SECRET_KEY,)))
    assert rotate(both) >= 2
    with both.unit_of_work() as uow:
        assert first.author_key in uow.opinions.author_keys(kept.id, "小花")
        assert first.author_key not in uow.opinions.author_keys(kept.id + 1, "小花")
    both.dispose()
    alone = open_database(migrated_url, Cipher(NEW_KEY))
    with alone.unit_of_work() as uow:
        assert uow.opinions.of_case(kept.id)[0] == first
    alone.dispose()


def test_words_go_when_the_case_ended_long_ago_and_counts_stay(database: Database) -> None:
    kept, _ = keep(database)
    with database.unit_of_work() as uow:
        assert uow.opinions.forget_words(before=NOON + timedelta(days=999)) == 0  # it is open
        uow.cases.save(replace(kept, closed_at=NOON))
        assert uow.opinions.forget_words(before=NOON) == 0
        assert uow.opinions.forget_words(before=NOON + timedelta(seconds=1)) == 2
        assert uow.opinions.forget_words(before=NOON + timedelta(seconds=1)) == 0
        head, _ = uow.opinions.of_case(kept.id)
        assert (head.text, head.first_reply, head.reason, head.author_key) == ("", "", "", "")
        assert head.verdict is Verdict.PARTLY
