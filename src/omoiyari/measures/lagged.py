"""Transmission: does my mood follow the other's of the day before, beyond what is left of my own?

What is left of a day on the next is held by my own mood yesterday (Larson & Almeida, 1999). The rounding of taps is
taken off both, or what it hides of my own mood would be taken for the other's. It is an order in time and no cause:
a hard week that both live through looks the same.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta

import numpy as np

from omoiyari.measures import autoregression
from omoiyari.measures.autoregression import Array, Posterior
from omoiyari.measures.forces import VARIED_DAYS, rounding
from omoiyari.measures.model import STEP, Axis, Moment, NotEnoughYet, Result
from omoiyari.measures.pairing import on
from omoiyari.measures.resampling import beaten, in_parts, shuffles
from omoiyari.words import N_

LEAST = 30
METHOD = N_("lagged regression, the rounding of the grid taken off; shuffled weeks")
SOURCE = "Larson & Almeida (1999); Freedman & Lane (1983); Fuller (1987)"
DAYS = N_("days after a day, both of which you both shared")
UNIT = N_("steps of mood for each step of theirs the day before")
_FRESH: Array = np.zeros(1)  # yesterday is among the columns, so what is left over is fresh every day
_DAY = timedelta(days=1)


def transmission(mine: Iterable[Moment], theirs: Iterable[Moment]) -> Result | NotEnoughYet:
    """Return how far my pleasantness moves when theirs of the day before does, from 30 such days.

    Only days that both have are looked at: what both have shown each other. The other way is the same with both
    changed about. `p` is by 999 orders of shuffled weeks.
    """
    days = _lagged_days(mine, theirs)
    n = days.shape[1]
    if n < LEAST:
        return NotEnoughYet(n, LEAST, DAYS)
    if np.linalg.eigvalsh(np.cov(days[1:]))[0] <= 2 * rounding(STEP) or not days[0].var():
        return NotEnoughYet(0, LEAST, VARIED_DAYS)
    today, own, other = days
    fit = following(today[None], own[None], other[None], STEP)
    found = fit.result(2, n=n, unit=UNIT, method=METHOD, source=SOURCE)
    return replace(found, p=by_luck(today, own, other))


def following(today: Array, own: Array, other: Array, step: float = 0.0) -> Posterior:
    """Regress my mood on a constant (coefficient 0), my own of the day before (1) and the other's (2).

    All (couples, days); `step` is how far apart two taps are.
    """
    own, other = (each - each.mean(axis=1, keepdims=True) for each in (own, other))
    x = np.stack([np.ones_like(own), own, other], axis=2)
    off = rounding(step) * np.array([0.0, 1.0, 1.0]) if step else None
    return autoregression.regress(today, x, None, off, _FRESH)


def by_luck(today: Array, own: Array, other: Array) -> float:
    """Return the share of orders of the weeks in which today follows the other (days,) at least as closely.

    What my own yesterday does not explain of today is put in another order (Freedman & Lane, 1983).
    """
    own = own - own.mean()
    own = own / np.sqrt(own @ own)
    left, rest = (each - each.mean() - own * (own @ each) for each in (today, other))
    beside = np.stack([rest, own], axis=1)
    follows, leans = np.concatenate([left[some] @ beside for some in in_parts(shuffles(len(left)))]).T
    follows = np.abs(follows) / np.sqrt(left @ left - leans**2)
    real = abs(float(left @ rest)) / np.sqrt(float(left @ left))
    return beaten(real, follows)


def _lagged_days(mine: Iterable[Moment], theirs: Iterable[Moment]) -> Array:
    """Return my mood, my own of the day before and the other's of it, where both have both days: (3, days)."""
    me, other = ({moment.day: moment for moment in one} for one in (mine, theirs))
    both = me.keys() & other.keys()
    days = sorted(day for day in both if day - _DAY in both)
    before = [day - _DAY for day in days]
    columns = ([me[day] for day in days], [me[day] for day in before], [other[day] for day in before])
    return np.vstack([on(Axis.PLEASANTNESS, column) for column in columns])
