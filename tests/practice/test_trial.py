"""The fair trial from a notebook: what counts as a go, whose turn it is, and what may be said of it."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omoiyari.couple import Audience, Notebook, PersonId, Record, RecordId
from omoiyari.library import Capacity, People, contraindications, exercises
from omoiyari.practice.dose import Practised
from omoiyari.practice.suggest import CLOSED, RESTS, TURN, Suggestion, Tonight, is_solo_day, suggest, tonight
from omoiyari.practice.trial import (
    CLAIM,
    GOES,
    Finding,
    Trial,
    compare,
    order,
    running,
    trial_body,
    trials,
)

AIKO, BEN = PersonId("a" * 32), PersonId("b" * 32)
KEY = b"a secret of Aiko's"
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
PAIR = ("love-map", "stress-talk")
SEED = "seed"
changes = st.lists(st.integers(-6, 6), min_size=1, max_size=8)


def record(number: int, kind: str, owner: PersonId = AIKO, version: int = 1, **body: Any) -> Record:
    at = NOON + timedelta(hours=number)
    id = RecordId(f"{number:032x}")
    return Record(id, version, number, owner, Audience.MINE, None, None, None, kind, at, body)


def begun(number: int = 0, owner: PersonId = AIKO, **more: object) -> Record:
    return record(number, "trial", owner, **{**trial_body(*PAIR, seed=SEED), **more})


def go(number: int, exercise: str, before: int | None = 2, now: int | None = 4, **more: Any) -> Record:
    body = {"exercise": exercise, "minutes": 5, "before": before, "now": now, "trial": f"{0:032x}", **more}
    return record(number, "practised", **body)


def drawn() -> list[str]:
    return [PAIR[which] for which in order(SEED)]


def the_trial(*gos: Record) -> Trial:
    (found,) = trials(Notebook(AIKO, (begun(), *gos)))
    return found


def test_it_begins_with_the_one_that_was_drawn_and_knows_nothing() -> None:
    trial = the_trial()
    assert trial.turn == drawn()[0]
    assert trial.pair == PAIR
    assert trial.found.finding is Finding.UNDECIDED
    assert trial.found.interval == (0.0, 0.0)


@pytest.mark.parametrize("done", range(2 * GOES))
def test_each_go_passes_the_turn_to_the_one_that_the_lot_drew_next(done: int) -> None:
    trial = the_trial(*(go(n + 1, id) for n, id in enumerate(drawn()[:done])))
    assert trial.turn == drawn()[done]
    assert sum(trial.found.goes) == done


def test_after_six_goes_of_each_nobody_is_next() -> None:
    trial = the_trial(*(go(n + 1, id) for n, id in enumerate(drawn())))
    assert trial.turn == ""
    assert trial.found.goes == (GOES, GOES)
    assert running(Notebook(AIKO, (begun(),))) is not None
    assert running(Notebook(AIKO, (begun(), *(go(n + 1, id) for n, id in enumerate(drawn()))))) is None


@pytest.mark.parametrize(("before", "now"), [(None, 4), (2, None), (None, None)])
def test_a_go_without_both_taps_does_not_count(before: int | None, now: int | None) -> None:
    assert the_trial(go(1, drawn()[0], before, now)) == the_trial()


def test_what_was_done_out_of_turn_does_not_count() -> None:
    other = next(id for id in PAIR if id != drawn()[0])
    assert the_trial(go(1, other)) == the_trial()
    assert the_trial(go(1, other), go(2, drawn()[0])).found.goes in ((1, 0), (0, 1))


def test_what_was_practised_outside_of_it_does_not_count() -> None:
    assert the_trial(go(1, drawn()[0], trial="another")) == the_trial()


def test_the_change_from_before_to_after_is_what_is_compared() -> None:
    trial = the_trial(
        *(go(n + 1, id, before=3, now=5 if id == PAIR[0] else 2) for n, id in enumerate(drawn()))
    )
    assert trial.changes == ((2,) * GOES, (-1,) * GOES)
    assert trial.found.finding is Finding.FIRST


def test_ended_nobody_is_next_and_what_was_found_stays() -> None:
    gos = [go(n + 1, id) for n, id in enumerate(drawn()[:4])]
    ended = begun(ended=True)._replace(version=2, seq=99)
    (trial,) = trials(Notebook(AIKO, (begun(), *gos, ended)))
    assert (trial.turn, trial.ended, trial.found.goes) == ("", True, (2, 2))


def test_a_comparison_of_the_other_is_none_of_mine() -> None:
    assert trials(Notebook(AIKO, (begun(owner=BEN),))) == ()
    assert the_trial(go(1, drawn()[0])._replace(owner=BEN)) == the_trial()


def test_the_newest_comes_first() -> None:
    found = trials(Notebook(AIKO, (begun(), begun(7))))
    assert [trial.id for trial in found] == [f"{7:032x}", f"{0:032x}"]


# --- what may be said -----------------------------------------------------------------------------------


@given(changes, changes)
def test_the_interval_holds_the_middle_and_turns_over_with_the_pair(one: list[int], other: list[int]) -> None:
    low, high = compare(one, other).interval
    assert low < high
    assert compare(other, one).interval == pytest.approx((-high, -low))


@given(changes)
def test_more_goes_make_the_interval_narrower(one: list[int]) -> None:
    few, many = compare(one, one).interval, compare(one * 4, one * 4).interval
    assert many[1] - many[0] < few[1] - few[0]


def test_the_interval_holds_the_truth_about_as_often_as_it_says() -> None:
    import random

    source = random.Random(11)
    held = 0
    for _ in range(600):
        truth = source.gauss(0, 1)
        one = [source.gauss(truth, 1.2) for _ in range(GOES)]
        low, high = compare(one, [source.gauss(0, 1.2) for _ in range(GOES)]).interval
        held += low <= truth <= high
    assert CLAIM - 0.06 <= held / 600 <= CLAIM + 0.1


def test_a_finding_is_never_one_that_the_interval_contradicts() -> None:
    found = compare([3] * GOES, [0] * GOES)
    assert found.finding is Finding.FIRST
    assert found.interval[0] > 0


# --- the suggestion -----------------------------------------------------------------------------------------


def ask(evening: Tonight) -> Suggestion:
    return suggest(exercises().values(), contraindications().values(), evening)


def evening(**more: Any) -> Tonight:
    day = next(d for d in (date(2026, 3, 2) + timedelta(days=n) for n in range(9)) if not is_solo_day(KEY, d))
    return replace(Tonight(KEY, day, together=True, turn="stress-talk"), **more)


def test_whose_turn_it_is_is_suggested_first_whatever_its_length_and_however_lately_it_was_done() -> None:
    lately = (Practised("stress-talk", evening().day - timedelta(days=1), 22),)
    for tonight_ in (evening(), evening(history=lately), evening(minutes=5)):
        assert ask(tonight_) == Suggestion(exercises()["stress-talk"], TURN, {"minutes": 22})


def test_rest_a_closed_door_and_a_full_week_come_before_the_turn() -> None:
    assert ask(evening(closed=True)) == Suggestion(None, CLOSED)
    today = (Practised("love-map", evening().day, 5),)
    assert ask(evening(history=today)).why in RESTS.values()
    assert ask(evening(off=True)).exercise is None


def test_a_half_open_door_asks_for_no_long_one() -> None:
    assert ask(evening(capacity=Capacity.LOW, minutes=5)).why != TURN


def test_what_does_not_fit_the_people_is_not_suggested_for_being_drawn() -> None:
    for change in ({"together": False}, {"flag": True}, {"set_aside": frozenset({"stress-talk"})}):
        found = ask(evening(**change))
        assert found.why != TURN
        assert found.exercise is not exercises()["stress-talk"]


@given(st.dates(date(2026, 1, 1), date(2026, 12, 31)))
def test_on_a_solo_day_a_turn_for_two_waits(day: date) -> None:
    found = ask(evening(day=day)).exercise
    assert not is_solo_day(KEY, day) or found is None or found.people is People.ALONE


def test_the_notebook_says_whose_turn_it_is_tonight() -> None:
    assert tonight(Notebook(AIKO, (begun(),)), NOON, UTC, KEY).turn == drawn()[0]
    assert tonight(Notebook(AIKO, (begun(ended=True),)), NOON, UTC, KEY).turn == ""
    assert tonight(Notebook(AIKO, ()), NOON, UTC, KEY).turn == ""
