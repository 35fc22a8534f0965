"""Passphrases and PINs: what is asked of them, and the keys they give (Argon2id, RFC 9106)."""

import secrets
import unicodedata
from functools import cache
from importlib.resources import files
from itertools import pairwise

from argon2.low_level import Type, hash_secret_raw

from omoiyari.vault.errors import (
    PassphraseKnown,
    PassphraseTooLong,
    PassphraseTooShort,
    PinTriedFirst,
    PinWrongForm,
)
from omoiyari.vault.keys import KEY_BYTES, Key, derive

MIN_LENGTH = 15
MAX_LENGTH = 1024
_MEMORY_KIB = 128 * 1024
_PASSES = 3
_TRIED_FIRST = frozenset({"2580", "0852", "1122", "1004", "2000", "2001"})


def new_salt() -> bytes:
    """16 random bytes."""
    return secrets.token_bytes(16)


def normal(passphrase: str) -> str:
    """The passphrase as it is compared: Unicode NFKC, so that two keyboards agree."""
    return unicodedata.normalize("NFKC", passphrase)


def check_passphrase(passphrase: str, *words_near_me: str) -> None:
    """Accept 15 to 1,024 characters of any kind that are not well known (NIST SP 800-63B-4, 2025).

    `words_near_me` are the person's own name and the like; a passphrase made only of them is refused.
    Raises PassphraseTooShort, PassphraseTooLong or PassphraseKnown.
    """
    text = normal(passphrase)
    if len(text) < MIN_LENGTH:
        raise PassphraseTooShort
    if len(text) > MAX_LENGTH:
        raise PassphraseTooLong
    if _is_known(text, words_near_me):
        raise PassphraseKnown


def _bare(text: str) -> str:
    return "".join(ch for ch in text.casefold() if ch.isalnum())


def _is_known(text: str, words_near_me: tuple[str, ...]) -> bool:
    bare = _bare(text)
    for word in (*words_near_me, "omoiyari"):
        bare = bare.replace(_bare(word) or "\0", "")
    return bare in _blocklist() or _repeats(bare)


def _repeats(bare: str) -> bool:
    """True for one short piece said again and again: at most 4 characters, or all of it a repeat of up to 8."""
    return len(set(bare)) <= 4 or any(bare == (bare[:n] * len(bare))[: len(bare)] for n in range(1, 9))


@cache
def _blocklist() -> frozenset[str]:
    lines = files("omoiyari.vault").joinpath("blocklist.txt").read_text("utf-8").splitlines()
    return frozenset(_bare(line) for line in lines if line and not line.startswith("#"))


def _argon2id(secret: bytes, salt: bytes) -> bytes:
    return hash_secret_raw(
        secret,
        salt,
        time_cost=_PASSES,
        memory_cost=_MEMORY_KIB,
        parallelism=1,
        hash_len=KEY_BYTES,
        type=Type.ID,
    )


def key_from_passphrase(passphrase: str, salt: bytes) -> Key:
    """The key that a passphrase gives: 128 MiB and three passes, about a third of a second."""
    return derive(_argon2id(normal(passphrase).encode(), salt), "passphrase")


def check_pin(pin: str) -> str:
    """Hand back a PIN of 4 to 12 digits. Raises PinWrongForm."""
    if not (pin.isascii() and pin.isdigit() and 4 <= len(pin) <= 12):
        raise PinWrongForm
    return pin


def check_new_pin(pin: str) -> str:
    """Hand back a PIN that may be set: one that opens already is asked no more than `check_pin` asks.

    Raises PinWrongForm or PinTriedFirst.
    """
    if check_pin(pin) in _TRIED_FIRST or _runs(pin) or _is_a_repeat(pin):
        raise PinTriedFirst
    return pin


def _runs(pin: str) -> bool:
    """True for equal digits, and for digits that go up or down one by one, over the nought too (8901)."""
    steps = {(int(after) - int(before)) % 10 for before, after in pairwise(pin)}
    return len(steps) == 1 and steps <= {0, 1, 9}


def _is_a_repeat(pin: str) -> bool:
    """True for one, two or three digits said again and again: 1212, 123123."""
    return any(pin == (pin[:n] * len(pin))[: len(pin)] for n in range(1, min(3, len(pin) // 2) + 1))


def key_from_pin(pin: str, device: bytes, salt: bytes) -> Key:
    """The key of a remembered device: the PIN and the 32-byte secret in its cookie, both needed."""
    return derive(_argon2id(pin.encode(), salt) + device, "device")
