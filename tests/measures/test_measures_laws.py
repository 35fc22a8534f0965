"""What must hold for any diary at all, however odd."""

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from omoiyari.measures import (
    Family,
    FeltUnderstood,
    Guess,
    Moment,
    NotEnoughYet,
    RatedReading,
    Result,
    autoregression,
    calibration,
    closeness_by_distance,
    closeness_by_family,
    felt_understood,
    level,
    mood,
    overestimation,
    rates,
    resampling,
    truth_and_bias,
)

MONDAY = date(2026, 3, 2)
step = st.sampled_from([-1.0, -0.5, 0.0, 0.5, 1.0])
days = st.lists(st.integers(0, 200), min_size=20, max_size=60, unique=True)


@st.composite
def diaries(draw):
    """Any days, any points on the grid, any families: whatever two people may tap."""
    on = [MONDAY + timedelta(days=i) for i in draw(days)]
    point = st.tuples(step, step, st.sampled_from(Family))
    rows = draw(st.lists(st.tuples(point, point, point, st.floats(0, 1)), min_size=len(on), max_size=len(on)))
    guesses = [Guess(day, *guess, sure) for day, (guess, _, _, sure) in zip(on, rows, strict=True)]
    truths = [Moment(day, *truth) for day, (_, truth, _, _) in zip(on, rows, strict=True)]
    own = [Moment(day, *mine) for day, (_, _, mine, _) in zip(on, rows, strict=True)]
    return guesses, truths, own


def results(answer):
    """Every result inside an answer."""
    if isinstance(answer, Result):
        return [answer]
    names = getattr(answer, "__slots__", ())
    return [result for name in names for result in results(getattr(answer, name))]


@settings(max_examples=12, deadline=None)
@given(diaries())
def test_any_diary_gets_finite_numbers_with_the_value_inside_its_interval(diary):
    guesses, truths, own = diary
    answers = [
        closeness_by_family(guesses, truths),
        closeness_by_distance(guesses, truths, own),
        truth_and_bias(guesses, truths, own),
        calibration(guesses, truths),
        mood(own),
    ]
    for result in (result for answer in answers for result in results(answer)):
        low, high = result.interval
        assert np.isfinite([low, result.value, high]).all()
        assert low - 1e-3 <= result.value <= high + 1e-3
        assert result.n >= 7
        assert result.method
        assert result.source
        assert result.unit


@settings(max_examples=6, deadline=None)
@given(diaries(), st.randoms())
def test_the_order_in_which_notes_arrive_changes_nothing(diary, random):
    guesses, truths, own = diary
    before = truth_and_bias(guesses, truths, own), closeness_by_distance(guesses, truths, own), mood(own)
    for notes in (guesses, truths, own):
        random.shuffle(notes)
    after = truth_and_bias(guesses, truths, own), closeness_by_distance(guesses, truths, own), mood(own)
    assert before == after


@settings(max_examples=6, deadline=None)
@given(st.lists(st.integers(0, 6), min_size=20, max_size=60))
def test_the_series_has_one_row_for_every_day_and_says_which_were_noted(taps):
    ratings = [FeltUnderstood(MONDAY + timedelta(days=2 * i), tap) for i, tap in enumerate(taps)]
    series = felt_understood(ratings)
    assert [point.day for point in series.points] == [
        MONDAY + timedelta(days=i) for i in range(2 * len(taps) - 1)
    ]
    assert [point.noted for point in series.points[::2]] == taps
    assert all(point.noted is None for point in series.points[1::2])
    assert all(point.low <= point.value <= point.high for point in series.points)


@settings(max_examples=20, deadline=None)
@given(st.integers(14, 400), st.integers(0, 5))
def test_a_shuffle_keeps_every_day_once(count, seed):
    orders = resampling.shuffles(count, seed, draws=20)
    assert (np.sort(orders, axis=1) == np.arange(count)).all()


@settings(max_examples=8, deadline=None)
@given(st.floats(-5, 5), st.floats(0.1, 10))
def test_moving_or_stretching_a_scale_moves_and_stretches_the_answer(shift, stretch):
    y = np.random.default_rng(0).standard_normal((1, 30))
    low, high = autoregression.average(y).interval()
    moved_low, moved_high = autoregression.average(shift + stretch * y).interval()
    assert moved_low == pytest.approx(shift + stretch * low, abs=1e-3 * stretch)
    assert moved_high == pytest.approx(shift + stretch * high, abs=1e-3 * stretch)


@settings(max_examples=8, deadline=None)
@given(st.integers(20, 90))
def test_never_and_always_are_not_certain(count):
    _, none_low, none_high = rates.rate(np.zeros((1, count)))
    _, all_low, all_high = rates.rate(np.ones((1, count)))
    assert none_low < 0.01 < none_high < 0.8
    assert 0.2 < all_low < 0.99 < all_high


def test_the_level_of_a_steady_diary_is_that_steady_value():
    value, low, high = level.smooth(np.full((1, 30), 0.4))
    assert value == pytest.approx(0.4)
    assert low == pytest.approx(0.4, abs=1e-5)
    assert high == pytest.approx(0.4, abs=1e-5)


def test_the_local_level_agrees_with_the_textbook_formula():
    rng = np.random.default_rng(3)
    y = rng.standard_normal((1, 12)).cumsum(axis=1)
    filtered = level._filter(y, np.ones_like(y, dtype=bool))
    smoothed, variance = level._look_back(filtered)
    steps = np.diff(np.eye(12), axis=0)
    for which in (3, 9, 17):
        posterior = np.linalg.inv(np.eye(12) + steps.T @ steps / level.RATIOS[which] ** 2)
        assert smoothed[:, 0, which] == pytest.approx(posterior @ y[0])
        assert variance[:, 0, which] == pytest.approx(np.diag(posterior))


def test_the_regression_agrees_with_generalised_least_squares_written_out():
    rng = np.random.default_rng(4)
    day = np.array([0.0, 1, 2, 5, 6, 9, 10, 11])
    x, y = np.stack([np.ones(8), rng.standard_normal(8)], axis=1), rng.standard_normal(8)
    fit = autoregression.regress(y[None], x[None], np.diff(day))
    for which, rho in enumerate(autoregression.STRENGTHS):
        inverse = np.linalg.inv(np.sign(rho) ** abs(day[:, None] - day) * abs(rho) ** abs(day[:, None] - day))
        covariance = np.linalg.inv(x.T @ inverse @ x)
        beta = covariance @ x.T @ inverse @ y
        left = y - x @ beta
        spread = np.sqrt(np.diag(covariance) * (left @ inverse @ left) / 6)
        assert fit.centres[0, which] == pytest.approx(beta)
        assert fit.scales[0, which] == pytest.approx(spread)


def test_readings_rated_alike_show_no_overestimation():
    readings = [RatedReading(MONDAY + timedelta(days=3 * i), i % 5, i % 5) for i in range(20)]
    result = overestimation(readings)
    assert result.value == pytest.approx(0)
    assert result.cannot_tell


def test_too_few_readings_say_how_many_more():
    answer = overestimation([RatedReading(MONDAY, 3, 3)])
    assert isinstance(answer, NotEnoughYet)
    assert (answer.have, answer.need, answer.more) == (1, 14, 13)
