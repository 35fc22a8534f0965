"""Guesses then and now: has how close they come changed reliably from an earlier phase to a later one?

Jacobson and Truax (1991) divide a difference by its standard error. Theirs is that of a questionnaire among many
people; here it is that of one person's own days, which linger (see `change`).
"""

from collections.abc import Iterable, Sequence

import numpy as np

from omoiyari.measures.change import SOURCE, step
from omoiyari.measures.closeness import apart, grid
from omoiyari.measures.model import Guess, Moment, NotEnoughYet, Phases
from omoiyari.measures.over_time import slopes
from omoiyari.measures.pairing import Pair, gaps, pairs
from omoiyari.words import N_

LONGEST = 56  # days of a phase: eight weeks, or half of all there is
LEAST = 14
DISTANCE = N_("distance on the grid, 0 to 2.83")
PACE = N_("distance on the grid a week")
PHASE_DAYS = N_("days in each phase on which you guessed and they checked in")


def closeness_by_phase(guesses: Iterable[Guess], truths: Iterable[Moment]) -> Phases | NotEnoughYet:
    """Return how far guesses land (0 to 2.83) in the last eight weeks less in the first eight; and the slope of all.

    Below 16 weeks the phases are the halves; each needs 14 days with both.
    """
    found = pairs(guesses, truths)
    early, late = _first_and_last(found)
    if min(len(early), len(late)) < LEAST:
        return NotEnoughYet(min(len(early), len(late)), LEAST, PHASE_DAYS)
    both = [*early, *late]
    change = step(_distances(both), gaps(both), len(late))
    weeks = np.array([pair.truth.day.toordinal() for pair in found]) / 7
    return Phases(
        change.result(1, n=len(both), unit=DISTANCE, source=SOURCE),
        slopes(_distances(found), weeks).result(1, n=len(found), unit=PACE),
    )


def _first_and_last(found: Sequence[Pair]) -> tuple[list[Pair], list[Pair]]:
    """Return the pairs of the first phase and of the last."""
    if not found:
        return [], []
    first, last = found[0].truth.day, found[-1].truth.day
    long = min(LONGEST, ((last - first).days + 1) // 2)
    early = [pair for pair in found if (pair.truth.day - first).days < long]
    return early, [pair for pair in found if (last - pair.truth.day).days < long]


def _distances(found: Sequence[Pair]) -> np.ndarray:
    return apart(grid([pair.guess for pair in found]), grid([pair.truth for pair in found]))[None]
