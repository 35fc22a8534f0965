"""Runs as a notebook holds them: a `run`, its `run_event`s, and sealed `run_answer`s that open when both are in."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import blake2b

from omoiyari.couple import Notebook, PersonId, Record, RecordId, RoundId
from omoiyari.library import Exercise, People, exercises
from omoiyari.practice.made import exercise_from
from omoiyari.practice.parts import Lock
from omoiyari.practice.run import Event, Run, What, begin, replay

_A_WEEK = timedelta(days=7)
_LONGEST = timedelta(days=28)  # no exercise is open for longer
_A_DAY = timedelta(hours=18)  # from one evening to the next


@dataclass(frozen=True, slots=True)
class HeldRun:
    """A run that this reader can open."""

    id: RecordId
    record: Record
    run: Run
    seed: int


def _name(*parts: str) -> str:
    return blake2b("\0".join(parts).encode(), digest_size=16).hexdigest()


def lock_round(run: RecordId, scene: int, lock: Lock) -> RoundId:
    """The round in which a part opens: this page's own, or the next one's for a secret."""
    return RoundId(_name("run", run, str(scene + (lock is Lock.SECRET))))


def run_answer_id(run: RecordId, scene: int, person: PersonId, lock: Lock) -> RecordId:
    """One person has one sealed answer of a kind to a page, however often it is sent."""
    return RecordId(_name("run_answer", run, str(scene), person, lock.value))


def _by_run(book: Notebook, kind: str) -> dict[str, list[Record]]:
    found: dict[str, list[Record]] = {}
    for record in sorted(book.of_kind(kind), key=place_of):
        found.setdefault(str(record.body.get("run", "")), []).append(record)
    return found


def place_of(record: Record) -> int:
    """Where it stands among the others: a record that some words were taken out of keeps its old place."""
    return int(record.body.get("place", record.seq))


def exercise_of(record: Record) -> Exercise | None:
    """What a run plays: one that was made, as it was at its begin; or the library's, with the limits of its owner
    where it looks at those. None where the library lost it."""
    if "made" in record.body:
        return exercise_from(str(record.body["exercise"]), record.body["made"])
    exercise = exercises().get(str(record.body.get("exercise", "")))
    if exercise is not None and record.body.get("limits"):
        first = replace(exercise.steps[0], prompts=tuple(record.body["limits"]))
        return replace(exercise, steps=(first, *exercise.steps[1:]))
    return exercise


def _people(record: Record, exercise: Exercise, book: Notebook) -> tuple[PersonId, ...]:
    if exercise.people is People.ALONE:
        return (record.owner,)
    bond = next((bond for bond in book.bonds if bond.id == record.bond), None)
    other = bond.other(record.owner) if bond is not None else None
    return (record.owner,) if other is None else (record.owner, other)


def _events(events: list[Record], answers: list[Record]) -> Iterator[tuple[Event, datetime]]:
    sealed: dict[tuple[PersonId, int], dict[str, str]] = {}
    slips: dict[str, Mapping[str, str]] = {}
    for answer in answers:
        fields: Mapping[str, str] = answer.body["fields"]
        if "add" in answer.body:
            slips[answer.body["add"]] = fields
        else:
            sealed.setdefault((answer.owner, int(answer.body["move"])), {}).update(fields)
    for record in events:
        body = record.body
        move = int(body.get("move", 0))
        told = {**body.get("fields", {}), "_checked": "yes"}
        if body["what"] == What.DONE.value:
            told |= sealed.get((record.owner, move), {})
        told |= slips.get(record.id, {})
        yield Event(record.owner, What(body["what"]), move, told), record.at


def play(book: Notebook, records: Iterable[Record], now: datetime) -> Iterator[HeldRun]:
    """These runs, played as far as they have come."""
    events, answers = _by_run(book, "run_event"), _by_run(book, "run_answer")
    for record in records:
        exercise = exercise_of(record)
        if exercise is None:
            continue
        run = begin(exercise, _people(record, exercise, book))
        told = _events(events.get(record.id, []), answers.get(record.id, []))
        played = replay(run, told, now)
        if book.is_parted(record) and not played.is_over:  # unlinking stops it for both, whoever it was
            played = replace(played, stopped=_not_the_reader(played, book.reader))
        yield HeldRun(record.id, record, played, int(record.body.get("seed", 0)))


def _not_the_reader(run: Run, reader: PersonId) -> PersonId:
    return next((person for person in run.people if person != reader), reader)


def runs(book: Notebook, now: datetime) -> Iterator[HeldRun]:
    """All runs, in the order they were begun."""
    return play(book, book.of_kind("run"), now)


def find_run(book: Notebook, id: str, now: datetime) -> HeldRun | None:
    """One run, or None where there is none that this reader can open."""
    record = book.latest.get(RecordId(id))
    return next(play(book, [record], now), None) if record is not None and record.kind == "run" else None


def open_runs(book: Notebook, now: datetime) -> tuple[HeldRun, ...]:
    """Runs that can be gone on with or joined, the newest first. What has lain for a week is let be.

    Of the partner's invitations one is here at most: the one that stands, unless the reader set it aside.
    """
    going = tuple(_going(book, now))
    asked = standing_invitation(going, book.partner) if book.partner else None
    aside = {str(r.body["run"]) for r in book.of_kind("run_aside") if r.owner == book.reader}
    may = {asked.id} - aside if asked is not None else set()
    return tuple(reversed([h for h in going if book.reader in h.run.joined or h.id in may]))


def _going(book: Notebook, now: datetime) -> Iterator[HeldRun]:
    around = (book.reader, book.partner)
    fresh = [
        r
        for r in book.of_kind("run")
        if r.at > now - _LONGEST and r.owner in around and not book.is_parted(r)
    ]
    return (h for h in play(book, fresh, now) if not h.run.is_over and _last_stir(h) > now - _A_WEEK)


def _last_stir(held: HeldRun) -> datetime:
    """When it was last gone on with, or the day on which it can be."""
    run = held.run
    return max(filter(None, (held.record.at, run.since, run.ends_at if run.scene.waits_for_day else None)))


def is_invitation(book: Notebook, run: RecordId, now: datetime) -> bool:
    """Whether the partner finds a card for this run of the reader's, unless they have set it aside."""
    standing = standing_invitation(_going(book, now), book.reader)
    return standing is not None and standing.id == run


def standing_invitation(going: Iterable[HeldRun], by: PersonId) -> HeldRun | None:
    """The one invitation of somebody that stands (R28): of those that nobody has taken up yet, the first of a day
    counts, and of the days the last. `going` in the order they were begun."""
    standing: HeldRun | None = None
    for held in going:
        waits = held.record.owner == by and len(held.run.joined) < len(held.run.people)
        if waits and (standing is None or held.record.at - standing.record.at >= _A_DAY):
            standing = held
    return standing


def pictures(book: Notebook, run: RecordId) -> tuple[Record, ...]:
    """The pictures that were put into a run, the newest first."""
    return tuple(reversed([r for r in book.of_kind("run_photo") if r.body["run"] == run]))
