"""Twelve weeks of a couple who never lived: Aiko and Ben, with every hidden number known.

The generative model, for each axis of core affect and each day:

- *Mood* is a person's usual level, plus a day-of-week rhythm, plus one hard week that both share, plus a
  first-order autoregression whose innovations the two partly share.
- *Family* is the nearest of eight anchors on the grid, after a little Gumbel noise.
- *Guess* is mean(truth) + bias + truth_force (truth - mean(truth)) + assumed_similarity (own - mean(own)) + an
  autoregressive error, cut to the grid; the means are those of the twelve weeks (West & Kenny, 2011).
- *Sureness* falls a little with the size of the error and is too high by `oversure`, with noise.
- *Felt understood* (0 to 6) is 3.4, plus a rise a week, less 1.5 times the other's error that day, plus
  autoregressive noise, after a talk on two days in three. *Safe to speak*, tapped with it, is 4.2 plus the same rise
  and noise of its own. *Rated readings* are weekly talks that both rate; the
  reader's rating is higher by `overestimation`. *Weeks* are rated on Sundays: safe, deep and satisfying are 3.4
  plus the rise, with noise that lingers a little.
- *Taps*: moods and guesses are felt without steps, and kept as the nearest of the seven places on each axis.
- *Missed days* come one by one at random, and more often in the hard week; Ben is also away for three days.

The numbers are choices for a lively demo, not estimates of real couples.
"""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from omoiyari.measures import STEP, Family, FeltUnderstood, Guess, Moment, Order, RatedReading
from omoiyari.practice.noticed import Noticed, Weekly

Array = NDArray[np.float64]

ANCHORS = {
    Family.JOY: 0.7 + 0.5j,
    Family.LOVE: 0.7 - 0.1j,
    Family.CALM: 0.4 - 0.6j,
    Family.INTEREST: 0.25 + 0.4j,
    Family.SADNESS: -0.5 - 0.5j,
    Family.FEAR: -0.35 + 0.5j,
    Family.ANGER: -0.65 + 0.6j,
    Family.SHAME: -0.4 - 0.1j,
}
WEEK_RHYTHM = np.array([-0.12, -0.05, 0.0, 0.02, 0.1, 0.15, -0.1])
START = date(2026, 3, 2)


@dataclass(frozen=True, slots=True)
class Hidden:
    """What is true of one person's guesses and would be unknown in life; all in units of the grid or of 0 to 6."""

    bias: float
    truth_force: float
    assumed_similarity: float
    oversure: float
    overestimation: float


@dataclass(frozen=True, slots=True)
class World:
    """What is true of the couple's life: inertia of mood and error, shared feeling, days missed, change a week.

    `step` is how far apart two taps on the grid are; 0 keeps what was felt.
    """

    inertia: float = 0.4
    spread: float = 0.26
    shared: float = 0.3
    error: float = 0.16
    missed: float = 0.1
    hard_week: int | None = 6
    hard_drop: float = 0.4
    rise: float = 0.08
    step: float = STEP


@dataclass(frozen=True, slots=True)
class Person:
    """All that one of the two noted: moments and guesses as they came, ratings of talks, readings rated by both."""

    name: str
    hidden: Hidden
    moments: tuple[Moment, ...]
    guesses: tuple[Guess, ...]
    felt_understood: tuple[FeltUnderstood, ...]
    readings: tuple[RatedReading, ...]
    weeks: tuple[Weekly, ...]


@dataclass(frozen=True, slots=True)
class Couple:
    """Aiko and Ben's weeks, and the world they were drawn from."""

    aiko: Person
    ben: Person
    world: World

    def noticed(self) -> tuple[Noticed, Noticed]:
        """What each of the two would find in their notebook, Aiko first, were every day a round of both."""
        return _noticed(self.aiko, self.ben), _noticed(self.ben, self.aiko)


def _noticed(me: Person, other: Person) -> Noticed:
    return Noticed(me.moments, other.moments, me.guesses, me.felt_understood, me.readings, me.weeks)


