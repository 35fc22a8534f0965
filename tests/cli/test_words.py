"""In a pretended language, each sentence on the terminal stands in brackets: none is outside the catalogues."""

import json
import re
import socket
import zipfile
from pathlib import Path

import pytest
from tools.catalogue import write_pseudo

from omoiyari.cli import COMMANDS
from tests.cli.conftest import Terminal, Told
from tests.cli.test_keep import make_backup, with_aiko
from tests.conftest import PASSPHRASES

LANGUAGE = ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")
INNERMOST = re.compile(r"⟦[^⟦⟧]*⟧")
#: What is no sentence: what to type, a label with its number, an option, a path, what stands for a word, a command.
DATA = re.compile(
    r"^ {4}\S.*$|^ +\w+ +\d+%.*$|^ +\d+% +\w+: ([+-]\w+(, )?)*$"
    r"|-+\w[\w-]*|\S*/\S*|\b[A-Z]+\b|\[\w+(\|\w+)+\]|\bomoiyari\b"
    rf"|^omoiyari \w+|^  ({'|'.join(COMMANDS)})\b|(?<=omoiyari )({'|'.join(COMMANDS)})\b",
    re.MULTILINE,
)


def loose(told: Told, typed: str = "") -> list[str]:
    """The words outside the brackets that were not typed."""
    text = told.stdout + told.stderr
    while (less := INNERMOST.sub("", text)) != text:
        text = less
    return [word for word in re.findall(r"[^\W\d_]{2,}", DATA.sub("", text)) if word not in typed]


@pytest.fixture(scope="module")
def catalogues(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("locale")
    write_pseudo(folder)
    return folder


@pytest.fixture
def abroad(terminal: Terminal, catalogues: Path, monkeypatch: pytest.MonkeyPatch) -> Terminal:
    """A terminal in the pretended language."""
    monkeypatch.setattr("omoiyari.cli.speak.CATALOGUES", catalogues)
    monkeypatch.setenv("LANGUAGE", "qps")
    return terminal


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_help(abroad: Terminal, command: str) -> None:
    told = abroad._run_here(*command.split(), "--help", typed="")
    assert told.returncode == 0
    assert loose(told) == []


@pytest.mark.parametrize(
    "words",
    [
        "--",
        "nonsense",
        "demo --port x",
        "demo --port 99999",
        "demo --port",
        "demo --open=1",
        "doctor x",
        "doctor x y",
        "setup --reach boat",
        "setup --bot",
        "export --tp",
        "erase",
        "restore none.sealed",
        "restore .",
        "tension",
    ],
)
def test_a_wrong_call(abroad: Terminal, words: str) -> None:
    told = abroad.run(*words.split())
    assert told.returncode == 2
    assert loose(told) == []


@pytest.mark.parametrize("words", ["backup", "export", "erase Aiko", "setup --reach caddy --runner Dana"])
def test_what_is_refused(abroad: Terminal, words: str) -> None:
    told = abroad.run(*words.split())
    assert told.returncode == 1
    assert loose(told) == []


def test_a_refusal_with_a_number_in_it(abroad: Terminal) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        number = taken.getsockname()[1]
        told = abroad.run("demo", "--port", str(number))
    assert told.stderr.startswith(f"⟦Port {number} is taken")
    assert loose(told) == []


@pytest.mark.parametrize("typed", ["Dana\n1\nn\n", "Dana\n9\n2\nus.example.org\ny\n", "Dana\n3\nmaybe\nn\n"])
def test_the_questions_of_setup_and_what_doctor_finds_afterwards(abroad: Terminal, typed: str) -> None:
    assert loose(abroad.run("doctor")) == []
    told = abroad.run("setup", typed=typed)
    assert told.returncode == 0, told.stderr
    assert loose(told, typed) == []
    assert loose(abroad.run("doctor")) == []


def test_settings_that_doctor_cannot_read(abroad: Terminal) -> None:
    abroad.folder.mkdir()
    (abroad.folder / "config.toml").write_text("port = 'x'")
    assert abroad.run("doctor").stdout.startswith("!!    ⟦The file config.toml")


def test_backup_restore_and_erase(abroad: Terminal) -> None:
    with_aiko(abroad)
    (_, keys), passphrase = make_backup(abroad)
    for words, typed in (
        (("backup",), ""),
        (("doctor",), ""),
        (("restore", keys), f"{passphrase}\n"),
        (("restore", keys), "something else entirely\n"),
        (("erase", "Aiko"), "Ben\n"),
        (("erase", "Chidi"), "Chidi\n"),
        (("erase", "Aiko"), "Aiko\n"),
    ):
        assert loose(abroad.run(*words, typed=typed), typed) == []


def test_an_export_and_its_read_me(abroad: Terminal) -> None:
    with_aiko(abroad)
    told = abroad.run("export", "--to", "mine.zip", typed=f"Aiko\n{PASSPHRASES['Aiko']}\n\n")
    assert told.returncode == 0, told.stderr
    assert loose(told, "Aiko") == []
    with zipfile.ZipFile(abroad.home / "mine.zip") as file:
        note = file.read("READ-ME.txt").decode()
    assert note.startswith("⟦This is your notebook")
    assert note.endswith("⟧\n")


@pytest.mark.parametrize(
    ("words", "typed"),
    [
        (("read", "Thank you so much, that was lovely of you!"), ""),
        (("read", "The table is in the kitchen."), ""),
        (("read", "I will kill you tonight."), ""),
        (("read", "Dw i'n teimlo'n drist iawn heddiw"), ""),
        (("tension",), "Aiko: you never listen\nBen: sorry, that's on me\nAiko: ok\n"),
    ],
)
def test_what_is_read_in_a_text(abroad: Terminal, words: tuple[str, ...], typed: str) -> None:
    told = abroad.run(*words, typed=typed)
    assert told.returncode == 0, told.stderr
    assert loose(told) == []


def test_what_is_wrong_with_a_line(abroad: Terminal) -> None:
    lines = ["{", "[1]", '{"text": 3}', '{"text": "x", "setting": "loud"}']
    told = abroad.run("read", "--jsonl", typed="\n".join(lines))
    said = [json.loads(line)["error"] for line in told.stdout.splitlines()]
    told = abroad.run("tension", "--jsonl", typed='{"turns": []}\n{"turns": [1]}\n')
    said += [json.loads(line)["error"] for line in told.stdout.splitlines()]
    assert [text[0] + text[-1] for text in said] == ["⟦⟧"] * 6


@pytest.mark.parametrize("name", LANGUAGE)
def test_the_language_is_that_of_the_terminal(
    abroad: Terminal, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    for other in LANGUAGE:
        monkeypatch.delenv(other, raising=False)
    monkeypatch.setenv(name, "qps")
    assert abroad.run("--help").stdout.startswith("⟦Usage:⟧")


def test_without_a_catalogue_it_is_english(abroad: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANGUAGE", "cy_GB:gd")
    told = abroad.run("--help").stdout
    assert told.startswith("Usage: omoiyari")
    assert "⟦" not in told
