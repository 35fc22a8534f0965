"""The data folder: where it is, who may look into it, and that only one server uses it."""

import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from omoiyari.cli.errors import AlreadyServing, FolderRefused, NoHouse
from omoiyari.words import N_

_LOCK = "serving.lock"


def default_folder() -> Path:
    """OMOIYARI_DATA, or the platform's own place."""
    named = os.environ.get("OMOIYARI_DATA")
    if named:
        return Path(named).expanduser()
    from platformdirs import user_data_path

    return user_data_path("omoiyari", appauthor=False)


def data_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """`--data`, the same on every command."""
    option = click.option(
        "--data",
        type=click.Path(file_okay=False, path_type=Path),
        default=default_folder,
        metavar="DIR",
        help=N_("The data folder (else OMOIYARI_DATA, else this platform's own place)."),
    )
    return option(command)


def open_folder(folder: Path) -> Path:
    """Make the folder for its owner alone, and let no new file be read by others. Raises FolderRefused."""
    os.umask(0o077)
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder = folder.resolve()
        if not os.access(folder, os.W_OK):
            raise FolderRefused(folder=folder)
    except OSError as error:
        raise FolderRefused(folder=folder) from error
    return folder


def must_be_house(folder: Path) -> Path:
    """The folder, where notebooks are in it. Raises NoHouse, FolderRefused."""
    if not (folder / "keys.db").exists():
        raise NoHouse
    return open_folder(folder)


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Hold the folder for one server or restore. Raises AlreadyServing."""
    with (folder / _LOCK).open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise AlreadyServing from error
        yield


def is_serving(folder: Path) -> bool:
    """Whether a server or a restore holds the folder."""
    if not (folder / _LOCK).exists():
        return False
    try:
        with alone(folder):
            return False
    except AlreadyServing:
        return True
