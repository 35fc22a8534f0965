"""Seven taps about a week: what counts of them, and when several weeks are called full."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from omoiyari.couple import Audience, Notebook, PersonId, Record, RecordId
from omoiyari.library import Capacity
from omoiyari.practice.enough import ALL, LISTENING, SIGNS, Check, checks, is_full, levels, may_check
from omoiyari.practice.suggest import tonight

AIKO, BEN = PersonId("a" * 32), PersonId("b" * 32)
EVENING = datetime(2026, 3, 2, 20, tzinfo=UTC)
KEY = b"a secret of Aiko's"


def week(number: int, *taps: int, owner: PersonId = AIKO) -> Record:
    at = EVENING + timedelta(weeks=number)
    body: dict[str, Any] = dict(zip(ALL, taps, strict=False))
    id = RecordId(f"{number:032x}")
    return Record(id, 1, number, owner, Audience.MINE, None, None, None, "enough", at, body)


def book(*levels: int) -> Notebook:
    """A week each of seven taps of one height."""
    return Notebook(AIKO, tuple(week(number, *[level] * 7) for number, level in enumerate(levels)))


def after(weeks: int, days: int = 0) -> date:
    return (EVENING + timedelta(weeks=weeks, days=days)).date()


def test_a_group_counts_where_at_least_half_of_it_was_tapped() -> None:
    some = Check(EVENING.date(), {"numb": 4, "short": 2, "drained": 1})
    assert some.level(SIGNS) == 3
    assert some.level(LISTENING) is None
    assert some.level(ALL) is None
    assert levels([some], SIGNS) == [(EVENING.date(), 3)]


def test_only_my_own_weeks_are_mine() -> None:
    both = Notebook(AIKO, (week(0, 4, 4, 4), week(1, 0, 0, 0, owner=BEN)))
    assert [one.day for one in checks(both, UTC)] == [EVENING.date()]


@pytest.mark.parametrize(("days", "expected"), [(0, False), (6, False), (7, True)])
def test_once_a_week_at_most(days: int, expected: bool) -> None:
    assert may_check(book(2), after(0, days), UTC) is expected
    assert may_check(book(), after(0), UTC)


def test_three_high_weeks_are_full_and_two_are_not() -> None:
    assert is_full(book(3, 3, 3), after(2), UTC)
    assert not is_full(book(3, 3), after(1), UTC)
    assert not is_full(book(3, 3, 1), after(2), UTC)


def test_what_was_full_holds_for_two_weeks_without_another_check() -> None:
    assert is_full(book(3, 3, 3), after(2, days=13), UTC)
    assert not is_full(book(3, 3, 3), after(4), UTC)


def test_three_checks_in_half_a_year_are_no_weeks_in_a_row() -> None:
    apart = Notebook(AIKO, tuple(week(number, *[4] * 7) for number in (0, 12, 24)))
    assert not is_full(apart, after(24), UTC)


def test_full_weeks_make_the_suggestion_light() -> None:
    now = EVENING + timedelta(weeks=2)
    mine = tonight(book(3, 3, 3), now, UTC, KEY)
    assert (mine.weary, mine.capacity, mine.minutes) == (True, Capacity.LOW, 5)
