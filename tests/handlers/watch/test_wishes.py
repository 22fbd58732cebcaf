"""A new subscription is heard by every process from its next batch on; an ended one no more."""

from collections.abc import Generator
from datetime import UTC, datetime

import pytest

from handlers.watch.commands import wishes
from handlers.watch.commands.wishes import Wishes
from storage.cipher import Cipher
from storage.engine import Database, open_database
from storage.records.posts import Post
from storage.records.watching import Hearer, Subscription
from storage.unit_of_work import UnitOfWork
from tests.storage.samples import agency, officer

NOW = datetime(2026, 12, 7, 2, 0, tzinfo=UTC)
PROCESSES = 2


@pytest.fixture
def database(migrated_url: str) -> Generator[Database]:
    made = open_database(migrated_url, Cipher("a secret of the tests, of no use"))
    yield made
    made.dispose()


def subscribe(uow: UnitOfWork, text: str, hearer: Hearer = Hearer.ME) -> int:
    known = [one for one in uow.officers.all() if one.name == "阿菊"]
    wish = Subscription(
        hearer=hearer,
        officer_id=(known[0] if known else officer(uow, "阿菊")).id,
        agency_id=agency(uow, "衛福部").id,
        text=text,
        added_at=NOW,
        observed_until_at=NOW,
    )
    return uow.watching.subscribe(wish)


def said(words: str, agency_id: int | None = None) -> Post:
    return Post(
        source_id=1,
        external_id=words,
        text=words,
        posted_at=NOW,
        received_at=NOW,
        agency_id=agency_id,
    )


def heard(uow: UnitOfWork, processes: list[Wishes], words: str) -> list[list[str]]:
    """Return what a post means to each process, as it is known to each now."""
    for one in processes:
        one.refresh(uow)
    return [sorted(wish.text for wish in one.meant_by(said(words))) for one in processes]


def test_every_process_knows_at_once_what_is_subscribed_to(database: Database) -> None:
    processes = [Wishes() for _ in range(PROCESSES)]
    with database.unit_of_work() as uow:
        assert heard(uow, processes, "健保卡換發要錢嗎") == [[]] * PROCESSES
        first = subscribe(uow, "健保卡")
        assert heard(uow, processes, "健保卡換發要錢嗎") == [["健保卡"]] * PROCESSES
        subscribe(uow, "健保卡 (換發 或 補發) -廣告")
        both = ["健保卡", "健保卡 (換發 或 補發) -廣告"]
        assert heard(uow, processes, "健保卡換發要錢嗎") == [both] * PROCESSES
        uow.watching.unsubscribe([first])
        assert heard(uow, processes, "健保卡換發要錢嗎") == [both[1:]] * PROCESSES
        assert heard(uow, processes, "健保卡換發 廣告") == [[]] * PROCESSES


def test_a_number_that_is_given_again_means_what_it_is_now(database: Database) -> None:
    # SQLite gives the number of the last subscription again when that has ended
    (one,) = processes = [Wishes()]
    with database.unit_of_work() as uow:
        ended = subscribe(uow, "健保卡")
        assert heard(uow, processes, "健保卡與長照") == [["健保卡"]]
        uow.watching.unsubscribe([ended])
        subscribe(uow, "長照", Hearer.AGENCY)
        assert heard(uow, processes, "健保卡與長照") == [["長照"]]
        place = agency(uow, "衛福部").id
        assert [wish.text for wish in one.meant_by(said("長照", place))] == ["長照"]
        assert one.meant_by(said("長照", place + 1)) == []


def test_many_at_once_are_heard_as_few_are(database: Database) -> None:
    (one,) = processes = [Wishes()]
    with database.unit_of_work() as uow:
        one.learn(said(f"長照與健保卡 {n}") for n in range(wishes.SAMPLED))
        subscribe(uow, "長照 健保卡")
        assert heard(uow, processes, "健保卡與長照") == [["長照 健保卡"]]
        for number in range(wishes.MOST_FRESH + 1):
            subscribe(uow, f"健保卡 第{number}號")
        assert heard(uow, processes, "健保卡第3號") == [["健保卡 第3號"]]
        assert heard(uow, processes, "健保卡與長照") == [["長照 健保卡"]]
