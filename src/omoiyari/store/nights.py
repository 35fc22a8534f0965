"""Every night: a backup is made, and then those go that are too old. The rule is told in docs/how-to/backup.md.

Keys are kept 30 days at most, because an erased person's key must not live on. Yet the last pair that opens is never
thrown away for its age alone: it stays until a newer one is made, as long as nobody was erased since it was.
"""

import shutil
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

from omoiyari.store.backup import (
    ASIDE,
    STAMP,
    SUFFIX,
    Backup,
    BackupKey,
    Kind,
    backup_key,
    backups_in,
    make_backup,
    opened,
)
from omoiyari.store.errors import DiskTrouble, NotABackup
from omoiyari.store.restore import clear_work
from omoiyari.store.whole import PART

EVERY = timedelta(hours=20)
LATE = timedelta(days=2)
"""When the newest backup is this old, two nights have gone by without one."""
DAILY = timedelta(days=7)
KEPT = {Kind.KEYS: timedelta(days=30), Kind.NOTEBOOKS: timedelta(days=365)}
ASIDE_KEPT = timedelta(days=30)
CLOCK_SLACK = timedelta(days=1)
_ERASED = "SELECT person FROM erased"


def nightly(folder: Path, to: Path, now: datetime) -> bool:
    """Make a backup when the newest is older than 20 hours; True if one was made. Then delete what is too old.

    That goes too where none could be made, as room may be what is missing. Without a backup key nothing is made.
    Raises DiskTrouble, NotABackup.
    """
    key = backup_key(folder)
    try:
        if key is None or not _is_due(to, now):
            return False
        make_backup(folder, to, key, now)
    finally:
        prune(folder, to, now)
    return True


def _is_due(to: Path, now: datetime) -> bool:
    past = [backup.made for backup in backups_in(to) if backup.kind is Kind.KEYS and backup.made <= now]
    return not past or now - past[0] >= EVERY


def prune(folder: Path, to: Path, now: datetime) -> None:
    """Keep a week of backups and one of each week before it: keys for 30 days, notebooks for a year.

    What a kill left of unfinished work goes too. Raises DiskTrouble.
    """
    try:
        clear_work(folder, *to.glob(f"*{SUFFIX}{PART}"))
        for backup in _too_old(folder, backups_in(to), now):
            backup.path.unlink(missing_ok=True)
        for aside in _old_asides(folder, now):
            shutil.rmtree(aside)
    except OSError as error:
        raise DiskTrouble from error


def _old_asides(folder: Path, now: datetime) -> Iterator[Path]:
    """What a restore put aside more than 30 days ago; a folder with another name is somebody's own.

    One dated ahead by a clock gone wrong has no age to go by: it goes once somebody in it was erased.
    """
    gone = _erased_in_house(folder)
    for aside in folder.glob(f"{ASIDE}*"):
        try:
            made = datetime.strptime(aside.name.removeprefix(ASIDE), STAMP)
        except ValueError:
            continue
        ahead = made > now + CLOCK_SLACK
        if now - made >= ASIDE_KEPT or (ahead and gone - _erased_in_house(aside)):
            yield aside


# --- which go -------------------------------------------------------------------------------------


def _too_old(folder: Path, backups: Sequence[Backup], now: datetime) -> Iterator[Backup]:
    key, gone = backup_key(folder), _erased_in_house(folder)
    for kind, kept in KEPT.items():
        ours = [backup for backup in backups if backup.kind is kind]
        old = set(ours) - set(_worth_keeping(ours, kept, now))
        if old:
            old -= {last for last in _last_good(ours, key) if not _holds(last, key, gone)}
        yield from old
    ahead = (
        one for one in backups if one.made > now + CLOCK_SLACK
    )  # by a clock gone wrong: its age is unknown
    yield from (one for one in ahead if _holds(one, key, gone))


def _worth_keeping(backups: Iterable[Backup], kept: timedelta, now: datetime) -> Iterator[Backup]:
    """From the newest on: each of the last week, then the newest of each calendar week."""
    weeks: set[tuple[int, int]] = set()
    for backup in backups:
        age, week = now - backup.made, backup.made.isocalendar()[:2]
        if age < DAILY or (age < kept and week not in weeks):
            yield backup
        weeks.add(week)


def _last_good(backups: Iterable[Backup], key: BackupKey | None) -> Iterator[Backup]:
    """The newest that opens, if any does."""
    for backup in backups:
        if key is not None and _opens(backup, key):
            yield backup
            return


def _opens(backup: Backup, key: BackupKey) -> bool:
    try:
        for _piece in opened(backup, key.key):
            pass
    except NotABackup:
        return False
    return True


# --- who must not live on in them -----------------------------------------------------------------


def _erased_in_house(folder: Path) -> frozenset[str]:
    """Everybody who was erased here; nobody, where the file cannot say: then a backup is what mends it."""
    path = folder / Kind.KEYS.file
    try:
        if path.exists():
            with closing(sqlite3.connect(path)) as file:
                return frozenset(row[0] for row in file.execute(_ERASED))
    except sqlite3.DatabaseError:
        pass
    return frozenset()


def _holds(backup: Backup, key: BackupKey | None, gone: frozenset[str]) -> bool:
    """Whether a backup has, or may have, the keys of somebody who was erased after it was made."""
    if backup.kind is not Kind.KEYS or not gone:
        return False
    if key is None:
        return True
    try:
        return bool(gone - _erased_in(backup, key))
    except NotABackup:
        return True


def _erased_in(backup: Backup, key: BackupKey) -> frozenset[str]:
    """Everybody who had been erased when a backup of keys was made, read in memory. Raises NotABackup."""
    content = b"".join(opened(backup, key.key))
    try:
        with closing(sqlite3.connect(":memory:")) as file:
            file.deserialize(content)
            return frozenset(row[0] for row in file.execute(_ERASED))
    except sqlite3.DatabaseError as error:
        raise NotABackup from error
