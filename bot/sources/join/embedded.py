"""JSON as it comes: a body of its own, or the value of a variable in a page's script."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import cast

from bot.sources.errors import SourceError, Trouble
from bot.sources.join.values import fields_of

CANDIDATES = 20  # places in one page where the variable may begin
PERSONAL = frozenset(  # whose names the raw object must not carry
    {"proposer", "nickname", "endorser", "endorsers", "author", "authorname", "email", "提議者"}
    | {"附議人", "附議人暱稱", "username", "realname"}
)
_BOM = "\ufeff"
_DECODER = json.JSONDecoder(strict=False)  # Join has line breaks inside strings
_BEGINS = r"[\"']?\s*[=:]\s*(?=\{)"


def decoded(data: bytes) -> str:
    """Read bytes as UTF-8; what is not UTF-8 shows as replaced characters."""
    return data.decode("utf-8", errors="replace").removeprefix(_BOM)


def whole_json(data: bytes) -> object:
    """Read a body that must be JSON. Raises SourceError: HTML, half a file, anything else."""
    text = decoded(data).strip()
    try:
        return cast("object", _DECODER.decode(text))
    except (ValueError, RecursionError) as error:
        kind = "HTML" if text.startswith("<") else "no JSON"
        raise SourceError(Trouble.UNREADABLE, f"{kind} where JSON was asked for") from error


def variable(page: str, name: str) -> Iterator[Mapping[str, object]]:
    """Yield the objects that a page's script gives to a variable; a page that is JSON is one."""
    if page.lstrip().startswith("{"):
        yield from _object_at(page, len(page) - len(page.lstrip()))
    beginning = re.compile(rf"(?<![\w$]){name}" + _BEGINS)
    for number, found in enumerate(beginning.finditer(page)):
        if number == CANDIDATES:
            return
        yield from _object_at(page, found.end())


def _object_at(page: str, start: int) -> Iterator[Mapping[str, object]]:
    try:
        value, _ = _DECODER.raw_decode(page, start)
    except (ValueError, RecursionError):
        return
    fields = fields_of(cast("object", value))
    if fields:
        yield fields


def kept(fields: Mapping[str, object]) -> str:
    """Return an object as JSON, with every key it has but those that name persons."""
    try:
        written = json.dumps(_without_persons(dict(fields)), ensure_ascii=False)
    except (ValueError, RecursionError):
        return ""
    return written.encode("utf-8", errors="ignore").decode()  # halves of characters are lost


def _without_persons(value: object) -> object:
    if isinstance(value, dict):
        inner = cast("dict[str, object]", value)
        return {k: _without_persons(v) for k, v in inner.items() if k.lower() not in PERSONAL}
    if isinstance(value, list):
        return [_without_persons(item) for item in cast("list[object]", value)]
    return value
