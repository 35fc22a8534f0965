"""Putting a backup back: all of it or nothing, and nobody comes back who was erased or had left."""

import asyncio
import shutil
import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import delete, or_, update

from omoiyari.couple import BondId, BondState, PersonId
from omoiyari.store.backup import (
    ASIDE,
    FOLDER,
    STAMP,
    Backup,
    Kind,
    backups_in,
    check_files,
    key_for,
    read_header,
    snapshot,
    unpack,
)
from omoiyari.store.bonds import end
from omoiyari.store.cellar import KEY_FILE, Cellar
from omoiyari.store.erase import apply_erasures
from omoiyari.store.errors import DiskTrouble, NotABackup
from omoiyari.store.log import UNTIL_SEEN
from omoiyari.store.tables import devices, invites, records, sessions, wraps
from omoiyari.store.whole import sync
from omoiyari.store.workplace import clear_leftovers, workplace
from omoiyari.vault import Key

_READY = "restore-ready"
_COMING = _READY + ".part"


@dataclass(frozen=True, slots=True)
class Since:
    """What happened after the backup and must stay so: people erased, links ended.

    `names` holds the secrets that sign-in names stand under, by house.
    """

    erased: frozenset[PersonId] = frozenset()
    ended: frozenset[BondId] = frozenset()
    unreadable: tuple[Path, ...] = ()
    names: Mapping[int, bytes] = field(default_factory=dict)

    def plus(self, other: "Since") -> "Since":
        """Both."""
        return Since(
            self.erased | other.erased,
            self.ended | other.ended,
            self.unreadable + other.unreadable,
            {**self.names, **other.names},
        )


def restore(folder: Path, files: Sequence[Path], passphrase: str, now: datetime) -> Since:
    """Put back one or both files of a backup; the other one stays. Nothing is touched before all is verified.

    Afterwards everybody signs in with their passphrase again: no session and no remembered phone comes back.
    The old files are kept in a folder of their own for 30 days. Hands back what was carried over, and the other
    backups that could not be read for it. Raises NotABackup, NewerFile, WrongKeyFile, DiskTrouble.
    """
    finish_restore(folder)
    chosen = _chosen(files)
    keys = {backup.salt: key_for(backup, passphrase) for backup in chosen}
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        clear_work(folder)
        with workplace(folder) as staged:
            for backup in chosen:
                unpack(backup, keys[backup.salt], staged / backup.kind.file)
            _complete(folder, staged)
            check_files(staged)
            since = _since(folder, files, chosen, keys, passphrase)
            asyncio.run(_carry_over(staged, since))
            _make_ready(staged, folder / _READY, now)
    except OSError as error:
        raise DiskTrouble from error
    finish_restore(folder)
    return since


def _chosen(files: Sequence[Path]) -> list[Backup]:
    chosen = [read_header(path) for path in files]
    if not chosen or len({backup.kind for backup in chosen}) != len(chosen):
        raise NotABackup
    return chosen


def _complete(folder: Path, staged: Path) -> None:
    """The file that was not given is taken from the house. Raises NotABackup where there is none."""
    for kind in Kind:
        if not (staged / kind.file).exists():
            if not (folder / kind.file).exists():
                raise NotABackup
            snapshot(folder / kind.file, staged / kind.file)


# --- what must stay so ----------------------------------------------------------------------------


def _since(
    folder: Path, files: Sequence[Path], chosen: Sequence[Backup], keys: dict[bytes, Key], passphrase: str
) -> Since:
    """What the house and all backups, beside the given files and in the house, know of leaving.

    Whatever their dates, which a clock gone wrong may have set: nobody who left once ever comes back. Only the
    secret for names is asked of newer ones alone.
    """
    oldest = min(backup.made for backup in chosen)
    places = [folder / FOLDER, *(path.parent for path in files)]
    since = _told_by(folder)
    for backup in backups_in(*places):
        told = _told_by_backup(backup, keys, passphrase, folder)
        since = since.plus(told if backup.made > oldest else replace(told, names={}))
    return since


def _told_by_backup(backup: Backup, keys: dict[bytes, Key], passphrase: str, scratch: Path) -> Since:
    with workplace(scratch) as place:
        try:
            if backup.salt not in keys:
                keys[backup.salt] = key_for(backup, passphrase)
            unpack(backup, keys[backup.salt], place / backup.kind.file)
        except NotABackup:
            return Since(unreadable=(backup.path,))
        return _told_by(place)


_QUESTIONS = {
    Kind.KEYS: "SELECT person FROM erased",
    Kind.NOTEBOOKS: f"SELECT id FROM bonds WHERE state = '{BondState.ENDED}'",
}


