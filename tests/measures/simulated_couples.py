"""Fifteen hundred couples at once, for asking each interval how often it holds the truth, and lives one by one.

What is tapped lies on the grid of seven steps, as in the app; what is true was felt without steps.

`python -m tests.measures.simulated_couples` prints the table that docs/science/measures.md quotes.
"""

from collections.abc import Callable

import numpy as np
from scipy.special import ndtri

from omoiyari.measures import (
    STEP,
    autoregression,
    closeness,
    forces,
    level,
    over_time,
    rates,
    resampling,
    sureness,
)

COUPLES = 1500
FEW_VALUES = 2 * COUPLES  # where a series has few values, more couples
WORLDS = [(28, 0.3), (28, 0.5), (84, 0.3), (84, 0.5)]
# The level's daily variance, in units of the noise, that gives the series a lag-1 autocorrelation of rho.
MOVING = {(28, 0.3): 0.2, (28, 0.5): 0.5, (84, 0.3): 0.05, (84, 0.5): 0.11}
BIAS, TRUTH, SIMILARITY, ALIKE = 0.05, 0.5, 0.3, 0.4


def series(rng, days, rho, couples=COUPLES, spread=1.0):
    """Stationary first-order autoregressions (couples, days)."""
    shocks = rng.standard_normal((couples, days))
    out = shocks.copy()
    for day in range(1, days):
        out[:, day] = rho * out[:, day - 1] + np.sqrt(1 - rho**2) * shocks[:, day]
    return spread * out


def moods(rng, days, rho, alike=ALIKE, couples=COUPLES):
    """The partner's truth and the guesser's own mood as felt, correlated `alike` across people's days."""
    truth = series(rng, days, rho, couples, 0.3)
    own = alike * truth + np.sqrt(1 - alike**2) * series(rng, days, rho, couples, 0.3)
    return 0.2 + truth, 0.1 + own


def guesses(rng, truth, own, rho, bias=BIAS, b1=TRUTH, b2=SIMILARITY):
    """Guesses under the truth-and-bias model, defined at the moods' true means."""
    wrong = series(rng, truth.shape[1], rho, len(truth), 0.2)
    return 0.2 + bias + b1 * (truth - 0.2) + b2 * (own - 0.1) + wrong


def tapped(*felt):
    """The places of the grid nearest to what was felt."""
    return tuple(np.clip(np.rint(each / STEP), -3, 3) * STEP for each in felt)


def held(low, high, true):
    """The share of intervals that hold the truth."""
    return float(((low <= true) & (true <= high)).mean())


def level_band(rng, days, rho):
    moved = np.sqrt(MOVING[days, rho]) * rng.standard_normal((COUPLES, days))
    true = np.cumsum(moved, axis=1)
    _, low, high = level.smooth(true + rng.standard_normal(true.shape))
    return low, high, true


def level_now(rng, days, rho):
    return tuple(each[:, -1] for each in level_band(rng, days, rho))


def slope(rng, days, rho, rise=0.2):
    weeks = np.arange(days) / 7
    return *over_time.slopes(series(rng, days, rho) + rise * weeks, weeks).interval(1), rise


def slope_of_taps(rng, days, rho):
    taps = np.clip(np.rint(3 + 1.2 * series(rng, days, rho)), 0, 6)
    return *over_time.slopes(taps, np.arange(days) / 7).interval(1), 0.0


def hit_rate(share):
    def interval(rng, days, rho):
        met = (series(rng, days, rho, FEW_VALUES) < ndtri(share)).astype(float)
        return *rates.rate(met)[1:], share

    return interval


def distance(rng, days, rho):
    far = np.hypot(series(rng, days, rho), series(rng, days, rho))
    return *autoregression.average(far).interval(), np.sqrt(np.pi / 2)


def skill_over(naive):
    def interval(rng, days, rho):
        def errors(couples):
            felt = moods(rng, days, rho, couples=couples)
            truth, own, guess = tapped(*felt, guesses(rng, *felt, rho))
            so_far = np.cumsum(truth, axis=1)[:, :-1] / np.arange(1, days)
            simple = {"average": so_far, "own mood": own[:, 1:], "yesterday": truth[:, :-1]}[naive]
            return abs(guess - truth)[:, 1:], abs(simple - truth[:, 1:])

        error, far = errors(20_000)
        true = 1 - error.mean() / far.mean()
        return *resampling.skill(*errors(COUPLES))[1:], true

    return interval


def directional_bias(rng, days, rho):
    """True of an average day of these weeks, which are seldom as good as the weeks in general."""
    truth, own = moods(rng, days, rho)
    true = BIAS + (TRUTH - 1) * (truth.mean(axis=1) - 0.2) + SIMILARITY * (own.mean(axis=1) - 0.1)
    return *pulled(rng, truth, own, rho).interval(0), true


