"""Regression when today resembles yesterday.

Errors follow a first-order autoregression whose strength is not known. Instead of plugging in one estimate, every
strength on a grid is tried, each is weighed by how well it explains the data (the marginal likelihood under a flat
prior), and the answer is the weighted mixture of Student t distributions. Short diaries keep their honest width
that way (Zellner & Tiao, 1964; Chib, 1993). Missed days need no filling in: neighbours `g` days apart resemble
each other with strength `rho ** g`.

Where a column of the regressors was rounded, say to the steps of a grid, its rounding is an error of known variance
that thins the slope (attenuation). It is taken off the column's sum of squares, and the interval is that of the
slope so mended (Fuller, 1987).
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
from numpy.typing import NDArray

from omoiyari.measures.model import Result
from omoiyari.words import N_

Array = NDArray[np.float64]

STRENGTHS: Array = np.linspace(-0.3, 0.95, 26)
METHOD = N_("regression with AR(1) errors, their strength integrated out")
SOURCE = "Zellner & Tiao (1964); Chib (1993)"
HALVINGS = 16
TAILS: Array = np.array([[0.025], [0.975]])
MOST_ROUNDED = 0.5
NEXT_TO_NOTHING = 1e-12


@dataclass(frozen=True, slots=True, eq=False)
class Posterior:
    """A mixture of Student t for each coefficient; arrays are (couples, strengths[, coefficients]).

    `noise` is the variance of the errors under each strength; `evidence` (couples,) is the log of the marginal
    likelihood, less what is the same for all models of the same days.
    """

    centres: Array
    scales: Array
    weights: Array
    noise: Array
    evidence: Array
    freedom: int

    def mean(self, which: int = 0) -> Array:
        """Return the mixture's mean of one coefficient, one number a couple."""
        mean: Array = (self.weights * self.centres[..., which]).sum(axis=1)
        return mean

    def spread(self, which: int = 0) -> Array:
        """Return the standard error of one coefficient, doubt about the strength included."""
        off = self.centres[..., which] - self.mean(which)[:, None]
        spread: Array = np.sqrt((self.weights * (self.scales[..., which] ** 2 + off**2)).sum(axis=1))
        return spread

    def below(self, x: Array, which: int = 0) -> Array:
        """Return the chance that one coefficient lies below `x` (..., couples), in the shape of `x`."""
        from scipy.special import stdtr

        off = (x[..., None] - self.centres[..., which]) / self.scales[..., which]
        chance: Array = (self.weights * stdtr(self.freedom, off)).sum(axis=-1)
        return chance

    def interval(self, which: int = 0) -> tuple[Array, Array]:
        """Return both ends of the 95 % interval of one coefficient, one number a couple each."""
        from scipy.special import stdtrit

        centres = self.centres[..., which]
        reach = stdtrit(self.freedom, 0.975) * self.scales[..., which]
        lower, upper = centres - reach, centres + reach
        starts = (
            np.stack([lower.min(axis=1), upper.min(axis=1)]),
            np.stack([lower.max(axis=1), upper.max(axis=1)]),
        )
        return ends_of(partial(self._likely().below, which=which), starts)

    def _likely(self) -> "Posterior":
        """Return the same without the strengths that weigh next to nothing for every couple."""
        kept = self.weights.max(axis=0) > NEXT_TO_NOTHING
        centres, scales, weights = self.centres[:, kept], self.scales[:, kept], self.weights[:, kept]
        return replace(self, centres=centres, scales=scales, weights=weights, noise=self.noise[:, kept])

    def blended(self) -> "Posterior":
        """Return what is known where each couple is one model of the same days, none likelier beforehand.

        Each model stands for all its strengths by their mean and spread.
        """
        which = range(self.centres.shape[-1])
        centres = np.stack([self.mean(each) for each in which], axis=-1)[None]
        scales = np.stack([self.spread(each) for each in which], axis=-1)[None]
        noise, weights = (self.weights * self.noise).sum(axis=1)[None], normalised(self.evidence[None])
        return replace(self, centres=centres, scales=scales, weights=weights, noise=noise)

    def p(self, null: float, which: int = 0) -> Array:
        """Return how often luck alone would carry one coefficient this far from `null`, to either side."""
        below = self.below(np.full(len(self.weights), null), which)
        two_sided: Array = 2 * np.minimum(below, 1 - below)
        return two_sided

    def widened(self, factor: float) -> "Posterior":
        """Return the same with every standard error `factor` times as large."""
        return replace(self, scales=self.scales * factor)

    def result(
        self,
        which: int,
        *,
        n: int,
        unit: str,
        method: str = METHOD,
        source: str = SOURCE,
        null: float | None = 0.0,
    ) -> Result:
        """Return the first couple's coefficient as a result."""
        low, high = self.interval(which)
        p = None if null is None else float(self.p(null, which)[0])
        ends = float(low[0]), float(high[0])
        return Result(float(self.mean(which)[0]), ends, n, method, source, unit, null, p)


def ends_of(below: Callable[[Array], Array], starts: tuple[Array, Array]) -> tuple[Array, Array]:
    """Find both ends of the 95 % interval of the rising function `below`, by halving from `starts` (2, couples)."""
    low, half = starts[0], (starts[1] - starts[0]) / 2
    for _ in range(HALVINGS):
        low = low + half * (below(low + half) < TAILS)
        half = half / 2
    lower, upper = low + half
    return lower, upper


