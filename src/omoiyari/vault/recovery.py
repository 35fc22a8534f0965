"""Recovery codes: 128 random bits that a person can write down (Crockford base 32, with a check character)."""

import secrets

from omoiyari.vault.errors import CodeMistyped
from omoiyari.vault.keys import Key, derive

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_CHECK_ALPHABET = _ALPHABET + "*~$=U"
_LENGTH = 26
_READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1", " ": None, "-": None})


def _check_character(number: int) -> str:
    return _CHECK_ALPHABET[number % 37]


def _encode(number: int) -> str:
    letters = []
    for _ in range(_LENGTH):
        number, digit = divmod(number, 32)
        letters.append(_ALPHABET[digit])
    return "".join(reversed(letters))


def new_code() -> str:
    """A fresh code: 26 characters and a check character."""
    number = secrets.randbits(128)
    return _encode(number) + _check_character(number)


def in_groups(code: str) -> str:
    """The code as it is shown: groups of five."""
    return " ".join(code[i : i + 5] for i in range(0, len(code), 5))


def parse_code(text: str) -> str:
    """The code as kept, from what was typed: any case, spaces and hyphens, O for 0, I and L for 1.

    Raises CodeMistyped where a character or the check character does not fit.
    """
    code = text.upper().translate(_READ_AS)
    body, check = code[:_LENGTH], code[_LENGTH:]
    if len(body) != _LENGTH or any(ch not in _ALPHABET for ch in body):
        raise CodeMistyped
    number = 0
    for letter in body:
        number = number * 32 + _ALPHABET.index(letter)
    if check != _check_character(number):
        raise CodeMistyped
    return code


def key_from_code(code: str) -> Key:
    """The key of a parsed code. 128 random bits need no slow hash."""
    return derive(code.encode(), "recovery")
