"""Laying a guess beside what was true, day by day."""

from collections.abc import Iterable, Sequence
from operator import attrgetter
from typing import NamedTuple

import numpy as np

from omoiyari.measures.autoregression import Array
from omoiyari.measures.model import Axis, Feelings, Guess, Moment
from omoiyari.words import N_

LEAST_PAIRS = 20
PAIRED_DAYS = N_("days on which you guessed and they checked in")
TRIPLED_DAYS = N_("days on which you both checked in and you guessed")


class Pair(NamedTuple):
    """A guess, the partner's own word for the same day, and the guesser's own mood, if they gave it."""

    guess: Guess
    truth: Moment
    own: Moment | None


def pairs(guesses: Iterable[Guess], truths: Iterable[Moment], own: Iterable[Moment] = ()) -> list[Pair]:
    """Return one pair for each day with both a guess and a truth, oldest first; a day's last word counts."""
    guess_of = {guess.day: guess for guess in guesses}
    truth_of = {truth.day: truth for truth in truths}
    own_of = {moment.day: moment for moment in own}
    days = sorted(guess_of.keys() & truth_of.keys())
    return [Pair(guess_of[day], truth_of[day], own_of.get(day)) for day in days]


def among(found: Iterable[Pair], feelings: Feelings) -> list[Pair]:
    """Keep the pairs whose truth was of these feelings, by the family the partner named."""
    if feelings is Feelings.ALL:
        return list(found)
    pleasant = feelings is Feelings.PLEASANT
    return [pair for pair in found if pair.truth.family and pair.truth.family.pleasant is pleasant]


def gaps(found: Sequence[Pair]) -> Array:
    """Return the days between neighbours, at least 1: shape (pairs - 1,)."""
    return np.diff([float(pair.truth.day.toordinal()) for pair in found])


def on(axis: Axis, moments: Iterable[Moment | Guess]) -> Array:
    """Return where the moments lie on one axis, as one row: shape (1, moments)."""
    return np.array([list(map(attrgetter(axis.value), moments))], dtype=float)
