"""Two exercises compared for one person: an order drawn in advance, and an honest "undecided" (F22).

What is compared is how much nearer somebody felt after a go than before it: one tap from 0 to 6 each. After
Kratochwill & Levin (2010) the order is drawn in blocks of two, so that a good month favours neither.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from hashlib import blake2b
from math import sqrt

from omoiyari.couple import Notebook, Record, RecordId

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
    """`p_first`: the probability that the first is better by at least half a point; `p_second` likewise.

    `difference`: the first's mean less the second's, as it was tapped. `interval`: where the true one lies with a
    probability of .8; both are 0 where one of the two has no go yet.
    """

    finding: Finding
    p_first: float
    p_second: float
    difference: float
    goes: tuple[int, int]
    interval: tuple[float, float] = (0.0, 0.0)


def order(seed: str, goes: int = GOES) -> tuple[int, ...]:
    """Which of the two comes when, 0 or 1: each block of two holds both, in an order drawn from the seed."""
    drawn: list[int] = []
    for block in range(goes):
        first = blake2b(f"{seed}\0{block}".encode(), digest_size=1).digest()[0] & 1
        drawn += [first, 1 - first]
    return tuple(drawn)


def compare(first: Sequence[float], second: Sequence[float]) -> Comparison:
    """Compare taps from 0 to 6, or changes between two of them. Undecided below six goes of each, and where neither
    is likely enough (P < .8) to be better by half a point: a normal model with a common variance and a prior that
    expects little difference."""
    goes = len(first), len(second)
    if not goes[0] or not goes[1]:
        return Comparison(Finding.UNDECIDED, 0.0, 0.0, 0.0, goes)
    middle, spread, df = _posterior(first, second)
    p_first, p_second = (_above(sign * middle, spread, df) for sign in (1, -1))
    finding = Finding.UNDECIDED
    if min(goes) >= GOES and max(p_first, p_second) >= CLAIM:
        finding = Finding.FIRST if p_first > p_second else Finding.SECOND
    difference = _mean(first) - _mean(second)
    return Comparison(finding, p_first, p_second, difference, goes, _likely(middle, spread, df))


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


def _likely(middle: float, spread: float, df: float) -> tuple[float, float]:
    from scipy.stats import t

    low, high = t.interval(CLAIM, df, loc=middle, scale=spread)
    return float(low), float(high)


# --- from a notebook --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Trial:
    """A comparison that its owner began. `pair` are the ids of two exercises, `changes` what was tapped after each go
    less what was tapped before it (-6..6), `turn` whose go is next: an id, or nothing once it is over or ended."""

    id: RecordId
    pair: tuple[str, str]
    begun: datetime
    changes: tuple[tuple[int, ...], tuple[int, ...]]
    turn: str
    ended: bool

    @property
    def found(self) -> Comparison:
        """What is known so far."""
        return compare(*self.changes)


def trial_body(first: str, second: str, seed: str) -> dict[str, object]:
    """What is kept of a comparison when it begins: the order follows from the seed."""
    return {"pair": [first, second], "seed": seed, "ended": False}


def trials(book: Notebook) -> tuple[Trial, ...]:
    """The reader's own comparisons, the newest first."""
    done = [r for r in book.of_kind("practised") if r.owner == book.reader and "trial" in r.body]
    own = [r for r in book.of_kind("trial") if r.owner == book.reader]
    return tuple(
        _played(record, [r for r in done if r.body["trial"] == record.id]) for record in reversed(own)
    )


def _played(record: Record, done: Iterable[Record]) -> Trial:
    """A go counts where it was its exercise's turn and both taps are there; any other changes nothing."""
    pair = (str(record.body["pair"][0]), str(record.body["pair"][1]))
    waiting = list(order(str(record.body["seed"])))
    changes: tuple[list[int], list[int]] = ([], [])
    for go in done:
        before, now = go.body.get("before"), go.body.get("now")
        if waiting and before is not None and now is not None and go.body["exercise"] == pair[waiting[0]]:
            changes[waiting.pop(0)].append(now - before)
    ended = bool(record.body["ended"])
    turn = pair[waiting[0]] if waiting and not ended else ""
    return Trial(record.id, pair, record.at, (tuple(changes[0]), tuple(changes[1])), turn, ended)


def running(book: Notebook) -> Trial | None:
    """The comparison in which a go is next; None where there is none."""
    return next((trial for trial in trials(book) if trial.turn), None)
