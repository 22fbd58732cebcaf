"""Encryption at rest, and blind indexes to find what is encrypted.

Ciphertext: version (1 byte) · key id (8) · nonce (12) · AES-256-GCM ciphertext and tag (16).
The place, 「table|column」, is authenticated with it, so a value moved elsewhere is refused.
Subkeys come from the secret key by HKDF-SHA256, one for each purpose.
"""

import hmac
import os
from collections.abc import Sequence

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from storage.errors import TamperedDataError

VERSION = b"\x01"
KEY_ID_LENGTH = 8  # bytes
NONCE_LENGTH = 12  # bytes, what GCM wants
TAG_LENGTH = 16  # bytes
SUBKEY_LENGTH = 32  # bytes: AES-256, SHA-256
HEAD_LENGTH = len(VERSION) + KEY_ID_LENGTH


def _derive(secret: str, purpose: str, length: int) -> bytes:
    hkdf = HKDF(algorithm=SHA256(), length=length, salt=None, info=f"pobot|{purpose}|1".encode())
    return hkdf.derive(secret.encode())


def signing_keys(secret_key: str, old_secret_keys: Sequence[str], purpose: str) -> list[bytes]:
    """Return the keys that sign for one purpose, 「pictures」: the present one first."""
    secrets = (secret_key, *old_secret_keys)
    return [_derive(secret, f"sign-{purpose}", SUBKEY_LENGTH) for secret in secrets]


class _Subkeys:
    """What one secret key gives."""

    def __init__(self, secret: str) -> None:
        self.head = VERSION + _derive(secret, "key-id", KEY_ID_LENGTH)
        self.sealer = AESGCM(_derive(secret, "encrypt", SUBKEY_LENGTH))
        # Copied for each value: a one-shot HMAC lets go of the interpreter, and the inbox's writer
        # then queues for it behind every request that is being answered.
        self._keyed = hmac.new(_derive(secret, "blind-index", SUBKEY_LENGTH), digestmod="sha256")

    def blind(self, value: str, place: str) -> str:
        """Return the blind index of `value`, 64 hexadecimal digits."""
        keyed = self._keyed.copy()
        keyed.update(f"{place}|{value}".encode())
        return keyed.hexdigest()


class Cipher:
    """Seals with `secret_key`; opens what it or one of the old secret keys sealed."""

    def __init__(self, secret_key: str, old_secret_keys: Sequence[str] = ()) -> None:
        if not secret_key or not all(old_secret_keys):
            message = "an empty secret key protects nothing"
            raise ValueError(message)
        self._current = _Subkeys(secret_key)
        self._all = (self._current, *(_Subkeys(secret) for secret in old_secret_keys))
        self._by_head = {subkeys.head: subkeys for subkeys in reversed(self._all)}

    def seal(self, plain: bytes, place: str) -> bytes:
        """Encrypt `plain` for `place` (「table|column」)."""
        nonce = os.urandom(NONCE_LENGTH)
        return (
            self._current.head + nonce + self._current.sealer.encrypt(nonce, plain, place.encode())
        )

    def open(self, sealed: bytes, place: str) -> bytes:
        """Decrypt what `seal` made for the same place.

        Raises TamperedDataError.
        """
        subkeys = self._by_head.get(sealed[:HEAD_LENGTH])
        if subkeys is None:
            message = f"{place}: none of the secret keys made this ciphertext"
            raise TamperedDataError(message)
        if len(sealed) < HEAD_LENGTH + NONCE_LENGTH + TAG_LENGTH:
            message = f"{place}: the ciphertext is cut short"
            raise TamperedDataError(message)
        nonce = sealed[HEAD_LENGTH : HEAD_LENGTH + NONCE_LENGTH]
        try:
            return subkeys.sealer.decrypt(
                nonce, sealed[HEAD_LENGTH + NONCE_LENGTH :], place.encode()
            )
        except InvalidTag as error:
            message = f"{place}: the ciphertext was changed or moved"
            raise TamperedDataError(message) from error

    def seal_text(self, text: str, place: str) -> bytes:
        """Encrypt a text; an empty one stays empty."""
        return self.seal(text.encode(), place) if text else b""

    def open_text(self, sealed: bytes | None, place: str) -> str:
        """Decrypt what `seal_text` made; nothing gives an empty text."""
        return self.open(sealed, place).decode() if sealed else ""

    def is_current(self, sealed: bytes) -> bool:
        """Whether the present secret key made `sealed`."""
        return sealed.startswith(self._current.head)

    def blind(self, value: str, place: str) -> str:
        """Return the index under which `value` is stored now."""
        return self._current.blind(value, place)

    def blinds(self, value: str, place: str) -> tuple[str, ...]:
        """Return all indexes under which `value` may be stored, old keys' too."""
        return tuple(subkeys.blind(value, place) for subkeys in self._all)
