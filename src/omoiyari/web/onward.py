"""What a finished exercise hands on: a page to the journal, a sign to the door, words to be said aloud."""

from dataclasses import dataclass

from omoiyari.couple import Notebook, RecordId
from omoiyari.practice.kept import HeldRun
from omoiyari.practice.run import Run
from omoiyari.practice.sharing import written
from omoiyari.web.pages import Context
from omoiyari.web.visit import Visit


@dataclass(frozen=True, slots=True)
class Handed:
    """A page for the journal. `there`: it is kept already. `to_send`: its author meant it for the other too."""

    id: RecordId
    text: str
    there: bool
    to_send: bool


def onward(visit: Visit, book: Notebook, held: HeldRun) -> Context:
    """What the end of an exercise offers to its one person; nothing of it is done by itself."""
    run = held.run
    if not run.is_done:
        return {"entry": None, "sign": "", "to_say": ""}
    return {
        "entry": _entry(visit, book, held) if run.way.entry else None,
        "sign": _picked(run, "door") if run.exercise.interaction == "door-sign" else "",
        "to_say": written(run, run.way.heard) if _picked(run, "copy") == "say" else "",
    }


def _entry(visit: Visit, book: Notebook, held: HeldRun) -> Handed | None:
    """One page for each run. Its id is keyed, so that a file alone does not tell which run it came from."""
    id = visit.keyed_id(held.id, "entry")
    record = book.latest.get(id)
    if record is not None and record.kind != "entry":
        return None  # it was deleted again
    to_send = _picked(held.run, "share") == "send" and book.partner is not None
    return Handed(id, written(held.run, held.run.way.entry), record is not None, to_send)


def _picked(run: Run, name: str) -> str:
    return next((said.fields[name] for said in reversed(run.said) if name in said.fields), "")
