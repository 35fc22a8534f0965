"""Sealed backups of the two files, and putting them back.

A backup is a pair: the notebooks, and the keys; how long each is kept stands in `nights`. Each file is a line of JSON
about it and then chunks of 1 MiB, each sealed for its place in this very file; the last one says that it is the last.
The format is in docs/how-to/backup.md.
"""

import json
import os
import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import BinaryIO

from omoiyari.store.cellar import KEY_FILE, NOTEBOOK_FILE
from omoiyari.store.errors import DiskTrouble, FileDamaged, FileMissing, NotABackup
from omoiyari.store.migrations import upgrade
from omoiyari.store.whole import put_whole
from omoiyari.store.workplace import workplace
from omoiyari.vault import (
    About,
    CodeMistyped,
    Key,
    WrongKey,
    fingerprint,
    in_groups,
    key_from_passphrase,
    new_code,
    new_salt,
    parse_code,
    seal,
    unseal,
)

FORMAT = "omoiyari-backup/1"
SUFFIX = ".sealed"
KEYRING_FILE = "backup.key"
FOLDER = "backups"
ASIDE = "before-restore-"
CHUNK = 1 << 20
STAMP = "%Y-%m-%dT%H%M%S%z"  # always UTC


class Kind(StrEnum):
    """Which of the two files a backup holds."""

    NOTEBOOKS = "notebooks"
    KEYS = "keys"

    @property
    def file(self) -> str:
        """The file in the data folder."""
        return NOTEBOOK_FILE if self is Kind.NOTEBOOKS else KEY_FILE


@dataclass(frozen=True, slots=True)
class BackupKey:
    """The key that seals backups, and the salt that leads from the backup passphrase to it."""

    salt: bytes
    key: Key


@dataclass(frozen=True, slots=True)
class Backup:
    """One sealed file and what its first line says."""

    path: Path
    kind: Kind
    made: datetime
    salt: bytes
    header: bytes


@dataclass(frozen=True, slots=True)
class _Header:
    format: str
    kind: str
    id: str
    made: int
    salt: str


# --- the backup passphrase ------------------------------------------------------------------------


def new_backup_key(folder: Path) -> str:
    """Make the key that seals backups from now on; hands back its passphrase, which is kept nowhere."""
    code, salt = new_code(), new_salt()
    content = json.dumps({"salt": salt.hex(), "key": key_from_passphrase(code, salt).hex()})
    with put_whole(folder / KEYRING_FILE) as file:
        file.write(content.encode())
    return in_groups(code)


def backup_key(folder: Path) -> BackupKey | None:
    """The key that seals this folder's backups, or None before one was made."""
    path = folder / KEYRING_FILE
    if not path.exists():
        return None
    held = json.loads(path.read_text())
    return BackupKey(bytes.fromhex(held["salt"]), Key(bytes.fromhex(held["key"])))


def key_for(backup: Backup, passphrase: str) -> Key:
    """The key that a backup was sealed with, if the passphrase is right. Raises NotABackup for a typing mistake."""
    try:
        return key_from_passphrase(parse_code(passphrase), backup.salt)
    except CodeMistyped as error:
        raise NotABackup from error


# --- making ---------------------------------------------------------------------------------------


def make_backup(folder: Path, to: Path, key: BackupKey, now: datetime) -> tuple[Backup, Backup]:
    """Seal both files as they are at this moment, while they may be in use, and open the pair again as a test.

    The notebooks are copied first: whoever is in them has their keys in the copy that follows. What cannot be made,
    or does not open, leaves no file. Raises FileMissing, DiskTrouble, NotABackup.
    """
    with _all_or_none() as made:
        to.mkdir(mode=0o700, parents=True, exist_ok=True)
        with workplace(folder) as place:
            for kind in Kind:
                made.append(_seal_one(folder, place, to, kind, key, now))
        check_pair(made[0], made[1], key.key, folder)
    return made[0], made[1]


@contextmanager
def _all_or_none() -> Iterator[list[Backup]]:
    made: list[Backup] = []
    with ExitStack() as undo:
        undo.callback(_unlink, made)
        try:
            yield made
        except OSError as error:
            raise DiskTrouble from error
        undo.pop_all()


def _unlink(halves: list[Backup]) -> None:
    for half in halves:
        half.path.unlink(missing_ok=True)


def _seal_one(folder: Path, place: Path, to: Path, kind: Kind, key: BackupKey, now: datetime) -> Backup:
    copy = place / kind.file
    snapshot(folder / kind.file, copy)
    header = _Header(FORMAT, kind.value, secrets.token_hex(16), int(now.timestamp()), key.salt.hex())
    first = json.dumps(asdict(header)).encode() + b"\n"
    path = to / f"{kind.value}-{now.astimezone(UTC).strftime(STAMP)}{SUFFIX}"
    with put_whole(path) as out, copy.open("rb") as source:
        out.write(first)
        for chunk in _sealed_chunks(source, key.key, first, kind):
            out.write(len(chunk).to_bytes(4, "big") + chunk)
    return read_header(path)


