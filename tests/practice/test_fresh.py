"""When a fresh look is due: after a change that was noted, or by one's own notebook; never under a flag."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omoiyari.couple import Audience, Bond, BondId, BondState, Notebook, PersonId, Record, RecordId
from omoiyari.language import Level, Safety
from omoiyari.library import Capacity, contraindications, exercises
from omoiyari.practice import fresh
from omoiyari.practice.dose import Practised
from omoiyari.practice.fresh import BACK, CHANGED, NEEDS, STEADY, UNDERSTOOD
from omoiyari.practice.signs import sign_body
from omoiyari.practice.suggest import TURN, Suggestion, Tonight, is_solo_day, suggest, tonight

AIKO, BEN = PersonId("a" * 32), PersonId("b" * 32)
BOND = Bond(BondId("c" * 32), AIKO, BEN, BondState.TOGETHER)
NOW = datetime(2026, 6, 1, 20, tzinfo=UTC)
TODAY = NOW.date()
KEY = b"a secret of Aiko's"


def note(kind: str, ago: float, *, ours: bool = False, id: str = "", **body: Any) -> Record:
    """Something of Aiko's, so many days ago."""
    audience, bond = (Audience.OURS, BOND.id) if ours else (Audience.MINE, None)
    at = NOW - timedelta(days=ago)
    return Record(RecordId(id), 1, 0, AIKO, audience, bond, None, None, kind, at, body)


def book(*notes: Record, together: bool = True) -> Notebook:
    """Her notebook: the two have met 100 days ago, and something is in it for every ten days."""
    lived = [note("name", 100, ours=True), *(note("entry", ago) for ago in range(5, 100, 10))]
    every = enumerate([*lived, *notes])
    numbered = tuple(r._replace(id=r.id or RecordId(f"{n:032x}"), seq=n) for n, r in every)
    return Notebook(AIKO, numbered, (BOND,) if together else ())


def why(*notes: Record, done: Sequence[Practised] = (), together: bool = True) -> str:
    return fresh.why_due(book(*notes, together=together), TODAY, UTC, done)


def looked(ago: int) -> Practised:
    return Practised("fresh-look", TODAY - timedelta(days=ago), 15)


def changed(ago: int, *, noted: int | None = None) -> Record:
    day = TODAY - timedelta(days=ago)
    return note("change", ago if noted is None else noted, what="move", day=day.isoformat(), line="")


def felt(*values: int, ago: Sequence[int] = (1, 4, 8, 12)) -> list[Record]:
    return [note("felt", day, value=value) for day, value in zip(ago, values, strict=True)]


def needs(*met: bool, ago: int = 3) -> list[Record]:
    found: list[Record] = []
    for n, was in enumerate(met):
        id = f"{n:02}" + "d" * 30
        found.append(note("need", ago + n, ours=True, id=id, need="hug", until=NOW.isoformat()))
        found.append(note("need_met", ago + n - 1, of=id, met=was))
    return found


def test_an_ordinary_notebook_asks_for_no_fresh_look() -> None:
    assert why() == ""


# --- a change that was noted ---------------------------------------------------------------------------


@pytest.mark.parametrize("ago", [0, 10, 27])
def test_a_change_asks_for_four_weeks(ago: int) -> None:
    assert why(changed(ago)) == CHANGED


def test_after_four_weeks_it_rests_and_what_is_still_to_come_waits_for_its_day() -> None:
    assert why(changed(28)) == ""
    assert why(changed(-3, noted=1)) == ""


def test_what_is_noted_late_asks_from_the_note_on() -> None:
    assert why(changed(90, noted=2)) == CHANGED


def test_once_looked_at_it_is_done_and_a_newer_change_asks_anew() -> None:
    assert why(changed(10), done=[looked(5)]) == ""
    assert why(changed(2), done=[looked(5)]) == CHANGED


# --- noticed by itself -----------------------------------------------------------------------------------


def test_seldom_understood_for_two_weeks() -> None:
    assert why(*felt(1, 2, 0, 3)) == UNDERSTOOD


@pytest.mark.parametrize("values", [(5, 5, 1, 1), (1, 1, 5, 5), (3, 3, 3, 3)])
def test_one_hard_week_is_a_hard_week(values: tuple[int, ...]) -> None:
    assert why(*felt(*values)) == ""


def test_one_hard_talk_a_week_is_too_little_to_go_by() -> None:
    assert why(*felt(0, 0, ago=(2, 9))) == ""


def test_three_needs_that_were_not_met_lately() -> None:
    assert why(*needs(False, False, False, True)) == NEEDS
    assert why(*needs(False, False)) == ""
    assert why(*needs(False, False, False, True, True, True, True)) == ""
    assert why(*needs(False, False, False, ago=40)) == ""


MONTHS = range(150, 1, -3)


def taps(*values: int, until: int = 1) -> list[Record]:
    """A tap every third day over five months, the values coming round again and again."""
    every = [values[n % len(values)] for n in range(len(MONTHS))]
    return felt(*every, ago=[ago + until - 1 for ago in MONTHS])


def test_months_that_held_steady_ask_for_another_way() -> None:
    assert why(*taps(3, 4, 3, 2, 3)) == STEADY
    assert "no failing" in STEADY


def test_what_is_steadily_good_may_stay_as_it_is() -> None:
    assert why(*taps(5, 6, 5, 4, 5)) == ""


