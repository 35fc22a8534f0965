"""A person's own data as an open archive that can be read without us. The format is in docs/how-to/export.md."""

import io
import json
import zipfile
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any

from omoiyari.couple import Notebook, Record
from omoiyari.practice import outside, signs
from omoiyari.words import N_

FORMAT = "omoiyari-export/1"
_LOCKED = frozenset({signs.KIND, outside.KIND})


def _row(book: Notebook, record: Record) -> dict[str, Any]:
    places = {"link": record.bond, "round": record.round, "held_until": _iso(record.held_until)}
    return {
        "id": record.id,
        "version": record.version,
        "at": record.at.isoformat(),
        "by": "me" if record.owner == book.reader else book.names.get(record.owner, "partner"),
        "audience": record.audience.value,
        "kind": record.kind,
        "body": dict(record.body),
        **{name: value for name, value in places.items() if value is not None},
    }


def _iso(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()


def rows(book: Notebook, *, locked_area: bool = False) -> Iterator[dict[str, Any]]:
    """One row per version of each record that the person can read, oldest first.

    What was read as danger in their words, and what was put aside for it, only goes with the area that locks first.
    """
    return (_row(book, record) for record in book.records if locked_area or record.kind not in _LOCKED)


def _words(body: Mapping[str, Any]) -> str:
    """The fields of a body, one a line; what is inside another field stands on lines of its own."""
    lines = []
    for name, value in body.items():
        if isinstance(value, Mapping):
            lines.append(_words(value))
        elif isinstance(value, list):
            lines.append(f"{name}: {', '.join(map(str, value))}" if value else "")
        elif value not in (None, ""):
            lines.append(str(value) if name == "text" else f"{name}: {value}")
    return "\n".join(line for line in lines if line)


def as_text(book: Notebook, *, locked_area: bool = False) -> str:
    """The same for the eye: plain text with a line above each entry."""
    blocks = [
        f"{row['at'][:16]}  {row['by']}  {row['audience']}  {row['kind']}\n{_words(row['body'])}"
        for row in rows(book, locked_area=locked_area)
    ]
    return "\n\n".join(blocks) + "\n"


def _named(name: str) -> zipfile.ZipInfo:
    """Without the time of day, so that the same notebook gives the same bytes."""
    named = zipfile.ZipInfo(name)
    named.compress_type = zipfile.ZIP_DEFLATED
    named.external_attr = 0o600 << 16
    return named


def archive(book: Notebook, say: Callable[[str], str] = N_, *, locked_area: bool = False) -> bytes:
    """A ZIP file with `notebook.json`, the same as `notebook.txt`, and a note on the format.

    The note is in the language that `say` translates into; the other two are the same in every language.
    """
    whole = {"format": FORMAT, "records": list(rows(book, locked_area=locked_area))}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr(_named("notebook.json"), json.dumps(whole, ensure_ascii=False, indent=1))
        file.writestr(_named("notebook.txt"), as_text(book, locked_area=locked_area))
        file.writestr(_named("READ-ME.txt"), say(_READ_ME) + "\n")
    return out.getvalue()


_READ_ME = N_("""\
This is your notebook from Omoiyari, opened. Nothing in it is sealed any more: keep it where only you can read it.

notebook.json   every version of every record you could read, oldest first (UTF-8 JSON)
notebook.txt    the same, for reading

Each record has: id, version, at (UTC), by (me, or the other's name), audience (mine, safety, ours, round),
kind (entry, reply, capacity ...), and body (its fields); where it applies also link (which bond it was shared in),
round, and held_until (still in the outbox). A record of the kind "gone" is one whose words were taken back.
Pages of the area that locks first are in it only if that area was open when you asked for this file.""")
