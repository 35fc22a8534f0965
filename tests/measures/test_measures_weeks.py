"""The weekly check: what is told of a change, how often a full load is found, and how often for nothing."""

from datetime import date, timedelta

import numpy as np
import pytest

from omoiyari.measures import NotEnoughYet, Result, reliable_change, stays_high
from omoiyari.measures.change import _weekly
from tests.measures.simulated_couples import held
from tests.measures.simulated_weeks import false_alarms, sensitivity, weekly

MONDAY = date(2026, 3, 2)


def weeks(*levels: float) -> list[tuple[date, float]]:
    return [(MONDAY + timedelta(weeks=week), level) for week, level in enumerate(levels)]


def change(*levels: float) -> Result:
    found = reliable_change(weeks(*levels))
    assert isinstance(found, Result)
    return found


def test_below_six_weeks_nothing_is_said_of_a_change() -> None:
    found = reliable_change(weeks(0.5, 1, 0.5, 3, 3))
    assert isinstance(found, NotEnoughYet)
    assert (found.have, found.need) == (5, 6)


def test_a_rise_far_beyond_the_weeks_before_is_told_and_its_mirror_as_a_fall() -> None:
    rise, fall = change(0.5, 0.8, 0.6, 0.7, 2.5, 2.6, 2.4), change(2.5, 2.8, 2.6, 2.7, 0.5, 0.6, 0.4)
    assert rise.value > 1.5
    assert fall.value < -1.5
    assert not rise.cannot_tell
    assert not fall.cannot_tell


def test_within_what_weeks_do_by_themselves_it_cannot_be_told() -> None:
    assert change(0.5, 2.0, 0.7, 1.9, 1.2, 1.4, 2.0).cannot_tell


def test_one_tap_more_on_weeks_that_never_moved_is_no_change() -> None:
    assert change(0, 0, 0, 0, 0.14, 0.14, 0.14).cannot_tell


def test_a_missed_week_changes_nothing_about_which_weeks_are_the_last() -> None:
    levels = (0.5, 0.8, 0.6, 0.7, 2.5, 2.6, 2.4)
    missed = [(day + timedelta(weeks=2 * (n > 3)), level) for n, (day, level) in enumerate(weeks(*levels))]
    found = reliable_change(missed)
    assert isinstance(found, Result)
    assert found.value == pytest.approx(change(*levels).value, abs=0.05)


@pytest.mark.parametrize(
    ("levels", "expected"),
    [
        ((3, 3), False),
        ((3, 3, 3), True),
        ((3, 2, 3), False),
        ((1.8, 1.9, 1.7, 1.8, 1.9, 1.7), False),
        ((0.3, 0.5, 0.4, 0.3, 1.9, 2.0, 1.8), True),
        ((0.0, 0.1, 0.0, 0.1, 1.2, 1.3, 1.2), False),
        ((0.3, 0.5, 0.4, 0.3, 1.9, 2.0, 1.8, 0.5, 0.4), False),
    ],
)
def test_high_for_weeks_is_often_three_times_or_a_reliable_rise_of_a_whole_step(
    levels: tuple[float, ...], expected: bool
) -> None:
    assert stays_high(weeks(*levels)) is expected


@pytest.mark.parametrize("before", [5, 9, 20])
def test_the_interval_of_a_change_holds_the_truth_in_about_nineteen_of_twenty(before: int) -> None:
    values = weekly(np.random.default_rng(before), 1500, before + 3, 1.7)
    low, high = _weekly(values, np.ones(before + 2)).interval(1)
    assert 0.94 <= held(low, high, 0.0) <= 0.99


@pytest.mark.parametrize("level", [0.9, 1.7])
def test_steady_weeks_are_seldom_called_a_full_load(level: float) -> None:
    in_weeks, in_people = false_alarms(level)
    assert in_weeks <= 0.01
    assert in_people <= 0.18


@pytest.mark.parametrize(("level", "rise", "least"), [(0.9, 1.5, 0.75), (0.9, 2.0, 0.93)])
def test_who_fills_up_is_mostly_told_within_eight_weeks(level: float, rise: float, least: float) -> None:
    told, by_week = sensitivity(level, rise)
    assert told >= least
    assert by_week <= 6
