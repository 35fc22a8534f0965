"""The ground under all rooms.

Marks a sentence for the message catalogues where it is written; the doors translate it where it is shown. And says
whether a text that somebody sent is a number.
"""

from pathlib import Path

#: `<language>/LC_MESSAGES/omoiyari.mo`, one for each language besides English.
CATALOGUES = Path(__file__).parent / "locale"


def N_(message: str) -> str:
    """Hand back `message` unchanged, so that the catalogue tool finds it."""
    return message


def is_number(text: str, least: int = 0, most: int = 999_999_999) -> bool:
    """True for up to nine plain digits that say a number within these bounds."""
    return text.isascii() and text.isdigit() and len(text) < 10 and least <= int(text) <= most
