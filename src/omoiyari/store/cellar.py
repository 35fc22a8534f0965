"""The two database files of one data folder, and how a transaction begins and ends in them."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, closing, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from omoiyari.store.findings import Findings
from omoiyari.store.migrations import upgrade
from omoiyari.store.slow import Turns
from omoiyari.store.snapshot import Snapshots
from omoiyari.store.trouble import in_our_words

NOTEBOOK_FILE = "notebook.db"
KEY_FILE = "keys.db"
T = TypeVar("T")


def _tune(connection: Any, _record: Any) -> None:
    cursor = connection.cursor()
    connection.isolation_level = None
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "busy_timeout=5000",
        "secure_delete=ON",
        "temp_store=MEMORY",
        "foreign_keys=ON",
        "cache_size=-8192",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(connection: Any) -> None:
    mode = connection.get_execution_options().get("begin", "DEFERRED")
    connection.exec_driver_sql(f"BEGIN {mode}")


def _engine(path: Path) -> AsyncEngine:
    engine = create_async_engine(
        f"sqlite+aiosqlite:///{path}", pool_size=4, max_overflow=8, hide_parameters=True
    )
    event.listen(engine.sync_engine, "connect", _tune)
    event.listen(engine.sync_engine, "begin", _begin)
    return engine


def _reader(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=5, isolation_level=None, check_same_thread=False)
    for pragma in ("query_only=ON", "temp_store=MEMORY", "cache_size=-8192"):
        connection.execute(f"PRAGMA {pragma}")
    return connection


def _checkpoint(path: Path) -> None:
    with suppress(sqlite3.OperationalError), closing(sqlite3.connect(path, timeout=5)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


@dataclass(frozen=True)
class File:
    """One database file: any number of readers, one writer at a time."""

    path: Path
    engine: AsyncEngine
    _turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    _resting: list[sqlite3.Connection] = field(default_factory=list)

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncConnection]:
        """A snapshot to read from. Raises DiskTrouble, Busy, FileDamaged."""
        with in_our_words():
            async with self.engine.connect() as connection:
                yield connection

    @asynccontextmanager
    async def write(self) -> AsyncIterator[AsyncConnection]:
        """A transaction that is kept whole or not at all. Raises DiskTrouble, Busy, FileDamaged."""
        with in_our_words():
            async with self._turn, self.engine.connect() as connection:
                immediate = await connection.execution_options(begin="IMMEDIATE")
                async with immediate.begin():
                    yield immediate

    async def ask(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """Run `work` over one snapshot, at once and for all that a page reads.

        Not in a thread: a hop costs more than what most pages read. Raises DiskTrouble, Busy, FileDamaged.
        """
        with in_our_words():
            return self._ask(work)

    async def ask_aside(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """The same in a thread, for what takes long enough that others should not wait."""
        with in_our_words():
            return await asyncio.to_thread(self._ask, work)

    def _ask(self, work: Callable[[sqlite3.Connection], T]) -> T:
        try:
            connection = self._resting.pop()
        except IndexError:
            connection = _reader(self.path)
        try:
            connection.execute("BEGIN")
            return work(connection)
        finally:
            connection.rollback()
            self._resting.append(connection)

    async def wipe(self) -> None:
        """Move the write-ahead log into the file and empty it, so that deleted bytes are gone from both.

        A busy file or a full disk puts it off to the next time.
        """
        await asyncio.to_thread(_checkpoint, self.path)

    async def close(self) -> None:
        """Let go of the file."""
        await self.engine.dispose()
        while self._resting:
            self._resting.pop().close()


def _file(path: Path) -> File:
    return File(path, _engine(path))


@dataclass(frozen=True)
class Cellar:
    """The notebook file and the key file of one data folder, the turns for what is slow to open, and what was opened.

    `owed` are wraps to be destroyed, by holder and lock: those whose rows were refused by a full disk.
    """

    folder: Path
    notebook: File
    keys: File
    slow: Turns = field(default_factory=Turns)
    snapshots: Snapshots = field(default_factory=Snapshots)
    findings: Findings = field(default_factory=Findings)
    owed: set[tuple[str, str]] = field(default_factory=set)

    @classmethod
    async def open(cls, folder: Path) -> "Cellar":
        """Open the folder's files, made or brought up to date first.

        Raises NewerFile, FileMissing, WrongKeyFile, FileDamaged, DiskTrouble, Busy.
        """
        await asyncio.to_thread(upgrade, folder / NOTEBOOK_FILE, folder / KEY_FILE)
        return cls(folder, _file(folder / NOTEBOOK_FILE), _file(folder / KEY_FILE))

    async def close(self) -> None:
        """Let go of both files."""
        await self.notebook.close()
        await self.keys.close()
