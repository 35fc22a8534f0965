"""From an exercise to the pages that a run turns: who acts on each, for how long, and what is filled in."""

from dataclasses import dataclass, replace
from functools import cache

from omoiyari.library import Act, Exercise, Mode, People, Step, Turn, exercises
from omoiyari.practice.parts import Kind, Lock, Part
from omoiyari.practice.ways import Way, way

_SILENT = frozenset({Act.READ, Act.SPEAK, Act.SILENT, Act.DO, Act.REVEAL})
_VOICED = frozenset({Act.GUESS, Act.CORRECT})
_WRITTEN = frozenset({Act.WRITE, Act.GUESS})
_BY_CLOCK = frozenset({Act.READ, Act.SPEAK, Act.SILENT, Act.DO})


@dataclass(frozen=True, slots=True)
class Scene:
    """One page of a run. `seconds` 0: at one's own pace. `by_clock`: it ends when its time is over.

    `holds`: nobody can leave it earlier. `either`: one touch of anyone ends it.
    `waits_for_day`: it cannot be left before the day that both have named. `written`: its time is the same for all
    and ends nothing: whatever is half written stays, to be finished and sent.
    """

    at: int
    turn: Turn
    steps: tuple[Step, ...]
    parts: tuple[Part, ...]
    seconds: int = 0
    by_clock: bool = False
    holds: bool = False
    either: bool = False
    waits_for_day: bool = False
    written: bool = False

    @property
    def act(self) -> Act:
        """What is done here, by its last step."""
        return self.steps[-1].act


def _default_lock(step: Step, exercise: Exercise) -> Lock:
    if exercise.people is People.ALONE or step.act is Act.RATE:
        return Lock.MINE
    if step.turn is Turn.EACH and step.act is not Act.CORRECT:
        return Lock.ROUND
    return Lock.OURS


def _default_parts(step: Step, way_: Way) -> tuple[Part, ...]:
    if step.act in _SILENT or (way_.spoken and step.act in _VOICED):
        return ()
    if step.act is Act.RATE:
        return (Part("rating", Kind.SCALE),)
    if step.act is Act.CHOOSE:
        picks = bool(step.prompts) and step.turn is not Turn.TOGETHER
        return (Part("pick", Kind.PICK),) if picks else _written_pick(step)
    return (Part("text", Kind.TEXT),)


def _written_pick(step: Step) -> tuple[Part, ...]:
    """What two settle aloud needs no writing; what one settles is one line."""
    return () if step.turn is Turn.TOGETHER else (Part("line", Kind.LINE, needed=False),)


def _parts(exercise: Exercise, index: int, way_: Way) -> tuple[Part, ...]:
    """The parts of one step, each with its lock and, where it picks, its options."""
    step = exercise.steps[index]
    named = way_.parts.get(index, way_.parts.get(step.act))
    if named is None or (step.turn is Turn.TOGETHER and step.act is Act.CHOOSE and index not in way_.parts):
        named = _default_parts(step, way_)
    return tuple(_filled(part, exercise, index) for part in named)


def _filled(part: Part, exercise: Exercise, index: int) -> Part:
    step = exercise.steps[index]
    lock = Lock.MINE if exercise.people is People.ALONE else part.lock or _default_lock(step, exercise)
    options = part.options
    if not options and part.kind in (Kind.PICK, Kind.TICKS, Kind.ROWS):
        options = tuple((prompt, prompt) for prompt in exercise.steps[index + part.of].prompts)
    kind = Kind.LINE if part.kind is Kind.PICK and not options else part.kind  # nothing there to pick from
    return replace(part, kind=kind, lock=lock, options=options, label=part.label or step.text)


def _groups(exercise: Exercise, way_: Way) -> list[list[int]]:
    """Which steps stand on one page: those the way names, and a reveal with the correction that follows it."""
    first, count = way_.page
    groups: list[list[int]] = []
    for index, step in enumerate(exercise.steps):
        joins_page = first < index < first + count
        after = exercise.steps[index - 1] if index else None
        corrects = after is not None and after.act is Act.REVEAL and step.turn is Turn.EACH
        if groups and (joins_page or corrects):
            groups[-1].append(index)
        else:
            groups.append([index])
    return groups


def _scene(exercise: Exercise, at: int, group: list[int], way_: Way) -> Scene:
    steps = tuple(exercise.steps[index] for index in group)
    parts = tuple(part for index in group for part in _parts(exercise, index, way_))
    holds = steps[-1].act in way_.holds or bool(way_.wait and parts)
    seconds = way_.wait if way_.wait and parts else sum(step.seconds for step in steps)
    voiced = way_.spoken and steps[-1].act in _VOICED
    clocked = bool(seconds) and not parts and (steps[-1].act in _BY_CLOCK or voiced)
    written = bool(seconds and parts) and not holds and steps[-1].act in _WRITTEN and len(steps) == 1
    timed = clocked or holds or written
    return Scene(
        at,
        steps[-1].turn,
        steps,
        parts,
        seconds if timed else 0,
        clocked,
        holds,
        way_.either and steps[-1].act is Act.SILENT,
        way_.jar and steps[-1].act is Act.REVEAL,
        written,
    )


def scenes(exercise: Exercise) -> tuple[Scene, ...]:
    """The pages of an exercise, in order."""
    packaged = exercises().get(exercise.id) is exercise
    return _of_the_library(exercise.id) if packaged else _made(exercise)


@cache
def _of_the_library(id: str) -> tuple[Scene, ...]:
    """Made once for all; what holds somebody's own words never stays in memory."""
    return _made(exercises()[id])


def _made(exercise: Exercise) -> tuple[Scene, ...]:
    way_ = way(exercise.interaction)
    return tuple(_scene(exercise, at, group, way_) for at, group in enumerate(_groups(exercise, way_)))


def can_wait(exercise: Exercise) -> bool:
    """Whether one may begin before the other is there."""
    return exercise.people is People.ALONE or exercise.mode is not Mode.LIVE
