"""What of the exercises is deleted at a visit: runs that nothing is kept of, pictures, and words thrown away."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta

from omoiyari.couple import Notebook, PersonId, Record, RecordId
from omoiyari.practice.kept import HeldRun, exercise_of, place_of, play
from omoiyari.practice.parts import Kind
from omoiyari.practice.run import Run, What
from omoiyari.practice.ways import way

_ENDS = frozenset({What.STOP.value, What.LET_GO.value, What.DELETE.value})
_BESIDE = frozenset({"before", "run_aside", "cut_in"})  # what goes when its run is gone, and not before
_LEFT_LYING = timedelta(hours=2)  # how long a finished run that keeps nothing stays readable


def to_clear(book: Notebook, now: datetime) -> tuple[Record, ...]:
    """My own records of runs that nothing shall be kept of: they are to be deleted at this visit."""
    all_runs, ended = list(book.of_kind("run")), _ended(book)
    lasting = {r.id for r in all_runs if _must_last(r, ended)}
    held = {h.id: h for h in play(book, [r for r in all_runs if r.id not in lasting], now)}
    mine = [
        r
        for r in book.of_kind("run", "run_event", "run_answer", "before", "run_aside", "cut_in")
        if r.owner == book.reader
    ]
    gone = [r for r in mine if _run_of(r) not in lasting and _lets_go(r, held, book, now)]
    return (*gone, *_pictures_to_clear(book, now))


def own_records(book: Notebook, run: RecordId) -> tuple[Record, ...]:
    """All of a run that is the reader's own."""
    kinds = ("run", "run_event", "run_answer", "run_photo", *_BESIDE)
    return tuple(r for r in book.of_kind(*kinds) if r.owner == book.reader and _run_of(r) == run)


def _pictures_to_clear(book: Notebook, now: datetime) -> Iterator[Record]:
    """My own pictures: with their run, and two hours after its end where not both keep them."""
    mine = [r for r in book.of_kind("run_photo") if r.owner == book.reader]
    of = {_run_of(picture) for picture in mine}
    held = {h.id: h.run for h in play(book, [r for r in book.of_kind("run") if r.id in of], now)}
    for picture in mine:
        run = held.get(_run_of(picture))
        if run is None or not run.keeps or run.lets_go or _is_left_lying(run, picture, now):
            yield picture


def _is_left_lying(run: Run, picture: Record, now: datetime) -> bool:
    return run.is_over and not run.asked_stays and now - (run.since or picture.at) > _LEFT_LYING


def _ended(book: Notebook) -> frozenset[str]:
    """The runs of which somebody said that nothing, or not all, shall be kept."""
    return frozenset(r.body["run"] for r in book.of_kind("run_event") if r.body["what"] in _ENDS)


def _must_last(record: Record, ended: frozenset[str]) -> bool:
    """Whether it is plain, without playing it, that a run stays."""
    exercise = exercise_of(record)
    keeps = exercise is None or (bool(exercise.kept) and not exercise.asks_to_keep)
    return keeps and record.id not in ended


def _run_of(record: Record) -> RecordId:
    return record.id if record.kind == "run" else RecordId(str(record.body["run"]))


def _lets_go(record: Record, held: Mapping[RecordId, HeldRun], book: Notebook, now: datetime) -> bool:
    found = held.get(_run_of(record))
    if found is None:
        return True
    run = found.run
    if run.stopped is not None and not run.keeps:
        tells = record.kind == "run_event" and record.body["what"] in _ENDS
        return not (tells and found.record.owner != book.reader)
    joins_in = record.kind == "run_event" and found.record.owner != book.reader
    return record.kind not in _BESIDE and not joins_in and _lies(found, book, now)


def _lies(held: HeldRun, book: Notebook, now: datetime) -> bool:
    """Whether it is over, or can never be gone on with, keeps nothing, and has been readable for long enough."""
    run, record = held.run, held.record
    parted = book.is_parted(record)
    lasts = run.lasts and not (parted and not run.is_done and run.exercise.asks_to_keep)
    return (run.is_over or parted) and not lasts and now - (run.since or record.at) > _LEFT_LYING


def to_blank(book: Notebook, now: datetime) -> tuple[tuple[Record, Mapping[str, str]], ...]:
    """My own records that hold words which shall go while the record stays, each with what stays in it.

    Those are words I threw away, in a run that goes on or is kept; and my words in a run that the other began and
    that keeps nothing: without my steps it could not be played to its end, and would never be cleared by them.
    """
    ended = _ended(book)
    records = [r for r in book.of_kind("run") if _discards(r) or not _must_last(r, ended)]
    return tuple(
        (record, {name: text for name, text in record.body["fields"].items() if name not in gone})
        for held in play(book, records, now)
        if (gone := _thrown_away(held.run, book.reader) | _left_behind(held, book, now))
        for record in book.of_kind("run_event", "run_answer")
        if record.owner == book.reader and record.body["run"] == held.id
        if gone & record.body["fields"].keys()
    )


def _discards(record: Record) -> bool:
    exercise = exercise_of(record)
    return exercise is not None and way(exercise.interaction).discard is not None


def _thrown_away(run: Run, me: PersonId) -> frozenset[str]:
    discard = run.way.discard
    if discard is None or not any(
        said.person == me and said.fields.get(discard.part) == discard.value for said in run.said
    ):
        return frozenset()
    return frozenset(discard.parts)


def _left_behind(held: HeldRun, book: Notebook, now: datetime) -> frozenset[str]:
    me = book.reader
    if held.record.owner == me or not _lies(held, book, now):
        return frozenset()
    parts = (part for scene in held.run.scenes for part in scene.parts if part.kind in (Kind.LINE, Kind.TEXT))
    own = {name for said in held.run.said if said.person == me for name in said.fields}
    return frozenset(own & {part.name for part in parts})


def blanked(record: Record, fields: Mapping[str, str]) -> dict[str, object]:
    """The body of a record once some of its words are taken out; it keeps its place among the others."""
    return {**record.body, "fields": dict(fields), "place": place_of(record)}
