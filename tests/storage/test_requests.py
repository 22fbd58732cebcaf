"""Contact requests: sealed, changed by one at a time, claimed once, forgotten in time."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from storage.cipher import Cipher
from storage.engine import Database, open_database
from storage.errors import RecordNotFoundError, StaleRecordError
from storage.records.duties import Step
from storage.records.officers import Officer
from storage.records.requests import (
    ContactRequest,
    RequestKind,
    RequestState,
    RequestStep,
)
from storage.rotation import rotate
from storage.tables.requests import contact_requests
from tests.storage.samples import SECRET_KEY

NEW_KEY = "a newer secret key, also 40 characters.."
NOW = datetime(2026, 12, 7, 2, tzinfo=UTC)


@pytest.fixture
def request_(database: Database) -> ContactRequest:
    with database.unit_of_work() as uow:
        asker = uow.officers.add(Officer(id=0, name="阿菊"))
        mohw, moi = uow.agencies.by_name("衛福部"), uow.agencies.by_name("內政部")
        assert mohw is not None
        assert moi is not None
        added = uow.requests.add(
            ContactRequest(
                id=0,
                asker_id=asker.id,
                asker_agency_id=mohw.id,
                agency_id=moi.id,
                kind=RequestKind.ENQUIRY,
                text="想請教分工",
                created_at=NOW,
                state=RequestState.ASKED,
                step=Step.DEPUTY,
                reply_on=date(2026, 12, 10),
                slots=(NOW + timedelta(days=2),),
                sent_at=NOW,
                next_at=NOW + timedelta(hours=9),
                source_message="line:m1",
            )
        )
        uow.commit()
    return added


def test_what_is_kept_comes_back_as_it_was(database: Database, request_: ContactRequest) -> None:
    with database.unit_of_work() as uow:
        assert uow.requests.get(request_.id) == request_
        assert uow.requests.by_source_message("line:m1") == (request_,)
        assert uow.requests.asked_of({request_.agency_id}) == (request_,)
        assert uow.requests.sent_by({request_.asker_agency_id}) == (request_,)
        assert uow.requests.find(2**40) is None
        with pytest.raises(RecordNotFoundError):
            uow.requests.get(request_.id + 1)


def test_words_are_sealed_and_a_new_key_seals_them_anew(
    database: Database, migrated_url: str, request_: ContactRequest
) -> None:
    with database.engine.connect() as connection:
        (sealed,) = connection.execute(select(contact_requests.c.text)).scalars()
    assert "想請教分工".encode() not in sealed
    both = open_database(migrated_url, Cipher(NEW_KEY, (SECRET_KEY,)))
    assert rotate(both) == 1
    both.dispose()
    alone = open_database(migrated_url, Cipher(NEW_KEY))
    with alone.unit_of_work() as uow:
        assert uow.requests.get(request_.id).text == "想請教分工"
    alone.dispose()


def test_of_two_who_write_at_once_the_second_must_look_again(
    database: Database, request_: ContactRequest
) -> None:
    with database.unit_of_work() as uow:
        uow.requests.save(replace(request_, state=RequestState.ACCEPTED))
        uow.commit()
    with database.unit_of_work() as uow:
        with pytest.raises(StaleRecordError):
            uow.requests.save(replace(request_, state=RequestState.WITHDRAWN))
        assert uow.requests.get(request_.id).state is RequestState.ACCEPTED


def test_what_is_due_is_claimed_once(database: Database, request_: ContactRequest) -> None:
    due = NOW + timedelta(hours=9)
    with database.unit_of_work() as uow:
        assert uow.requests.next_moment() == due
        assert uow.requests.claim(now=due - timedelta(seconds=1), limit=9) == ()
        (claimed,) = uow.requests.claim(now=due, limit=9)
        assert claimed == replace(request_, next_at=None)
        assert uow.requests.claim(now=due, limit=9) == ()
        assert uow.requests.next_moment() is None


def test_a_claim_that_is_not_kept_is_given_again(
    database: Database, request_: ContactRequest
) -> None:
    due = NOW + timedelta(hours=9)
    with database.unit_of_work() as uow:
        assert len(uow.requests.claim(now=due, limit=9)) == 1
    with database.unit_of_work() as uow:
        (again,) = uow.requests.claim(now=due, limit=9)
    assert again.id == request_.id


def test_steps_are_kept_in_their_order(database: Database, request_: ContactRequest) -> None:
    with database.unit_of_work() as uow:
        for action in ("送出", "收到"):
            step = RequestStep(
                id=0, request_id=request_.id, at=NOW, action=action, officer_id=request_.asker_id
            )
            uow.requests.note(step)
        assert [step.action for step in uow.requests.steps(request_.id)] == ["送出", "收到"]


def test_words_of_what_ended_are_forgotten_in_time(
    database: Database, request_: ContactRequest
) -> None:
    later = NOW + timedelta(days=90)
    with database.unit_of_work() as uow:
        assert uow.requests.forget_words(before=later) == 0  # still open
        uow.requests.save(replace(request_, state=RequestState.DONE, closed_at=NOW))
        assert uow.requests.forget_words(before=NOW) == 0
        assert uow.requests.forget_words(before=later) == 1
        assert uow.requests.get(request_.id).text == ""
        assert uow.requests.forget_words(before=later) == 0


def test_the_clock_leaves_alone_what_somebody_is_moving(
    database: Database, request_: ContactRequest
) -> None:
    if database.engine.dialect.name != "postgresql":
        pytest.skip("SQLite has one writer at a time anyway")
    due = NOW + timedelta(hours=9)
    with database.unit_of_work() as moving, database.unit_of_work() as clock:
        assert moving.requests.find(request_.id, to_move=True) == request_
        assert clock.requests.claim(now=due, limit=9) == ()
    with database.unit_of_work() as clock:
        assert len(clock.requests.claim(now=due, limit=9)) == 1