def regress(
    y: Array,
    x: Array,
    gaps: Array | None = None,
    rounding: Array | None = None,
    strengths: Array = STRENGTHS,
) -> Posterior:
    """Regress `y` (couples, days) on `x` (couples, days, coefficients), days `gaps` apart (days - 1; default 1).

    `rounding` is the known error variance of each column of `x` (coefficients,), zero for one known exactly. `y` must
    vary around its fit and `x` have full column rank. `strengths` are those to try: zero alone where yesterday is
    among the columns.
    """
    days, k = x.shape[1:]
    apart = _Apart.of(np.ones(days - 1) if gaps is None else gaps, strengths)
    products = _whitened_products(np.concatenate([x, y[..., None]], axis=2), apart)
    xx, xy, yy = products[..., :k, :k], products[..., :k, k], products[..., k, k]
    inverse = np.linalg.inv(xx if rounding is None else xx - _rounded_off(xx, apart, rounding))
    centres = np.einsum("crij,crj->cri", inverse, xy)
    fitted = np.einsum("cri,crij,crj->cr", centres, xx, centres)
    left = np.maximum(yy - 2 * np.einsum("cri,cri->cr", xy, centres) + fitted, 1e-12)
    noise = left / (days - k)
    scales = np.sqrt(np.einsum("crij,crjk,crki->cri", inverse, xx, inverse) * noise[..., None])
    log_weights = -_log_size(apart) - np.linalg.slogdet(xx)[1] / 2 - (days - k) / 2 * np.log(left)
    most = log_weights.max(axis=1)
    evidence = most + np.log(np.exp(log_weights - most[:, None]).sum(axis=1))
    return Posterior(centres, scales, normalised(log_weights), noise, evidence, days - k)


@dataclass(frozen=True, slots=True, eq=False)
class _Apart:
    """How far neighbouring days lie apart; in years of days only a few distances are found, each many times.

    `alike` is how much neighbours resemble each other (strengths, distances); `at` marks which of them lie at
    which distance (distances, days - 1).
    """

    alike: Array
    at: Array

    @classmethod
    def of(cls, gaps: Array, strengths: Array) -> "_Apart":
        """Sort the `gaps` (days - 1,) by their length."""
        lengths = np.unique(gaps)
        return cls(strengths[:, None] ** lengths, (gaps == lengths[:, None]).astype(float))

    @property
    def times(self) -> Array:
        """How many neighbours lie at each distance: (distances,)."""
        times: Array = self.at.sum(axis=1)
        return times


def _rounded_off(xx: Array, apart: _Apart, rounding: Array) -> Array:
    """Return what rounding adds to x' R^-1 x for every strength: at most half of what there is in any direction.

    As many days as there are coefficients keep theirs, so that few days are not mended too far (Fuller). Under a
    strength that hardly fits, whitening can leave less of the feeling than of its rounding; the half keeps those
    strengths, which weigh next to nothing, from running wild.
    """
    known = (1 + apart.alike**2) / (1 - apart.alike**2)
    days = apart.at.shape[1] + 1
    size = (1 + known @ apart.times) * (1 - len(rounding) / days)
    root = np.sqrt(size[:, None, None] * np.diag(rounding))
    share = np.linalg.eigvalsh(root @ np.linalg.inv(xx) @ root)[..., -1]
    taken: Array = root**2 * np.minimum(1, MOST_ROUNDED / np.maximum(share, 1e-12))[..., None, None]
    return taken


def average(y: Array, gaps: Array | None = None) -> Posterior:
    """Regress `y` (couples, days) on a constant: the mean, knowing that neighbouring days are alike."""
    return regress(y, np.ones((*y.shape, 1)), gaps)


def normalised(log_weights: Array) -> Array:
    """Turn log weights (couples, strengths) into weights that sum to one for each couple."""
    weights = np.exp(log_weights - log_weights.max(axis=1, keepdims=True))
    whole: Array = weights / weights.sum(axis=1, keepdims=True)
    return whole


def _log_size(apart: _Apart) -> Array:
    """Return half the log determinant of the errors' correlation matrix, for every strength."""
    half: Array = np.log1p(-(apart.alike**2)) @ apart.times / 2
    return half


def _whitened_products(z: Array, apart: _Apart) -> Array:
    """Return z' R^-1 z for every strength: (couples, strengths, columns, columns)."""
    couples, days, columns = z.shape
    alike, weight = apart.alike, 1 / (1 - apart.alike**2)
    every = (z[..., :, None] * z[..., None, :]).reshape(couples, days, columns**2)
    crossed = (z[:, 1:, :, None] * z[:, :-1, None, :]).reshape(couples, days - 1, columns**2)
    now, before, cross = apart.at @ every[:, 1:], apart.at @ every[:, :-1], apart.at @ crossed
    inner = weight @ now + (weight * alike**2) @ before - (weight * alike) @ (cross + _turned(cross, columns))
    first = z[:, 0, :, None] * z[:, 0, None, :]
    products: Array = inner.reshape(couples, len(alike), columns, columns) + first[:, None]
    return products


def _turned(products: Array, columns: int) -> Array:
    """Return the products (..., columns^2) with their two columns changed about."""
    square = products.reshape(*products.shape[:-1], columns, columns)
    return square.swapaxes(-1, -2).reshape(products.shape)
