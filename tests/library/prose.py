"""How hard a text is to read, and how alike two texts are: rough rulers for our own sentences."""

import math
import re
from collections import Counter
from collections.abc import Iterable
from itertools import combinations
from typing import NamedTuple

WORD = re.compile(r"[a-z]+(?:['’][a-z]+)*")
SILENT_END = re.compile(r"(?:[^laeiouy]es|[^aeioutd]ed|[^laeiouy]e)$")


def words(text: str) -> list[str]:
    """The words of a text, small, without numbers and signs."""
    return WORD.findall(text.lower())


def syllables(word: str) -> int:
    """About how many syllables an English word has; right for most, off by one for some."""
    return max(1, len(re.findall(r"[aeiouy]+", SILENT_END.sub("", word))))


def sentences(text: str) -> int:
    """How many sentences a text has; an ellipsis, a colon or a semicolon also lets one breathe."""
    return max(1, len([part for part in re.split(r"[.!?…:;]+", text) if words(part)]))


def reading_age(text: str) -> float:
    """The age at which most read a text with ease: Flesch-Kincaid grade (Kincaid 1975) plus five years."""
    found = words(text)
    grade = 0.39 * len(found) / sentences(text) + 11.8 * sum(map(syllables, found)) / len(found) - 15.59
    return grade + 5


class Sound(NamedTuple):
    """A text as two rulers see it: its words, and how often each run of three characters stands in it."""

    text: str
    words: frozenset[str]
    runs: Counter[str]
    length: float


def sound(text: str) -> Sound:
    """Take a text apart once, so that it can be held against many others."""
    plain = " ".join(words(text))
    runs = Counter(plain[at : at + 3] for at in range(len(plain) - 2))
    return Sound(text, frozenset(words(text)), runs, math.sqrt(sum(count * count for count in runs.values())))


def same_words(one: Sound, other: Sound) -> float:
    """Shared words over all words of two texts, from 0 to 1 (Jaccard 1901)."""
    return len(one.words & other.words) / len(one.words | other.words)


def same_sound(one: Sound, other: Sound) -> float:
    """The cosine of two counts of character runs, from 0 to 1."""
    shared = sum(one.runs[run] * other.runs[run] for run in one.runs.keys() & other.runs.keys())
    return shared / (one.length * other.length)


class Alike(NamedTuple):
    """Two texts and how alike they are."""

    by_words: float
    by_sound: float
    one: str
    other: str


def too_alike(texts: Iterable[str], most_words: float, most_sound: float) -> list[Alike]:
    """Every pair above either ceiling."""
    pairs = (
        Alike(same_words(one, other), same_sound(one, other), one.text, other.text)
        for one, other in combinations(map(sound, texts), 2)
    )
    return [pair for pair in pairs if pair.by_words > most_words or pair.by_sound > most_sound]
