"""How often something happens, when today's yes resembles yesterday's."""

import numpy as np

from omoiyari.measures.autoregression import STRENGTHS, Array, average, quantile
from omoiyari.words import N_

METHOD = N_("beta mixture over the effective number of days")
SOURCE = "Brown, Cai & DasGupta (2001); Bayley & Hammersley (1946)"


def rate(yes: Array, gaps: Array | None = None) -> tuple[Array, Array, Array]:
    """Return the share of ones in `yes` (couples, days) and both ends of its 95 % interval.

    For each strength of resemblance `rho` the days count as `n (1 - rho) / (1 + rho)` independent ones, at most n and
    at least 2, under a flat prior; the strengths are weighed as in `autoregression`. Where nothing varies
    every strength weighs the same.
    """
    from scipy.special import betainc

    days = yes.shape[1]
    share = yes.mean(axis=1)
    worth = np.clip(days * (1 - STRENGTHS) / (1 + STRENGTHS), 2, days)
    hits, misses = share[:, None] * worth + 1, (1 - share[:, None]) * worth + 1
    varied = ((share > 0) & (share < 1))[:, None]
    weights = np.where(varied, average(yes, gaps).weights, 1 / len(STRENGTHS))

    def below(x: Array) -> Array:
        chance: Array = (weights * betainc(hits, misses, x[:, None])).sum(axis=1)
        return chance

    ends = np.zeros_like(share), np.ones_like(share)
    return share, quantile(below, 0.025, ends), quantile(below, 0.975, ends)