def _told_by(folder: Path) -> Since:
    """From files that may be missing or broken: a restore is what mends them."""
    told: dict[Kind, list[str]] = {kind: [] for kind in Kind}
    unreadable, names = [], dict[int, bytes]()
    for kind, question in _QUESTIONS.items():
        path = folder / kind.file
        try:
            if path.exists():
                with closing(sqlite3.connect(path)) as file:
                    told[kind] = [row[0] for row in file.execute(question)]
                    names |= _names_secret(file)
        except sqlite3.DatabaseError:
            unreadable.append(path)
    erased = frozenset(map(PersonId, told[Kind.KEYS]))
    return Since(erased, frozenset(map(BondId, told[Kind.NOTEBOOKS])), tuple(unreadable), names)


def _house_of(file: sqlite3.Connection) -> int:
    number: int = file.execute("PRAGMA application_id").fetchone()[0]
    return number


def _names_secret(file: sqlite3.Connection) -> dict[int, bytes]:
    """Empty for a notebook file, and for a key file from before there was a secret."""
    if not file.execute("SELECT 1 FROM sqlite_master WHERE name = 'house'").fetchone():
        return {}
    return {_house_of(file): file.execute("SELECT secret FROM house WHERE what = 'names'").fetchone()[0]}


def _carry_names(staged: Path, names: Mapping[int, bytes]) -> None:
    """Key files from before there was a secret got a fresh one, under which nobody's name stands."""
    with closing(sqlite3.connect(staged / KEY_FILE)) as file, file:
        secret = names.get(_house_of(file))
        if secret is not None:
            file.execute("UPDATE house SET secret = ? WHERE what = 'names'", (secret,))


async def _carry_over(staged: Path, since: Since) -> None:
    _carry_names(staged, since.names)
    cellar = await Cellar.open(staged)
    try:
        await apply_erasures(cellar, since.erased)
        async with cellar.notebook.write() as connection:
            await end(connection, since.ended)
        await _hold_outboxes(cellar)
        await _sign_everybody_out(cellar)
    finally:
        await cellar.close()


async def _hold_outboxes(cellar: Cellar) -> None:
    """What waits may have been taken back since, so none of it leaves before its author is there."""
    async with cellar.notebook.write() as connection:
        held = records.c.held_until.is_not(None)
        await connection.execute(update(records).where(held).values(held_until=UNTIL_SEEN))


async def _sign_everybody_out(cellar: Cellar) -> None:
    """A phone that was signed out since, or an invite that was used, must not open anything again."""
    locks = [wraps.c.lock.startswith(prefix) for prefix in ("session:", "safety:", "device:", "invite:")]
    async with cellar.keys.write() as connection:
        await connection.execute(delete(wraps).where(or_(*locks)))
    async with cellar.notebook.write() as connection:
        for table in (sessions, devices, invites):
            await connection.execute(delete(table))


# --- into place -----------------------------------------------------------------------------------


def _make_ready(staged: Path, ready: Path, now: datetime) -> None:
    """The one step that decides: from here on the restore is finished, even after a crash."""
    for kind in Kind:
        with closing(sqlite3.connect(staged / kind.file)) as file:
            file.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            file.execute("PRAGMA journal_mode=DELETE")
        sync(staged / kind.file)
    coming = ready.with_name(_COMING)
    shutil.rmtree(coming, ignore_errors=True)
    coming.mkdir(mode=0o700)
    for kind in Kind:
        (staged / kind.file).rename(coming / kind.file)
    (coming / "aside").write_text(f"{ASIDE}{now.astimezone(UTC).strftime(STAMP)}")
    sync(coming)
    coming.rename(ready)
    sync(ready.parent)


def clear_work(folder: Path, *more: Path) -> None:
    """Remove what a kill left of a restore or of other work, and `more`, unless somebody is at work."""
    clear_leftovers(folder, folder / _COMING, *more)


def finish_restore(folder: Path) -> None:
    """Put the restored files in place of the old ones, or go on where a crash stopped it. Raises DiskTrouble."""
    ready = folder / _READY
    if not ready.exists():
        return
    try:
        told = ready / "aside"
        if told.exists():  # otherwise a kill came while `ready` was removed, and all is in its place
            _swap(folder, ready, folder / told.read_text())
        shutil.rmtree(ready)
    except OSError as error:
        raise DiskTrouble from error


def _swap(folder: Path, ready: Path, aside: Path) -> None:
    aside.mkdir(mode=0o700, exist_ok=True)
    for kind in Kind:
        if (ready / kind.file).exists():
            for old in (folder / f"{kind.file}{end}" for end in ("", "-wal", "-shm", "-journal")):
                if old.exists():
                    old.rename(aside / old.name)
            (ready / kind.file).rename(folder / kind.file)
