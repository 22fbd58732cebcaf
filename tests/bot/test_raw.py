"""What somebody else made is read as far as it goes; the rest is missing, and nothing raises."""

from contextlib import suppress

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.raw import UnreadableBodyError, id_of, parse_json, parse_object, part, parts, text_of


@given(st.binary())
def test_whatever_comes_is_json_or_said_to_be_none(body: bytes) -> None:
    with suppress(UnreadableBodyError):
        orjson.dumps(parse_json(body), option=orjson.OPT_NON_STR_KEYS)


@pytest.mark.parametrize("strange", [b"NaN", b"1e400", b'"\\ud800"', b"123456789012345678901234"])
def test_one_strange_value_costs_no_other(strange: bytes) -> None:
    raw = parse_object(b'{"good": "x", "strange": ' + strange + b"}")
    assert text_of(raw, "good") == "x"
    assert orjson.loads(orjson.dumps(raw))["good"] == "x"


@pytest.mark.parametrize("body", [b"", b"{", b"x", b"[" * 100_000])
def test_what_is_no_json_is_said_so(body: bytes) -> None:
    with pytest.raises(UnreadableBodyError):
        parse_object(body)


def test_what_is_of_another_kind_is_missing() -> None:
    raw = {"object": {"a": 1}, "list": [{"a": 1}, 7, None], "text": "é", "number": 7}
    assert part(raw, "object") == {"a": 1}
    assert part(raw, "list") == part(raw, "nowhere") == {}
    assert parts(raw, "list") == [{"a": 1}]
    assert parts(raw, "object") == []
    assert (text_of(raw, "text"), text_of(raw, "number")) == ("é", "")
    assert (id_of(raw, "text"), id_of({"id": "x" * 129}, "id"), id_of({"id": "x"}, "id")) == (
        "",
        "",
        "x",
    )
