"""Whether what a machine counts in my answers goes with how they landed (F8): the partner's word is the rule."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import atanh, sqrt, tanh

from omoiyari.couple import Notebook
from omoiyari.measures import NotEnoughYet, Result
from omoiyari.practice.kept import runs
from omoiyari.practice.trainer import Landed, Rated, rated_answers
from omoiyari.words import N_

INTERACTION = "told-and-answered"
ENOUGH = 8  # rated answers
MOST = 40  # the latest ones
METHOD = N_("Spearman's rank correlation, ties at their middle rank")
SOURCE = "Spearman (1904); Bonett & Wright (2000)"
_RANKS = {Landed.NO: 0, Landed.PARTLY: 1, Landed.YES: 2}


@dataclass(frozen=True, slots=True)
class Counted:
    """One answer of mine: how many moves that help the machine heard in it, and how it landed."""

    moves: int
    word: Landed


def rated_by_partner(book: Notebook, now: datetime) -> list[Rated]:
    """My answers that my partner has rated, in the exercise where they do, the oldest first."""
    return list(_rated(book, now))[-MOST:]


def _rated(book: Notebook, now: datetime) -> Iterator[Rated]:
    for held in runs(book, now):
        if held.run.exercise.interaction == INTERACTION and held.run.keeps:
            yield from rated_answers(held.run, book.reader)


def goes_with(counted: Sequence[Counted]) -> Result | NotEnoughYet:
    """How the number of moves goes with the landing, from -1 to 1.

    In simulations without any relation the 95 % interval leaves out 0 in 3 to 6 of 100.
    """
    n = len(counted)
    if n < ENOUGH:
        return NotEnoughYet(n, ENOUGH, N_("answers that were rated"))
    rho = _correlation(_ranks([one.moves for one in counted]), _ranks([_RANKS[one.word] for one in counted]))
    if rho is None:
        return Result(0.0, (-1.0, 1.0), n, METHOD, SOURCE, "")
    middle, spread = atanh(max(-0.99, min(0.99, rho))), 1.96 * sqrt((1 + rho**2 / 2) / (n - 3))
    return Result(rho, (tanh(middle - spread), tanh(middle + spread)), n, METHOD, SOURCE, "")


def _ranks(values: Sequence[int]) -> list[float]:
    """Each value's rank among all, from 0; equals share the middle of theirs."""
    return [sum(x < value for x in values) + (sum(x == value for x in values) - 1) / 2 for value in values]


def _correlation(x: Sequence[float], y: Sequence[float]) -> float | None:
    """Pearson's; None where one of the two never varies."""
    middle = (len(x) - 1) / 2  # the mean of all ranks
    across = sum((a - middle) * (b - middle) for a, b in zip(x, y, strict=True))
    within = sum((a - middle) ** 2 for a in x) * sum((b - middle) ** 2 for b in y)
    return across / sqrt(within) if within else None
