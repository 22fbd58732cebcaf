"""Moments as Taiwanese sites write them."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sources.moments import TAIPEI, YEARS, read_moment

TEN = datetime(2026, 12, 7, 2, 0, tzinfo=UTC)  # 10:00 in Taipei
MIDNIGHT = datetime(2026, 12, 6, 16, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    "written",
    [
        *("Mon, 07 Dec 2026 10:00:00 +0800", "Mon, 07 Dec 2026 02:00:00 GMT", "7 Dec 26 10:00"),
        *("Mon, 7 Dec 2026 10:00:00 CST", "2026-12-07T10:00:00+08:00", "2026-12-07T02:00:00Z"),
        *(
            "2026-12-07T02:00:00.123Z",
            "2026/12/7 上午 10:00",
            "2026/12/07 10:00:00",
            "20261207 10:00",
        ),
        *("115/12/07 10:00", "115年12月7日 10時00分", "115.12.07 10:00", "12/7/2026 10:00:00 AM"),
        *("２０２６/１２/７ 10:00", "2026-12-07 (一) 10:00", "2026-12-07 10:00:00 (CST)"),
    ],
)
def test_ten_in_the_morning(written: str) -> None:
    assert read_moment(written) == TEN


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("2026/12/7 下午 3:05", TEN + timedelta(hours=5, minutes=5)),
        ("2026/12/7 上午 12:00", MIDNIGHT),
        ("2026/12/7 下午 12:00", TEN + timedelta(hours=2)),
        ("115年12月7日", MIDNIGHT),
        ("2026-12-07T10:00:60", TEN + timedelta(seconds=59)),  # a leap second
    ],
)
def test_others(written: str, read: datetime) -> None:
    assert read_moment(written) == read


@pytest.mark.parametrize(
    "written", ["", "昨天", "10:00", "2026-13-01", "2026-02-30", "0001-01-01", "9" * 99, "12/07"]
)
def test_what_cannot_be_read_without_a_guess_is_not_read(written: str) -> None:
    assert read_moment(written) is None


def test_without_a_zone_it_is_the_sources_own() -> None:
    assert read_moment("2026-12-07 02:00", ZoneInfo("UTC")) == TEN


@given(st.datetimes(datetime(1996, 1, 1), datetime(2099, 1, 1)))  # noqa: DTZ001  # the zone follows
def test_every_moment_is_read_back(said: datetime) -> None:
    said = said.replace(microsecond=0, tzinfo=TAIPEI)
    for written in (said.isoformat(), format_datetime(said), f"{said:%Y/%m/%d %H:%M:%S}"):
        assert read_moment(written) == said.astimezone(UTC), written


@given(st.text(max_size=40))
def test_no_text_breaks_it(text: str) -> None:
    read = read_moment(text)
    assert read is None or (read.tzinfo is UTC and read.year in range(1994, YEARS.stop + 1))
