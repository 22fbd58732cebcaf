"""Pictures on cards: their keys, and the signed addresses under which LINE fetches them. Pure.

An address is a secret: who has it sees one picture until it expires, without any other key.
"""

import hmac
import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256

# Somebody opens a push when back from leave, or scrolls up to it while a petition is endorsed
# (60 days): an address holds for 60 to 90 days. Its end is one of few fixed days, so that a picture
# keeps its address for a month, and LINE, which is told the same message twice, is told the same.
LEAST_LIFE, STEP = timedelta(days=60), timedelta(days=30)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MOMENT = "%Y%m%dT%H%M%S.%f%z"
PART = re.compile(r"[A-Za-z0-9_-]{1,80}")
SIGNATURE_LENGTH = 16  # bytes of HMAC-SHA256: 128 bits
LONGEST_TOKEN = 400  # characters; ours have about 120
PATH = "/charts/"

PictureAddress = Callable[[str], str]  # of a picture's key; "" where nobody can fetch it


def no_address(_key: str) -> str:
    """Say that pictures cannot be fetched: the bot has no address on the internet."""
    return ""


@dataclass(frozen=True, slots=True)
class PictureKey:
    """What a picture shows; `kind` tells who can draw it. Later changes do not change it."""

    kind: str  # 「petition」
    subject: str  # for its kind to understand; letters, digits, 「-」 and 「_」
    at: datetime  # UTC: it shows what was known then

    @property
    def text(self) -> str:
        """「petition/<Join's id>/20261207T020000.000000Z」, what `Picture.key` holds."""
        moment = self.at.astimezone(UTC).strftime(MOMENT).replace("+0000", "Z")
        return f"{self.kind}/{self.subject}/{moment}"


def read_key(text: str) -> PictureKey | None:
    """Read what `PictureKey.text` wrote; None for anything else."""
    kind, _, rest = text.partition("/")
    subject, _, moment = rest.partition("/")
    if PART.fullmatch(kind) is None or PART.fullmatch(subject) is None:
        return None
    try:
        key = PictureKey(kind, subject, datetime.strptime(moment, MOMENT).astimezone(UTC))
    except (ValueError, OverflowError):
        return None
    return key if key.text == text else None


class PictureAddresses:
    """Makes addresses and reads them back; `keys` are the secret's, the present one first."""

    def __init__(self, base_url: str, keys: Sequence[bytes], now: Callable[[], datetime]) -> None:
        self._base_url = base_url if base_url.startswith("https://") else ""  # LINE takes no other
        self._keys = tuple(keys)
        self._now = now

    def address(self, key: str) -> str:
        """Return where LINE fetches a picture; "" without a public HTTPS address."""
        return f"{self._base_url}{self.path(key)}" if self._base_url else ""

    def path(self, key: str) -> str:
        """Return the address within this bot."""
        steps = -((EPOCH - self._now() - LEAST_LIFE) // STEP)
        content = f"{steps}/{key}".encode()
        return f"{PATH}{_encode(_sign(self._keys[0], content) + content)}.png"

    def key_of(self, token: str) -> str | None:
        """Return the key in an address; None when it is not ours, changed or expired."""
        signed = _decode(token)
        if signed is None:
            return None
        signature, content = signed[:SIGNATURE_LENGTH], signed[SIGNATURE_LENGTH:]
        good = [hmac.compare_digest(_sign(key, content), signature) for key in self._keys]
        if not any(good):
            return None
        steps, _, key = content.decode().partition("/")
        return key if self._now() < EPOCH + int(steps) * STEP else None


def _sign(key: bytes, content: bytes) -> bytes:
    return hmac.digest(key, content, sha256)[:SIGNATURE_LENGTH]


def _encode(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode()


def _decode(token: str) -> bytes | None:
    """Read base64 as `_encode` writes it; no other spelling of the same bytes passes."""
    if len(token) > LONGEST_TOKEN:
        return None
    try:
        data = urlsafe_b64decode(token + "=" * (-len(token) % 4))
    except ValueError:
        return None
    return data if _encode(data) == token else None
