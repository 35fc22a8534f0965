"""The small cards fit the moment they are for."""

import re
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omoiyari.library import Library, Missed, asks_for, starts, starts_after


def test_every_missed_family_has_a_question_of_its_own(content: Library) -> None:
    families = [family.id for family in content.wheel.families]
    for guessed, was in permutations(families, 2):
        assert asks_for(content.asks, Missed.FAMILY, guessed, was), (guessed, was)


@pytest.mark.parametrize("missed", [one for one in Missed if one is not Missed.FAMILY])
def test_every_other_miss_has_at_least_four(content: Library, missed: Missed) -> None:
    assert len(asks_for(content.asks, missed)) >= 4


def test_there_are_at_least_sixty_four_asks(content: Library) -> None:
    assert len(content.asks) >= 64


def test_an_ask_is_open_short_and_accuses_nobody(content: Library) -> None:
    for ask in content.asks:
        assert len(ask.text) <= 130, ask.id
        assert not re.search(
            r"\bwhy (?:do|did|don['’]t|didn['’]t|can['’]t) you\b|\byou (?:always|never)\b", ask.text.lower()
        )
        assert not re.search(r"\d", ask.text), "no figure about the other"


@given(st.integers(0, 1000))
def test_coming_back_is_met_with_the_longest_time_that_has_passed(days: int) -> None:
    found = starts_after(starts(), days)
    assert bool(found) == (days >= 2)
    assert len({start.after_days for start in found}) <= 1
    assert all(start.after_days <= days for start in found)


def test_coming_back_is_never_a_debt(content: Library) -> None:
    blame = re.compile(
        r"missed (?!pages)|forgot|behind|should have|catch up|lost your|days since|finally", re.IGNORECASE
    )
    assert [start.text for start in content.starts if blame.search(start.text)] == []
    assert all(len(start.first_step) <= 160 for start in content.starts)


def test_a_count_of_days_away_is_never_named(content: Library) -> None:
    assert not any(re.search(r"\d", start.text + start.first_step) for start in content.starts)
