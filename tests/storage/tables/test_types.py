from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Column, Engine, MetaData, Table, create_engine, insert, select
from sqlalchemy.exc import StatementError

from storage.records.cases import Stage
from storage.tables.types import NaiveDatetimeError, Snapshot, UtcDateTime, Words

moments = Table("moments", MetaData(), Column("at", UtcDateTime))
ZONES = st.integers(-12 * 60, 14 * 60).map(lambda m: timezone(timedelta(minutes=m)))


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    folder: Path = tmp_path_factory.mktemp("types")
    engine = create_engine(f"sqlite:///{folder / 'types.db'}")
    moments.metadata.create_all(engine)
    return engine


@given(
    st.datetimes(datetime(1912, 1, 2), datetime(2999, 12, 30), timezones=ZONES)  # noqa: DTZ001
)
def test_a_moment_comes_back_as_the_same_moment_in_utc(engine: Engine, moment: datetime) -> None:
    with engine.connect() as connection:
        connection.execute(insert(moments).values(at=moment))
        kept = connection.execute(select(moments.c.at)).scalar_one()
    assert kept == moment
    assert kept.utcoffset() == timedelta(0)


def test_a_moment_without_a_zone_is_refused(engine: Engine) -> None:
    naive = datetime(2026, 12, 8, 12, 0)  # noqa: DTZ001  # the mistake under test
    with engine.connect() as connection, pytest.raises(StatementError) as caught:
        connection.execute(insert(moments).values(at=naive))
    assert isinstance(caught.value.orig, NaiveDatetimeError)


def test_moments_are_compared_as_moments_not_as_texts(engine: Engine) -> None:
    taipei = timezone(timedelta(hours=8))
    with engine.connect() as connection:
        noon = datetime(2026, 12, 8, 12, 0, tzinfo=taipei)
        connection.execute(insert(moments).values(at=noon))
        later = select(moments.c.at).where(moments.c.at < datetime(2026, 12, 8, 5, 0, tzinfo=UTC))
        assert connection.execute(later).scalar_one() == noon


SIMPLE = (
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.text(st.characters(codec="utf-8"))
    | st.dates()
    | st.datetimes(timezones=st.just(UTC))
)


@given(st.dictionaries(st.text(st.characters(codec="utf-8")), SIMPLE | st.tuples(SIMPLE, SIMPLE)))
def test_a_snapshot_comes_back_unchanged(fields: dict[str, object]) -> None:
    snapshot = Snapshot()
    dialect = create_engine("sqlite://").dialect
    kept = snapshot.process_bind_param(fields, dialect)
    assert snapshot.process_result_value(kept, dialect) == fields


def test_a_snapshot_keeps_the_value_of_an_enum_and_refuses_a_naive_moment() -> None:
    snapshot = Snapshot()
    dialect = create_engine("sqlite://").dialect
    kept = snapshot.process_bind_param({"stage": Stage.WORKING, "on": date(2026, 12, 8)}, dialect)
    assert snapshot.process_result_value(kept, dialect) == {
        "stage": "處理中",
        "on": date(2026, 12, 8),
    }
    with pytest.raises(NaiveDatetimeError):
        snapshot.process_bind_param({"due_at": datetime(2026, 12, 8)}, dialect)  # noqa: DTZ001


@given(st.lists(st.text(st.characters(codec="utf-8"))).map(tuple))
def test_words_come_back_in_order(words: tuple[str, ...]) -> None:
    dialect = create_engine("sqlite://").dialect
    assert (
        Words().process_result_value(Words().process_bind_param(words, dialect), dialect) == words
    )
