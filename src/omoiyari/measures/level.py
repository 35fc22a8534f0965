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
    """States (days, couples, ratios) in units of the noise, and each ratio's likelihood terms."""

    level: Array
    variance: Array
    log_size: Array
    left: Array


def smooth(y: Array) -> tuple[Array, Array, Array]:
    """Return level, lower and upper end of the pointwise 95 % band of `y` (couples, days).

    Missing days are NaN; the first day must be there, and at least three in all.
    """
    from scipy.special import stdtrit

    seen = ~np.isnan(y)
    filtered = _filter(np.where(seen, y, 0.0), seen)
    level, variance = _look_back(filtered)
    freedom = seen.sum(axis=1)[:, None] - 1.0
    left = np.maximum(filtered.left, 1e-12)
    log_weights = np.log(np.gradient(RATIOS)) - filtered.log_size / 2 - freedom / 2 * np.log(left)
    weights = normalised(log_weights)
    mean = (weights * level).sum(axis=2)
    total = (weights * (variance * left / freedom + (level - mean[..., None]) ** 2)).sum(axis=2)
    reach = np.sqrt(total) * stdtrit(freedom[:, 0], 0.975)
    return mean.T, (mean - reach).T, (mean + reach).T


def _filter(y: Array, seen: NDArray[np.bool_]) -> _Filtered:
    couples, days = y.shape
    shape = couples, len(RATIOS)
    level, variance = np.repeat(y[:, :1], len(RATIOS), axis=1), np.ones(shape)
    log_size, left = np.zeros(shape), np.zeros(shape)
    levels, variances = np.empty((days, *shape)), np.empty((days, *shape))
    levels[0], variances[0] = level, variance
    there = seen.astype(float)
    for day in range(1, days):
        ahead = variance + RATIOS**2
        size = ahead + 1
        trust = ahead / size * there[:, day, None]
        miss = y[:, day, None] - level
        level, variance = level + trust * miss, ahead * (1 - trust)
        log_size += np.log(size) * there[:, day, None]
        left += miss**2 / size * there[:, day, None]
        levels[day], variances[day] = level, variance
    return _Filtered(levels, variances, log_size, left)


def _look_back(filtered: _Filtered) -> tuple[Array, Array]:
    """Rauch, Tung and Striebel (1965): what the later days say about the earlier ones."""
    level, variance = filtered.level.copy(), filtered.variance.copy()
    ahead = filtered.variance + RATIOS**2
    gain = filtered.variance / ahead
    for day in range(len(level) - 2, -1, -1):
        level[day] += gain[day] * (level[day + 1] - level[day])
        variance[day] += gain[day] ** 2 * (variance[day + 1] - ahead[day])
    return level, variance
