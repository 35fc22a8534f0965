"""Weeks of seven taps, 0 to 4, of many people at once: some steady at their own level, some filling up.

`python -m tests.measures.simulated_weeks` prints the table that docs/science/measures.md quotes.
"""

import numpy as np

from omoiyari.measures.change import high
from tests.measures.simulated_couples import series

ITEMS, INERTIA, SWING, TAP = 7, 0.4, 0.4, 0.7  # of weeks; spread of a week around one's level, and of a tap
ONSET, GROWS = 12, 4  # the week in which it begins, and over how many it grows
STEADY = (0.5, 0.9, 1.3, 1.7)
RISES = ((0.5, 1.5), (0.9, 1.5), (1.3, 1.5), (0.9, 1.0), (0.9, 2.0))


def weekly(rng, people, weeks, level, rise=0.0):
    """The means of each week's taps (people, weeks), at a level that may rise from a week on."""
    grown = rise * np.clip((np.arange(weeks) - ONSET + 1) / GROWS, 0, 1)
    felt = level + grown + series(rng, weeks, INERTIA, people, SWING)
    taps = felt[..., None] + TAP * rng.standard_normal((people, weeks, ITEMS))
    return np.clip(np.rint(taps), 0, 4).mean(axis=-1)


def told(values):
    """Week by week, what would have been told at its end (people, weeks)."""
    looks = [high(values[:, : week + 1], np.ones(week)) for week in range(values.shape[1])]
    return np.stack(looks, axis=1)


def false_alarms(level, people=400, seed=31):
    """Of steady people over a year: the share of weeks told, and of people ever told."""
    found = told(weekly(np.random.default_rng(seed), people, 52, level))
    return found.mean(), found.any(axis=1).mean()


def sensitivity(level, rise, people=400, seed=32):
    """Of people who fill up, not told before: the share told within eight weeks, and after how many by the middle."""
    found = told(weekly(np.random.default_rng(seed), people, ONSET + 8, level, rise))
    after = found[~found[:, :ONSET].any(axis=1), ONSET:]
    return after.any(axis=1).mean(), np.median(after[after.any(axis=1)].argmax(axis=1) + 1)


if __name__ == "__main__":
    for level in STEADY:
        print(
            f"steady {level}: weeks, people", *(f"{100 * share:.1f}" for share in false_alarms(level, 2000))
        )
    for level, rise in RISES:
        share, weeks = sensitivity(level, rise, 2000)
        print(
            f"from {level} by {rise}: {100 * share:.1f} within eight weeks, half of them by week {weeks:.0f}"
        )
