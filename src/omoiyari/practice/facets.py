"""Four sides of an empathic answer (C9), tapped by whoever received it, beside what a machine heard in its words.

It caught how they were, felt it with them, left it be (no judging, mending, making small), and let it be true.
Whoever received it is right; how far a count of moves agrees with them is told in words and with its doubt.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from omoiyari.measures import Result
from omoiyari.words import N_

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

ENOUGH = 8  # answers, before anything is said
ENOUGH_FOR_KAPPA = 20
METHOD = N_("Cohen’s kappa; its interval by a flat prior over the four kinds of answer")
SOURCE = "Cohen (1960)"
_DRAWS = 8_000


class Facet(StrEnum):
    """One side of an answer."""

    CAUGHT = "caught"
    WITH = "with"
    LEFT = "left"
    VALID = "valid"


#: As the one who received the answer taps them.
NAMES: Mapping[Facet, str] = {
    Facet.CAUGHT: N_("You noticed how I was"),
    Facet.WITH: N_("You felt it with me"),
    Facet.LEFT: N_("You did not judge it, mend it or make it small"),
    Facet.VALID: N_("You let it be true for me"),
}

_CATCHES = frozenset({"reflect", "name_feeling"})
_SPOILS = frozenset({"criticise", "contempt", "mind_read", "fix", "minimise"})


@dataclass(frozen=True, slots=True)
class Pair:
    """One answer of mine: what the machine heard in it, and what the one it was for tapped."""

    heard: frozenset[Facet]
    tapped: frozenset[Facet]


@dataclass(frozen=True, slots=True)
class Agreement:
    """In how many answers the two agreed on a facet. `kappa` is None below `ENOUGH_FOR_KAPPA`; its `p` is small where
    chance would seldom agree, or disagree, so much."""

    facet: Facet
    same: int
    of: int
    kappa: Result | None

    @property
    def tells(self) -> int:
        """1 where they agree more than by chance, -1 less, 0 cannot tell; four at once are wrong once in twenty."""
        if self.kappa is None or self.kappa.p is None or self.kappa.p > 0.05 / len(Facet):
            return 0
        return 1 if self.kappa.value > 0 else -1


def heard_facets(moves: Collection[str]) -> frozenset[Facet]:
    """The facets that a machine hears, by the labels of the moves that it found. To leave be is to find none that
    judges, mends or makes small."""
    found = {
        Facet.CAUGHT: bool(_CATCHES & set(moves)),
        Facet.WITH: "feel_with" in moves,
        Facet.LEFT: not _SPOILS & set(moves),
        Facet.VALID: "validate" in moves,
    }
    return frozenset(facet for facet, there in found.items() if there)


def agreements(pairs: Sequence[Pair]) -> tuple[Agreement, ...]:
    """For each facet; empty below `ENOUGH` answers."""
    if len(pairs) < ENOUGH:
        return ()
    return tuple(_agreement(facet, pairs) for facet in Facet)


def _agreement(facet: Facet, pairs: Sequence[Pair]) -> Agreement:
    seen = [(facet in one.heard, facet in one.tapped) for one in pairs]
    same = sum(heard == tapped for heard, tapped in seen)
    return Agreement(facet, same, len(seen), kappa(seen) if len(seen) >= ENOUGH_FOR_KAPPA else None)


def kappa(seen: Sequence[tuple[bool, bool]]) -> Result:
    """How far two agree on yes and no beyond chance, from -1 to 1.

    The interval comes from 8,000 draws of a posterior with one imagined answer of each kind. In simulations of 20 to
    40 answers it held the truth 93 to 97 times in 100; the usual one (Fleiss, Cohen & Everitt, 1969) 53 to 96.
    """
    import numpy as np

    kinds = ((True, True), (True, False), (False, True), (False, False))
    counts = np.array([seen.count(kind) for kind in kinds], float)
    likely = _kappa(np.random.default_rng(0).dirichlet(counts + 1, _DRAWS))
    low, high = np.quantile(likely, (0.025, 0.975)).tolist()
    below = float(np.mean(likely < 0))
    value = float(_kappa(counts[None] / counts.sum())[0])
    return Result(value, (low, high), len(seen), METHOD, SOURCE, "", p=2 * min(below, 1 - below))


def _kappa(shares: "NDArray[np.float64]") -> "NDArray[np.float64]":
    """(n,) from (n, 4) shares: both yes, first alone, second alone, neither; 0 where chance always agrees."""
    both, first, second, neither = shares.T
    chance = (both + first) * (both + second) + (second + neither) * (first + neither)
    more = both + neither - chance
    found: NDArray[np.float64] = more / (1 - chance + (chance == 1))
    return found
