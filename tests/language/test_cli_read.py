"""The commands: lines in, lines out, in order, and a broken one never stops the rest."""

import io
import json
import subprocess
import sys

import click
from click.testing import CliRunner, Result

from omoiyari.cli import read as door

AIKO = {"id": "a", "setting": "opening", "context": "", "text": "I felt alone when dinner got cold."}


def run(command: click.Command, arguments: list[str], lines: list[object] | str = "") -> Result:
    given = lines if isinstance(lines, str) else "".join(json.dumps(line) + "\n" for line in lines)
    return CliRunner().invoke(command, arguments, input=given)


def rows(result: Result) -> list[dict[str, object]]:
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_one_line_out_for_each_line_in_and_in_order() -> None:
    given = [AIKO | {"id": n, "text": f"{'ok ' * (n % 7)}thank you"} for n in range(90)]
    result = run(door.read, ["--jsonl"], given)
    assert (result.exit_code, result.exception) == (0, None)
    assert [row["id"] for row in rows(result)] == list(range(90))


def test_a_line_has_the_promised_shape() -> None:
    row = rows(run(door.read, ["--jsonl"], [AIKO]))[0]
    assert list(row) == ["id", "language", "readable", "emotions", "moves", "safety"]
    assert row["language"] == "en"
    assert row["readable"] is True
    assert row["safety"] == {"level": "none", "signals": []}
    assert all(set(move) == {"label", "p", "start", "end"} for move in row["moves"])  # type: ignore[attr-defined]


def test_all_gives_every_probability() -> None:
    row = rows(run(door.read, ["--jsonl", "--all"], [AIKO]))[0]
    assert (len(row["emotions"]), len(row["moves"])) == (28, 26)  # type: ignore[arg-type]


def test_broken_lines_are_numbered_and_the_rest_goes_on() -> None:
    good = json.dumps(AIKO)
    broken = [
        "{",
        "[1]",
        '{"id": 1}',
        '{"text": 3, "setting": "reply"}',
        '{"text": "x", "setting": "loud"}',
        "null",
    ]
    result = run(door.read, ["--jsonl"], "\n".join([good, *broken, "", good]) + "\n")
    found = rows(result)
    assert [row.get("line") for row in found] == [None, 2, 3, 4, 5, 6, 7, None]
    assert all("error" in row for row in found[1:-1])
    assert result.exit_code == 1


def test_bytes_that_are_no_text_are_a_broken_line() -> None:
    result = CliRunner().invoke(door.read, ["--jsonl"], input=b"\xff\xfe\n" + json.dumps(AIKO).encode())
    assert [("error" in row) for row in rows(result)] == [True, False]


def test_a_line_that_is_too_long_is_refused_and_its_rest_is_not_a_line(monkeypatch: object) -> None:
    long = AIKO | {"text": "a" * 300}
    lines = list(door._lines(io.BytesIO((json.dumps(long) + "\n").encode() * 2)))
    assert [line.number for line in lines] == [1, 2]


def test_a_sentence_as_argument_is_told_in_words() -> None:
    result = run(door.read, ["Thank you so much, that was lovely of you!"])
    assert "gratitude" in result.output
    assert result.exit_code == 0


def test_what_cannot_be_read_is_said() -> None:
    assert "don't read Welsh well yet" in run(door.read, [], "Dw i'n teimlo'n drist iawn heddiw").output


def test_tension_gives_one_probability_a_turn() -> None:
    turns = [{"speaker": "Aiko", "text": "Hello love"}, {"speaker": "Ben", "text": "You idiot, I hate you."}]
    result = run(door.tension, ["--jsonl"], [{"id": 1, "turns": turns}, {"id": 2, "turns": []}])
    good, bad = rows(result)
    assert good["id"] == 1
    assert len(good["p"]) == 2  # type: ignore[arg-type]
    assert bad == {"line": 2, "error": "turns must be a list with at least one turn"}
    assert result.exit_code == 1


def test_tension_tells_a_talk_in_words() -> None:
    result = run(door.tension, [], "Aiko: you never listen\nBen: sorry, that's on me\n")
    assert "Aiko" in result.output
    assert "%" in result.output


def test_the_door_loads_nothing_heavy() -> None:
    code = (
        "import sys, omoiyari.language, omoiyari.cli.read; print({'numpy', 'onnxruntime'} & set(sys.modules))"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert out.strip() == "set()"
