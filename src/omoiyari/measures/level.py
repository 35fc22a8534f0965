"""The local-level model: a slow level under daily noise (Harvey, 1989; Durbin & Koopman, 2012).

The ratio of the level's daily movement to the noise is not plugged in at its maximum of likelihood: for four weeks
of data that estimate is often exactly zero and the band far too thin. Every ratio on a grid is tried and weighed by
its likelihood (flat prior on the ratio of the two standard deviations; Gelman, 2006).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from omoiyari.measures.autoregression import Array, normalised
from omoiyari.words import N_

RATIOS: Array = np.concatenate([[0.0], np.geomspace(0.02, 1.5, 17)])
METHOD = N_("local-level model, Kalman smoother, signal-to-noise ratio integrated out")
SOURCE = "Harvey (1989); Durbin & Koopman (2012)"


@dataclass(frozen=True, slots=True, eq=False)
class _Filtered:
    """What each day knows of its level from the days so far: arrays (days, couples, ratios), in units of the noise.

    `passed` is the share of a day's knowledge that holds for the next day too; it is also how far the next day, once
    known, draws this one along.
    """

    level: Array
    variance: Array
    passed: Array


def smooth(y: Array) -> tuple[Array, Array, Array]:
    """Return level, lower and upper end of the pointwise 95 % band of `y` (couples, days).

    Missing days are NaN; the first day must be there, and at least three in all.
    """
    from scipy.special import stdtrit

    seen = ~np.isnan(y)
    noted = np.where(seen, y, 0.0)
    filtered = _filter(noted, seen)
    log_size, left = _surprise(filtered, noted, seen)
    level, variance = _look_back(filtered)
    freedom = seen.sum(axis=1)[:, None] - 1.0
    log_weights = np.log(np.gradient(RATIOS)) - log_size / 2 - freedom / 2 * np.log(left)
    weights = normalised(log_weights)
    mean = (weights * level).sum(axis=2)
    total = (weights * (variance * left / freedom + (level - mean[..., None]) ** 2)).sum(axis=2)
    reach = np.sqrt(total) * stdtrit(freedom[:, 0], 0.975)
    return mean.T, (mean - reach).T, (mean + reach).T


def _filter(y: Array, seen: NDArray[np.bool_]) -> _Filtered:
    """The Kalman filter in information form: precision, and precision times level, wither and grow day by day.

    The precision hangs on which days were noted, not on what, and is found once for all who noted the same days.
    """
    noted = [bytes(row) for row in seen]
    known_on = {days: _precision(days) for days in set(noted)}
    precision = np.stack([known_on[days] for days in noted], axis=1)
    passed = 1 / (1 + RATIOS**2 * precision)
    passed[-1] = 1
    known = running(np.roll(passed, 1, axis=0), (seen * y).T[..., None])
    return _Filtered(known / precision, 1 / precision, passed)


def _precision(noted: bytes) -> Array:
    """Return how precisely each day knows its level (days, ratios); one byte a day, 1 where something was noted.

    Plain numbers, since arrays as small as a day take longer.
    """
    precisions, there = [], list(map(float, noted))
    for moved in (RATIOS**2).tolist():
        known = 0.0
        for told in there:
            known = known / (1 + moved * known) + told
            precisions.append(known)
    return np.array(precisions).reshape(len(RATIOS), -1).T


def _surprise(filtered: _Filtered, y: Array, seen: NDArray[np.bool_]) -> tuple[Array, Array]:
    """Return each ratio's likelihood terms (couples, ratios): log size and squares of what was not foreseen."""
    there = seen.T[1:, :, None]
    size = filtered.variance[:-1] + RATIOS**2 + 1
    miss = y.T[1:, :, None] - filtered.level[:-1]
    log_size: Array = (np.log(size) * there).sum(axis=0)
    return log_size, np.maximum((miss**2 / size * there).sum(axis=0), 1e-12)


def _look_back(filtered: _Filtered) -> tuple[Array, Array]:
    """Rauch, Tung and Striebel (1965): what the later days say about the earlier ones."""
    own, passed = 1 - filtered.passed, filtered.passed
    level, variance = own * filtered.level, own * filtered.variance
    level[-1], variance[-1] = filtered.level[-1], filtered.variance[-1]
    return running(passed[::-1], level[::-1])[::-1], running(passed[::-1] ** 2, variance[::-1])[::-1]


def running(kept: Array, told: Array) -> Array:
    """Return what each day knows when it keeps a share of the day before: x[t] = kept[t] x[t - 1] + told[t].

    All days at once, in strides of 1, 2, 4 and so on, instead of one after another (Hillis & Steele, 1986). The
    first day's share is not looked at.
    """
    shares, sums = (each.copy() for each in np.broadcast_arrays(kept, told))
    stride = 1
    while stride < len(sums):
        sums[stride:] += shares[stride:] * sums[:-stride]
        shares[stride:] *= shares[:-stride]
        stride *= 2
    return sums
