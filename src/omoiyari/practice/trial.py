"""Two exercises compared for one couple: an order drawn in advance, and an honest "undecided" (F22).

After Kratochwill & Levin (2010) the order is drawn in blocks of two, so that a good month favours neither.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from hashlib import blake2b
from math import sqrt

GOES = 6  # of each
WORTH_NAMING = 0.5  # points of 0..6; a smaller difference is none that anybody would feel
CLAIM = 0.8
_PRIOR_DF, _PRIOR_VARIANCE = 4.0, 1.5  # taps of one person scatter by a good point
_PRIOR_SPREAD = 1.5  # before any go, differences beyond three points are not expected


class Finding(StrEnum):
    """What came out."""

    FIRST = "first"
    SECOND = "second"
    UNDECIDED = "undecided"


@dataclass(frozen=True, slots=True)
class Comparison:
    """`p_first`: the probability that the first is better by at least half a point; `p_second` likewise."""

    finding: Finding
    p_first: float
    p_second: float
    difference: float
    goes: tuple[int, int]


def order(seed: str, goes: int = GOES) -> tuple[int, ...]:
    """Which of the two comes when, 0 or 1: each block of two holds both, in an order drawn from the seed."""
    drawn: list[int] = []
    for block in range(goes):
        first = blake2b(f"{seed}\0{block}".encode(), digest_size=1).digest()[0] & 1
        drawn += [first, 1 - first]
    return tuple(drawn)


def compare(first: Sequence[float], second: Sequence[float]) -> Comparison:
    """Compare taps from 0 to 6. Undecided below six goes of each, and where neither is likely enough (P < .8) to be
    better by half a point: a normal model with a common variance and a prior that expects little difference."""
    goes = len(first), len(second)
    if not goes[0] or not goes[1]:
        return Comparison(Finding.UNDECIDED, 0.0, 0.0, 0.0, goes)
    middle, spread, df = _posterior(first, second)
    p_first, p_second = (_above(sign * middle, spread, df) for sign in (1, -1))
    finding = Finding.UNDECIDED
    if min(goes) >= GOES and max(p_first, p_second) >= CLAIM:
        finding = Finding.FIRST if p_first > p_second else Finding.SECOND
    return Comparison(finding, p_first, p_second, _mean(first) - _mean(second), goes)


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)


def _posterior(first: Sequence[float], second: Sequence[float]) -> tuple[float, float, float]:
    """(middle, spread, degrees of freedom) of the difference of the two means."""
    means = _mean(first), _mean(second)
    squares = sum((x - means[0]) ** 2 for x in first) + sum((x - means[1]) ** 2 for x in second)
    df = _PRIOR_DF + len(first) + len(second) - 2
    variance = (_PRIOR_DF * _PRIOR_VARIANCE + squares) / df
    sampling = variance * (1 / len(first) + 1 / len(second))
    weight = _PRIOR_SPREAD**2 / (_PRIOR_SPREAD**2 + sampling)
    return weight * (means[0] - means[1]), sqrt(weight * sampling), df


def _above(middle: float, spread: float, df: float) -> float:
    from scipy.stats import t

    return float(t.sf(WORTH_NAMING, df, loc=middle, scale=spread))
