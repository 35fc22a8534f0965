"""Aiko and Ben's made-up weeks are what they say they are."""

from datetime import date, timedelta

import numpy as np
import pytest

from omoiyari.measures import NotEnoughYet, overestimation, truth_and_bias
from omoiyari.practice.simulated import AIKO, BEN, START, Hidden, World, twelve_weeks

pytestmark = pytest.mark.sweep


def pulls(couple):
    return truth_and_bias(couple.aiko.guesses, couple.ben.moments, couple.aiko.moments)


@pytest.fixture(scope="module")
def answers():
    """What the measures say of Aiko in two hundred and fifty lives with the same hidden numbers."""
    return [pulls(twelve_weeks(seed)) for seed in range(250)]


def test_the_same_seed_draws_the_same_weeks():
    assert twelve_weeks(7) == twelve_weeks(7)
    assert twelve_weeks(7) != twelve_weeks(8)


def test_everything_is_on_its_scale_and_in_its_weeks():
    couple = twelve_weeks(1)
    for person in (couple.aiko, couple.ben):
        for noted in (*person.moments, *person.guesses):
            assert abs(noted.pleasantness) <= 1
            assert abs(noted.energy) <= 1
            assert noted.family is not None
            assert START <= noted.day < START + timedelta(weeks=12)
        assert all(0 <= guess.sureness <= 1 for guess in person.guesses)
        assert all(0 <= rating.value <= 6 for rating in person.felt_understood)
        assert all(0 <= talk.own <= 6 and 0 <= talk.partner <= 6 for talk in person.readings)


def test_the_days_are_those_asked_for():
    couple = twelve_weeks(1, start=date(2027, 1, 4), days=28, world=World(missed=0))
    assert [m.day for m in couple.aiko.moments] == [date(2027, 1, 4) + timedelta(days=i) for i in range(28)]


def test_some_days_are_missed_and_ben_is_away_for_three():
    couple = twelve_weeks(2)
    assert 60 <= len(couple.aiko.moments) < 84
    days = {moment.day for moment in couple.ben.moments}
    assert not days & {START + timedelta(days=28 + i) for i in range(3)}


def test_one_week_is_hard_for_both():
    lives = [twelve_weeks(seed, world=World(missed=0)) for seed in range(20)]
    for people in ([life.aiko for life in lives], [life.ben for life in lives]):
        moods = np.array([[moment.pleasantness for moment in person.moments] for person in people]).mean(
            axis=0
        )
        weeks = moods.reshape(12, 7).mean(axis=1)
        assert weeks.argmin() == 6
        assert weeks[6] < np.delete(weeks, 6).mean() - 0.25


@pytest.mark.parametrize(
    ("force", "hidden"),
    [
        ("directional_bias", AIKO.bias),
        ("truth_force", AIKO.truth_force),
        ("assumed_similarity", AIKO.assumed_similarity),
    ],
)
def test_the_measures_find_the_hidden_numbers_through_missed_days_rhythm_and_a_hard_week(
    answers, force, hidden
):
    found = [getattr(answer, force) for answer in answers]
    assert np.mean([result.value for result in found]) == pytest.approx(hidden, abs=0.02)
    held = np.mean([result.interval[0] <= hidden <= result.interval[1] for result in found])
    assert 0.91 <= held <= 0.99


def test_someone_who_only_looks_into_the_mirror_has_no_truth_force():
    mirror = Hidden(bias=0, truth_force=0, assumed_similarity=0.9, oversure=0, overestimation=0)
    found = [pulls(twelve_weeks(seed, aiko=mirror)) for seed in range(60)]
    assert np.mean([answer.truth_force.value for answer in found]) == pytest.approx(0, abs=0.03)
    assert np.mean([answer.truth_force.cannot_tell for answer in found]) > 0.85


def test_aiko_overestimates_her_reading_by_about_a_point():
    found = [overestimation(twelve_weeks(seed).aiko.readings) for seed in range(60)]
    assert not any(isinstance(result, NotEnoughYet) for result in found)
    assert np.mean([result.value for result in found]) == pytest.approx(AIKO.overestimation, abs=0.15)


def test_ben_is_surer_than_aiko_and_reads_less():
    assert BEN.oversure > AIKO.oversure
    assert BEN.truth_force < AIKO.truth_force
    sure = [
        np.mean([g.sureness for g in person.guesses])
        for life in map(twelve_weeks, range(20))
        for person in (life.ben, life.aiko)
    ]
    assert np.mean(sure[::2]) > np.mean(sure[1::2])
