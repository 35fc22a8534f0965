"""One `seal` for all that is kept: AES-256-GCM over padded bytes, bound to the place where the record stands."""

import secrets
from typing import NamedTuple

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from omoiyari.vault.errors import WrongKey
from omoiyari.vault.keys import Key
from omoiyari.vault.pad import pad, unpad

NONCE_BYTES = 12


class About(NamedTuple):
    """Where a sealed text stands; authenticated with it, so that it cannot be moved to another place."""

    record: str
    owner: str
    audience: str
    version: int

    def to_bytes(self) -> bytes:
        """An encoding in which no two places look alike (fields hold no NUL)."""
        return f"{self.record}\0{self.owner}\0{self.audience}\0{self.version}".encode()


def seal(key: Key, text: bytes, about: About) -> bytes:
    """Seal `text` for one place; the length shows only its 512-byte bucket."""
    nonce = secrets.token_bytes(NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, pad(text), about.to_bytes())


class Opener:
    """Opens what one key sealed; set up once for many records."""

    __slots__ = ("_cipher",)

    def __init__(self, key: Key) -> None:
        self._cipher = AESGCM(key)

    def open(self, sealed: bytes, about: About) -> bytes:
        """The text that was sealed for this very place. Raises WrongKey if key, place or bytes differ."""
        try:
            padded = self._cipher.decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], about.to_bytes())
        except (InvalidTag, ValueError) as error:
            raise WrongKey from error
        return unpad(padded)


def unseal(key: Key, sealed: bytes, about: About) -> bytes:
    """Open one record; see `Opener.open`."""
    return Opener(key).open(sealed, about)
