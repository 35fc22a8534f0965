"""Random keys, and keys derived from keys."""

import secrets
from dataclasses import dataclass
from typing import NewType

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

Key = NewType("Key", bytes)
Secret = NewType("Secret", bytes)

KEY_BYTES = 32


def new_key() -> Key:
    """A random 32-byte key."""
    return Key(secrets.token_bytes(KEY_BYTES))


def new_secret() -> Secret:
    """A random 32-byte secret, for a cookie or a link."""
    return Secret(secrets.token_bytes(KEY_BYTES))


def derive(key: bytes, purpose: str) -> Key:
    """The 32-byte key for one purpose (HKDF-SHA256, RFC 5869); other purposes give unrelated keys."""
    kdf = HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=f"omoiyari/{purpose}".encode())
    return Key(kdf.derive(key))


@dataclass(frozen=True, slots=True)
class Keyring:
    """One person's keys: `mine` for all that is theirs, `safety` for the area that locks first."""

    mine: Key
    safety: Key

    def to_bytes(self) -> bytes:
        """64 bytes, to be wrapped."""
        return self.mine + self.safety

    @classmethod
    def from_bytes(cls, data: bytes) -> "Keyring":
        """The keyring that `to_bytes` gave. Raises ValueError for any other length than 64."""
        if len(data) != 2 * KEY_BYTES:
            raise ValueError("a keyring has 64 bytes")
        return cls(Key(data[:KEY_BYTES]), Key(data[KEY_BYTES:]))

    @classmethod
    def new(cls) -> "Keyring":
        """Fresh random keys."""
        return cls(new_key(), new_key())
