"""Finds the words that carry a label: the run of tokens whose shares stand out most above the rest."""

import numpy as np
from numpy.typing import NDArray

from omoiyari.language.encoder import Floats

_FLOOR = 0.25
Ints = NDArray[np.int64]


def carrying(shares: Floats, places: Ints, ends: Ints, text: str) -> tuple[tuple[int, int], ...]:
    """For each label a half-open span of `text`, in whole words. shares: (tokens, labels) of one sentence.

    The maximal run (Kadane's), all labels at once; the whole sentence when nothing in it speaks for the label.
    """
    raised = shares - _FLOOR * np.maximum(shares.max(0), 0)
    sums = np.concatenate([np.zeros((1, raised.shape[1]), np.float32), np.cumsum(raised, 0)])
    lowest = np.minimum.accumulate(sums)
    rows = np.arange(len(sums))[:, None]
    lowest_at = np.maximum.accumulate(np.where(sums == lowest, rows, 0))
    gains = sums[1:] - lowest[:-1]
    last = gains.argmax(0)
    columns = np.arange(raised.shape[1])
    speaks = gains[last, columns] > 0
    first = np.where(speaks, lowest_at[last, columns], 0)
    last = np.where(speaks, last, len(places) - 1)
    furthest = np.maximum.accumulate(ends)
    return tuple(
        _words(text, start, end)
        for start, end in zip(places[first].tolist(), furthest[last].tolist(), strict=True)
    )


def _words(text: str, start: int, end: int) -> tuple[int, int]:
    while start and text[start].isalnum() and text[start - 1].isalnum():
        start -= 1
    while end < len(text) and text[end - 1].isalnum() and text[end].isalnum():
        end += 1
    return start, end