def pulled(rng, truth, own, rho, there=slice(None), gaps=None, **parameters):
    """The pulls that the app would find in what such a couple taps on the days `there`."""
    truth, own, guess = tapped(truth, own, guesses(rng, truth, own, rho, **parameters))
    return forces.pulls(guess[:, there], truth[:, there], own[:, there], gaps, STEP)


def force(which, true, **parameters):
    def interval(rng, days, rho):
        return *pulled(rng, *moods(rng, days, rho), rho, **parameters).interval(which), true

    return interval


def similarity(rng, days, rho):
    return *forces.similarity(*tapped(*moods(rng, days, rho)), STEP)[1:], ALIKE


def indirect_accuracy(rng, days, rho):
    felt = moods(rng, days, rho)
    truth, own, guess = tapped(*felt, guesses(rng, *felt, rho))
    posterior = forces.pulls(guess, truth, own, step=STEP)
    return *forces.indirect(posterior, truth, own, STEP)[1:], SIMILARITY * ALIKE


def more_often(rng, days, rho):
    """How much more often two who meet the family 45 and 30 % of the days meet it, the first than the second."""

    def difference(couples):
        mine, naive = series(rng, days, rho, couples), series(rng, days, rho, couples)
        return (mine < ndtri(0.45)) * 1.0 - (naive < ndtri(0.3))

    return *closeness.hit_or_miss(difference(FEW_VALUES)).interval(), 0.15


def week_slope(rng, days, rho):
    """A rating a week for 26 weeks or, over the longer time, 52."""
    weeks = np.arange({28: 26, 84: 52}[days], dtype=float)
    taps = np.clip(np.rint(3 + 1.2 * series(rng, len(weeks), rho, FEW_VALUES)), 0, 6)
    return *over_time.slopes(taps, weeks, 7).interval(1), 0.0


def mean_of_taps(rng, days, rho):
    taps = np.clip(np.rint(3 + 1.2 * series(rng, days, rho, FEW_VALUES)), 0, 6)
    return *autoregression.average(taps).interval(), 3.0


def overestimation(rng, days, rho):
    def talks(couples):
        theirs = 3 + series(rng, days, rho, couples)
        mine = theirs + 0.8 + series(rng, days, rho, couples, 0.8)
        return np.clip(np.rint(mine), 0, 6) - np.clip(np.rint(theirs), 0, 6)

    return *autoregression.average(talks(COUPLES)).interval(), talks(20_000).mean()


def sure_and_met(rng, days, rho, couples):
    sure = np.clip(0.65 + 0.15 * series(rng, days, rho, couples), 0, 1)
    return sure, (series(rng, days, rho, couples) < ndtri(0.45)).astype(float)


def oversureness(rng, days, rho):
    sure, met = sure_and_met(rng, days, rho, COUPLES)
    more_sure, more_met = sure_and_met(rng, days, rho, 20_000)
    return *sureness.hit_or_miss(sure - met).interval(), (more_sure - more_met).mean()


def brier(rng, days, rho):
    sure, met = sure_and_met(rng, days, rho, COUPLES)
    more_sure, more_met = sure_and_met(rng, days, rho, 20_000)
    return *sureness.hit_or_miss((sure - met) ** 2).interval(), ((more_sure - more_met) ** 2).mean()


INTERVALS: dict[str, Callable] = {
    "level, whole band": level_band,
    "level, today": level_now,
    "slope a week": slope,
    "slope a week, taps 0 to 6": slope_of_taps,
    "slope of a weekly tap, 26 and 52 weeks": week_slope,
    "mean of taps 0 to 6": mean_of_taps,
    "hit rate, 35 % true": hit_rate(0.35),
    "hit rate, 60 % true": hit_rate(0.6),
    "distance on the grid": distance,
    "met more often than a naive guess": more_often,
    "skill over their average": skill_over("average"),
    "skill over my own mood": skill_over("own mood"),
    "skill over yesterday": skill_over("yesterday"),
    "directional bias": directional_bias,
    "truth force": force(1, TRUTH),
    "assumed similarity": force(2, SIMILARITY),
    "similarity": similarity,
    "indirect accuracy": indirect_accuracy,
    "overestimation": overestimation,
    "over-sureness": oversureness,
    "Brier score": brier,
}


def coverage(name, days, rho, seed=20):
    """How often the named interval holds the truth over fifteen hundred couples."""
    return held(*INTERVALS[name](np.random.default_rng(seed), days, rho))


def main():
    from time import perf_counter

    start = perf_counter()
    print("| interval |" + "".join(f" {days} days, ρ {rho} |" for days, rho in WORLDS))
    for name in INTERVALS:
        print(
            f"| {name} |" + "".join(f" {100 * coverage(name, *world):.1f} |" for world in WORLDS), flush=True
        )
    print(f"{perf_counter() - start:.0f} s")


if __name__ == "__main__":
    main()
