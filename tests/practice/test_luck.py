"""Guesses beside luck: nothing before ten, and seldom a claim where luck alone was at work."""

import random

from omoiyari.measures import NotEnoughYet, Result
from omoiyari.practice.luck import ENOUGH, LUCK, against_luck


def found(hits: int, guesses: int) -> Result:
    result = against_luck(hits, guesses)
    assert isinstance(result, Result)
    return result


def test_before_ten_guesses_nothing_is_said() -> None:
    assert against_luck(9, ENOUGH - 1) == NotEnoughYet(9, 10, "guesses")


def test_luck_is_one_in_three_and_the_interval_is_exact() -> None:
    result = found(5, 10)
    assert result.null == LUCK
    assert [round(end, 3) for end in result.interval] == [0.187, 0.813]
    assert result.cannot_tell


def test_nine_of_ten_and_none_of_fifteen_are_no_luck() -> None:
    assert found(9, 10).interval[0] > LUCK
    assert found(0, 15).interval[1] < LUCK


def test_where_luck_alone_is_at_work_more_is_seldom_claimed() -> None:
    draw = random.Random(5)
    rounds = [sum(draw.random() < LUCK for _ in range(24)) for _ in range(500)]
    assert sum(not found(hits, 24).cannot_tell for hits in rounds) / 500 <= 0.06
