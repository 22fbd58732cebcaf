"""The times that hang together on one dial."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

from bot.config import load_settings
from bot.errors import ConfigError
from bot.patience import LEASE_SECONDS, LEAST, LONGEST_IDLE_SECONDS, MOST, Patience
from storage.connections import LOCK_SECONDS, make_engine
from tests.support.postgres import PostgresServer


@given(st.integers(LEAST, MOST))
def test_a_send_that_begins_ends_within_its_lease(lease_seconds: int) -> None:
    patience = Patience(lease_seconds)
    request = timedelta(seconds=patience.send_seconds)
    assert 2 * request < patience.least_left < timedelta(seconds=lease_seconds)
    assert request <= patience.least_left_at_last < patience.least_left
    assert patience.handling_seconds < patience.event_seconds


def test_what_nobody_sets_is_as_it_always_was() -> None:
    assert load_settings({}).lease_seconds == LEASE_SECONDS
    usual = Patience()
    assert (usual.event_seconds, usual.send_seconds) == (15, 10)
    assert usual.least_left == timedelta(seconds=25)


@pytest.mark.parametrize("words", ["5", "3601", "soon", "-60"])
def test_a_lease_of_no_use_is_refused(words: str) -> None:
    with pytest.raises(ConfigError, match="POBOT_LEASE_SECONDS"):
        load_settings({"POBOT_LEASE_SECONDS": words})


@given(st.integers(LEAST, MOST))
def test_the_database_ends_what_stands_still_before_its_event_is_anothers(
    lease_seconds: int,
) -> None:
    patience = Patience(lease_seconds)
    assert LOCK_SECONDS < patience.idle_seconds < patience.event_seconds
    assert patience.idle_seconds <= LONGEST_IDLE_SECONDS


def test_postgresql_is_told_so(postgres: PostgresServer) -> None:
    with postgres.database() as url:
        engine = make_engine(url, Patience(8).idle_seconds)
        with engine.connect() as connection:
            asked = text("SHOW idle_in_transaction_session_timeout")
            assert connection.execute(asked).scalar_one() == "4s"
        engine.dispose()
