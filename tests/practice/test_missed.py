"""Missed cues over time: counted from five, for their author alone, and never as a fault."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omoiyari.measures import NotEnoughYet
from omoiyari.practice.missed import LEAST, Missed, MissedOverTime, over_time

NOW = datetime(2026, 6, 1, 20, tzinfo=UTC)
BERLIN = ZoneInfo("Europe/Berlin")
FIX, EMPTY = "I wanted to fix it.", "I was empty."


def note(days_ago: float, why: str = FIX, *, habit: bool = True) -> Missed:
    return Missed(
        NOW - timedelta(days=days_ago), "They sighed.", "I talked on.", why, "Ask.", "/entry/x", habit
    )


def told(*notes: Missed) -> MissedOverTime:
    found = over_time(notes, NOW, BERLIN)
    assert isinstance(found, MissedOverTime)
    return found


@pytest.mark.parametrize("count", range(LEAST))
def test_below_five_it_is_not_enough_and_says_how_many_there_are(count: int) -> None:
    found = over_time([note(day) for day in range(count)], NOW, BERLIN)
    assert isinstance(found, NotEnoughYet)
    assert (found.have, found.need) == (count, LEAST)


def test_it_says_since_when_and_how_many_lately() -> None:
    found = told(*(note(day) for day in (1, 2, 20, 30, 40, 80)))
    assert (found.count, found.lately, found.before) == (6, 3, 2)
    assert found.since == (NOW - timedelta(days=80)).date()


def test_the_weeks_before_are_not_compared_where_the_notes_do_not_reach_back() -> None:
    assert told(*(note(day) for day in (1, 2, 3, 4, 40))).before is None


def test_since_is_a_day_of_the_readers_zone() -> None:
    late = Missed(datetime(2026, 5, 1, 23, 30, tzinfo=UTC), "", "", "", "", "")
    assert told(late, *(note(day) for day in range(4))).since.isoformat() == "2026-05-02"


def test_what_got_in_the_way_is_counted_from_the_exercise_and_from_twice() -> None:
    found = told(
        note(1), note(2), note(3, EMPTY), note(4, "Tired.", habit=False), note(5, "Tired.", habit=False)
    )
    assert found.in_the_way == ((FIX, 2),)


def test_the_most_frequent_comes_first() -> None:
    found = told(note(1, EMPTY), note(2, EMPTY), note(3), note(4), note(5))
    assert found.in_the_way == ((FIX, 3), (EMPTY, 2))


@given(st.lists(st.floats(0, 400), min_size=LEAST, max_size=40))
def test_no_note_is_counted_twice_and_their_order_changes_nothing(days: list[float]) -> None:
    notes = [note(day) for day in days]
    found = told(*notes)
    assert found == told(*reversed(notes))
    assert found.lately + (found.before or 0) <= found.count == len(days)
