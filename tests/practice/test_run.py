"""The run: no dead ends, no skipped turn, and an event that does not count changes nothing and says so."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omoiyari.library import Act, Exercise, Mode, People, exercises
from omoiyari.practice.parts import Lock
from omoiyari.practice.run import (
    LATE,
    Already,
    Event,
    NobodyElse,
    NotYourTurn,
    Over,
    Run,
    RunError,
    Stale,
    Stranger,
    What,
    begin,
    by_clock,
    replay,
    step,
    without_own,
)
from tests.practice.playing import AIKO, BEN, CHIDI, START, at_page, filled, joined, people_of, play

ALL = sorted(exercises().values(), key=lambda exercise: exercise.id)
FOR_TWO = [exercise for exercise in ALL if exercise.people is People.TWO]

any_exercise = st.sampled_from(ALL)
acts = st.tuples(
    st.sampled_from([AIKO, BEN, CHIDI]),
    st.sampled_from([What.JOIN, What.LEAVE, What.DONE, What.RING, What.KEEP, What.LET_GO]),
    st.integers(0, 3),
    st.integers(0, 400),
)


@pytest.mark.parametrize("exercise", ALL, ids=lambda exercise: exercise.id)
def test_every_exercise_can_be_played_to_its_end(exercise: Exercise) -> None:
    run, _ = play(joined(exercise))
    assert run.is_done
    assert run.stopped is None


@pytest.mark.parametrize("exercise", ALL, ids=lambda exercise: exercise.id)
def test_no_turn_is_skipped(exercise: Exercise) -> None:
    run, now = joined(exercise), START
    seen = [run.at]
    while not run.is_done:
        run, now = play(run, now + timedelta(seconds=1), until=run.at + 1)
        seen.append(run.at)
    assert seen == list(range(len(run.scenes) + 1))


@pytest.mark.parametrize("exercise", FOR_TWO, ids=lambda exercise: exercise.id)
def test_what_stands_before_two_holds_nothing_that_one_sealed_for_themself(exercise: Exercise) -> None:
    run, _ = play(joined(exercise))
    own = {
        (s.at, name) for s in run.scenes for part in s.parts if part.lock is Lock.MINE for name in part.names
    }
    both = {(said.scene, name) for said in without_own(run).said for name in said.fields}
    assert both == {(said.scene, name) for said in run.said for name in said.fields} - own


@given(any_exercise, st.lists(acts, max_size=30))
def test_from_wherever_it_stands_it_can_be_played_to_its_end(
    exercise: Exercise, events: list[tuple[str, What, int, int]]
) -> None:
    run, now = _stir(exercise, events)
    for person in run.people:
        if person not in run.here and not run.is_over:
            run = step(run, Event(person, What.JOIN), now)
    assert play(run, now)[0].is_done


@given(any_exercise, st.lists(acts, max_size=30), st.sampled_from([AIKO, BEN]))
def test_either_can_stop_at_any_time(
    exercise: Exercise, events: list[tuple[str, What, int, int]], person: str
) -> None:
    run, now = _stir(exercise, events)
    if run.is_over or person not in run.people:
        return
    stopped = step(run, Event(person, What.STOP, fields={"keep": "nothing"}), now)  # type: ignore[arg-type]
    assert stopped.stopped == person
    assert not stopped.keeps
    with pytest.raises(Over):
        step(stopped, Event(AIKO, What.JOIN), now)


def _stir(exercise: Exercise, events: list[tuple[str, What, int, int]]) -> tuple[Run, object]:
    """Whatever people do, in whatever order; move is mostly the right one."""
    run, now = begin(exercise, people_of(exercise)), START
    for person, what, off, seconds in events:
        now += timedelta(seconds=seconds)
        run = by_clock(run, now)
        fields = {} if run.is_over else filled(run)
        move = run.move - (off == 3)
        run = replay(run, [(Event(person, what, move, fields), now)], now)  # type: ignore[arg-type]
    return run, now  # type: ignore[return-value]


@given(any_exercise, st.lists(acts, max_size=25))
def test_an_event_that_does_not_count_changes_nothing_and_says_so(
    exercise: Exercise, events: list[tuple[str, What, int, int]]
) -> None:
    run, now = _stir(exercise, events)
    before = run
    for event in (
        Event(CHIDI, What.DONE, run.move),
        Event(AIKO, What.DONE, run.move + 7),
        Event(AIKO, What.DONE, run.move - 1),
    ):
        with pytest.raises(RunError) as told:
            step(run, event, now)  # type: ignore[arg-type]
        assert told.value.sentence
    assert run == before


@given(any_exercise, st.lists(acts, max_size=25))
def test_the_same_event_twice_counts_once(
    exercise: Exercise, events: list[tuple[str, What, int, int]]
) -> None:
    run, now = _stir(exercise, events)
    if run.is_over or not run.awaited:
        return
    event = Event(min(run.awaited), What.DONE, run.move, filled(run))
    once = replay(run, [(event, now)], now)  # type: ignore[list-item,arg-type]
    assert replay(once, [(event, now)], now) == once or run.move == once.move  # type: ignore[list-item,arg-type]


@pytest.mark.parametrize("exercise", FOR_TWO, ids=lambda exercise: exercise.id)
def test_a_phone_that_was_lost_finds_itself_where_the_other_is(exercise: Exercise) -> None:
    run, now = joined(exercise), START
    run = step(run, Event(BEN, What.LEAVE), now)
    gone, later = run, now + timedelta(seconds=30)
    run = step(run, Event(BEN, What.JOIN), later)
    assert by_clock(gone, later).at == run.at
    assert play(run, later)[0].is_done


def test_a_live_exercise_begins_when_both_are_there() -> None:
    run = begin(exercises()["three-minute-check-in"], (AIKO, BEN))
    run = step(run, Event(AIKO, What.JOIN), START)
    with pytest.raises(NobodyElse):
        step(run, Event(AIKO, What.DONE, run.move), START)
    assert run.ends_at is None
    later = START + timedelta(minutes=5)
    run = step(run, Event(BEN, What.JOIN), later)
    assert run.ends_at == later + timedelta(seconds=90)


def test_an_exercise_in_ones_own_time_need_not_wait() -> None:
    run = begin(exercises()["morning-question"], (AIKO, BEN))
    run = step(run, Event(AIKO, What.JOIN), START)
    run = step(run, Event(AIKO, What.DONE, run.move, filled(run)), START)
    assert run.awaited == {BEN}


def test_only_whose_turn_it_is_can_pass_it_on() -> None:
    run = joined(exercises()["three-minute-check-in"])
    with pytest.raises(NotYourTurn):
        step(run, Event(BEN, What.DONE, run.move), START)
    assert step(run, Event(AIKO, What.DONE, run.move), START).actors == {BEN}


def test_a_page_from_a_stale_screen_changes_nothing() -> None:
    run, now = at_page("three-minute-check-in", 1)
    with pytest.raises(Stale):
        step(run, Event(BEN, What.DONE, run.move - 1), now)


def test_a_stranger_is_told_nothing() -> None:
    with pytest.raises(Stranger):
        step(joined(exercises()["mirror-minute"]), Event(CHIDI, What.STOP), START)


def test_joining_twice_is_said_to_be_done_already() -> None:
    with pytest.raises(Already):
        step(joined(exercises()["mirror-minute"]), Event(BEN, What.JOIN), START)


def test_the_clock_turns_several_pages_for_two_phones_that_slept() -> None:
    run = by_clock(joined(exercises()["three-minute-check-in"]), START + timedelta(hours=1))
    assert run.is_done


def test_every_page_of_every_exercise_has_somebody_to_act_or_a_clock() -> None:
    for exercise in ALL:
        for scene in joined(exercise).scenes:
            assert scene.by_clock or scene.turn.value in ("alone", "each", "together", "first", "second")
            assert not scene.holds or scene.seconds > 0
            assert exercise.mode is not Mode.ASYNC or not scene.by_clock or scene.act is Act.REVEAL


def test_a_long_exercise_counts_as_being_there_for_its_length_and_five_minutes() -> None:
    walk = exercises()["emotion-walk"]
    run = joined(walk)
    assert run.alive_until(AIKO) == START + timedelta(minutes=walk.minutes + LATE)
    assert run.alive_until(CHIDI) is None


def test_a_phone_that_comes_back_does_not_begin_the_length_anew() -> None:
    run = joined(exercises()["emotion-walk"])
    later = START + timedelta(minutes=20)
    again = step(step(run, Event(AIKO, What.LEAVE), later), Event(AIKO, What.JOIN), later)
    assert again.alive_until(AIKO) == run.alive_until(AIKO)


@pytest.mark.parametrize("id", ["three-minute-check-in", "mirror-minute", "door-sign"])
def test_a_short_one_has_no_length_to_be_there_for(id: str) -> None:
    assert joined(exercises()[id]).alive_until(AIKO) is None


def test_what_is_over_keeps_nobody_there() -> None:
    run = step(joined(exercises()["emotion-walk"]), Event(BEN, What.STOP), START)
    assert run.alive_until(AIKO) is None
