"""A turn, a steady stretch, closer guesses, a mood that follows: found where they are, seldom where they are not."""

from datetime import date, timedelta

import numpy as np
import pytest

from omoiyari.measures import (
    Drift,
    FeltUnderstood,
    Guess,
    Moment,
    NotEnoughYet,
    Phases,
    Result,
    closeness_by_phase,
    drift,
    steady,
    transmission,
)
from omoiyari.practice.simulated import twelve_weeks
from tests.measures.simulated_changes import MONDAY, flat, passed_on, trained, turns

RISK = 0.05


def day(number: int) -> date:
    return MONDAY + timedelta(days=number)


def ratings(*values: int) -> list[FeltUnderstood]:
    return [FeltUnderstood(day(i), value) for i, value in enumerate(values)]


def moments(*pleasant: float) -> list[Moment]:
    return [Moment(day(i), each, 0.0) for i, each in enumerate(pleasant)]


def taps(seed: int, days: int) -> list[float]:
    return [float(round(each) / 3) for each in np.random.default_rng(seed).normal(0, 1.2, days).clip(-3, 3)]


# --- a turn (C4) ------------------------------------------------------------------------------------

HIGH, LOW = (5, 4, 5, 6, 4) * 5, (3, 2, 2, 3, 1) * 5


def turn(*values: int) -> Drift:
    found = drift(ratings(*values))
    assert isinstance(found, Drift)
    return found


def test_before_thirty_ratings_nothing_is_said_of_a_turn_or_of_a_steady_stretch() -> None:
    for ask in (drift, steady):
        found = ask(ratings(*HIGH, 1, 1, 1, 1))
        assert isinstance(found, NotEnoughYet)
        assert (found.have, found.need) == (29, 30)


def test_a_clear_drop_is_found_with_its_size_and_about_its_day_and_its_mirror_as_a_rise() -> None:
    drop, rise = turn(*HIGH, *LOW), turn(*(6 - each for each in (*HIGH, *LOW)))
    assert drop.change.value == pytest.approx(-2.6, abs=0.3)
    assert rise.change.value == pytest.approx(-drop.change.value, abs=0.01)
    assert drop.change.p is not None
    assert drop.change.p < 0.001
    assert abs((drop.since - day(25)).days) <= 2
    assert drop.between[0] <= drop.since <= drop.between[1]


def test_where_every_rating_is_the_same_there_was_no_turn_and_it_is_steady() -> None:
    held = steady(ratings(*[4] * 40))
    assert isinstance(held, Result)
    assert held.p is not None
    assert held.p < 0.001
    assert (turn(*[4] * 40).change.p or 0) > 0.9


def test_a_turn_more_than_half_a_year_ago_is_no_longer_told() -> None:
    assert (turn(*HIGH, *LOW).change.p or 1) < 0.001
    assert (turn(*HIGH, *LOW * 8).change.p or 0) > RISK


@pytest.mark.sweep
@pytest.mark.parametrize(("days", "rho"), [(84, 0.3), (84, 0.5), (182, 0.5)])
def test_lives_that_never_turn_are_told_of_a_turn_at_most_once_in_twenty(days: int, rho: float) -> None:
    p, _, _ = turns(days, rho)
    assert (p <= RISK).mean() <= 0.06


@pytest.mark.sweep
@pytest.mark.parametrize(("days", "rho", "least"), [(84, 0.3, 0.4), (84, 0.5, 0.3), (182, 0.3, 0.8)])
def test_a_drop_of_one_sd_is_found_as_often_as_we_say_and_its_day_lies_in_the_span(
    days: int, rho: float, least: float
) -> None:
    p, when, how_far = turns(days, rho, drop=1.0)
    assert (p <= RISK).mean() >= least
    assert when >= 0.95
    assert how_far >= 0.93


# --- a steady stretch (B10) -------------------------------------------------------------------------


def test_not_being_able_to_tell_is_not_called_steady() -> None:
    found = steady(ratings(*(0, 6, 3, 1, 5, 6, 0, 2) * 4))
    assert isinstance(found, Result)
    assert found.p is not None
    assert found.p > RISK


@pytest.mark.parametrize("slope", [1 / 12, -1 / 12])
@pytest.mark.parametrize(("days", "rho"), [(84, 0.3), (126, 0.5), (182, 0.5)])
def test_what_moves_as_much_as_anybody_would_notice_is_seldom_called_steady(
    days: int, rho: float, slope: float
) -> None:
    assert (flat(days, rho, slope) <= RISK).mean() <= 0.07


@pytest.mark.parametrize("rho", [0.3, 0.5])
def test_what_stands_still_for_half_a_year_is_called_steady(rho: float) -> None:
    assert (flat(182, rho) <= RISK).mean() >= 0.97


