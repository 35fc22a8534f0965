"""Brings the two files up to date, each along its own line of migrations (Alembic)."""

import secrets
import sqlite3
from contextlib import suppress
from pathlib import Path

from omoiyari.store.errors import DiskTrouble, FileMissing, NewerFile, WrongKeyFile
from omoiyari.store.trouble import in_our_words

#: The newest migration of each file; a test checks them against the folders.
HEADS = {"notebook": "0004", "keys": "0002"}
_HERE = Path(__file__).parent
_PEOPLED = ("people", "bonds", "records", "wraps", "erased")
"""The tables of either file in which something stands once somebody has come in."""


def upgrade(notebook: Path, keys: Path) -> None:
    """Make or migrate both files. A refusal changes nothing.

    Raises NewerFile, FileMissing, WrongKeyFile, FileDamaged, DiskTrouble, Busy.
    """
    try:
        notebook.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _shut(notebook.parent)
        with in_our_words():
            _bring_up_to_date(notebook, keys)
    except OSError as error:
        raise DiskTrouble from error


def _bring_up_to_date(notebook: Path, keys: Path) -> None:
    _refuse_strangers(notebook, keys)
    for name, path in (("notebook", notebook), ("keys", keys)):
        if _revision(path) != HEADS[name]:
            _migrate(name, path)
    _pair(notebook, keys)


def _shut(folder: Path) -> None:
    """Take from everybody but the owner what a copy or another program left open, as far as the owner is us."""
    for path in (folder, *(path for path in folder.iterdir() if path.is_file() and not path.is_symlink())):
        with suppress(OSError):
            if (mode := path.stat().st_mode) & 0o077:
                path.chmod(mode & 0o700)


def run() -> None:
    """What Alembic runs for a file: all of it in one transaction, so that a kill leaves the file as it was."""
    from alembic import context
    from sqlalchemy import create_engine

    engine = create_engine(f"sqlite:///{context.config.attributes['path']}", isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql("BEGIN IMMEDIATE")
        context.configure(connection=connection)
        context.run_migrations()
        connection.exec_driver_sql("COMMIT")
    engine.dispose()


def _migrate(name: str, path: Path) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_HERE / name).replace("%", "%%"))
    config.attributes["path"] = path
    path.touch(mode=0o600, exist_ok=True)
    command.upgrade(config, "head")


def _ask(path: Path, question: str) -> object:
    connection = sqlite3.connect(path)
    try:
        row = connection.execute(question).fetchone()
    finally:
        connection.close()
    return row[0] if row else None


def _revision(path: Path) -> str | None:
    if not _has(path, "alembic_version"):
        return None
    return str(_ask(path, "SELECT version_num FROM alembic_version"))


def _has(path: Path, table: str) -> bool:
    asked = f"SELECT 1 FROM sqlite_master WHERE name = '{table}'"
    return path.exists() and _ask(path, asked) is not None


def _is_void(path: Path) -> bool:
    """Whether there is no file, or nothing at all in it."""
    return not path.exists() or _ask(path, "SELECT 1 FROM sqlite_master") is None


def _is_empty(path: Path) -> bool:
    """Whether nobody has come into this file yet."""
    return not any(_has(path, table) and _ask(path, f"SELECT 1 FROM {table} LIMIT 1") for table in _PEOPLED)


def _pair_number(path: Path) -> object:
    return _ask(path, "PRAGMA application_id") if path.exists() else 0


def _refuse_strangers(notebook: Path, keys: Path) -> None:
    for name, path in (("notebook", notebook), ("keys", keys)):
        revision = _revision(path)
        if revision is not None and revision > HEADS[name]:
            raise NewerFile
    for path, other in ((notebook, keys), (keys, notebook)):
        if _is_void(path) and not _is_empty(other):
            raise FileMissing(path.name)
    nobody_yet = _is_empty(notebook) and _is_empty(keys)
    if _pair_number(notebook) != _pair_number(keys) and not nobody_yet:
        raise WrongKeyFile


def _pair(notebook: Path, keys: Path) -> None:
    """Mark two new files as belonging together, also where a kill came between the two marks."""
    if _pair_number(notebook) == _pair_number(keys) != 0:
        return
    number = secrets.randbelow(2**31 - 1) + 1
    for path in (notebook, keys):
        connection = sqlite3.connect(path)
        connection.execute(f"PRAGMA application_id = {number}")
        connection.close()
