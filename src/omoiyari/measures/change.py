"""Reliable change: do the last weeks lie apart from one's own earlier ones, beyond what weeks do by themselves?

Jacobson and Truax (1991) divide a difference by its standard error, and take that error from how people differ and
how reliable a questionnaire is. For taps in our own words nobody has measured either. So the error is that of the
person's own weeks, which need not be independent, and of the rounding of a tap to whole steps.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

import numpy as np
from numpy.typing import NDArray

from omoiyari.measures import autoregression
from omoiyari.measures.autoregression import Array, Posterior
from omoiyari.measures.claims import RISK
from omoiyari.measures.model import NotEnoughYet, Result
from omoiyari.words import N_

LATELY, EARLIER = 3, 3
SOURCE = "Jacobson & Truax (1991)"
WEEKS = N_("weeks with taps")
#: The variance of rounding to whole steps, 1/12, in a mean of two taps: the fewest that count.
_ROUNDED = 1 / 24

#: Of 0 to 4: often; now and then; and by how much it must have risen. Rules of thumb, looked at in simulations.
OFTEN, NOW_AND_THEN, RISEN = 2.5, 1.5, 1.0

Weeks = Iterable[tuple[date, float]]


def reliable_change(weeks: Weeks) -> Result | NotEnoughYet:
    """Return how far the last three weeks (0 to 4) lie above one's earlier ones on the average, from six weeks."""
    values, apart = _noted(weeks)
    if values.size < LATELY + EARLIER:
        return NotEnoughYet(values.size, LATELY + EARLIER, WEEKS)
    return _weekly(values, apart).result(1, n=values.size, unit=N_("points of 0 to 4"), source=SOURCE)


def stays_high(weeks: Weeks) -> bool:
    """Whether the last three weeks (0 to 4) are all often, or reliably a whole step above one's earlier ones."""
    return bool(high(*_noted(weeks))[0])


def high(values: Array, apart: Array) -> NDArray[np.bool_]:
    """Ask it of many people at once: `values` (people, weeks), weeks `apart` (weeks - 1)."""
    if values.shape[1] < LATELY:
        return np.zeros(len(values), dtype=bool)
    lately = values[:, -LATELY:]
    often: NDArray[np.bool_] = lately.min(axis=1) >= OFTEN
    if values.shape[1] < LATELY + EARLIER:
        return often
    fit = _weekly(values, apart)
    risen: NDArray[np.bool_] = (fit.mean(1) >= RISEN) & (fit.p(0.0, 1) <= RISK)
    told: NDArray[np.bool_] = often | (risen & (lately.mean(axis=1) >= NOW_AND_THEN))
    return told


def _noted(weeks: Weeks) -> tuple[Array, Array]:
    """Return one person's values (1, weeks) and how many weeks lie between them, at least one."""
    noted = sorted(weeks)
    days = np.diff([float(day.toordinal()) for day, _ in noted])
    return np.array([[value for _, value in noted]]), np.maximum(np.rint(days / 7), 1)


def step(values: Array, apart: Array, lately: int) -> Posterior:
    """Regress `values` (people, notes) on whether they are among the last so many; coefficient 1 is the change."""
    notes = values.shape[1]
    x = np.stack([np.ones(notes), np.arange(notes) >= notes - lately], axis=1)
    return autoregression.regress(values, np.broadcast_to(x, (*values.shape, 2)), apart)


def _weekly(values: Array, apart: Array) -> Posterior:
    """How the last three weeks differ, the rounding of their taps counted in."""
    rounded = np.sqrt(_ROUNDED * (1 / LATELY + 1 / (values.shape[1] - LATELY)))
    fit = step(values, apart, LATELY)
    return replace(fit, scales=np.hypot(fit.scales, rounded))