AIKO = Hidden(bias=0.1, truth_force=0.6, assumed_similarity=0.25, oversure=0.15, overestimation=1.0)
BEN = Hidden(bias=-0.08, truth_force=0.35, assumed_similarity=0.4, oversure=0.3, overestimation=0.3)
LIFE = World()


def twelve_weeks(
    seed: int = 0,
    *,
    aiko: Hidden = AIKO,
    ben: Hidden = BEN,
    world: World = LIFE,
    start: date = START,
    days: int = 84,
) -> Couple:
    """Return the couple drawn with `seed`: the same seed, the same weeks. `start` is a Monday if rhythm matters."""
    rng = np.random.default_rng(seed)
    moods = _moods(rng, world, start, days)
    guessed = [_guessed(rng, moods[1], moods[0], aiko, world), _guessed(rng, moods[0], moods[1], ben, world)]
    calendar = [start + timedelta(days=i) for i in range(days)]
    there = _there(rng, world, days)
    people = [
        _person(
            rng,
            name,
            hidden,
            _Draw(calendar, moods[who], guessed[who], moods[1 - who], guessed[1 - who]),
            there[who],
            world,
        )
        for who, (name, hidden) in enumerate((("Aiko", aiko), ("Ben", ben)))
    ]
    return Couple(people[0], people[1], world)


@dataclass(frozen=True, slots=True, eq=False)
class _Draw:
    """One person's days as points on the grid: own mood, own guess, the partner's truth, the partner's guess."""

    calendar: list[date]
    mood: NDArray[np.complex128]
    guess: NDArray[np.complex128]
    truth: NDArray[np.complex128]
    guess_of_me: NDArray[np.complex128]


def autoregression(rng: np.random.Generator, shape: tuple[int, ...], inertia: float) -> Array:
    """Return stationary first-order autoregressions of variance one along the last axis."""
    shocks = rng.standard_normal(shape)
    series = shocks.copy()
    for day in range(1, shape[-1]):
        series[..., day] = inertia * series[..., day - 1] + np.sqrt(1 - inertia**2) * shocks[..., day]
    return series


def _moods(rng: np.random.Generator, world: World, start: date, days: int) -> NDArray[np.complex128]:
    """Return both people's moods (2, days), pleasantness as the real part, energy as the imaginary."""
    own, common = (
        autoregression(rng, (2, 2, days), world.inertia),
        autoregression(rng, (1, 2, days), world.inertia),
    )
    swing = world.spread * (np.sqrt(1 - world.shared) * own + np.sqrt(world.shared) * common)
    rhythm = WEEK_RHYTHM[(start.weekday() + np.arange(days)) % 7]
    hard = np.arange(days) // 7 == (-1 if world.hard_week is None else world.hard_week)
    usual = np.array([0.22 + 0.02j, 0.15 - 0.08j])[:, None]
    return _on_grid(usual + rhythm + (0.5j - 1) * world.hard_drop * hard + swing[:, 0] + 1j * swing[:, 1])


def _on_grid(points: NDArray[np.complex128]) -> NDArray[np.complex128]:
    return np.clip(points.real, -1, 1) + 1j * np.clip(points.imag, -1, 1)


def _tapped(points: NDArray[np.complex128], step: float) -> NDArray[np.complex128]:
    """Return the places nearest to what was felt, to three decimals, as the app keeps them."""
    if not step:
        return points
    return np.round(np.rint(points.real / step) * step, 3) + 1j * np.round(
        np.rint(points.imag / step) * step, 3
    )


def _guessed(
    rng: np.random.Generator,
    truth: NDArray[np.complex128],
    own: NDArray[np.complex128],
    hidden: Hidden,
    world: World,
) -> NDArray[np.complex128]:
    wrong = world.error * autoregression(rng, (2, truth.size), world.inertia)
    pulled = hidden.truth_force * (truth - truth.mean()) + hidden.assumed_similarity * (own - own.mean())
    return _on_grid(truth.mean() + hidden.bias * (1 + 1j) + pulled + wrong[0] + 1j * wrong[1])


