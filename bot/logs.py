"""Structured logs, one JSON object a line; personal data and secrets are masked on the way out.

Texts that people wrote are never logged: neither by name (`text`, `body`, …) nor through the
message of an exception that quotes them.
"""

import logging
import re
import sys
import traceback
from collections.abc import Collection, Iterable, Mapping
from typing import TextIO, cast

import structlog
from structlog.typing import EventDict, FilteringBoundLogger, Processor, WrappedLogger

from bot.errors import ConfigError, DeliveryError, UnavailableError

MASK = "***"
WITHHELD = "(not logged)"
TEXT_NAMES = frozenset(
    {"alt", "argument", "body", "card", "command", "copy_text", "data", "note"}
    | {"payload", "subject", "text", "title"}
)
SECRET_NAMES = re.compile(
    r"secret|token|password|authorization|signature|cookie|ticket|api_?key|database_url",
    re.IGNORECASE,
)
VALUE_LIMIT = 8000  # characters of one value
SHORTEST_SECRET = 8  # characters; shorter ones would mask ordinary words
# Digits of any width; a separator may stand between any two groups.
_GAP = r"[-－‐–—.．\s　()（）]{0,3}"
PATTERNS = tuple(
    re.compile(pattern)
    for pattern in (
        r"(?<=://)[^/\s:@]*:[^/\s@]*(?=@)",  # the password in a database's address
        r"[^\s@<>\"'(),:;/*，、；：（）「」]{1,64}[@＠][^\s@<>\"'(),;/，、；（）「」]+",  # e-mail
        r"[UCR][0-9a-f]{32}",  # LINE's ids of people, groups and rooms
        r"(?<![A-Za-z0-9])[A-Za-z][1289A-Da-d]\d{8}(?!\d)",  # 身分證字號, 居留證號 old and new
        # 手機
        rf"(?<!\d)(?:(?:[+＋]|00)?886{_GAP}(?:[0０]{_GAP})?|[0０])[9９](?:{_GAP}\d){{8}}(?!\d)",
        # 市話
        rf"(?<![0-9A-Za-z])(?:[+＋]?886{_GAP}|[(（]?[0０])[2-8２-８](?:{_GAP}\d){{7,9}}(?!\d)",
        r"(?<=/calendar/)[^\s\"?]+|(?<=/charts/)[^\s\"?]+",  # addresses that are secrets
        r"(?i)\b(?:bearer|basic)\s+\S+",
        r"\bxox[a-z]-\S+|\bxapp-\S+",  # Slack
    )
)


def mask_text(text: str, *, secrets: Iterable[str] = ()) -> str:
    """Replace phone numbers, e-mail addresses, identity numbers, LINE ids and secrets by `***`."""
    masked = text[:VALUE_LIMIT]
    for secret in secrets:
        masked = masked.replace(secret, MASK)
    for pattern in PATTERNS:
        masked = pattern.sub(MASK, masked)
    return masked


def _mask_value(name: str, value: object, secrets: Collection[str]) -> object:
    if name in TEXT_NAMES or isinstance(value, bytes):
        return WITHHELD
    if value and SECRET_NAMES.search(name):
        return MASK
    if isinstance(value, bool | int | float) or value is None:
        return value
    if isinstance(value, Mapping):
        entries = cast("Mapping[object, object]", value)
        return {
            mask_text(str(key), secrets=secrets): _mask_value(str(key), entry, secrets)
            for key, entry in entries.items()
        }
    if isinstance(value, list | tuple | set | frozenset):
        return [_mask_value("", entry, secrets) for entry in cast("Iterable[object]", value)]
    return mask_text(str(value), secrets=secrets)


def masking(secrets: Iterable[str] = ()) -> Processor:
    """Make the processor that masks every value of a log line; `secrets` are masked anywhere."""
    known = tuple(secret for secret in secrets if len(secret) >= SHORTEST_SECRET)

    def mask(_: WrappedLogger, __: str, event_dict: EventDict) -> EventDict:
        return {name: _mask_value(name, value, known) for name, value in event_dict.items()}

    return mask


def describe_exception(error: BaseException) -> str:
    """Tell where an exception comes from, without its message unless we wrote that ourselves.

    Messages of other exceptions may quote what somebody typed.
    """
    frames = [
        f"{frame.filename}:{frame.lineno} {frame.name}"
        for frame in traceback.extract_tb(error.__traceback__)
    ]
    own = isinstance(error, ConfigError | DeliveryError | UnavailableError | OSError)
    kind = f"{type(error).__module__}.{type(error).__qualname__}"
    lines = [*frames, f"{kind}: {error}" if own else kind]
    cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return "\n".join([*([describe_exception(cause), "then"] if cause else []), *lines])


def _exception_to_text(_: WrappedLogger, __: str, event_dict: EventDict) -> EventDict:
    given: object = event_dict.pop("exc_info", None)
    if given is True:
        given = sys.exc_info()
    if isinstance(given, tuple):
        given = cast("tuple[object, ...]", given)[1]
    if isinstance(given, BaseException):
        event_dict["exception"] = describe_exception(given)
    return event_dict


def configure_logs(
    *, secrets: Iterable[str] = (), level: int = logging.INFO, stream: TextIO | None = None
) -> None:
    """Send all logs, the libraries' too, to `stream` (standard error) as masked JSON lines."""
    before: list[Processor] = [
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.stdlib.ExtraAdder(),
    ]
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            structlog.contextvars.merge_contextvars,
            *before[:2],
            structlog.stdlib.PositionalArgumentsFormatter(),
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        wrapper_class=structlog.stdlib.BoundLogger,
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=before,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                _exception_to_text,
                masking(secrets),
                structlog.processors.TimeStamper(fmt="iso", utc=True, key="at"),
                structlog.processors.JSONRenderer(ensure_ascii=False),
            ],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)


def get_logger(name: str) -> FilteringBoundLogger:
    """Return the logger of one module: `log.info("event_name", key=value)`."""
    return cast("FilteringBoundLogger", structlog.get_logger(name))
