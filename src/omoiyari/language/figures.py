"""Figures of speech that sound like danger, read by what is meant; the phrase rules see the words as written."""

import re
from dataclasses import dataclass
from functools import cache

from omoiyari.language.content import read_toml


@dataclass(frozen=True, slots=True)
class Figure:
    """A turn of phrase, and the plain words that stand for it."""

    said: re.Pattern[str]
    means: str


@cache
def figures() -> tuple[Figure, ...]:
    given = read_toml("figures.toml")["figure"]
    return tuple(Figure(re.compile(one["any"], re.IGNORECASE), one["means"]) for one in given)


def meant(text: str) -> str:
    """The text with each figure of speech said plainly; the same text where it has none."""
    for figure in figures():
        text = figure.said.sub(figure.means, text)
    return text
