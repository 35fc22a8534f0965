"""Being sure and being right: overestimation of one's own reading, and calibration of sureness."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from omoiyari.measures import autoregression
from omoiyari.measures.autoregression import Array
from omoiyari.measures.closeness import DAYS_SHARE, hit_or_miss, hit_rate
from omoiyari.measures.model import (
    Guess,
    Moment,
    NotEnoughYet,
    RatedReading,
    Result,
    SurenessBand,
)
from omoiyari.measures.pairing import LEAST_PAIRS, Pair, gaps, pairs
from omoiyari.words import N_

LEAST_READINGS = 14
LEAST_IN_BAND = 10
EDGES = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)
RATED_TALKS = N_("talks that you both rated")
SURE_DAYS = N_("guesses with a family and how sure you were, on days they named theirs")


def overestimation(readings: Sequence[RatedReading]) -> Result | NotEnoughYet:
    """Return how much higher I rate my reading than my partner does, in points of 0 to 6, from 14 talks."""
    ordered = sorted(readings, key=lambda reading: reading.day)
    if len(ordered) < LEAST_READINGS:
        return NotEnoughYet(len(ordered), LEAST_READINGS, RATED_TALKS)
    above = np.array([[float(reading.own - reading.partner) for reading in ordered]])
    apart = np.maximum(np.diff([float(reading.day.toordinal()) for reading in ordered]), 1)
    fit = autoregression.average(above, apart)
    return fit.result(0, n=len(ordered), unit=N_("points of 0 to 6"))


@dataclass(frozen=True)
class Calibration:
    """How sure I was against how often I was right: gap in sureness, Brier score, reliability table.

    Each is worked out when it is first asked for. `rated` are days with a guess, its sureness and a truth.
    """

    rated: Sequence[Pair]

    @cached_property
    def _sure(self) -> Array:
        return np.array([pair.guess.sureness for pair in self.rated], dtype=float)

    @cached_property
    def _met(self) -> NDArray[np.bool_]:
        return np.array([pair.guess.family is pair.truth.family for pair in self.rated])

    @cached_property
    def oversureness(self) -> Result:
        """Mean sureness less the hit rate."""
        over = hit_or_miss((self._sure - self._met)[None], gaps(self.rated))
        return over.result(0, n=len(self.rated), unit=DAYS_SHARE)

    @cached_property
    def brier(self) -> Result:
        """The mean of (sureness - met)^2: 0 at best, 0.25 for always saying "half sure" (Brier, 1950)."""
        fit = hit_or_miss(((self._sure - self._met) ** 2)[None], gaps(self.rated))
        unit = N_("0 is best, 1 is worst")
        return fit.result(0, n=len(self.rated), unit=unit, null=None, source="Brier (1950)")

    @cached_property
    def bands(self) -> tuple[SurenessBand, ...]:
        """A reliability table of five bands of sureness (Murphy & Winkler, 1977); empty ones are left out."""
        return _bands(self._sure, self._met)


def calibration(guesses: Iterable[Guess], truths: Iterable[Moment]) -> Calibration | NotEnoughYet:
    """Return how sure I was against how often I met the family, from 20 guesses with a sureness."""
    found = [pair for pair in pairs(guesses, truths) if pair.guess.family and pair.truth.family]
    rated = [pair for pair in found if pair.guess.sureness is not None]
    if len(rated) < LEAST_PAIRS:
        return NotEnoughYet(len(rated), LEAST_PAIRS, SURE_DAYS)
    return Calibration(rated)


def _bands(sure: Array, met: NDArray[np.bool_]) -> tuple[SurenessBand, ...]:
    which = np.clip(np.digitize(sure, EDGES) - 1, 0, len(EDGES) - 2)
    return tuple(
        SurenessBand(EDGES[i], EDGES[i + 1], float(sure[which == i].mean()), _right(met[which == i]))
        for i in np.unique(which)
    )


def _right(met: NDArray[np.bool_]) -> Result | NotEnoughYet:
    if len(met) < LEAST_IN_BAND:
        return NotEnoughYet(len(met), LEAST_IN_BAND, N_("guesses about this sure"))
    return hit_rate(met, None, null=None)
