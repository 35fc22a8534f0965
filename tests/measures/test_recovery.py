"""How long until all is right again: the median of conflicts, with those still open, and what its interval holds."""

from math import inf

import numpy as np
import pytest

from omoiyari.measures import NotEnoughYet, Result
from omoiyari.measures.recovery import WATCHED, Spell, median_recovery

MEDIAN = 14.0


def told(*hours: float, still_open: tuple[float, ...] = ()) -> Result:
    spells = [*(Spell(h, over=True) for h in hours), *(Spell(h, over=False) for h in still_open)]
    found = median_recovery(spells)
    assert isinstance(found, Result)
    return found


def test_below_five_conflicts_nothing_is_said() -> None:
    found = median_recovery([Spell(3, over=True)] * 4)
    assert isinstance(found, NotEnoughYet)
    assert (found.have, found.need) == (4, 5)


def test_without_open_ones_it_is_the_ordinary_median() -> None:
    assert told(1, 2, 5, 9, 30).value == 5
    assert told(1, 1, 1, 1, 1).value == 1


def test_the_shares_are_those_of_kaplan_and_meier_for_a_case_worked_by_hand() -> None:
    """Of eight, 7/8, 6/8 and then, two having gone out of sight, 6/8 x 3/4 and x 2/3 of that: below a half at 20."""
    assert told(2, 4, 12, 20, 40, still_open=(5, 6, 41)).value == 20


def test_an_open_conflict_counts_for_as_long_as_it_has_been_watched() -> None:
    assert told(1, 2, 3, 4, 5, still_open=(0.5, 0.5)).value == 3
    assert told(1, 2, 3, 4, 5, still_open=(100, 100)).value == 4


def test_where_most_are_open_the_median_has_no_end() -> None:
    found = told(5, still_open=(50, 60, 70, 80))
    assert found.value == inf
    assert found.interval[1] == inf


def test_a_tap_that_was_forgotten_stretches_nothing_beyond_four_weeks() -> None:
    assert told(1, 2, 3, 4, 5, 5000) == told(1, 2, 3, 4, 5, still_open=(WATCHED,))


def test_the_median_lies_in_its_interval() -> None:
    rng = np.random.default_rng(3)
    for conflicts in range(5, 25):
        found = told(*rng.exponential(20, conflicts))
        assert found.interval[0] <= found.value <= found.interval[1]


def held(conflicts: int, still_open: float, people: int = 1500) -> float:
    """How often the interval held the truth: log-normal hours, and a share that is open since three days at most."""
    rng = np.random.default_rng(conflicts)
    hours = MEDIAN * np.exp(1.2 * rng.standard_normal((people, conflicts)))
    is_recent = rng.random(hours.shape) < still_open
    seen = np.where(is_recent, rng.uniform(0, 72, hours.shape), WATCHED)
    known, over = np.minimum(hours, seen).tolist(), (hours <= seen).tolist()
    pairs = zip(known, over, strict=True)
    found = [median_recovery(map(Spell, h, o)) for h, o in pairs]
    return float(np.mean([isinstance(f, Result) and f.interval[0] <= MEDIAN <= f.interval[1] for f in found]))


@pytest.mark.parametrize("still_open", [0.05, 0.25])
@pytest.mark.parametrize("conflicts", [5, 6, 8, 10, 12, 30])
def test_the_interval_holds_the_truth_in_about_nineteen_of_twenty(conflicts: int, still_open: float) -> None:
    assert 0.93 <= held(conflicts, still_open) <= 0.97
