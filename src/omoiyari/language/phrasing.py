"""Turns of phrase: a linear reading of short runs of words and letters, beside the network.

The network knows what words mean; this knows how people put certain moves ("sorry you feel", "could we"). On voices
that neither had seen, the two together read better than each alone (see the model card). For danger in the languages
that the network cannot read there is a second one, which stands alone beside the phrase rules.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import as_file, files

import numpy as np
from numpy.typing import NDArray

from omoiyari.language.encoder import Floats
from omoiyari.language.normalise import normalise

_TOKEN = re.compile(r"[\w']+|[^\w\s]")
_WORDS = (1, 2, 3)
_LETTERS = (2, 3, 4, 5)


@dataclass(frozen=True, slots=True)
class Runs:
    """How often each run of words and each run of letters was seen."""

    words: Counter[str]
    letters: Counter[str]


def runs(text: str) -> Runs:
    """Runs of one to three words, and of two to five letters within words with their edges as spaces."""
    tokens = _TOKEN.findall(normalise(text).text.lower())
    words = Counter(" ".join(tokens[at : at + n]) for n in _WORDS for at in range(len(tokens) - n + 1))
    edged = [f" {token} " for token in tokens]
    return Runs(
        words,
        Counter(token[at : at + n] for token in edged for n in _LETTERS for at in range(len(token) - n + 1)),
    )


def together(several: Sequence[Runs]) -> Runs:
    """The runs of a message from those of its sentences."""
    words, letters = Counter[str](), Counter[str]()
    for one in several:
        words.update(one.words)
        letters.update(one.letters)
    return Runs(words, letters)


@dataclass(frozen=True, slots=True)
class Phrasing:
    """Rows of `weights` (runs, labels) by word run and letter run; one byte each, times `scale`."""

    words: dict[str, int]
    letters: dict[str, int]
    rarity: Floats
    weights: NDArray[np.int8]
    scale: Floats
    bias: Floats

    def logits(self, seen: Runs, mark: str) -> Floats:
        """(labels,) for a message or for one of its sentences; `mark` is its setting, or its language."""
        words = {**seen.words, marked(mark): 1}
        total = self._sum(words, self.words) + self._sum(seen.letters, self.letters)
        return total * self.scale + self.bias

    def _sum(self, counts: Mapping[str, int], places: dict[str, int]) -> Floats:
        at, strength = weighed(counts, places, self.rarity)
        total: Floats = strength @ self.weights[at].astype(np.float32)
        return total


def marked(mark: str) -> str:
    """A setting or a language, as a word that nobody writes."""
    return f"<{mark}>"


def weighed(
    counts: Mapping[str, int], places: dict[str, int], rarity: Floats
) -> tuple[NDArray[np.int64], Floats]:
    """Places of the known runs and their tf-idf: (1 + log count) * rarity, made a unit vector (Salton, 1988)."""
    known = [(place, count) for run, count in counts.items() if (place := places.get(run)) is not None]
    at = np.array([place for place, _ in known], np.int64)
    strength = (1 + np.log(np.array([count for _, count in known], np.float32))) * rarity[at]
    length = float(np.sqrt(strength @ strength))
    return at, strength / length if length else strength


@cache
def phrasing(name: str = "phrasing") -> Phrasing:
    """Loads shipped weights, once: `phrasing` for moves and danger in English, `tongues` for danger elsewhere."""
    with as_file(files("omoiyari.language") / "weights" / f"{name}.npz") as path, np.load(path) as kept:
        words = bytes(kept["words"]).decode("utf-8").split("\n")
        letters = bytes(kept["letters"]).decode("utf-8").split("\n")
        places = {run: len(words) + at for at, run in enumerate(letters)}
        first = {run: at for at, run in enumerate(words)}
        return Phrasing(first, places, kept["rarity"], kept["weights"], kept["scale"], kept["bias"])
