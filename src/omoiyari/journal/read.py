"""From a notebook to what a page shows: entries, threads, the outbox, search."""

import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from operator import attrgetter
from typing import Any

from omoiyari.couple import Audience, Notebook, PersonId, Record, RecordId
from omoiyari.journal.model import Entry, Form, NotYourTurn, Reply, Thread


def entry(record: Record) -> Entry:
    """The entry in a record of kind `entry`."""
    body = record.body
    return Entry(
        id=record.id,
        version=record.version,
        owner=record.owner,
        audience=record.audience,
        bond=record.bond,
        form=Form(body["form"]),
        text=body["text"],
        cue=body.get("cue", {}),
        tags=tuple(body.get("tags", ())),
        at=record.at,
        held_until=record.held_until,
    )


def all_entries(notebook: Notebook) -> tuple[Record, ...]:
    """Every entry that I can read, mine and shared, the newest first."""
    return _newest_first(notebook.of_kind("entry"))


def private_entries(notebook: Notebook) -> tuple[Record, ...]:
    """My own journal, the newest first; `entry` makes of a record what a page shows."""
    return _newest_first(r for r in notebook.of_kind("entry") if r.audience is Audience.MINE)


def shared_entries(notebook: Notebook) -> tuple[Record, ...]:
    """What both can read, the newest first; what waits in my outbox is not among it."""
    ours = (r for r in notebook.of_kind("entry") if r.audience is Audience.OURS and r.held_until is None)
    return _newest_first(ours)


def _newest_first(records: Iterable[Record]) -> tuple[Record, ...]:
    return tuple(sorted(records, key=attrgetter("at", "seq"), reverse=True))


def outbox(notebook: Notebook) -> tuple[Entry, ...]:
    """My entries that are on their way and can still be taken back, the first to leave first."""
    held = [r for r in notebook.of_kind("entry") if r.held_until is not None and r.owner == notebook.reader]
    return tuple(entry(r) for r in sorted(held, key=lambda r: (r.held_until, r.seq)))


def gone(notebook: Notebook) -> tuple[Record, ...]:
    """The tombstones of shared entries: that one was taken back, by whom, and when.

    Those of what stood under an entry are in its thread; an exercise or a promise that was let go leaves none here.
    """
    shared = (r for r in notebook.of_kind("gone") if r.audience is Audience.OURS)
    return tuple(r for r in shared if r.body.get("was") == "entry")


def mark_of(record: Record) -> dict[str, Any]:
    """What a tombstone of an answer or turn says: under which entry it stood and where; none of its words."""
    return {"of": record.body["of"], "what": record.kind, "stood": record.at.isoformat(), "place": record.seq}


def left_under(notebook: Notebook, entry_id: RecordId) -> tuple[Record, ...]:
    """What the reader wrote under an entry and has not deleted, also where the entry itself is gone."""
    here = notebook.under.get(entry_id, ())
    return tuple(r for r in here if r.kind in ("reply", "passage") and r.owner == notebook.reader)


def _of(notebook: Notebook, kind: str, entry_id: RecordId) -> list[Record]:
    return [r for r in notebook.under.get(entry_id, ()) if r.kind == kind]


def _said(notebook: Notebook, kind: str, entry_id: RecordId) -> tuple[Reply, ...]:
    """The answers or turns under an entry, and the marks of deleted ones, each where it stood."""
    marks = [r for r in _of(notebook, "gone", entry_id) if r.body.get("what") == kind]
    stood = {r.id: (datetime.fromisoformat(r.body["stood"]), r.body["place"]) for r in marks}
    here = sorted([*_of(notebook, kind, entry_id), *marks], key=lambda r: stood.get(r.id, (r.at, r.seq)))
    return tuple(Reply(r.id, r.owner, r.body.get("text", ""), r.at, gone=r.kind == "gone") for r in here)


def thread(notebook: Notebook, entry_id: RecordId) -> Thread | None:
    """One entry with its answers, or None where there is none that this reader can open."""
    record = notebook.latest.get(entry_id)
    if record is None or record.kind != "entry":
        return None
    return Thread(
        entry=entry(record),
        earlier=tuple(
            entry(old)
            for old in (notebook.versions(entry_id)[:-1] if record.version > 1 else ())
            if old.audience is record.audience and old.held_until is None
        ),
        replies=_said(notebook, "reply", entry_id),
        passages=_said(notebook, "passage", entry_id),
        read_by=frozenset(r.owner for r in _of(notebook, "read", entry_id)),
    )


def pen_holder(notebook: Notebook, written: Thread) -> PersonId | None:
    """Whose turn it is in an entry written together: the pen passes with each turn. None where the link has ended."""
    if not notebook.takes_more(written.entry.bond):
        return None
    last = written.passages[-1].owner if written.passages else written.entry.owner
    return notebook.partner if last == notebook.reader else notebook.reader


def must_hold_pen(notebook: Notebook, written: Thread) -> None:
    """Raises NotYourTurn unless the reader holds the pen."""
    if written.entry.form is not Form.PEN or pen_holder(notebook, written) != notebook.reader:
        raise NotYourTurn


def own_tags(notebook: Notebook) -> tuple[str, ...]:
    """The tags I can see, the most used first."""
    counts = Counter(tag for r in notebook.of_kind("entry") for tag in r.body.get("tags", ()))
    return tuple(tag for tag, _ in counts.most_common())


def plain(text: str) -> str:
    """Without capitals and accents, so that `cafe` finds `Café`."""
    split = unicodedata.normalize("NFKD", text.casefold())
    return "".join(ch for ch in split if not unicodedata.combining(ch))


def all_words(body: Mapping[str, Any]) -> str:
    """The words of an entry, in the order of its page, one field a line."""
    return "\n".join([body["text"], *body.get("cue", {}).values(), *body.get("tags", ())])


def search(notebook: Notebook, words: str) -> tuple[Record, ...]:
    """Entries that hold all the words, in the entry or in an answer to it, the newest first."""
    wanted = plain(words).split()
    if not wanted:
        return ()
    found: dict[RecordId, list[str]] = {}
    for record in notebook.of_kind("entry"):
        found.setdefault(record.id, []).append(all_words(record.body))
    for record in notebook.of_kind("reply", "passage"):
        found.setdefault(record.body["of"], []).append(record.body["text"])
    return _newest_first(
        notebook.latest[entry_id]
        for entry_id, texts in found.items()
        if _is_there(notebook, entry_id) and holds("\n".join(texts), wanted)
    )


def _is_there(notebook: Notebook, entry_id: RecordId) -> bool:
    """An answer outlives the entry it was written under; a deleted entry is not found by it."""
    record = notebook.latest.get(entry_id)
    return record is not None and record.kind == "entry"


def holds(text: str, wanted: Sequence[str]) -> bool:
    """Whether a text holds all of these words, each of them `plain`."""
    spelt = plain(text)
    return all(word in spelt for word in wanted)