# --- the first weeks and the last (C10) -------------------------------------------------------------


def guessed(off: list[float]) -> tuple[list[Guess], list[Moment]]:
    return [Guess(day(i), each, 0.0) for i, each in enumerate(off)], moments(*[0.0] * len(off))


def test_both_phases_need_two_weeks_of_days() -> None:
    found = closeness_by_phase(*guessed([0.3] * 27))
    assert isinstance(found, NotEnoughYet)
    assert (found.have, found.need) == (13, 14)
    assert isinstance(closeness_by_phase([], []), NotEnoughYet)


def test_guesses_that_come_closer_are_told_from_ones_that_do_not() -> None:
    far, near = [0.9, 0.7, 1.0, 0.8] * 10, [0.3, 0.1, 0.3, 0.2] * 10
    closer, as_ever = closeness_by_phase(*guessed(far + near)), closeness_by_phase(*guessed(far + far))
    assert isinstance(closer, Phases)
    assert isinstance(as_ever, Phases)
    assert closer.change.value == pytest.approx(-0.625, abs=0.05)
    assert not closer.change.cannot_tell
    assert closer.slope.value < 0
    assert as_ever.change.cannot_tell


def test_of_a_long_life_the_first_and_the_last_eight_weeks_are_compared() -> None:
    rng = np.random.default_rng(3)
    found = closeness_by_phase(*guessed(list(rng.uniform(0.1, 0.6, 300))))
    assert isinstance(found, Phases)
    assert (found.change.n, found.slope.n) == (112, 300)


@pytest.mark.parametrize("rho", [0.3, 0.5])
def test_a_change_in_closeness_is_said_for_nothing_once_in_twenty_and_found_where_it_is(rho: float) -> None:
    p, interval = trained(84, rho)
    found, its_interval = trained(84, rho, kept=0.6)
    assert (p <= RISK).mean() <= 0.07
    assert (found <= RISK).mean() >= 0.8
    assert min(interval, its_interval) >= 0.93


# --- a mood that follows (C13) ----------------------------------------------------------------------


def test_only_days_that_both_shared_and_the_days_after_them_count() -> None:
    mine, theirs = moments(*taps(1, 40)), moments(*taps(2, 40))
    gone = [moment for moment in theirs if moment.day != day(20)]
    whole, missed = transmission(mine, theirs), transmission(mine, gone)
    assert isinstance(whole, Result)
    assert isinstance(missed, Result)
    assert (whole.n, missed.n) == (39, 37)
    few = transmission(mine, theirs[:30])
    assert isinstance(few, NotEnoughYet)
    assert (few.have, few.need) == (29, 30)


def test_what_i_noted_on_days_that_they_did_not_share_changes_nothing() -> None:
    mine, theirs = taps(1, 60), moments(*taps(2, 50))
    assert transmission(moments(*mine), theirs) == transmission(moments(*mine[:50], *[1.0] * 10), theirs)


def test_each_way_is_its_own_question() -> None:
    theirs = taps(4, 120)
    mine = [0.0, *(round(2 * each) / 3 for each in theirs[:-1])]
    follows, leads = (
        transmission(moments(*mine), moments(*theirs)),
        transmission(moments(*theirs), moments(*mine)),
    )
    assert isinstance(follows, Result)
    assert isinstance(leads, Result)
    assert (follows.p or 1) == pytest.approx(0.001)
    assert leads.cannot_tell


def test_moods_that_never_moved_or_moved_as_one_tell_nothing() -> None:
    same = moments(*taps(1, 60))
    for mine in (same, moments(*[0.0] * 60)):
        assert isinstance(transmission(mine, same), NotEnoughYet)


@pytest.mark.parametrize("rho", [0.3, 0.5])
def test_what_both_live_through_at_once_is_seldom_taken_for_following(rho: float) -> None:
    p, interval, mean = passed_on(84, rho)
    assert (p <= RISK).mean() <= 0.075
    assert interval >= 0.93
    assert mean == pytest.approx(0, abs=0.02)


def test_a_mood_that_follows_is_found_as_far_as_it_does() -> None:
    p, interval, mean = passed_on(182, 0.4, passes=0.3, lives=200)
    assert (p <= RISK).mean() >= 0.85
    assert interval >= 0.93
    assert mean == pytest.approx(0.3, abs=0.03)


def test_a_life_gives_the_same_answer_each_time_it_is_asked() -> None:
    seen = twelve_weeks(3).noticed()[0]
    assert transmission(seen.mine, seen.theirs) == transmission(seen.mine, seen.theirs)
    assert drift(seen.felt) == drift(seen.felt)
