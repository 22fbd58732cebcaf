"""What Slack sends, over HTTP or the socket, before anybody knows what it means. Pure."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

import orjson

from bot.gate import Arrival
from bot.raw import Raw, UnreadableBodyError, id_of, parse_object, part, text_of

OF_EVENTS = frozenset({"event_callback", "url_verification", "app_rate_limited"})
OLD_PROOF = "token"  # Slack's earlier way, one for all requests: not wanted in a database


class RequestKind(StrEnum):
    """Slack's three ways to tell us something."""

    EVENT = "event"  # Events API: the envelope
    COMMAND = "command"  # a slash command: its form
    INTERACTION = "interaction"  # a tap, a shortcut, a modal: its `payload`


@dataclass(frozen=True, slots=True, kw_only=True)
class RawRequest:
    """One request, not interpreted yet. `fields` is JSON all through."""

    kind: RequestKind
    fields: Raw

    @property
    def payload(self) -> bytes:
        """The request as the inbox keeps it; `from_stored` reads it back."""
        return orjson.dumps({"kind": self.kind.value, "fields": self.fields})

    @property
    def key(self) -> str:
        """What stays the same when Slack sends this once more."""
        if self.kind is RequestKind.EVENT and (event_id := id_of(self.fields, "event_id")):
            return event_id
        is_form = text_of(self.fields, "type") == "view_submission"
        if is_form and (view_id := id_of(part(self.fields, "view"), "id")):
            return f"form:{view_id}"  # whoever waited in vain sends the same form off once more
        if trigger_id := id_of(self.fields, "trigger_id"):  # of one tap, command or submission
            return f"{self.kind.value}:{trigger_id}"
        digest = hashlib.sha256(orjson.dumps(self.fields, option=orjson.OPT_SORT_KEYS))
        return f"sha256:{digest.hexdigest()}"

    @property
    def event(self) -> Raw:
        """The event inside an EVENT."""
        return part(self.fields, "event")


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A call of Slack's API that cannot wait for the worker: 「views.open」 within 3 seconds."""

    method: str
    arguments: Mapping[str, object]
    otherwise: tuple[Arrival, ...] = ()  # stored when the call came to nothing


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What is done with one request: stored first, then answered, then perhaps a call."""

    arrivals: tuple[Arrival, ...] = ()
    answer: Mapping[str, object] | None = None  # JSON of the 200; None: an empty 200
    call: Call | None = None  # made after the answer; nobody waits for it
    warning: str = ""  # what the operator must know, as one word for the log


NOTHING = Taken()


def kept(fields: Raw) -> Raw:
    """Return what of a request may be kept; half a surrogate in one place costs not the rest.

    Raises UnreadableBodyError for what cannot be written again.
    """
    may_be = {name: value for name, value in fields.items() if name != OLD_PROOF}
    try:
        orjson.dumps(may_be)
    except TypeError:
        return _tidied(may_be)
    return may_be


def _tidied(fields: Raw) -> Raw:
    try:
        tidy = parse_object(json.dumps(fields).encode())
        orjson.dumps(tidy)
    except (TypeError, ValueError, RecursionError) as error:  # nested too deep
        raise UnreadableBodyError from error
    return tidy


def request_of(body: Raw) -> RawRequest:
    """Tell which of the three ways a request came by: Bolt gives the JSON or form, not the way.

    Raises UnreadableBodyError.
    """
    fields = kept(body)
    if "event" in fields or text_of(fields, "type") in OF_EVENTS:
        return RawRequest(kind=RequestKind.EVENT, fields=fields)
    kind = RequestKind.COMMAND if "command" in fields else RequestKind.INTERACTION
    return RawRequest(kind=kind, fields=fields)


def from_stored(payload: bytes) -> RawRequest | None:
    """Read what `RawRequest.payload` wrote; None for anything else."""
    try:
        stored = parse_object(payload)
        return RawRequest(kind=RequestKind(text_of(stored, "kind")), fields=part(stored, "fields"))
    except (ValueError, UnreadableBodyError):
        return None