def _there(rng: np.random.Generator, world: World, days: int) -> NDArray[np.bool_]:
    """Return on which days each of the two checked in (2, days)."""
    if not world.missed:
        return np.ones((2, days), dtype=bool)
    hard = np.arange(days) // 7 == (-1 if world.hard_week is None else world.hard_week)
    there: NDArray[np.bool_] = rng.random((2, days)) > world.missed * (1 + 2 * hard)
    there[1, days // 3 : days // 3 + 3] = False
    return there


def _families(rng: np.random.Generator, points: NDArray[np.complex128]) -> list[Family]:
    far = np.abs(points[:, None] - np.array(list(ANCHORS.values())))
    nearest = (far - 0.06 * rng.gumbel(size=far.shape)).argmin(axis=1)
    names = list(ANCHORS)
    return [names[i] for i in nearest]


def _person(
    rng: np.random.Generator, name: str, hidden: Hidden, draw: _Draw, there: NDArray[np.bool_], world: World
) -> Person:
    return Person(
        name,
        hidden,
        _moments(rng, draw, there, world),
        _guesses(rng, draw, there, hidden, world),
        _felt(rng, draw, there, world),
        _readings(rng, draw.calendar, hidden),
        _weeks(rng, draw.calendar, world),
    )


def _moments(
    rng: np.random.Generator, draw: _Draw, there: NDArray[np.bool_], world: World
) -> tuple[Moment, ...]:
    named, at = _families(rng, draw.mood), _tapped(draw.mood, world.step)
    return tuple(
        Moment(draw.calendar[i], float(at[i].real), float(at[i].imag), named[i])
        for i in np.flatnonzero(there)
    )


def _guesses(
    rng: np.random.Generator, draw: _Draw, there: NDArray[np.bool_], hidden: Hidden, world: World
) -> tuple[Guess, ...]:
    named = _families(rng, draw.guess)
    off = np.abs(draw.guess - draw.truth)
    sure = np.clip(0.6 - 0.5 * off + hidden.oversure + 0.12 * rng.standard_normal(off.size), 0, 1).round(1)
    order = [Order.SELF_FIRST if first else Order.GUESS_FIRST for first in rng.random(off.size) < 0.5]
    at = _tapped(draw.guess, world.step)
    return tuple(
        Guess(draw.calendar[i], float(at[i].real), float(at[i].imag), named[i], float(sure[i]), order[i])
        for i in np.flatnonzero(there)
    )


def _felt(
    rng: np.random.Generator, draw: _Draw, there: NDArray[np.bool_], world: World
) -> tuple[FeltUnderstood, ...]:
    days = np.arange(len(draw.calendar))
    missed_by = np.abs(draw.guess_of_me - draw.mood)
    felt = 3.4 + world.rise * days / 7 - 1.5 * missed_by + autoregression(rng, (len(days),), world.inertia)
    talked = there & (rng.random(len(days)) < 2 / 3)
    own = rng.spawn(1)[0]  # so that everything else stays as it was drawn without it
    safe = 4.2 + world.rise * days / 7 + autoregression(own, (len(days),), world.inertia)
    return tuple(
        FeltUnderstood(draw.calendar[i], _tap(felt[i]), _tap(safe[i])) for i in np.flatnonzero(talked)
    )


def _readings(rng: np.random.Generator, calendar: list[date], hidden: Hidden) -> tuple[RatedReading, ...]:
    """Return two rated talks a week, Wednesdays and Sundays of a calendar that starts on a Monday."""
    on = [i for i in range(len(calendar)) if i % 7 in (2, 6)]
    theirs = 3 + 0.8 * rng.standard_normal(len(on))
    mine = theirs + hidden.overestimation + 0.8 * rng.standard_normal(len(on))
    return tuple(RatedReading(calendar[i], _tap(mine[k]), _tap(theirs[k])) for k, i in enumerate(on))


def _weeks(rng: np.random.Generator, calendar: list[date], world: World) -> tuple[Weekly, ...]:
    sundays = [day for day in calendar if day.weekday() == 6]
    felt = 3.4 + world.rise * np.arange(len(sundays)) + autoregression(rng, (3, len(sundays)), 0.3)
    return tuple(Weekly(day, *map(_tap, felt[:, k])) for k, day in enumerate(sundays))


def _tap(value: float) -> int:
    return int(np.clip(np.rint(value), 0, 6))
