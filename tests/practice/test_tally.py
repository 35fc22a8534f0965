"""Small acts of four weeks: plain counts by kind, and how they are spread in words."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omoiyari.practice.tally import DAYS, SmallAct, evenness, tally

TODAY = date(2026, 3, 28)


def act(ago: int, what: str = "warmed the plate", noticed: bool = False) -> SmallAct:
    return SmallAct(TODAY - timedelta(days=ago), what, noticed)


def spread(*ago: int) -> str:
    found = tally([act(days) for days in ago], TODAY)
    assert found is not None
    return found.spread


def test_kinds_are_counted_given_and_noticed_apart_the_most_frequent_first() -> None:
    acts = [act(1, "sang"), act(2, noticed=True), act(2), act(3, noticed=True)]
    found = tally(acts, TODAY)
    assert found is not None
    assert found.kinds == (("warmed the plate", 1, 2), ("sang", 1, 0))
    assert found.days == 3


def test_four_weeks_count_and_nothing_before_or_after() -> None:
    assert tally([act(DAYS), act(-1)], TODAY) is None
    assert tally([], TODAY) is None
    found = tally([act(DAYS - 1), act(0)], TODAY)
    assert found is not None
    assert found.days == 2


def test_a_few_say_nothing_of_how_they_are_spread() -> None:
    assert "Too few" in spread(0, 7, 14, 21)


def test_five_days_in_a_row_are_not_called_four_weeks() -> None:
    assert "early" in spread(0, 1, 2, 3, 4)
    assert "evenly" not in spread(0, 1, 2, 3, 4, 5, 6, 27)


def test_even_clustered_and_bunched_are_told_apart() -> None:
    assert "evenly" in spread(0, 5, 10, 15, 20, 25)
    assert "clusters" in spread(0, 0, 0, 9, 9, 18, 26)
    assert "few days" in spread(3, 3, 3, 3, 3, 3, 20)


@given(st.lists(st.integers(0, 6), max_size=DAYS))
def test_evenness_lies_between_none_and_one_a_day(counts: list[int]) -> None:
    assert 0 <= evenness(counts) <= 1 + 1e-9


@pytest.mark.parametrize(("counts", "expected"), [([1] * 10, 1.0), ([10], 0.0), ([5, 5], 0.301)])
def test_evenness_by_hand(counts: list[int], expected: float) -> None:
    assert evenness(counts) == pytest.approx(expected, abs=0.001)