def snapshot(source: Path, copy: Path) -> None:
    """Copy a database that may be in use, as it is at one moment (SQLite's backup API).

    Raises FileMissing, DiskTrouble, and NotABackup where it is no database any more.
    """
    if not source.exists():
        raise FileMissing(source.name)
    copy.touch(mode=0o600)
    try:
        with closing(sqlite3.connect(source, timeout=30)) as old, closing(sqlite3.connect(copy)) as new:
            old.backup(new)
            new.execute("PRAGMA journal_mode=DELETE")
    except sqlite3.OperationalError as error:
        raise DiskTrouble from error
    except sqlite3.DatabaseError as error:
        raise NotABackup from error


def _about(first: bytes, kind: Kind, number: int, *, last: bool) -> About:
    """Where a chunk stands: in the file with this first line, at this place, and whether more comes after it."""
    return About(fingerprint(first, "backup"), kind.value, "backup-end" if last else "backup", number)


def _sealed_chunks(source: BinaryIO, key: Key, first: bytes, kind: Kind) -> Iterator[bytes]:
    chunk, number = source.read(CHUNK), 0
    while True:
        following = source.read(CHUNK)
        yield seal(key, chunk, _about(first, kind, number, last=not following))
        if not following:
            return
        chunk, number = following, number + 1


# --- looking --------------------------------------------------------------------------------------


def read_header(path: Path) -> Backup:
    """What a backup says of itself. Raises NotABackup."""
    try:
        with path.open("rb") as file:
            first = file.readline(4096)
        header = _Header(**json.loads(first))
        if header.format != FORMAT:
            raise NotABackup
        made = datetime.fromtimestamp(header.made, UTC)
        return Backup(path, Kind(header.kind), made, bytes.fromhex(header.salt), first)
    except (OSError, ValueError, TypeError, OverflowError) as error:
        raise NotABackup from error


def backups_in(*folders: Path) -> list[Backup]:
    """All backups in these folders, the newest first; other files are passed over."""
    found = []
    for path in {path.resolve() for folder in folders for path in folder.glob(f"*{SUFFIX}")}:
        try:
            found.append(read_header(path))
        except NotABackup:
            continue
    return sorted(found, key=lambda backup: (backup.made, backup.kind), reverse=True)


def newest(folder: Path, kind: Kind) -> Backup | None:
    """The newest backup of one kind."""
    return next((backup for backup in backups_in(folder) if backup.kind is kind), None)


def unpack(backup: Backup, key: Key, to: Path) -> None:
    """Open a backup into the file `to`. Raises NotABackup for another key, a missing end, or a changed byte."""
    with os.fdopen(os.open(to, os.O_WRONLY | os.O_CREAT, 0o600), "wb") as out:
        out.writelines(opened(backup, key))
        out.flush()
        os.fsync(out.fileno())


def opened(backup: Backup, key: Key) -> Iterator[bytes]:
    """What is in a backup, piece by piece. Raises NotABackup, at the latest after the last piece."""
    with backup.path.open("rb") as source:
        source.seek(len(backup.header))
        last = False
        for number, chunk in enumerate(_framed(source)):
            if last:
                raise NotABackup
            text, last = _open_chunk(key, chunk, backup, number)
            yield text
        if not last:
            raise NotABackup


def _framed(source: BinaryIO) -> Iterator[bytes]:
    while length := source.read(4):
        size = int.from_bytes(length, "big")
        chunk = source.read(size) if len(length) == 4 and size <= 2 * CHUNK else b""
        if len(chunk) != size or not chunk:
            raise NotABackup
        yield chunk


def _open_chunk(key: Key, chunk: bytes, backup: Backup, number: int) -> tuple[bytes, bool]:
    for last in (False, True):
        try:
            return unseal(key, chunk, _about(backup.header, backup.kind, number, last=last)), last
        except WrongKey:
            continue
    raise NotABackup


def check_pair(notebooks: Backup, keys: Backup, key: Key, scratch: Path) -> None:
    """Open a pair beside the house and look whether it could be moved into. Raises NotABackup, StoreError."""
    with workplace(scratch) as place:
        for backup in (notebooks, keys):
            unpack(backup, key, place / backup.kind.file)
        check_files(place)


def check_files(folder: Path) -> None:
    """Look whether both files are whole, belong together and can be used by this version.

    Brings them up to date on the way, so give it copies. Raises NotABackup, NewerFile, WrongKeyFile, DiskTrouble.
    """
    try:
        for kind in Kind:
            with closing(sqlite3.connect(folder / kind.file)) as file:
                if file.execute("PRAGMA quick_check").fetchone()[0] != "ok":
                    raise NotABackup
        upgrade(folder / NOTEBOOK_FILE, folder / KEY_FILE)
    except (sqlite3.DatabaseError, FileDamaged) as error:
        raise NotABackup from error
