"""Plays any exercise: what to fill in on a page, and who goes next."""

from datetime import UTC, datetime, timedelta

from omoiyari.couple import PersonId
from omoiyari.library import Exercise, People, exercises, feelings
from omoiyari.practice.parts import Kind, Part
from omoiyari.practice.run import Event, Run, What, begin, by_clock, step

AIKO, BEN, CHIDI = PersonId("aiko"), PersonId("ben"), PersonId("chidi")
START = datetime(2026, 3, 2, 20, 0, tzinfo=UTC)


def fill(part: Part) -> dict[str, str]:
    """Something that fits, with the options that go on rather than back."""
    match part.kind:
        case Kind.PICK | Kind.TAP:
            return {part.name: _onward(part)}
        case Kind.TICKS:
            return {part.name: "\n".join(key for key, _ in part.options[: max(1, part.least)])}
        case Kind.ROWS:
            return {f"{part.name}_{row}": "2" for row in range(len(part.options))}
        case Kind.SCALE | Kind.TEN:
            return {part.name: "5"}
        case Kind.MINUTES:
            return {part.name: "20"}
        case Kind.FAMILY | Kind.WORD | Kind.FEELING:
            return {part.name: feelings().feelings[0].id}
        case Kind.PHOTO | Kind.MARKS:
            return {}
        case _:
            return {part.name: "I was waiting at the door. The soup went cold."}


def _onward(part: Part) -> str:
    keys = [key for key, _ in part.options]
    return next((key for key in keys if key in ("yes", "heard", "ready", "sleep", "rest")), keys[0])


def filled(run: Run) -> dict[str, str]:
    """Every part of the page."""
    return {name: value for part in run.scene.parts for name, value in fill(part).items()}


def people_of(exercise: Exercise) -> tuple[PersonId, ...]:
    return (AIKO,) if exercise.people is People.ALONE else (AIKO, BEN)


def joined(exercise: Exercise, now: datetime = START) -> Run:
    """Everybody is here."""
    run = begin(exercise, people_of(exercise))
    for person in run.people:
        run = step(run, Event(person, What.JOIN), now)
    return run


def one_step(run: Run, now: datetime) -> tuple[Run, datetime]:
    """Wait where the page holds, then let somebody who is awaited finish it."""
    if run.ends_at is not None and (run.scene.holds or run.scene.waits_for_day or run.scene.by_clock):
        now = max(now, run.ends_at)
        turned = by_clock(run, now)
        if turned.move != run.move:
            return turned, now
    if not run.awaited:
        return run, now
    person = min(run.awaited)
    if run.ends_at is not None and now < run.ends_at and not run.scene.by_clock:
        now = run.ends_at
    return step(run, Event(person, What.DONE, run.move, filled(run)), now), now


def play(run: Run, now: datetime = START, until: int | None = None) -> tuple[Run, datetime]:
    """Play to the end, or to a page."""
    for _ in range(200):
        if run.is_over or (until is not None and run.at >= until):
            return run, now
        run, now = one_step(run, now + timedelta(seconds=1))
    raise AssertionError(f"{run.exercise.id} has no end")


def at_page(id: str, page: int) -> tuple[Run, datetime]:
    """An exercise played to a page."""
    return play(joined(exercises()[id]), until=page)
