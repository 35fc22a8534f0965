"""The four sides of an answer: the receiver's taps are the rule, and the machine agrees, or not, or who can tell."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omoiyari.practice.facets import ENOUGH, ENOUGH_FOR_KAPPA, Facet, Pair, agreements, heard_facets, kappa

NONE: frozenset[Facet] = frozenset()
ONE = frozenset({Facet.WITH})


def of_with(pairs: list[Pair]) -> tuple[int, int, int]:
    """(agreed, of, what it tells) for the facet that is looked at here."""
    (found,) = [one for one in agreements(pairs) if one.facet is Facet.WITH]
    return found.same, found.of, found.tells


@pytest.mark.parametrize(
    ("moves", "facets"),
    [
        ({"name_feeling"}, {Facet.CAUGHT, Facet.LEFT}),
        ({"reflect", "validate"}, {Facet.CAUGHT, Facet.LEFT, Facet.VALID}),
        ({"feel_with", "fix"}, {Facet.WITH}),
        ({"minimise"}, set()),
        (set(), {Facet.LEFT}),
    ],
)
def test_each_move_stands_for_its_side(moves: set[str], facets: set[Facet]) -> None:
    assert heard_facets(moves) == facets


def test_below_eight_answers_nothing_is_said_and_below_twenty_only_how_often() -> None:
    pair = Pair(ONE, ONE)
    assert agreements([pair] * (ENOUGH - 1)) == ()
    assert of_with([pair] * (ENOUGH_FOR_KAPPA - 1)) == (19, 19, 0)
    assert agreements([pair] * (ENOUGH_FOR_KAPPA - 1))[0].kappa is None


def test_agreeing_beyond_chance_is_told_and_so_is_hearing_it_upside_down() -> None:
    right = [Pair(ONE, ONE)] * 12 + [Pair(NONE, NONE)] * 10 + [Pair(ONE, NONE)] * 2
    assert of_with(right) == (22, 24, 1)
    wrong = [Pair(ONE, NONE)] * 12 + [Pair(NONE, ONE)] * 10 + [Pair(ONE, ONE)] * 2
    assert of_with(wrong) == (2, 24, -1)


def test_often_agreeing_on_what_is_nearly_always_so_is_no_more_than_chance() -> None:
    assert of_with([Pair(ONE, ONE)] * 22 + [Pair(ONE, NONE)] * 2 + [Pair(NONE, ONE)] * 1) == (22, 25, 0)


def test_it_is_the_kappa_that_the_books_mean() -> None:
    """Two doctors, fifty cases: 20 times both yes, 15 times both no."""
    seen = [(True, True)] * 20 + [(True, False)] * 5 + [(False, True)] * 10 + [(False, False)] * 15
    found = kappa(seen)
    assert found.value == pytest.approx(0.4)
    assert found.interval[0] < 0.4 < found.interval[1]


@pytest.mark.parametrize("n", [20, 40])
@pytest.mark.parametrize(("heard", "tapped"), [(0.5, 0.5), (0.9, 0.9), (0.15, 0.3)])
def test_without_any_relation_it_seldom_claims_one(n: int, heard: float, tapped: float) -> None:
    draw = random.Random(n)
    told = 0
    for _ in range(200):
        found = kappa([(draw.random() < heard, draw.random() < tapped) for _ in range(n)])
        assert found.p is not None
        told += found.p <= 0.05
    assert told <= 16


@pytest.mark.parametrize(
    ("cells", "truth"),
    [((0.35, 0.15, 0.15, 0.35), 0.4), ((0.736, 0.064, 0.064, 0.136), 0.6), ((0.81, 0.09, 0.09, 0.01), 0.0)],
)
def test_the_interval_holds_the_truth_about_as_often_as_it_says(
    cells: tuple[float, ...], truth: float
) -> None:
    draw = random.Random(7)
    kinds = [(True, True), (True, False), (False, True), (False, False)]
    intervals = [kappa(draw.choices(kinds, cells, k=24)).interval for _ in range(250)]
    assert sum(low <= truth <= high for low, high in intervals) >= 0.91 * 250


@given(st.lists(st.tuples(st.booleans(), st.booleans()), min_size=20, max_size=40))
def test_the_value_lies_between_minus_one_and_one_and_the_interval_too(seen: list[tuple[bool, bool]]) -> None:
    found = kappa(seen)
    assert -1 <= found.interval[0] <= found.interval[1] <= 1
    assert -1 <= found.value <= 1
    assert found.p is not None
    assert 0 <= found.p <= 1
