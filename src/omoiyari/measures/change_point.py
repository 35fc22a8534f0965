"""Drift: has the level of a series turned, once, on a day that nobody noted?

Twenty days that leave enough notes on both sides are tried as the day of a step (Page, 1954, for the question;
Csörgő & Horváth, 1997, for the answer). What is told of the step is the average over all of them and over how
strongly days linger, each weighed by how well it explains the notes. The chance that luck alone would give one as
large is that of the *largest* among them, and so larger than that of any one day alone.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from omoiyari.measures import autoregression
from omoiyari.measures.autoregression import Array, Posterior, normalised
from omoiyari.measures.model import Drift, FeltUnderstood, NotEnoughYet
from omoiyari.measures.over_time import TAPS, Noted, daily
from omoiyari.words import N_

LATELY = timedelta(weeks=26)  # one turn in a life of years would say little
LEAST = 30  # notes
LEAST_BESIDE = 8  # notes before the step, and after it
BESIDE = 0.1  # and this share of all
CUTS = 20
METHOD = N_("regression with AR(1) errors and one step on a day not known, the largest of all steps")
SOURCE = "Page (1954); Csörgő & Horváth (1997)"


def drift(ratings: Iterable[FeltUnderstood]) -> Drift | NotEnoughYet:
    """Return the likeliest turn of felt-understood (0 to 6) in the last 26 weeks, from 30 days with a rating."""
    noted = lately(daily([(rating.day, float(rating.value)) for rating in ratings]))
    if len(noted) < LEAST:
        return NotEnoughYet(len(noted), LEAST, TAPS.notes)
    fits, at = steps(noted)
    p = float(largest(fits.p(0.0, 1), at.min() / len(noted)))
    change = fits.blended().result(1, n=len(noted), unit=TAPS.unit, method=METHOD, source=SOURCE)
    return Drift(replace(change, p=p), *when(fits, [noted[i][0] for i in at]))


def lately(noted: Noted) -> Noted:
    """Keep the last 26 weeks, counted back from the last note."""
    return [(day, value) for day, value in noted if noted[-1][0] - day < LATELY]


def steps(noted: Noted) -> tuple[Posterior, NDArray[np.int64]]:
    """Fit one step before each of at most 20 notes; return the fits, one a "couple", and the notes."""
    notes, beside = len(noted), max(LEAST_BESIDE, round(BESIDE * len(noted)))
    at = np.unique(np.linspace(beside, notes - beside, CUTS).astype(np.int64))
    later = np.arange(notes) >= at[:, None]
    x = np.stack([np.ones(later.shape), later], axis=2)
    y = np.broadcast_to([value for _, value in noted], later.shape)
    apart = np.diff([float(day.toordinal()) for day, _ in noted])
    return autoregression.regress(y, x, apart), at


def largest(ps: Array, beside: float) -> Array:
    """Return how often luck alone would make the largest of many steps as large as here; `ps` is (..., days).

    The tail of the largest standardised Brownian bridge between the shares `beside` and 1 - `beside` of the notes
    (Csörgő & Horváth, 1997, section 1.3).
    """
    from scipy.special import ndtri

    z = np.maximum(-ndtri(np.maximum(ps.min(axis=-1), 1e-15) / 2), 1.0)
    reach = 2 * np.log((1 - beside) / beside)
    tail = z * np.exp(-(z**2) / 2) / np.sqrt(2 * np.pi) * (reach * (1 - z**-2) + 4 * z**-2)
    chance: Array = np.minimum(tail, 1.0)
    return chance


def when(fits: Posterior, days: Sequence[date]) -> tuple[date, tuple[date, date]]:
    """Return the likeliest day and the span that holds it 95 times in 100, were there a turn.

    Between two days that were tried lie others, so the span reaches to the next one on both sides.
    """
    odds = normalised(fits.evidence[None])[0]
    low, high = np.searchsorted(np.cumsum(odds), [0.025, 0.975])
    first, last = max(int(low) - 1, 0), min(int(high) + 1, len(days) - 1)
    return days[int(odds.argmax())], (days[first], days[last])
