"""A thousand couples over twelve weeks with missed days, asked through the same door as the page asks."""

from collections.abc import Callable

import numpy as np
import pytest

from omoiyari.measures import Result, closeness_by_distance, felt_understood, truth_and_bias
from omoiyari.practice.simulated import Couple, Person

pytestmark = pytest.mark.sweep

Asked = dict[str, tuple[Result, float | None]]
Told = tuple[float, float, float, float]


def pulls_of(me: Person, you: Person) -> Asked:
    """What the page says of Aiko's pulls, each beside what is true of her."""
    found, hidden = truth_and_bias(me.guesses, you.moments, me.moments), me.hidden
    return {
        "directional bias": (found.directional_bias, hidden.bias),
        "truth force": (found.truth_force, hidden.truth_force),
        "assumed similarity": (found.assumed_similarity, hidden.assumed_similarity),
    }


def rest_of(me: Person, you: Person) -> Asked:
    """What is true of these is what a thousand lives give on the average."""
    close = closeness_by_distance(me.guesses, you.moments, me.moments)
    return {
        "felt understood, mean": (felt_understood(me.felt_understood).average, None),
        "distance": (close.distance, None),
        "skill over their average": (close.over_average, None),
        "skill over my own mood": (close.over_own_mood, None),
        "skill over yesterday": (close.over_yesterday, None),
    }


def coverages(couples: list[Couple], ask: Callable[..., Asked]) -> dict[str, float]:
    """How often each interval held what is true."""
    told: dict[str, list[Told]] = {}
    for couple in couples:
        for name, (result, true) in ask(couple.aiko, couple.ben).items():
            told.setdefault(name, []).append(
                (result.value, *result.interval, np.nan if true is None else true)
            )
    return {name: share_held(np.array(rows)) for name, rows in told.items()}


def share_held(rows: np.ndarray) -> float:
    value, low, high, true = rows.T
    true = np.where(np.isnan(true), value.mean(), true)
    return float(((low <= true) & (true <= high)).mean())


@pytest.mark.slow
@pytest.mark.parametrize("ask", [pulls_of, rest_of])
def test_over_a_thousand_lives_as_the_app_keeps_them_the_intervals_hold_the_truth(
    lives: list[Couple], ask: Callable[..., Asked]
) -> None:
    for name, share in coverages(lives, ask).items():
        assert 0.93 <= share <= 0.97, f"{name}: {share:.3f}"


def test_what_was_put_into_each_of_the_two_is_found_again_on_the_average(lives: list[Couple]) -> None:
    for two in (("aiko", "ben"), ("ben", "aiko")):
        told = [pulls_of(*(getattr(couple, name) for name in two)) for couple in lives[::4]]
        for name in told[0]:
            found = np.mean([one[name][0].value for one in told])
            assert found == pytest.approx(told[0][name][1], abs=0.025), f"{two[0]}, {name}"
