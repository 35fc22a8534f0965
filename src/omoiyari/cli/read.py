"""`omoiyari read` and `omoiyari tension`: the language room, line by line."""

import json
import os
import stat
import sys
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, BinaryIO

import click

from omoiyari.cli.speak import say
from omoiyari.words import N_

if TYPE_CHECKING:
    from omoiyari.language import Forecast, Reading

LONGEST_LINE = 4_000_000
_AHEAD = 32
_DANGER = N_("These words may be about danger. Someone trained can help: see the resources page.")


class BrokenLine(ValueError):
    """A line that cannot be read; the words, marked for the catalogues, say why."""


@click.command(help=N_("Read what a message does: its feelings, its moves, and the words that carry them."))
@click.argument("text", required=False)
@click.option("--setting", type=click.Choice(["opening", "reply"]), default="opening", show_default=True)
@click.option("--context", default="", help=N_("What the partner said just before."))
@click.option("--jsonl", "lines", is_flag=True, help=N_("Read messages as JSON lines from standard input."))
@click.option("--all", "everything", is_flag=True, help=N_("Every probability, not only those that pass."))
def read(text: str | None, setting: str, context: str, lines: bool, everything: bool) -> None:
    if lines:
        _stream(lambda row: _read_row(row, everything))
        return
    from omoiyari import language

    words = text if text is not None else sys.stdin.read()
    click.echo(_told(words, language.read(words, setting=setting, context=context), everything))


@click.command(help=N_("How likely a talk is to go wrong, after each of its turns."))
@click.option(
    "--jsonl", "lines", is_flag=True, help=N_("Read conversations as JSON lines from standard input.")
)
def tension(lines: bool) -> None:
    if lines:
        _stream(_tension_row)
        return
    from omoiyari import language

    turns = [language.Turn(*map(str.strip, line.split(":", 1))) for line in sys.stdin if ":" in line]
    if not turns:
        raise click.UsageError(say(N_("Give one turn a line, as “name: words”.")))
    for turn, step in zip(turns, language.tension(turns), strict=True):
        click.echo(f"{step.p:5.0%}  {turn.speaker}: {_why(step)}")


def _why(step: "Forecast") -> str:
    parts = [*(f"+{label}" for label in step.raising), *(f"-{label}" for label in step.calming)]
    return ", ".join(parts) or say(N_("nothing stands out"))


def _read_row(row: dict[str, Any], everything: bool) -> dict[str, Any]:
    from omoiyari import language

    text, setting, context = row.get("text"), row.get("setting"), row.get("context") or ""
    if not isinstance(text, str) or not isinstance(context, str):
        raise BrokenLine(N_("text and context must be text"))
    if setting not in ("reply", "opening"):
        raise BrokenLine(N_("setting must be reply or opening"))
    return as_json(row.get("id"), language.read(text, setting=setting, context=context), everything)


def _tension_row(row: dict[str, Any]) -> dict[str, Any]:
    from omoiyari import language

    turns = row.get("turns")
    if not isinstance(turns, list) or not turns:
        raise BrokenLine(N_("turns must be a list with at least one turn"))
    steps = language.tension([_turn(turn) for turn in turns])
    return {"id": row.get("id"), "p": [step.p for step in steps]}


def _turn(given: Any) -> Any:
    from omoiyari.language import Turn

    if not isinstance(given, dict) or not isinstance(given.get("text"), str):
        raise BrokenLine(N_("each turn must have a speaker and a text"))
    return Turn(str(given.get("speaker", "")), given["text"])


def as_json(name: Any, reading: "Reading", everything: bool = False) -> dict[str, Any]:
    """The line that `--jsonl` writes for one reading."""
    return {
        "id": name,
        "language": reading.tongue.code,
        "readable": reading.readable,
        "emotions": [{"label": e.label, "p": e.p} for e in reading.emotions if e.found or everything],
        "moves": [
            {"label": m.label, "p": m.p, "start": m.start, "end": m.end}
            for m in reading.moves
            if m.found or everything
        ],
        "safety": {
            "level": reading.safety.level.word,
            "signals": sorted({signal.name for signal in reading.safety.signals}),
        },
    }


def _told(text: str, reading: "Reading", everything: bool) -> str:
    if not reading.readable:
        return say(reading.tongue.note, language=reading.tongue.name)
    moves = [m for m in reading.moves if m.found or everything]
    felt = [e for e in reading.emotions if (e.found or everything) and e.label != "neutral"]
    told = [
        f"  {m.label:<14} {m.p:4.0%}  “{text[m.start : m.end]}”" for m in sorted(moves, key=lambda m: -m.p)
    ]
    told += [f"  {e.label:<14} {e.p:4.0%}" for e in sorted(felt, key=lambda e: -e.p)]
    if reading.safety.level:
        told.append("  " + say(_DANGER))
    return "\n".join(told) or "  " + say(N_("Nothing stands out."))


@dataclass(frozen=True, slots=True)
class _Line:
    number: int
    written: bytes


def _stream(answer: Callable[[dict[str, Any]], dict[str, Any]]) -> None:
    """One JSON line out for each one in, in order; a broken one becomes an error line. Exits 1 if any was broken."""
    source = sys.stdin.buffer
    waiting: deque[Future[tuple[dict[str, Any], bool]]] = deque()
    broken = False
    with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        for line in _with_progress(source):
            waiting.append(pool.submit(_answered, line, answer))
            if len(waiting) >= _AHEAD:
                broken |= _written(waiting.popleft())
        while waiting:
            broken |= _written(waiting.popleft())
    sys.exit(int(broken))


def _written(done: Future[tuple[dict[str, Any], bool]]) -> bool:
    row, broken = done.result()
    click.echo(json.dumps(row))
    return broken


def _answered(line: _Line, answer: Callable[[dict[str, Any]], dict[str, Any]]) -> tuple[dict[str, Any], bool]:
    try:
        return answer(_row(line.written)), False
    except BrokenLine as reason:
        return {"line": line.number, "error": say(str(reason))}, True


def _row(written: bytes) -> dict[str, Any]:
    if len(written) >= LONGEST_LINE:
        raise BrokenLine(N_("longer than 4 MB"))
    try:
        row = json.loads(written.decode("utf-8-sig"))
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as reason:
        raise BrokenLine(N_("not a line of JSON")) from reason
    if not isinstance(row, dict):
        raise BrokenLine(N_("not a JSON object"))
    return row


def _with_progress(source: BinaryIO) -> Iterator[_Line]:
    if not sys.stderr.isatty():
        yield from _lines(source)
        return
    bar: Any = click.progressbar(length=_size(source), file=sys.stderr, label=say(N_("Reading")))
    with bar:
        for line in _lines(source):
            yield line
            bar.update(len(line.written))


def _lines(source: BinaryIO) -> Iterator[_Line]:
    """Lines that are not blank; of one that is too long only its beginning is kept."""
    number = 0
    while written := source.readline(LONGEST_LINE):
        number += 1
        rest = written
        while len(rest) >= LONGEST_LINE and not rest.endswith(b"\n"):
            rest = source.readline(LONGEST_LINE)
        if written.strip():
            yield _Line(number, written)


def _size(source: BinaryIO) -> int | None:
    """Bytes to come, when they come from a file; a pipe does not say."""
    about = os.fstat(source.fileno())
    return about.st_size if stat.S_ISREG(about.st_mode) else None
