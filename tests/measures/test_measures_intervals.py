"""Do the intervals keep their word? Many couples, four and twelve weeks, moods that linger, taps on a grid."""

import numpy as np
import pytest

from omoiyari.measures import STEP, autoregression, forces, level, resampling
from tests.measures import simulated_couples as couples
from tests.measures.simulated_couples import INTERVALS, WORLDS, coverage, force, held, moods, series, tapped

pytestmark = pytest.mark.sweep


@pytest.mark.slow
@pytest.mark.parametrize(("days", "rho"), WORLDS)
@pytest.mark.parametrize("name", INTERVALS)
def test_a_95_percent_interval_holds_the_truth_93_to_97_percent_of_the_time(name, days, rho):
    assert 0.93 <= coverage(name, days, rho) <= 0.97


@pytest.mark.parametrize(("days", "rho"), WORLDS)
@pytest.mark.parametrize(("which", "name"), [(1, "b1"), (2, "b2")])
def test_a_pull_that_is_not_there_is_claimed_in_about_one_diary_of_twenty(which, name, days, rho):
    low, high, _ = force(which, 0.0, **{name: 0.0})(np.random.default_rng(5), days, rho)
    assert 0.03 <= 1 - held(low, high, 0.0) <= 0.07


@pytest.mark.parametrize(("days", "rho"), WORLDS)
def test_skill_that_is_not_there_is_claimed_in_about_one_diary_of_twenty(days, rho):
    rng = np.random.default_rng(6)
    truth, own = moods(rng, days, rho)
    just_as_good = couples.ALIKE * truth + np.sqrt(1 - couples.ALIKE**2) * series(rng, days, rho, spread=0.3)
    _, low, high = resampling.skill(abs(just_as_good - truth + 0.2), abs(own - truth + 0.2))
    assert 0.03 <= 1 - held(low, high, 0.0) <= 0.07


@pytest.mark.parametrize(("days", "rho"), WORLDS)
def test_guesses_made_at_random_beat_shuffled_weeks_in_about_one_diary_of_twenty(days, rho):
    rng = np.random.default_rng(7)
    truth, guess = series(rng, days, rho), series(rng, days, rho)
    orders = resampling.shuffles(days)
    far = [(abs(g - t).mean(), abs(g[orders] - t).mean(axis=1)) for g, t in zip(guess, truth, strict=True)]
    p = np.array([resampling.beaten(-real, -shuffled) for real, shuffled in far])
    assert 0.03 <= (p <= 0.05).mean() <= 0.07


@pytest.mark.parametrize(("days", "rho"), WORLDS[1:3])
def test_missed_days_leave_the_intervals_honest(days, rho):
    rng = np.random.default_rng(8)
    there = np.sort(rng.permutation(days)[: round(0.8 * days)])
    fit = couples.pulled(rng, *moods(rng, days, rho), rho, there, np.diff(there).astype(float))
    assert 0.93 <= held(*fit.interval(1), couples.TRUTH) <= 0.97
    assert 0.93 <= held(*fit.interval(2), couples.SIMILARITY) <= 0.97


def test_a_tap_of_seven_steps_thins_the_pulls_and_they_are_mended():
    rng = np.random.default_rng(11)
    felt = moods(rng, 84, 0.4)
    truth, own, guess = tapped(*felt, couples.guesses(rng, *felt, 0.4))
    thin, mended = forces.pulls(guess, truth, own), forces.pulls(guess, truth, own, step=STEP)
    assert thin.mean(1).mean() < 0.9 * couples.TRUTH
    assert mended.mean(1).mean() == pytest.approx(couples.TRUTH, abs=0.02)
    assert mended.mean(2).mean() == pytest.approx(couples.SIMILARITY, abs=0.02)


def test_bias_is_read_off_beside_the_pulls_and_swings_of_mood_do_not_blur_it():
    rng = np.random.default_rng(13)
    truth, own, guess = tapped(*(felt := moods(rng, 84, 0.4)), couples.guesses(rng, *felt, 0.4, b1=0.2))
    low, high = forces.pulls(guess, truth, own, step=STEP).interval(0)
    apart_low, apart_high = autoregression.average(guess - truth).interval()
    assert np.median(high - low) < 0.85 * np.median(apart_high - apart_low)


@pytest.mark.parametrize("rho", [0.4, 0.7])
def test_mistakes_that_linger_under_fresh_rounding_leave_the_bias_honest(rho):
    rng = np.random.default_rng(14)
    truth, own = moods(rng, 84, 0.4)
    true = (couples.TRUTH - 1) * (truth.mean(axis=1) - 0.2) + couples.SIMILARITY * (own.mean(axis=1) - 0.1)
    low, high = couples.pulled(rng, truth, own, rho, bias=0.0).interval(0)
    assert 0.93 <= held(low, high, true) <= 0.97


@pytest.mark.parametrize(("days", "rho"), WORLDS)
def test_the_band_holds_the_level_on_missed_days_too(days, rho):
    rng = np.random.default_rng(9)
    true = np.cumsum(np.sqrt(couples.MOVING[days, rho]) * rng.standard_normal((1000, days)), axis=1)
    noted = true + rng.standard_normal(true.shape)
    missed = rng.random(true.shape) < 0.2
    missed[:, 0] = False
    _, low, high = level.smooth(np.where(missed, np.nan, noted))
    assert 0.93 <= held(low[missed], high[missed], true[missed]) <= 0.97


def test_a_level_that_never_moves_gets_a_band_that_is_too_wide_rather_than_too_thin():
    _, low, high = level.smooth(np.random.default_rng(10).standard_normal((1000, 84)))
    assert held(low, high, 0.0) > 0.97


def test_inertia_widens_the_interval_of_a_mean():
    rng = np.random.default_rng(12)
    calm, lingering = (autoregression.average(series(rng, 84, rho, 200)).interval() for rho in (0.0, 0.6))
    assert np.median(lingering[1] - lingering[0]) > 1.5 * np.median(calm[1] - calm[0])
