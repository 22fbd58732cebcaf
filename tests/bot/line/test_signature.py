"""Only LINE's own signature is believed, and junk raises nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.line.receive import signature_is_valid
from tests.bot.line.events import SECRET, body_of, said, sign


def test_lines_own_signature_is_believed_and_no_other() -> None:
    body = body_of(said("#找 衛福部"))
    assert signature_is_valid(SECRET, body, sign(body))
    assert signature_is_valid(SECRET, body, sign(body).encode())
    assert not signature_is_valid(SECRET, body + b" ", sign(body))
    assert not signature_is_valid("another secret", body, sign(body))
    assert not signature_is_valid(SECRET, body, sign(body, "another secret"))


@pytest.mark.parametrize("header", [None, "", b"", "x", "é", "\ud800", b"\xff" * 44, "A" * 100_000])
def test_a_junk_signature_is_simply_wrong(header: str | bytes | None) -> None:
    assert not signature_is_valid(SECRET, b"{}", header)


def test_without_a_secret_nobody_is_believed() -> None:
    assert not signature_is_valid("", b"{}", sign(b"{}", ""))


@given(st.text(), st.binary(), st.one_of(st.none(), st.binary(), st.text(st.characters())))
def test_checking_never_raises(secret: str, body: bytes, header: str | bytes | None) -> None:
    assert not signature_is_valid(secret, body, header)


@given(st.text(min_size=1), st.binary())
def test_what_is_signed_with_the_secret_is_believed(secret: str, body: bytes) -> None:
    assert signature_is_valid(secret, body, sign(body, secret))
