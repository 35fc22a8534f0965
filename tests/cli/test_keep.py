"""Backup, restore, export and erase at the terminal."""

import io
import json
import re
import zipfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from tests.cli.conftest import Serving, Terminal
from tests.cli.test_serve import sign_up
from tests.conftest import PASSPHRASES


def with_aiko(terminal: Terminal) -> None:
    terminal.folder.mkdir(mode=0o700)
    sign_up(terminal.folder)


def make_backup(terminal: Terminal) -> tuple[list[str], str]:
    """The two files, and the passphrase that was shown."""
    told = terminal.run("backup")
    assert told.returncode == 0, told.stderr
    paths = re.findall(r"^/.*\.sealed$", told.stdout, re.MULTILINE)
    shown = re.search(r"^    (\S.*)$", told.stdout, re.MULTILINE)
    return paths, shown[1] if shown else ""


def test_a_backup_made_while_it_is_open_is_put_back_elsewhere(
    terminal: Terminal, serving: Callable[..., Serving]
) -> None:
    serving("serve")
    sign_up(terminal.folder)
    paths, passphrase = make_backup(terminal)
    assert len(paths) == 2
    new = Terminal(terminal.home / "new", terminal.home)
    told = new.run("restore", *paths, typed=passphrase + "\n")
    assert told.returncode == 0, told.stderr
    assert new.run("export", "--to", "mine.zip", typed=f"Aiko\n{PASSPHRASES['Aiko']}\n\n").returncode == 0


def test_keys_put_back_alone_say_from_which_day_they_are(terminal: Terminal) -> None:
    with_aiko(terminal)
    (notebooks, keys), passphrase = make_backup(terminal)
    told = terminal.run("restore", keys, typed=passphrase + "\n")
    assert told.returncode == 0, told.stderr
    day = re.findall(
        r"second factors are again those of (\S+), and who linked or signed up since", told.stdout
    )
    assert day == [f"{datetime.now().astimezone():%Y-%m-%d}"]
    for others in ([notebooks], [notebooks, keys]):
        assert "second factors" not in terminal.run("restore", *others, typed=passphrase + "\n").stdout


def test_a_restore_is_refused_while_the_app_is_open(standing: tuple[Serving, Terminal]) -> None:
    _, terminal = standing
    paths, passphrase = make_backup(terminal)
    told = terminal.run("restore", *paths, typed=passphrase + "\n")
    assert told.returncode == 1
    assert "already running" in told.stderr


def test_a_wrong_backup_passphrase_is_one_sentence(terminal: Terminal) -> None:
    with_aiko(terminal)
    paths, _ = make_backup(terminal)
    told = terminal.run("restore", *paths, typed="something else entirely\n")
    assert told.returncode == 1
    assert told.stderr.endswith(
        "This backup cannot be opened: it is damaged, or the backup passphrase is another one. Nothing changed.\n"
    )


def test_an_export_is_read_by_any_program(terminal: Terminal) -> None:
    with_aiko(terminal)
    told = terminal.run("export", typed=f"Aiko\n{PASSPHRASES['Aiko']}\n\n")
    assert told.returncode == 0, told.stderr
    path = terminal.home / "notebook.zip"
    assert path.stat().st_mode & 0o077 == 0
    with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as file:
        assert json.loads(file.read("notebook.json"))["format"] == "omoiyari-export/1"
    again = terminal.run("export", typed=f"Aiko\n{PASSPHRASES['Aiko']}\n\n")
    assert again.returncode == 1
    assert "nothing was written over it" in again.stderr


def test_an_export_with_a_wrong_passphrase_writes_nothing(terminal: Terminal) -> None:
    with_aiko(terminal)
    told = terminal.run("export", typed="Aiko\nnot the passphrase at all\n\n")
    assert told.returncode == 1
    assert not (terminal.home / "notebook.zip").exists()


def test_erasing_asks_for_the_name_once_more(terminal: Terminal) -> None:
    with_aiko(terminal)
    told = terminal.run("erase", "Aiko", typed="Ben\n")
    assert (told.returncode, told.stderr) == (1, "That was not the same name. Nobody has been erased.\n")
    assert terminal.run("erase", "Chidi", typed="Chidi\n").stderr == "Nobody signs in here with that name.\n"
    assert terminal.run("erase", "Aiko", typed="Aiko\n").returncode == 0
    assert terminal.run("export", typed=f"Aiko\n{PASSPHRASES['Aiko']}\n\n").returncode == 1


def test_a_backup_goes_where_it_is_told(terminal: Terminal, tmp_path: Path) -> None:
    with_aiko(terminal)
    assert terminal.run("backup", "--to", str(tmp_path / "stick")).returncode == 0
    assert len(list((tmp_path / "stick").glob("*.sealed"))) == 2
    assert not (terminal.folder / "backups").exists()
