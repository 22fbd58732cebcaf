"""Reading JSON that somebody else made: what is missing or strange reads as nothing. Pure."""

import json
import math
from collections.abc import Mapping
from typing import TypeAlias, cast

import orjson

from bot.errors import PoBotError

Raw: TypeAlias = Mapping[str, object]

ID_LIMIT = 128  # characters; ids of LINE and Slack have 9 to 60
EXACT_LIMIT = 2**53  # beyond it a float is no exact whole number


class UnreadableBodyError(PoBotError):
    """The body of a webhook request is not JSON."""


def part(raw: Raw, name: str) -> Raw:
    """Return an object inside; an empty one when there is none."""
    value = raw.get(name)
    return cast("Raw", value) if isinstance(value, dict) else {}


def parts(raw: Raw, name: str) -> list[Raw]:
    """Return the objects of a list inside."""
    value = raw.get(name)
    entries = cast("list[object]", value) if isinstance(value, list) else []
    return [cast("Raw", entry) for entry in entries if isinstance(entry, dict)]


def text_of(raw: Raw, name: str) -> str:
    """Return a text inside, or nothing."""
    value = raw.get(name)
    return value if isinstance(value, str) else ""


def count_of(raw: Raw, name: str) -> int:
    """Return a number of things inside; 0 for anything else."""
    value = raw.get(name)
    return value if isinstance(value, int) and value > 0 else 0


def id_of(raw: Raw, name: str) -> str:
    """Return an id that a database column and a log line can hold, else nothing."""
    value = text_of(raw, name)
    return value if value.isascii() and value.isprintable() and len(value) <= ID_LIMIT else ""


def _number(text: str) -> float | str:
    """Read a number that JSON can hold again; any other stays the text it was."""
    value = float(text)
    exact = value.is_integer() and abs(value) < EXACT_LIMIT
    return int(value) if exact else value if math.isfinite(value) else text


LOOSE = json.JSONDecoder(parse_constant=str, parse_int=_number, parse_float=_number, strict=False)


def parse_json(body: bytes) -> object:
    """Read JSON; half surrogates, NaN or 1e400 in one place must not cost the rest.

    Raises UnreadableBodyError. What is returned can be written again with orjson.
    """
    try:
        return orjson.loads(body)
    except ValueError:
        try:
            loose: object = LOOSE.decode(body.decode("utf-8", "replace"))
            tidy = json.dumps(loose, ensure_ascii=False).encode("utf-8", "replace")
            return orjson.loads(tidy)
        except (ValueError, RecursionError) as error:
            raise UnreadableBodyError from error


def parse_object(body: bytes) -> Raw:
    """Read a JSON object; anything else that is JSON reads as an empty one.

    Raises UnreadableBodyError.
    """
    parsed = parse_json(body)
    return cast("Raw", parsed) if isinstance(parsed, dict) else {}
