"""Collects every sentence of doors and rooms into the message catalogue; run with `python -m tools.catalogue`."""

import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import write_po

SOURCE = Path(__file__).parent.parent / "src" / "omoiyari"
POT = SOURCE / "locale" / "omoiyari.pot"

METHODS = [("**.py", "python"), ("web/templates/**.html", "jinja2")]
OPTIONS = {
    "web/templates/**.html": {
        "extensions": "jinja2.ext.i18n,jinja2.ext.do",
        "newstyle_gettext": "true",
        "trim_blocks": "true",
        "lstrip_blocks": "true",
        "silent": "false",
    }
}
KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2), "N_": None}

#: What click says of itself and asks our catalogue for, as far as our commands make it say so.
CLICK: tuple[str | tuple[str, str], ...] = (
    "Usage:",
    "Options",
    "Positional arguments",
    "default: {default}",
    "Show this message and exit.",
    "Show the version and exit.",
    "Error: {message}",
    "Error: invalid input",
    "Try '{command} {option}' for help.",
    "Missing command.",
    "Missing argument",
    "No such command {name!r}.",
    "No such option {name!r}.",
    ("Did you mean {possibility}?", "(Did you mean one of: {possibilities}?)"),
    "Option {name!r} does not take a value.",
    ("Option {name!r} requires an argument.", "Option {name!r} requires {nargs} arguments."),
    ("Got unexpected extra argument ({args})", "Got unexpected extra arguments ({args})"),
    "Invalid value: {message}",
    "Invalid value for {param_hint}: {message}",
    "{value!r} is not a valid {number_type}.",
    "{value} is not in the range {range}.",
    ("{value!r} is not {choice}.", "{value!r} is not one of {choices}."),
    "{name} {filename!r} does not exist.",
    "{name} {filename!r} is a file.",
    "{name} {filename!r} is a directory.",
    "{name} {filename!r} is not readable.",
    "file",
    "directory",
)


def messages() -> Iterator[tuple[str, int, str | tuple[str, ...]]]:
    """Every marked sentence: file, line, and the sentence or its singular and plural."""
    found = extract_from_dir(str(SOURCE), METHODS, OPTIONS, KEYWORDS)
    for name, line, message, _comments, _context in sorted(found, key=lambda row: (row[0], row[1])):
        yield name, line, message


def catalogue() -> Catalog:
    """All sentences, each with the files that say it."""
    out = Catalog(project="Omoiyari", charset="utf-8", creation_date=datetime(2026, 1, 1, tzinfo=UTC))
    for name, _line, message in messages():
        out.add(message, locations=[(name, 0)])
    for message in CLICK:
        out.add(message, locations=[("click", 0)])
    return out


def write_pot(path: Path = POT) -> None:
    """Write the template that translators start from."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(file, catalogue(), include_lineno=False, sort_output=True, width=118)


def _marked(text: str) -> str:
    return f"⟦{text}⟧"


def write_pseudo(folder: Path, tag: str = "qps") -> None:
    """A pretended language in which each sentence stands in brackets; a sentence without them is not in here."""
    out = catalogue()
    out.locale = None
    for message in out:
        if not message.id:
            continue
        both = message.id if isinstance(message.id, tuple | list) else (message.id,)
        marked = tuple(_marked(text) for text in both)
        message.string = marked if message.pluralizable else marked[0]
    path = folder / tag / "LC_MESSAGES"
    path.mkdir(parents=True, exist_ok=True)
    with (path / "omoiyari.mo").open("wb") as file:
        write_mo(file, out)


if __name__ == "__main__":
    write_pot()
    sys.stdout.write(f"{POT.relative_to(SOURCE.parent.parent)} written\n")
