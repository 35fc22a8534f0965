"""Rewrites a text for the model, keeping for each new character the place it came from."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

_PLAIN = {"‘": "'", "’": "'", "ʼ": "'", "“": '"', "”": '"', "…": "...", "–": "-", "—": "-", "\u00a0": " "}
# Unicode names some hearts by their ink, which says nothing of what people mean by them.
_MEANING = {
    "❤": "red heart",
    "♥": "red heart",
    "☺": "smiling face",
    "🙏": "folded hands please",
    "💔": "broken heart",
}


@dataclass(frozen=True, slots=True)
class Normal:
    """`text` as the model sees it; `origin[i]` is the index in the written text of its character `i`."""

    text: str
    origin: Sequence[int]

    def written(self, start: int, end: int) -> tuple[int, int]:
        """The half-open span of the written text that the half-open span `start`-`end` of `text` came from."""
        return self.origin[start], self.origin[end - 1] + 1


def normalise(written: str) -> Normal:
    """Plain quotes, emoji as words, and no invisible characters."""
    if written.isascii():
        return Normal(written, range(len(written)))
    letters: list[str] = []
    origin: list[int] = []
    for place, character in enumerate(written):
        new = character if character < "\x7f" else _rewritten(character)
        letters.append(new)
        origin.extend([place] * len(new))
    return Normal("".join(letters), tuple(origin))


def _rewritten(character: str) -> str:
    if character in _PLAIN:
        return _PLAIN[character]
    if character in _MEANING:
        return f" {_MEANING[character]} "
    category = unicodedata.category(character)
    if (
        category in ("Cf", "Cs", "Co", "Cn")
        or "\ufe00" <= character <= "\ufe0f"
        or "\U0001f3fb" <= character <= "\U0001f3ff"
    ):
        return ""
    if category == "So":
        return f" {unicodedata.name(character, 'sign').lower()} "
    return character