def test_a_plateau_left_behind_or_a_line_that_moves_asks_for_nothing() -> None:
    assert why(*taps(3, 4, 3, 2, 3, until=15)) == ""
    rising = [1 + 3 * n // len(MONTHS) for n in range(len(MONTHS))]
    assert why(*felt(*rising, ago=MONTHS)) == ""


def test_once_looked_at_a_plateau_rests_for_two_months() -> None:
    assert why(*taps(3, 4, 3, 2, 3), done=[looked(59)]) == ""
    assert why(*taps(3, 4, 3, 2, 3), done=[looked(60)]) == STEADY


def away(*ago: int) -> Notebook:
    """A notebook with something in it on these days alone."""
    days = [note("name", 100, ours=True), *(note("entry", day) for day in ago)]
    return Notebook(AIKO, tuple(r._replace(id=RecordId(f"{n:032x}")) for n, r in enumerate(days)), (BOND,))


@pytest.mark.parametrize(
    ("ago", "expected"),
    [
        ((90, 40), BACK),
        ((90, 13), BACK),
        ((90, 14), ""),
        ((90, 70, 40, 8), BACK),
        ((90, 50, 20), ""),
        ((40, 15), ""),
        ((90, 60, 40, 20), ""),
    ],
)
def test_four_quiet_weeks_of_both_that_are_just_over(ago: tuple[int, ...], expected: str) -> None:
    assert fresh.why_due(away(*ago), TODAY, UTC, ()) == expected


def test_something_of_the_partners_that_reached_me_is_no_pause_of_both() -> None:
    theirs = note("entry", 25, ours=True)._replace(owner=BEN, id=RecordId("f" * 32))
    quiet = away(90, 40)
    assert fresh.why_due(replace(quiet, records=(*quiet.records, theirs)), TODAY, UTC, ()) == ""


def test_what_was_quiet_before_the_two_met_is_no_pause_of_both() -> None:
    alone = note("entry", 200)._replace(id=RecordId("e" * 32))
    busy = away(*range(1, 100, 9))
    assert fresh.why_due(replace(busy, records=(alone, *busy.records)), TODAY, UTC, ()) == ""


def test_nothing_is_noticed_within_sixty_days_of_a_fresh_look_nor_on_ones_own() -> None:
    assert why(*felt(1, 1, 1, 1), done=[looked(59)]) == ""
    assert why(*felt(1, 1, 1, 1), done=[looked(60)]) == UNDERSTOOD
    assert why(*felt(1, 1, 1, 1), together=False) == ""


def test_the_same_notebook_on_the_same_day_gives_the_same_reason() -> None:
    notes = [*felt(1, 1, 1, 1), *needs(False, False, False)]
    assert why(*notes) == why(*notes) == UNDERSTOOD
    assert why(*notes, changed(1)) == CHANGED


# --- the suggestion ----------------------------------------------------------------------------------------


def ask(evening: Tonight) -> Suggestion:
    return suggest(exercises().values(), contraindications().values(), evening)


def evening(**more: Any) -> Tonight:
    day = next(d for d in (date(2026, 3, 2) + timedelta(days=n) for n in range(9)) if not is_solo_day(KEY, d))
    return replace(Tonight(KEY, day, together=True, fresh=CHANGED), **more)


def test_a_fresh_look_that_is_due_is_the_suggestion_and_says_why() -> None:
    expected = Suggestion(exercises()["fresh-look"], CHANGED, {"minutes": 15})
    assert ask(evening()) == expected
    assert ask(evening(turn="stress-talk")) == expected
    assert CHANGED.format(**expected.values) == (
        "Something big has changed, by your own note. What still fits? It takes about 15 minutes."
    )


@pytest.mark.parametrize(
    "more",
    [
        {"flag": True},
        {"set_aside": frozenset({"fresh-look"})},
        {"together": False},
        {"theirs_closed": True},
        {"closed": True},
        {"off": True},
        {"capacity": Capacity.LOW, "minutes": 5},
    ],
)
def test_it_waits_under_a_flag_for_a_no_and_for_want_of_strength(more: dict[str, Any]) -> None:
    assert ask(evening(**more)).exercise is not exercises()["fresh-look"]


def test_where_it_cannot_be_a_comparison_takes_its_turn() -> None:
    assert ask(evening(turn="stress-talk", set_aside=frozenset({"fresh-look"}))).why == TURN


def test_the_notebook_says_why_tonight_but_not_under_a_flag() -> None:
    grave = sign_body("entry", TODAY, Safety(Level.HIGH, (), checked=True))
    assert tonight(book(changed(1)), NOW, UTC, KEY).fresh == CHANGED
    assert tonight(book(changed(1), note("sign", 1, **grave)), NOW, UTC, KEY).fresh == ""


@given(st.sets(st.integers(0, 99), max_size=8))
def test_whatever_the_days_the_pause_is_the_last_one_of_four_weeks_and_over_for_less_than_two(
    ago: set[int],
) -> None:
    days = sorted({0, 100, *ago}, reverse=True)
    over = [later for earlier, later in pairwise(days) if earlier - later >= 28]
    expected = BACK if over and over[-1] < 14 else ""
    assert fresh.why_due(away(*ago), TODAY, UTC, ()) == expected
