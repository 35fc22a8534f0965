"""What each measure says to Aiko about herself and Ben."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import numpy as np
import pytest

from omoiyari import measures
from omoiyari.measures import (
    Axis,
    Chance,
    Family,
    Feelings,
    FeltUnderstood,
    Guess,
    Moment,
    NotEnoughYet,
    Result,
    calibration,
    closeness_by_distance,
    closeness_by_family,
    felt_understood,
    mood,
    truth_and_bias,
)
from omoiyari.practice.simulated import twelve_weeks

MONDAY = date(2026, 3, 2)
PLACES = {Family.JOY: (0.6, 0.4), Family.SADNESS: (-0.4, -0.5)}


def day(i):
    return MONDAY + timedelta(days=i)


def said(i, family):
    return Moment(day(i), *PLACES[family], family)


def guessed(i, family, sureness=None):
    return Guess(day(i), *PLACES[family], family, sureness)


def turns(count, seed=0):
    return [list(PLACES)[i] for i in np.random.default_rng(seed).integers(0, 2, count)]


@pytest.fixture(scope="module")
def couple():
    return twelve_weeks(3)


def test_guesses_that_always_meet_the_family_are_told_apart_from_chance():
    true = turns(40)
    answer = closeness_by_family(
        [guessed(i, f) for i, f in enumerate(true)], [said(i, f) for i, f in enumerate(true)]
    )
    assert answer.rate.value == 1
    assert answer.rate.interval[1] == 1
    assert answer.chance.level == pytest.approx(0.5, abs=0.1)
    assert answer.chance.p == pytest.approx(0.001, abs=0.002)
    assert not answer.rate.cannot_tell


def test_always_guessing_joy_is_no_better_than_chance():
    true = turns(40)
    answer = closeness_by_family(
        [guessed(i, Family.JOY) for i in range(40)], [said(i, f) for i, f in enumerate(true)]
    )
    assert answer.rate.value == answer.share == pytest.approx(answer.chance.level)
    assert answer.rate.cannot_tell
    assert answer.chance.cannot_tell


def test_nineteen_days_are_not_enough_and_it_says_that_one_is_missing():
    answer = closeness_by_family(
        [guessed(i, Family.JOY) for i in range(19)], [said(i, Family.JOY) for i in range(30)]
    )
    assert isinstance(answer, NotEnoughYet)
    assert answer.more == 1
    assert "named" in answer.what


def test_days_on_which_only_one_checked_in_do_not_count():
    answer = closeness_by_distance(
        [guessed(2 * i, Family.JOY) for i in range(30)], [said(3 * i, Family.JOY) for i in range(30)], []
    )
    assert answer == NotEnoughYet(10, 20, answer.what)


def test_copying_my_own_mood_has_no_skill_over_my_own_mood(couple):
    aiko, ben = couple.aiko, couple.ben
    copies = [Guess(moment.day, moment.pleasantness, moment.energy) for moment in aiko.moments]
    answer = closeness_by_distance(copies, ben.moments, aiko.moments)
    assert answer.over_own_mood.value == pytest.approx(0)
    assert answer.over_own_mood.cannot_tell


def test_skill_over_yesterday_compares_with_the_last_known_moment():
    true = turns(60, seed=1)
    sometimes_wrong = [f if i % 3 else Family.JOY for i, f in enumerate(true)]
    answer = closeness_by_distance(
        [guessed(i, f) for i, f in enumerate(sometimes_wrong)], [said(i, f) for i, f in enumerate(true)], []
    )
    misses = sum(a is not b for a, b in zip(sometimes_wrong[1:], true[1:], strict=True))
    turned = sum(a is not b for a, b in pairwise(true))
    assert answer.over_yesterday.value == pytest.approx(1 - misses / turned)
    assert isinstance(answer.over_own_mood, NotEnoughYet)


def test_perfect_guesses_leave_no_error_to_compare():
    true = turns(40)
    answer = closeness_by_distance(
        [guessed(i, f) for i, f in enumerate(true)], [said(i, f) for i, f in enumerate(true)], []
    )
    assert answer.distance.value == pytest.approx(0)
    assert isinstance(answer.over_yesterday, NotEnoughYet)


def test_a_day_noted_twice_counts_once_with_its_last_word():
    true = [said(i, Family.JOY) for i in range(30)]
    guesses = [guessed(i, Family.SADNESS) for i in range(30)] + [guessed(i, Family.JOY) for i in range(30)]
    assert closeness_by_family(guesses, true).rate.n == 30
    assert closeness_by_family(guesses, true).rate.value == 1


def test_a_guess_that_adds_a_tenth_has_that_bias_and_no_other_pull(couple):
    truths, own = couple.ben.moments, couple.aiko.moments
    rng = np.random.default_rng(1)
    guesses = [Guess(m.day, m.pleasantness + 0.1 + 0.01 * rng.standard_normal(), 0) for m in truths]
    answer = truth_and_bias(guesses, truths, own, step=0)
    assert answer.directional_bias.value == pytest.approx(0.1, abs=0.01)
    assert answer.truth_force.value == pytest.approx(1, abs=0.03)
    assert answer.assumed_similarity.value == pytest.approx(0, abs=0.02)


def test_indirect_accuracy_is_assumed_similarity_times_similarity(couple):
    answer = truth_and_bias(couple.aiko.guesses, couple.ben.moments, couple.aiko.moments)
    product = answer.assumed_similarity.value * answer.similarity.value
    assert answer.indirect_accuracy.value == pytest.approx(product)


def test_pleasant_and_unpleasant_days_are_looked_at_apart():
    year = twelve_weeks(3, days=365)
    asked = year.ben.guesses, year.aiko.moments, year.ben.moments
    whole, pleasant, unpleasant = (truth_and_bias(*asked, feelings=feelings) for feelings in Feelings)
    assert whole.truth_force.n == pleasant.truth_force.n + unpleasant.truth_force.n
    assert pleasant.directional_bias.value < unpleasant.directional_bias.value


def test_a_dozen_unpleasant_days_are_too_few_to_look_at_apart(couple):
    asked = couple.ben.guesses, couple.aiko.moments, couple.ben.moments
    assert isinstance(truth_and_bias(*asked, feelings=Feelings.UNPLEASANT), NotEnoughYet)


def test_energy_is_an_axis_of_its_own(couple):
    asked = couple.aiko.guesses, couple.ben.moments, couple.aiko.moments
    assert truth_and_bias(*asked, axis=Axis.ENERGY) != truth_and_bias(*asked)


def test_two_people_who_always_feel_alike_cannot_be_told_apart():
    same = [said(i, family) for i, family in enumerate(turns(40))]
    answer = truth_and_bias([guessed(i, Family.JOY) for i in range(40)], same, same)
    assert isinstance(answer, NotEnoughYet)
    assert "different ways" in answer.what


def test_always_sure_and_right_half_the_time_is_half_too_sure():
    true = turns(60, seed=2)
    answer = calibration(
        [guessed(i, Family.JOY, 1.0) for i in range(60)], [said(i, f) for i, f in enumerate(true)]
    )
    share = true.count(Family.JOY) / 60
    assert answer.oversureness.value == pytest.approx(1 - share, abs=0.05)
    assert not answer.oversureness.cannot_tell
    assert answer.brier.value == pytest.approx(1 - share, abs=0.05)
    (band,) = answer.bands
    assert (band.low, band.high, band.sureness) == (0.8, 1.0, 1.0)
    assert band.right.value == pytest.approx(share)


def test_a_band_of_sureness_with_few_guesses_says_so():
    true = turns(30)
    guesses = [guessed(i, f, 0.9 if i else 0.1) for i, f in enumerate(true)]
    low, high = calibration(guesses, [said(i, f) for i, f in enumerate(true)]).bands
    assert isinstance(low.right, NotEnoughYet)
    assert isinstance(high.right, Result)


def test_a_slow_rise_of_half_a_point_a_week_is_found():
    rng = np.random.default_rng(4)
    ratings = [
        FeltUnderstood(day(i), int(np.clip(round(1 + i / 14 + rng.normal()), 0, 6))) for i in range(60)
    ]
    answer = felt_understood(ratings)
    low, high = answer.slope.interval
    assert low < 0.5 < high
    assert not answer.slope.cannot_tell
    assert answer.now.value > answer.points[0].value


def test_ten_days_have_a_level_and_no_slope_yet():
    answer = mood([said(i, family) for i, family in enumerate(turns(10))])
    assert answer.now.n == 10
    assert isinstance(answer.slope, NotEnoughYet)


def test_two_talks_on_one_day_are_averaged():
    answer = felt_understood([FeltUnderstood(day(i), value) for i in range(10) for value in (2, 4)])
    assert answer.now.n == 10
    assert answer.points[0].noted == 3


def test_the_band_is_wider_across_a_missed_week():
    weeks = [said(i, family) for i, family in enumerate(turns(60)) if not 30 <= i < 37]
    points = mood(weeks).points
    assert points[33].noted is None
    assert points[33].high - points[33].low > points[25].high - points[25].low


def test_a_result_without_a_null_never_says_cannot_tell(couple):
    assert not mood(couple.aiko.moments).now.cannot_tell
    assert not replace(mood(couple.aiko.moments).now, value=0, interval=(-1, 1)).cannot_tell


def test_chance_is_called_at_one_in_twenty():
    assert Chance(0.2, 0.051, 999).cannot_tell
    assert not Chance(0.2, 0.05, 999).cannot_tell


def test_the_door_knows_its_measures_and_nothing_else():
    assert all(hasattr(measures, name) for name in measures.__all__)
    with pytest.raises(AttributeError):
        _ = measures.horoscope
