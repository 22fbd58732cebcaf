"""Wishes, marks and answers about petitions are kept once."""

from datetime import UTC, datetime

from storage.engine import Database
from storage.records.officers import Officer
from storage.records.petitions import Petition
from storage.records.watches import Follow, FollowKind, Mark
from storage.unit_of_work import UnitOfWork

NOW = datetime(2026, 12, 7, 2, 0, tzinfo=UTC)
ONE = "00000000-0000-4000-8000-000000000001"


def wish_of(uow: UnitOfWork, threshold: int) -> Follow:
    uow.petitions.add(Petition(join_id=ONE, added_at=NOW))
    known = uow.officers.all()
    officer = known[0] if known else uow.officers.add(Officer(id=0, name="林若晴", email="a@b.c"))
    return Follow(
        id=0,
        officer_id=officer.id,
        agency_id=uow.agencies.all()[0].id,
        join_id=ONE,
        kind=FollowKind.COUNT,
        threshold=threshold,
        added_at=NOW,
    )


def test_a_wish_is_kept_once_and_told_wishes_wait_no_more(database: Database) -> None:
    with database.unit_of_work() as uow:
        wish = wish_of(uow, 4000)
        for _ in range(2):
            uow.watches.follow(wish)
        (kept,) = uow.watches.follows_of(wish.officer_id)
        assert uow.watches.awaited_counts() == (4000,)
        uow.watches.note_told([kept.id], now=NOW)
        assert uow.watches.follows_of(wish.officer_id) == ()
        assert uow.watches.awaited_counts() == ()
        assert [one.told_at for one in uow.watches.followers(ONE)] == [NOW]
        uow.watches.follow(wish)  # wished for again
        assert len(uow.watches.follows_of(wish.officer_id)) == 1
        uow.watches.unfollow([kept.id])
        assert uow.watches.followers(ONE) == ()


def test_a_mark_is_kept_once(database: Database) -> None:
    with database.unit_of_work() as uow:
        uow.petitions.add(Petition(join_id=ONE, added_at=NOW))
        mark = Mark(join_id=ONE, name="watch", reached_at=NOW, reached_count=2900)
        assert uow.watches.mark(mark)
        assert not uow.watches.mark(mark)
        assert uow.watches.marks_of(ONE) == {"watch": mark}
        assert uow.watches.marks_named(["watch", "act"]) == (mark,)


def test_the_last_answer_of_an_agency_holds(database: Database) -> None:
    with database.unit_of_work() as uow:
        uow.petitions.add(Petition(join_id=ONE, added_at=NOW))
        agency_id = uow.agencies.all()[0].id
        assert uow.watches.say(ONE, agency_id, theirs=True) is None
        assert uow.watches.say(ONE, agency_id, theirs=False) is True
        assert uow.watches.verdicts(ONE) == {agency_id: False}


def test_what_was_learnt_replaces_what_was_there(database: Database) -> None:
    with database.unit_of_work() as uow:
        agency_id = uow.agencies.all()[0].id
        uow.watches.learn(agency_id, {"健保": (1, 0), "保卡": (1, 0)})
        uow.watches.learn(agency_id, {"健保": (1, 1)})
        assert uow.watches.learnt() == {agency_id: {"健保": (1, 1)}}
