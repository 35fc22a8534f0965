"""What a page may say when there is nothing to be seen, and when there is."""

import pytest

from omoiyari.measures import Chance, Result, standing
from omoiyari.practice.looks import Looks, look
from omoiyari.practice.simulated import Couple, twelve_weeks

pytestmark = pytest.mark.sweep


def claim(p: float, value: float = 1.0) -> Result:
    return Result(value, (0.0, 2.0), 30, "method", "source", "unit", 0.0, p)


@pytest.fixture(scope="module")
def null_looks(null_lives: list[Couple]) -> list[Looks]:
    """What the page would look at in lives in which nothing is to be seen."""
    return [look(couple.noticed()[0]) for couple in null_lives]


def test_each_further_claim_is_held_to_the_risk_that_is_left() -> None:
    sure, half, unsure = claim(0.01, 1), claim(0.02, 2), claim(0.06, 3)
    assert standing([unsure, half, sure]) == {sure, half}
    assert standing([half, unsure, claim(0.9)]) == frozenset()


def test_after_the_first_that_falls_none_stands() -> None:
    assert standing([claim(0.03, 1), claim(0.03, 2)]) == frozenset()
    assert standing([claim(0.02, 1), claim(0.03, 2)]) == {claim(0.02, 1), claim(0.03, 2)}


def test_what_was_never_asked_against_chance_takes_no_part() -> None:
    described = Result(3.0, (2.0, 4.0), 30, "method", "source", "unit", None)
    assert standing([described, claim(0.04)]) == {claim(0.04)}
    assert standing([Chance(0.2, 0.001, 999)]) == {Chance(0.2, 0.001, 999)}


def test_a_page_about_nothing_says_something_on_at_most_seven_pages_in_a_hundred(
    null_looks: list[Looks],
) -> None:
    """In these lives it is true that feeling understood holds steady; all else that is said is false."""
    claims, steady = [list(looks.claims()) for looks in null_looks], [{looks.steady} for looks in null_looks]
    assert {len(each) for each in claims} == {18}
    together = sum(bool(standing(each) - true) for each, true in zip(claims, steady, strict=True)) / len(
        claims
    )
    apart = sum(any(one.p is not None and one.p <= 0.05 for one in each) for each in claims) / len(claims)
    assert together <= 0.07
    assert apart > 0.2, "looked at one by one, far more pages would cry wolf"


@pytest.mark.parametrize("name", ["felt", "spoke", "safe", "deep", "satisfying", "mood", "energy"])
def test_weeks_that_go_nowhere_are_seldom_called_a_slope(null_looks: list[Looks], name: str) -> None:
    assert sum(not getattr(looks, name).slope.cannot_tell for looks in null_looks) / len(null_looks) <= 0.07


def test_ratings_that_differ_by_luck_alone_are_seldom_called_overestimation(null_looks: list[Looks]) -> None:
    assert sum(not looks.overestimation.cannot_tell for looks in null_looks) / len(null_looks) <= 0.07


@pytest.mark.parametrize("name", ["by_family", "by_distance"])
def test_guesses_made_at_random_seldom_beat_chance(null_looks: list[Looks], name: str) -> None:
    assert sum(not getattr(looks, name).chance.cannot_tell for looks in null_looks) / len(null_looks) <= 0.07


def test_what_is_there_is_still_said() -> None:
    found = [look(twelve_weeks(seed).noticed()[0]) for seed in range(20)]
    told = [looks.forces.truth_force in standing(looks.claims()) for looks in found]
    assert sum(told) >= 16
