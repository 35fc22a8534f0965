"""Many lives in which something turned, stayed, got closer or passed from one to the other, or in which nothing did.

`python -m tests.measures.simulated_changes` prints the figures that docs/science/measures.md quotes.
"""

from datetime import date, timedelta

import numpy as np

from omoiyari.measures import STEP, change_point, lagged, over_time, plateau
from omoiyari.measures.change import step
from tests.measures.simulated_couples import held, series, tapped

MONDAY = date(2026, 3, 2)
TALKS, THERE, LEVEL = 2 / 3, 0.9, 3.4  # talks a day, days noted, felt-understood on the average
PAGE = 0.05 / 18  # the smallest p that the page may ask for
RISKS = (0.05, PAGE)


def rated(rng, felt):
    """One life's taps after talks: day and 0 to 6, some days missed."""
    on = np.flatnonzero(rng.random(felt.size) < TALKS * THERE)
    return [(MONDAY + timedelta(days=int(i)), float(np.clip(np.rint(felt[i]), 0, 6))) for i in on]


def turns(days, rho, drop=0.0, lives=300, seed=41):
    """Of lives that drop in the middle: the chance each was told by luck, the share whose span held the day, and
    the share whose interval held the drop.
    """
    rng = np.random.default_rng(seed)
    fallen = -drop * (np.arange(days) >= days // 2)
    told = [_turn(rated(rng, LEVEL + fallen + one)) for one in series(rng, days, rho, lives)]
    p, first, last, low, high = (np.array(column) for column in zip(*told, strict=True))
    day = MONDAY + timedelta(days=days // 2)
    return p, ((first <= day) & (day <= last)).mean(), held(low, high, -drop)


def _turn(noted):
    fits, at = change_point.steps(noted)
    p = change_point.largest(fits.p(0.0, 1), at.min() / len(noted))
    _, (first, last) = change_point.when(fits, [noted[i][0] for i in at])
    low, high = fits.blended().interval(1)
    return p, first, last, low[0], high[0]


def flat(days, rho, slope=0.0, lives=1000, seed=42):
    """How often a slope as large as the least of interest would look as flat as each life's (lives,)."""
    rng = np.random.default_rng(seed)
    weeks = np.flatnonzero(rng.random(days) < TALKS * THERE) / 7
    felt = (
        LEVEL
        + slope * (weeks - weeks.mean())
        + series(rng, days, rho, lives)[:, np.rint(weeks * 7).astype(int)]
    )
    return plateau.unlike_flat(over_time.slopes(np.clip(np.rint(felt), 0, 6), weeks))


def trained(days, rho, kept=1.0, lives=1000, seed=43):
    """Guesses whose mistakes shrink to the share `kept` in the later half: p, and the share of intervals that hold
    the change.
    """
    rng = np.random.default_rng(seed)
    wrong = 0.35 * np.where(np.arange(days) < days // 2, 1.0, kept)
    off = np.hypot(*tapped(*(wrong * series(rng, days, rho, lives) for _ in "xy")))
    true = off[:, days // 2 :].mean() - off[:, : days // 2].mean()
    fit = step(off, np.ones(days - 1), days - days // 2)
    return fit.p(0.0, 1), held(*fit.interval(1), true)


def passed_on(days, rho, passes=0.0, lives=400, seed=44, shared=0.3):
    """Moods of which one follows the other's of the day before: p, the share of intervals that hold how far, and how
    far on the average.
    """
    rng = np.random.default_rng(seed)
    both = rng.standard_normal((lives, days + 30)) * np.sqrt(shared)
    shocks = (
        0.3 * np.sqrt(1 - rho**2) * (both + np.sqrt(1 - shared) * rng.standard_normal((2, lives, days + 30)))
    )
    mine, theirs = np.zeros_like(both), np.zeros_like(both)
    for day in range(1, days + 30):
        mine[:, day] = rho * mine[:, day - 1] + passes * theirs[:, day - 1] + shocks[0, :, day]
        theirs[:, day] = rho * theirs[:, day - 1] + shocks[1, :, day]
    mine, theirs = tapped(mine[:, 30:], theirs[:, 30:])
    today, own, other = mine[:, 1:], mine[:, :-1], theirs[:, :-1]
    fit = lagged.following(today, own, other, STEP)
    p = np.array([lagged.by_luck(*life) for life in zip(today, own, other, strict=True)])
    return p, held(*fit.interval(2), passes), fit.mean(2).mean()


def shares(p):
    """The share told when looked at alone, and at the least that the page may ask for, in per cent."""
    return " and ".join(f"{100 * (p <= risk).mean():.1f}" for risk in RISKS)


def main():
    for days in (84, 182):
        for rho in (0.3, 0.5):
            world = f"{days} days, ρ {rho}"
            for drop in (0.0, 1.0):
                p, day, interval = turns(days, rho, drop, 2000)
                print(
                    f"{world}: drop {drop}: told {shares(p)}, day {100 * day:.1f}, interval {100 * interval:.1f}"
                )
            for slope in (0.0, 1 / 24, 1 / 12):
                print(f"{world}: slope {slope:.3f}: steady {shares(flat(days, rho, slope, 4000))}")
            for kept in (1.0, 0.6):
                p, interval = trained(days, rho, kept, 4000)
                print(f"{world}: mistakes times {kept}: told {shares(p)}, interval {100 * interval:.1f}")
            for passes in (0.0, 0.3):
                p, interval, mean = passed_on(days, rho, passes, 2000)
                print(
                    f"{world}: passes {passes}: told {shares(p)}, interval {100 * interval:.1f}, mean {mean:.3f}"
                )


if __name__ == "__main__":
    main()
