"""An exercise that somebody made: what it needs, and that it runs by the plain steps to its end."""

from datetime import timedelta

import pytest

from omoiyari.library import Better, People
from omoiyari.practice.made import BadTime, MadeError, TooLong, body_of, exercise_from
from omoiyari.practice.run import Event, What, by_clock, step
from tests.practice.playing import AIKO, START, joined, play

STEPS = [("Boil water.", 0), ("Drink, without a word.", 5), ("", 0), ("Say one thing.", 0)]


def tea(people: People = People.TWO, minutes: int = 10) -> dict[str, object]:
    return body_of("Tea at nine", "Warm hands.", people, minutes, STEPS)


def test_empty_steps_are_left_out_and_it_plays_to_its_end() -> None:
    for people in People:
        exercise = exercise_from("own-1", tea(people))
        assert [step.text for step in exercise.steps] == [
            "Boil water.",
            "Drink, without a word.",
            "Say one thing.",
        ]
        run, _ = play(joined(exercise))
        assert run.is_done
        assert not run.lasts


def test_a_step_with_a_timer_ends_by_the_clock_and_any_other_when_both_have_gone_on() -> None:
    run = joined(exercise_from("own-1", tea()))
    run = step(run, Event(AIKO, What.DONE, run.move), START)
    assert run.at == 0
    run, now = play(run, START, until=1)
    assert run.ends_at == now + timedelta(minutes=5)
    assert by_clock(run, now + timedelta(minutes=5)).at == 2


def test_it_is_nobodys_proof_and_its_own_taps_are_better_when_higher() -> None:
    exercise = exercise_from("own-1", tea())
    assert exercise.evidence.grade.value == "D"
    assert exercise.better is Better.MORE
    assert exercise.kept == ()


@pytest.mark.parametrize(
    ("title", "promise", "minutes", "steps", "error"),
    [
        ("", "Warm hands.", 5, STEPS[:1], MadeError),
        ("Tea", "", 5, STEPS[:1], MadeError),
        ("Tea", "Warm hands.", 5, [("", 3)], MadeError),
        ("Tea" * 30, "Warm hands.", 5, STEPS[:1], TooLong),
        ("Tea", "Warm hands.", 5, [("x" * 301, 0)], TooLong),
        ("Tea", "Warm hands.", 5, [("Sip.", 0)] * 7, TooLong),
        ("Tea", "Warm hands.", 0, STEPS[:1], BadTime),
        ("Tea", "Warm hands.", 241, STEPS[:1], BadTime),
        ("Tea", "Warm hands.", 90, [("Sip.", 61)], BadTime),
        ("Tea", "Warm hands.", 5, [("Sip.", 3), ("Sip.", 3)], BadTime),
    ],
)
def test_what_cannot_be_kept_is_told_with_its_reason(
    title: str, promise: str, minutes: int, steps: list[tuple[str, int]], error: type[MadeError]
) -> None:
    with pytest.raises(error) as told:
        body_of(title, promise, People.ALONE, minutes, steps)
    assert type(told.value) is error
