"""How often something happens, when today's yes resembles yesterday's."""

import numpy as np

from omoiyari.measures.autoregression import STRENGTHS, Array, average, ends_of
from omoiyari.words import N_

METHOD = N_("beta mixture over the effective number of days")
SOURCE = "Bayley & Hammersley (1946); Kedem (1980)"


def rate(yes: Array, gaps: Array | None = None) -> tuple[Array, Array, Array]:
    """Return the share of ones in `yes` (couples, days) and both ends of its 95 % interval.

    For each strength of resemblance the days count as fewer independent ones, at least 2, under the prior of
    Jeffreys; the strengths are weighed as in `autoregression`. Where nothing varies every strength weighs the same.
    """
    from scipy.special import betainc

    days = yes.shape[1]
    share = yes.mean(axis=1)
    worth = _worth(days)
    hits, misses = share[:, None] * worth + 0.5, (1 - share[:, None]) * worth + 0.5
    varied = ((share > 0) & (share < 1))[:, None]
    weights = np.where(varied, average(yes, gaps).weights, 1 / len(STRENGTHS))

    def below(x: Array) -> Array:
        chance: Array = (weights * betainc(hits, misses, x[..., None])).sum(axis=-1)
        return chance

    low, high = ends_of(below, (np.zeros((2, len(share))), np.ones((2, len(share)))))
    return share, np.where(share > 0, low, 0), np.where(share < 1, high, 1)


def _worth(days: int) -> Array:
    """Return how many independent days `days` lingering ones are worth, for every strength of resemblance.

    The series is thought of as an autoregression cut in two: its resemblance `k` days on is
    2/pi arcsin(latent ** k), which dies out more slowly than a power (Kedem, 1980).
    """
    lag = np.arange(1, days)
    latent = np.sin(np.pi / 2 * STRENGTHS)[:, None]
    later = 2 / np.pi * np.arcsin(latent**lag) @ (1 - lag / days)
    return np.clip(days / (1 + 2 * later), 2, days)
