"""Whether the counting goes with the landing: the partner's word is the rule, and "cannot tell" is ordinary."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import spearmanr

from omoiyari.measures import NotEnoughYet, Result
from omoiyari.practice.landing import ENOUGH, Counted, goes_with
from omoiyari.practice.trainer import Landed

WORDS = (Landed.NO, Landed.PARTLY, Landed.YES)


def found(*pairs: tuple[int, int]) -> Result:
    result = goes_with([Counted(moves, WORDS[word]) for moves, word in pairs])
    assert isinstance(result, Result)
    return result


def test_below_eight_rated_answers_nothing_is_said() -> None:
    few = [Counted(2, Landed.YES)] * (ENOUGH - 1)
    assert goes_with(few) == NotEnoughYet(7, 8, "answers that were rated")


def test_where_more_moves_landed_better_it_is_seen_and_the_other_way_round_too() -> None:
    pairs = [(0, 0), (0, 0), (1, 0), (1, 1), (2, 1), (2, 1), (3, 2), (3, 2), (4, 2), (4, 2)]
    up = found(*pairs)
    assert up.value > 0.8
    assert not up.cannot_tell
    down = found(*[(4 - moves, word) for moves, word in pairs])
    assert down.value == pytest.approx(-up.value)
    assert down.interval == pytest.approx((-up.interval[1], -up.interval[0]))


@pytest.mark.parametrize("pairs", [[(1, n % 3) for n in range(9)], [(n, 2) for n in range(9)]])
def test_where_one_of_the_two_never_varies_it_cannot_tell(pairs: list[tuple[int, int]]) -> None:
    assert found(*pairs).cannot_tell


def test_it_is_the_rank_correlation_that_the_books_mean() -> None:
    pairs = [(0, 0), (1, 0), (1, 2), (2, 2), (0, 0), (0, 2), (0, 0), (2, 2)]
    expected = spearmanr([moves for moves, _ in pairs], [word for _, word in pairs]).statistic
    assert found(*pairs).value == pytest.approx(expected)


@pytest.mark.parametrize("n", [8, 12, 24, 40])
def test_without_any_relation_it_seldom_claims_one(n: int) -> None:
    draw = random.Random(n)
    claims = sum(
        not found(
            *[(draw.choice([0, 0, 1, 1, 2, 3]), draw.choice([0, 1, 1, 2, 2, 2])) for _ in range(n)]
        ).cannot_tell
        for _ in range(600)
    )
    assert claims / 600 <= 0.08


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 2)), min_size=8, max_size=40))
def test_the_value_lies_within_its_interval_between_minus_one_and_one(pairs: list[tuple[int, int]]) -> None:
    result = found(*pairs)
    low, high = result.interval
    assert -1 <= low <= high <= 1
    assert low <= result.value + 0.011
    assert result.value - 0.011 <= high
