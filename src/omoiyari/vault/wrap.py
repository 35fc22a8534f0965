"""A key kept under another key, bound to its holder and to the lock that opens it."""

import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from omoiyari.vault.errors import WrongKey
from omoiyari.vault.keys import Key
from omoiyari.vault.seal import NONCE_BYTES


def _place(holder: str, lock: str) -> bytes:
    return f"wrap\0{holder}\0{lock}".encode()


def wrap(secret: bytes, under: Key, holder: str, lock: str) -> bytes:
    """Keep `secret` under the key `under`, for this holder and lock only."""
    nonce = secrets.token_bytes(NONCE_BYTES)
    return nonce + AESGCM(under).encrypt(nonce, secret, _place(holder, lock))


def unwrap(wrapped: bytes, under: Key, holder: str, lock: str) -> bytes:
    """The secret that was wrapped. Raises WrongKey if key, holder, lock or bytes differ."""
    try:
        return AESGCM(under).decrypt(wrapped[:NONCE_BYTES], wrapped[NONCE_BYTES:], _place(holder, lock))
    except (InvalidTag, ValueError) as error:
        raise WrongKey from error
