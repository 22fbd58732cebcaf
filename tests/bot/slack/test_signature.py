"""Only Slack's own signature of the last five minutes is believed, and junk raises nothing."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.slack.signature import OLDEST, is_signed, sign

NOW = datetime(2026, 12, 3, 4, 0, tzinfo=UTC)
SECRET = "8f742231b10e8888abcd99yyyzzz85a5"  # noqa: S105
STAMP = str(int(NOW.timestamp())).encode()
BODY = b"token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J"


def believed(body: bytes, timestamp: bytes | None, signature: bytes | None) -> bool:
    return is_signed(SECRET, body, timestamp=timestamp, signature=signature, now=NOW)


def test_slacks_own_example_is_believed() -> None:
    # https://docs.slack.dev/authentication/verifying-requests-from-slack/
    body = (
        b"token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow"
        b"&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner"
        b"&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2F"
        b"commands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN"
        b"&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c"
    )
    signature = b"v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503"
    then = datetime.fromtimestamp(1531420618, UTC)
    assert is_signed(SECRET, body, timestamp=b"1531420618", signature=signature, now=then)


def test_what_is_changed_is_not_believed() -> None:
    signature = sign(SECRET, STAMP, BODY)
    assert believed(BODY, STAMP, signature)
    assert not believed(BODY + b" ", STAMP, signature)
    assert not believed(BODY, str(int(STAMP) + 1).encode(), signature)
    assert not believed(BODY, STAMP, sign("another", STAMP, BODY))
    assert not believed(BODY, STAMP, signature.upper())
    assert not is_signed("", BODY, timestamp=STAMP, signature=sign("", STAMP, BODY), now=NOW)


@pytest.mark.parametrize(
    ("seconds", "answer"), [(OLDEST, True), (OLDEST + 1, False), (-OLDEST - 1, False)]
)
def test_five_minutes_are_the_limit_both_ways(seconds: int, answer: bool) -> None:  # noqa: FBT001
    signature = sign(SECRET, STAMP, BODY)
    now = NOW + timedelta(seconds=seconds)
    given_now = is_signed(SECRET, BODY, timestamp=STAMP, signature=signature, now=now)
    assert given_now is answer


@pytest.mark.parametrize(
    "timestamp",
    [
        None,
        b"",
        b"abc",
        b"1e9",
        b"-1",
        b" 1",
        b"1.5",
        b"9" * 400,
        "１２３".encode(),
        b"\xff",
        b"0x10",
    ],
)
def test_a_junk_timestamp_is_simply_wrong(timestamp: bytes | None) -> None:
    assert not believed(BODY, timestamp, sign(SECRET, timestamp or b"", BODY))


@given(st.binary(), st.none() | st.binary(), st.none() | st.binary(), st.text())
def test_checking_never_raises(
    body: bytes, timestamp: bytes | None, signature: bytes | None, secret: str
) -> None:
    assert not is_signed(secret, body, timestamp=timestamp, signature=signature, now=NOW)


@given(st.binary())
def test_what_is_signed_with_the_secret_is_believed(body: bytes) -> None:
    assert believed(body, STAMP, sign(SECRET, STAMP, body))
