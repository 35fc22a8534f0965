"""The two database files of one data folder, and how a transaction begins and ends in them."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import event
from sqlalchemy.exc import OperationalError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from omoiyari.store.errors import DiskTrouble
from omoiyari.store.migrations import upgrade

NOTEBOOK_FILE = "notebook.db"
KEY_FILE = "keys.db"


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
    engine = create_async_engine(f"sqlite+aiosqlite:///{path}", pool_size=4, max_overflow=8)
    event.listen(engine.sync_engine, "connect", _tune)
    event.listen(engine.sync_engine, "begin", _begin)
    return engine


def _is_disk_trouble(error: OperationalError) -> bool:
    """SQLITE_FULL, SQLITE_IOERR, SQLITE_READONLY, SQLITE_CANTOPEN and their extended codes."""
    cause = error.orig.__cause__ if error.orig is not None else None
    code = getattr(error.orig, "sqlite_errorcode", None) or getattr(cause, "sqlite_errorcode", 0)
    return (code or 0) & 0xFF in (
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_CANTOPEN,
    )


@dataclass(frozen=True)
class File:
    """One database file: any number of readers, one writer at a time."""

    engine: AsyncEngine
    _turn: asyncio.Lock = field(default_factory=asyncio.Lock)

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncConnection]:
        """A snapshot to read from."""
        async with self.engine.connect() as connection:
            yield connection

    @asynccontextmanager
    async def write(self) -> AsyncIterator[AsyncConnection]:
        """A transaction that is kept whole or not at all. Raises DiskTrouble when the disk refuses."""
        try:
            async with self._turn, self.engine.connect() as connection:
                immediate = await connection.execution_options(begin="IMMEDIATE")
                async with immediate.begin():
                    yield immediate
        except OperationalError as error:
            if _is_disk_trouble(error):
                raise DiskTrouble from error
            raise


@dataclass(frozen=True)
class Cellar:
    """The notebook file and the key file of one data folder."""

    folder: Path
    notebook: File
    keys: File

    @classmethod
    async def open(cls, folder: Path) -> "Cellar":
        """Open the folder's files, made or brought up to date first. Raises NewerFile, WrongKeyFile, DiskTrouble."""
        await asyncio.to_thread(upgrade, folder / NOTEBOOK_FILE, folder / KEY_FILE)
        return cls(folder, File(_engine(folder / NOTEBOOK_FILE)), File(_engine(folder / KEY_FILE)))

    async def close(self) -> None:
        """Let go of both files."""
        await self.notebook.engine.dispose()
        await self.keys.engine.dispose()
