"""Logs tell what happened and nothing about anybody."""

import io
import json
import logging

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import ConfigError, UserError
from bot.logs import MASK, WITHHELD, configure_logs, describe_exception, get_logger, mask_text

DIGITS = st.text("0123456789", min_size=8, max_size=8)
AROUND = st.text(st.characters(categories=["Lo", "Zs"]), max_size=10)
GAPS = st.sampled_from(["", "-", " ", "－", "."])


@pytest.fixture
def lines() -> io.StringIO:
    stream = io.StringIO()
    configure_logs(secrets=["channel-secret-value"], stream=stream)
    return stream


def last(lines: io.StringIO) -> dict[str, object]:
    found: dict[str, object] = json.loads(lines.getvalue().splitlines()[-1])
    return found


@given(AROUND, DIGITS, GAPS, st.sampled_from(["09", "+8869", "０9", "+886 9"]), AROUND)
def test_mobile_numbers_are_masked(
    before: str, digits: str, gap: str, prefix: str, after: str
) -> None:
    number = f"{prefix}{digits[:2]}{gap}{digits[2:5]}{gap}{digits[5:]}"
    masked = mask_text(f"{before}{number}{after}")
    assert digits[5:] not in masked.replace(MASK, "")
    assert masked == before + MASK + after


@given(AROUND, DIGITS, st.sampled_from(["(02){}-{}", "02-{}-{}", "（02）{}{}", "+886-2-{}-{}"]))
def test_landlines_are_masked(before: str, digits: str, form: str) -> None:
    assert mask_text(before + form.format(digits[:4], digits[4:])) == before + MASK


@given(
    AROUND,
    st.from_regex(r"[a-z0-9._+-]{1,20}@[a-z0-9-]{1,12}(\.[a-z]{2,3}){1,2}", fullmatch=True),
)
def test_mail_addresses_are_masked(before: str, address: str) -> None:
    masked = mask_text(f"{before} {address}")
    assert address not in masked
    assert "@" not in masked


@given(AROUND, st.from_regex(r"[A-Z][12]\d{8}", fullmatch=True), AROUND)
def test_identity_numbers_are_masked(before: str, number: str, after: str) -> None:
    assert number not in mask_text(before + number + after)


@given(st.from_regex(r"[UCR][0-9a-f]{32}", fullmatch=True))
def test_line_ids_are_masked(line_id: str) -> None:
    assert mask_text(f"push to {line_id} failed") == f"push to {MASK} failed"


@pytest.mark.parametrize(
    "text",
    [
        "115-0042",
        "12/16（三）23:59",
        "2026-12-03T04:00:00Z",
        "took 0.0123456 s",
        "分機 1234",
        "HTTP 503",
    ],
)
def test_what_is_nobodys_stays_readable(text: str) -> None:
    assert mask_text(text) == text


def test_a_line_is_one_json_object_with_name_level_and_moment(lines: io.StringIO) -> None:
    get_logger("bot.worker").info("event_handled", platform="line", milliseconds=12, ok=True)
    line = last(lines)
    assert str(line.pop("at")).endswith("Z")
    assert line == {
        "event": "event_handled",
        "level": "info",
        "logger": "bot.worker",
        "platform": "line",
        "milliseconds": 12,
        "ok": True,
    }


def test_texts_and_secrets_are_withheld_wherever_they_hide(lines: io.StringIO) -> None:
    get_logger("x").warning(
        "odd",
        text="公園夜間噪音",
        reply_ticket="8888",
        nested={"payload": b"{}", "people": ["0912-345-678"], "body": "公園"},
        raw=b"bytes",
        where="postgresql://po:hunter2@db/po",
        why="denied for channel-secret-value",
    )
    line = last(lines)
    assert line["text"] == line["raw"] == WITHHELD
    assert line["reply_ticket"] == MASK
    assert line["nested"] == {"payload": WITHHELD, "people": [MASK], "body": WITHHELD}
    assert line["where"] == f"postgresql://{MASK}@db/po"
    assert line["why"] == f"denied for {MASK}"


def test_libraries_log_the_same_way(lines: io.StringIO) -> None:
    logging.getLogger("uvicorn.error").error("no route to %s", "someone@example.gov.tw")
    line = last(lines)
    assert line["event"] == f"no route to {MASK}"
    assert line["logger"] == "uvicorn.error"


def test_an_exception_is_told_by_place_and_kind_not_by_what_it_quotes(lines: io.StringIO) -> None:
    try:
        int("公園夜間噪音")
    except ValueError:
        get_logger("x").exception("bug")
        logging.getLogger("y").exception("bug")
    ours, theirs = (json.loads(line) for line in lines.getvalue().splitlines()[-2:])
    for line in (ours, theirs):
        assert "builtins.ValueError" in line["exception"]
        assert "test_logs.py" in line["exception"]
        assert "噪音" not in json.dumps(line, ensure_ascii=False)


def test_an_operators_error_keeps_its_words_and_an_officers_does_not() -> None:
    assert "PORT is wrong" in describe_exception(ConfigError("PORT is wrong"))
    assert "噪音" not in describe_exception(UserError("看不懂「噪音」", hint="例如"))


def test_the_cause_of_an_exception_is_told_too() -> None:
    error = ConfigError("no database")
    error.__cause__ = OSError("refused")
    assert describe_exception(error).splitlines() == [
        "builtins.OSError: refused",
        "then",
        "bot.errors.ConfigError: no database",
    ]
