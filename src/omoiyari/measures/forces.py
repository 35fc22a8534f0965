"""Truth and bias: what pulls a guess towards the partner's feeling, one's own, or to one side."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from omoiyari.measures import autoregression
from omoiyari.measures.autoregression import Array, Posterior
from omoiyari.measures.model import (
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

SOURCE = "West & Kenny (2011); Stern & West (2018)"
VARIED_DAYS = N_("days on which your moods went different ways")
SHARES = (np.arange(60) + 0.5) / 60


def truth_and_bias(
    guesses: Iterable[Guess],
    truths: Iterable[Moment],
    own: Iterable[Moment],
    axis: Axis = Axis.PLEASANTNESS,
    feelings: Feelings = Feelings.ALL,
) -> TruthAndBias | NotEnoughYet:
    """Fit guess - mean(truth) = b0 + b1 (truth - mean(truth)) + b2 (own - mean(own)) + error.

    b0 is directional bias (how far the guesses lie above the truth, on average), b1 truth force, b2 assumed
    similarity; indirect accuracy is b2 times the correlation of own and truth. From 20 days with all three;
    `feelings` keeps the days on which the partner named a pleasant or an unpleasant family. West & Kenny
    (2011) with own mood centred on its own mean, so that b0 is the plain difference of means.
    """
    found = [pair for pair in pairs(guesses, truths, own) if pair.own]
    kept = among(found, feelings)
    if len(kept) < LEAST_PAIRS:
        return NotEnoughYet(len(kept), LEAST_PAIRS, TRIPLED_DAYS)
    triple = _Triple.of(kept, axis)
    if not triple.apart:
        return NotEnoughYet(0, LEAST_PAIRS, VARIED_DAYS)
    return _forces(triple)


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

    @property
    def apart(self) -> bool:
        """Whether truth and own mood both vary, and not as one."""
        both = np.vstack([_centred(self.truth), _centred(self.own)])
        sizes = (both**2).sum(axis=1)
        return bool(sizes.min() > 1e-9 and (both[0] @ both[1]) ** 2 < 0.99 * sizes.prod())


def _forces(triple: _Triple) -> TruthAndBias:
    n = triple.truth.shape[1]
    bias = autoregression.average(triple.guess - triple.truth, triple.gaps)
    forces = pulls(triple.guess, triple.truth, triple.own, triple.gaps)
    alike, product = similarity(triple.truth, triple.own), indirect(forces, triple.truth, triple.own)
    per_step = N_("steps of guess for each step of feeling")
    return TruthAndBias(
        bias.result(0, n=n, unit=N_("steps on the grid, -1 to 1"), source=SOURCE),
        forces.result(1, n=n, unit=per_step, source=SOURCE),
        forces.result(2, n=n, unit=per_step, source=SOURCE),
        _first(alike, n, N_("correlation, Fisher z over the effective number of days"), "Bartlett (1935)"),
        _first(product, n, N_("assumed similarity times similarity, distribution of the product"), SOURCE),
    )


def _first(ends: tuple[Array, Array, Array], n: int, method: str, source: str) -> Result:
    value, low, high = (float(end[0]) for end in ends)
    return Result(value, (low, high), n, method, source, N_("-1 to 1"))


def pulls(guess: Array, truth: Array, own: Array, days_apart: Array | None = None) -> Posterior:
    """Regress guess on truth (coefficient 1) and own mood (2); all (couples, days)."""
    x = np.stack([np.ones_like(truth), _centred(truth), _centred(own)], axis=2)
    return autoregression.regress(guess - truth.mean(axis=1, keepdims=True), x, days_apart)


def similarity(truth: Array, own: Array) -> tuple[Array, Array, Array]:
    """Return the correlation of two moods (couples, days) and both ends of its 95 % interval."""
    z, doubt = _fisher(truth, own)
    return np.tanh(z), np.tanh(z - 1.96 * doubt), np.tanh(z + 1.96 * doubt)


def indirect(forces: Posterior, truth: Array, own: Array) -> tuple[Array, Array, Array]:
    """Return assumed similarity times similarity and both ends of its 95 % interval.

    The product's distribution, with both factors uncertain, is laid out on 60 x 60 quantiles. Where both factors
    are near zero the interval is wider than it need be.
    """
    from scipy.special import ndtri, stdtrit

    z, doubt = _fisher(truth, own)
    correlations = np.tanh(z[:, None] + doubt[:, None] * ndtri(SHARES))
    pull = forces.mean(2)[:, None] + forces.spread(2)[:, None] * stdtrit(forces.freedom, SHARES)
    products = (correlations[:, :, None] * pull[:, None, :]).reshape(len(z), -1)
    low, high = np.quantile(products, [0.025, 0.975], axis=1)
    return np.tanh(z) * forces.mean(2), low, high


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
