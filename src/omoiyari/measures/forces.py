"""Truth and bias: what pulls a guess towards the partner's feeling, one's own, or to one side.

What is felt has no steps; a tap has seven. A tap is the feeling plus a rounding error of variance step^2 / 12 on each
axis (Sheppard, 1898), which would thin every pull by a tenth or so. The measures are of the feeling: they take
the rounding off again (classical errors in variables with a known error; Fuller, 1987).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from omoiyari.measures import autoregression
from omoiyari.measures.autoregression import STRENGTHS, Array, Posterior
from omoiyari.measures.model import (
    STEP,
    Axis,
    Feelings,
    Guess,
    Moment,
    NotEnoughYet,
    Result,
    TruthAndBias,
)
from omoiyari.measures.pairing import LEAST_PAIRS, TRIPLED_DAYS, Pair, among, gaps, on, pairs
from omoiyari.words import N_

METHOD = N_("regression with AR(1) errors, the rounding of the grid taken off")
ALIKE = N_("correlation, Fisher z over the effective number of days")
PRODUCT = N_("assumed similarity times similarity, distribution of the product")
SOURCE = "West & Kenny (2011); Stern & West (2018); Fuller (1987)"
VARIED_DAYS = N_("days on which your moods went different ways")
SHARES = (np.arange(60) + 0.5) / 60


def truth_and_bias(
    guesses: Iterable[Guess],
    truths: Iterable[Moment],
    own: Iterable[Moment],
    axis: Axis = Axis.PLEASANTNESS,
    feelings: Feelings = Feelings.ALL,
    step: float = STEP,
) -> TruthAndBias | NotEnoughYet:
    """Fit guess - mean(truth) = b0 + b1 (truth - mean(truth)) + b2 (own - mean(own)) + error.

    b0 is directional bias (how far above the truth's average a guess lies on an average day), b1 truth force, b2
    assumed similarity; indirect accuracy is b2 times the correlation of own and truth. From 20 days with all three;
    `feelings` keeps the days on which the partner named a pleasant or an unpleasant family. West & Kenny
    (2011) with own mood centred on its own mean, so that b0 is of an average day of both. `step` is how far apart
    two taps are, 0 for a scale without steps.
    """
    found = [pair for pair in pairs(guesses, truths, own) if pair.own]
    kept = among(found, feelings)
    if len(kept) < LEAST_PAIRS:
        return NotEnoughYet(len(kept), LEAST_PAIRS, TRIPLED_DAYS)
    triple = _Triple.of(kept, axis)
    if not triple.apart(step):
        return NotEnoughYet(0, LEAST_PAIRS, VARIED_DAYS)
    return _forces(triple, step)


@dataclass(frozen=True, slots=True, eq=False)
class _Triple:
    """Guess, truth and own mood, each (1, days), and the days between neighbours."""

    guess: Array
    truth: Array
    own: Array
    gaps: Array

    @classmethod
    def of(cls, kept: Sequence[Pair], axis: Axis) -> "_Triple":
        own = on(axis, [pair.own for pair in kept if pair.own])
        truth = on(axis, [pair.truth for pair in kept])
        return cls(on(axis, [pair.guess for pair in kept]), truth, own, gaps(kept))

    def apart(self, step: float) -> bool:
        """Whether truth and own mood both vary by more than their rounding, and not as one."""
        least, most = np.linalg.eigvalsh(np.cov(np.vstack([self.truth, self.own])))
        return bool(least > max(2 * rounding(step), 0.003 * most))


def _forces(triple: _Triple, step: float) -> TruthAndBias:
    n = triple.truth.shape[1]
    forces = pulls(triple.guess, triple.truth, triple.own, triple.gaps, step)
    alike = similarity(triple.truth, triple.own, step)
    product = indirect(forces, triple.truth, triple.own, step)
    per_step = N_("steps of guess for each step of feeling")
    return TruthAndBias(
        _pull(forces, 0, n, N_("steps on the grid, -1 to 1")),
        _pull(forces, 1, n, per_step),
        _pull(forces, 2, n, per_step),
        _first(alike, n, ALIKE, "Bartlett (1935)"),
        _first(product, n, PRODUCT, SOURCE),
    )


def _pull(forces: Posterior, which: int, n: int, unit: str) -> Result:
    return forces.result(which, n=n, unit=unit, method=METHOD, source=SOURCE)


def _first(ends: tuple[Array, Array, Array], n: int, method: str, source: str) -> Result:
    value, low, high = (float(end[0]) for end in ends)
    return Result(value, (low, high), n, method, source, N_("-1 to 1"))


def rounding(step: float) -> float:
    """Return the variance that rounding to a grid of this step adds."""
    return step**2 / 12


def pulls(
    guess: Array, truth: Array, own: Array, days_apart: Array | None = None, step: float = 0.0
) -> Posterior:
    """Regress guess on a constant (coefficient 0), truth (1) and own mood (2); all (couples, days)."""
    x = np.stack([np.ones_like(truth), _centred(truth), _centred(own)], axis=2)
    above = guess - truth.mean(axis=1, keepdims=True)
    off = rounding(step) * np.array([0.0, 1.0, 1.0]) if step else None
    return _bias_widened(autoregression.regress(above, x, days_apart, off), rounding(step))


def _bias_widened(fit: Posterior, off: float) -> Posterior:
    """Widen the constant's interval: rounding, fresh every day, hides how long mistakes linger.

    Errors of which a share is fresh resemble yesterday's with `hidden * (1 - share)`, and a mean over days is less
    sure than that alone would say.
    """
    share = np.clip(off * (1 + (fit.centres[..., 1:] ** 2).sum(axis=2)) / fit.noise, 0, 0.8)
    seen = np.maximum(STRENGTHS, 0)
    hidden = np.minimum(seen / (1 - share), STRENGTHS[-1])
    wider = np.sqrt(np.maximum((share + (1 - share) * _lasting(hidden)) / _lasting(seen), 1))
    return replace(fit, scales=fit.scales * np.stack([wider, *2 * [np.ones_like(wider)]], axis=2))


def _lasting(strength: Array) -> Array:
    """Return how many times less sure a long mean is than one of fresh days."""
    return (1 + strength) / (1 - strength)


def similarity(truth: Array, own: Array, step: float = 0.0) -> tuple[Array, Array, Array]:
    """Return the correlation of two moods (couples, days) and both ends of its 95 % interval."""
    z, doubt = _fisher(truth, own)
    thinned = _thinned(truth, own, step)
    low, high = (np.clip(np.tanh(z + ends * doubt) / thinned, -1, 1) for ends in (-1.96, 1.96))
    return np.clip(np.tanh(z) / thinned, -1, 1), low, high


def indirect(forces: Posterior, truth: Array, own: Array, step: float = 0.0) -> tuple[Array, Array, Array]:
    """Return assumed similarity times similarity and both ends of its 95 % interval.

    The product's distribution, with both factors uncertain, is laid out on 60 x 60 quantiles. Where both factors
    are near zero the interval is wider than it need be.
    """
    from scipy.special import ndtri, stdtrit

    z, doubt = _fisher(truth, own)
    thinned = _thinned(truth, own, step)
    correlations = np.clip(np.tanh(z[:, None] + doubt[:, None] * ndtri(SHARES)) / thinned[:, None], -1, 1)
    pull = forces.mean(2)[:, None] + forces.spread(2)[:, None] * stdtrit(forces.freedom, SHARES)
    products = (correlations[:, :, None] * pull[:, None, :]).reshape(len(z), -1)
    low, high = np.quantile(products, [0.025, 0.975], axis=1)
    return np.clip(np.tanh(z) / thinned, -1, 1) * forces.mean(2), low, high


def _thinned(truth: Array, own: Array, step: float) -> Array:
    """Return what rounding leaves of a correlation, 0 to 1: the root of both reliabilities."""
    kept = [
        1 - rounding(step) / np.maximum(each.var(axis=1), 2 * rounding(step) or 1) for each in (truth, own)
    ]
    left: Array = np.sqrt(kept[0] * kept[1])
    return left


def _fisher(truth: Array, own: Array) -> tuple[Array, Array]:
    """Return Fisher's z of the correlation and its standard error (Bartlett, 1935, for the days' worth)."""
    a, b = _centred(truth), _centred(own)
    z = np.arctanh((a * b).sum(axis=1) / np.sqrt((a**2).sum(axis=1) * (b**2).sum(axis=1)))
    days = truth.shape[1]
    shared = np.maximum(_inertia(a) * _inertia(b), -0.2)
    worth = days * (1 - shared) / (1 + shared)
    return z, 1 / np.sqrt(np.maximum(worth - 3, 2))


def _inertia(centred: Array) -> Array:
    """Return the lag-1 autocorrelation with its small-sample bias taken off (Kendall, 1954)."""
    days = centred.shape[1]
    raw = (centred[:, 1:] * centred[:, :-1]).sum(axis=1) / (centred**2).sum(axis=1)
    inertia: Array = np.clip(raw + (1 + 3 * raw) / days, -0.3, 0.95)
    return inertia


def _centred(values: Array) -> Array:
    off: Array = values - values.mean(axis=1, keepdims=True)
    return off
