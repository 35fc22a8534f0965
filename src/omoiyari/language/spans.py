"""Finds the words that carry a label: the clause around the token that speaks loudest for it."""

import re

import numpy as np
from numpy.typing import NDArray

from omoiyari.language.encoder import Floats

_EDGE = re.compile(r"[;:()\[\]\n—–…]|\s-+\s|[.!?](?=\s|$)|,?\s(?=but\b)", re.IGNORECASE)
Ints = NDArray[np.int64]


def carrying(shares: Floats, places: Ints, ends: Ints, text: str) -> tuple[tuple[int, int], ...]:
    """For each label a half-open span of `text`. shares: (tokens, labels) of one sentence; places, ends: (tokens,).

    Where nothing in the sentence speaks for the label it is the clause that speaks least against it.
    """
    start, end = int(places.min()), int(ends.max())
    clauses = _clauses(text, start, end)
    starts = np.array([clause[0] for clause in clauses])
    loudest = places[shares.argmax(0)]
    holds = np.maximum(np.searchsorted(starts, loudest, side="right") - 1, 0)
    return tuple(clauses[at] for at in holds.tolist())


def _clauses(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Clauses of `text[start:end]` without white space around them; the whole where there is no edge."""
    found, at = [], start
    for edge in _EDGE.finditer(text, start, end):
        found.append(_trimmed(text, at, edge.start()))
        at = edge.end()
    found.append(_trimmed(text, at, end))
    return [clause for clause in found if clause[0] < clause[1]] or [(start, end)]


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    part = text[start:end]
    return start + len(part) - len(part.lstrip()), start + len(part.rstrip())
