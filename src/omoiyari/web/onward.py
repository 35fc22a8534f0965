"""What a finished exercise hands on: a page to the journal, a sign to the door, words to be said aloud."""

from dataclasses import dataclass

from omoiyari.couple import Notebook, RecordId
from omoiyari.practice.kept import HeldRun
from omoiyari.practice.run import Run
from omoiyari.practice.sharing import written
from omoiyari.practice.ways import Show
from omoiyari.web.me import meanings_of
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
        return {"entry": None, "sign": "", "to_say": "", "thanks": None, "meanings": None, "soften": ""}
    return {
        "meanings": None if visit.sitting else _meanings(visit, book, held),
        "thanks": _thanks(visit, book, held),
        "entry": _entry(visit, book, held) if run.way.entry else None,
        "sign": _picked(run, "door") if run.exercise.interaction == "door-sign" else "",
        "soften": written(run, ("text",)) if _picked(run, "fate") == "soften" else "",
        "to_say": written(run, run.way.heard) if _picked(run, "copy") == "say" else "",
    }


def _thanks(visit: Visit, book: Notebook, held: HeldRun) -> Handed | None:
    """What I noticed, as a thank-you for the outbox; once for each run."""
    if visit.sitting or book.partner is None or _picked(held.run, "way") != "noticed":
        return None
    id = visit.keyed_id(held.id, "thanks")
    record = book.latest.get(id)
    if record is not None and record.kind != "entry":
        return None  # it was deleted again
    return Handed(id, _picked(held.run, "act"), record is not None, to_send=True)


#: Signs of the exercise, by the signs of the page where meanings are kept (K6).
_SIGNS = {"silence": "silence", "tears": "tears", "jokes": "laughter", "touch": "touch"}


def _meanings(visit: Visit, book: Notebook, held: HeldRun) -> dict[str, str] | None:
    """My dictionary as it stands after the correction, over what I kept before; None where this is no dictionary."""
    if held.run.way.show is not Show.DIFFER_FIRST:
        return None
    told = {
        n: text for said in held.run.said if said.person == visit.person for n, text in said.fields.items()
    }
    fresh = {to: told.get(f"mended_{of}") or told.get(f"mine_{of}", "") for of, to in _SIGNS.items()}
    return meanings_of(book, visit.person) | {sign: text for sign, text in fresh.items() if text}


def _entry(visit: Visit, book: Notebook, held: HeldRun) -> Handed | None:
    """One page for each run. Its id is keyed, so that a file alone does not tell which run it came from."""
    if not written(held.run, held.run.way.entry[:1]):
        return None  # a limit that stays as it is
    id = visit.keyed_id(held.id, "entry")
    record = book.latest.get(id)
    if record is not None and record.kind != "entry":
        return None  # it was deleted again
    to_send = _picked(held.run, "share") == "send" and book.partner is not None
    return Handed(id, written(held.run, held.run.way.entry), record is not None, to_send)


def _picked(run: Run, name: str) -> str:
    return next((said.fields[name] for said in reversed(run.said) if name in said.fields), "")
