"""What somebody asked their own suggestions to leave alone, and for how long."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from omoiyari.couple import Audience, Notebook, PersonId, Record, RecordId
from omoiyari.library import contraindications, exercises
from omoiyari.practice.suggest import NIGHT_OFF, Suggestion, Tonight, suggest, tonight
from omoiyari.practice.wishes import AWAY_FOR, is_off, set_aside

AIKO, BEN = PersonId("a" * 32), PersonId("b" * 32)
KEY = b"a secret of Aiko's"
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def record(kind: str, at: datetime = NOON, owner: PersonId = AIKO, **body: Any) -> Record:
    return Record(RecordId("0"), 1, 0, owner, Audience.MINE, None, None, None, kind, at, body)


def book(*records: Record) -> Notebook:
    return Notebook(AIKO, tuple(r._replace(id=RecordId(f"{n:032x}"), seq=n) for n, r in enumerate(records)))


def ask(evening: Tonight) -> Suggestion:
    return suggest(exercises().values(), contraindications().values(), evening)


def test_not_this_holds_for_sixty_days_and_no_longer() -> None:
    mine = book(record("not_this", exercise="love-map"))
    assert set_aside(mine, NOON) == {"love-map": NOON + timedelta(days=60)}
    assert set_aside(mine, NOON + AWAY_FOR - timedelta(minutes=1))
    assert not set_aside(mine, NOON + AWAY_FOR)


def test_said_again_it_counts_from_the_last_time() -> None:
    later = NOON + timedelta(days=20)
    mine = book(record("not_this", exercise="love-map"), record("not_this", later, exercise="love-map"))
    assert set_aside(mine, later) == {"love-map": later + AWAY_FOR}


def test_what_the_other_said_is_no_wish_of_mine() -> None:
    assert not set_aside(book(record("not_this", owner=BEN, exercise="love-map")), NOON)
    assert not is_off(book(record("not_tonight", owner=BEN)), NOON.date(), UTC)


def test_not_tonight_is_over_at_four_in_the_morning_where_the_reader_is() -> None:
    late = datetime(2026, 3, 3, 2, 30, tzinfo=UTC)  # half past four, two hours further east
    east = timezone(timedelta(hours=2))
    mine = book(record("not_tonight", late))
    assert is_off(mine, date(2026, 3, 2), UTC)
    assert not is_off(mine, date(2026, 3, 3), UTC)
    assert is_off(mine, date(2026, 3, 3), east)
    assert not is_off(mine, date(2026, 3, 2), east)


def test_a_notebook_with_not_tonight_in_it_is_left_in_peace() -> None:
    assert ask(tonight(book(record("not_tonight")), NOON, UTC, KEY)) == Suggestion(None, NIGHT_OFF)
    assert ask(tonight(book(record("not_tonight")), NOON + timedelta(days=1), UTC, KEY)).why != NIGHT_OFF


def test_after_midnight_it_is_still_the_evening_that_is_off() -> None:
    late, after = datetime(2026, 3, 2, 23, 50, tzinfo=UTC), datetime(2026, 3, 3, 0, 5, tzinfo=UTC)
    assert ask(tonight(book(record("not_tonight", late)), after, UTC, KEY)).why == NIGHT_OFF


@given(st.frozensets(st.sampled_from(sorted(exercises()))), st.dates(date(2026, 1, 1), date(2026, 12, 31)))
def test_what_was_set_aside_is_never_suggested(ids: frozenset[str], day: date) -> None:
    evening = Tonight(KEY, day, minutes=40, together=True, set_aside=ids)
    found = ask(evening).exercise
    assert found is None or found.id not in ids


@given(st.dates(date(2026, 1, 1), date(2026, 12, 31)))
def test_setting_aside_another_one_changes_nothing(day: date) -> None:
    evening = Tonight(KEY, day, minutes=40, together=True)
    found = ask(evening)
    others = frozenset(exercises()) - {found.exercise.id if found.exercise else ""}
    assert ask(replace(evening, set_aside=frozenset(sorted(others)[:5]))) == found
