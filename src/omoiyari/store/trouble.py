"""What a database file refuses, in our words."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DatabaseError

from omoiyari.store.errors import Busy, DiskTrouble, FileDamaged, StoreError

_TROUBLE: dict[int, type[StoreError]] = {
    sqlite3.SQLITE_FULL: DiskTrouble,
    sqlite3.SQLITE_IOERR: DiskTrouble,
    sqlite3.SQLITE_READONLY: DiskTrouble,
    sqlite3.SQLITE_CANTOPEN: DiskTrouble,
    sqlite3.SQLITE_BUSY: Busy,
    sqlite3.SQLITE_LOCKED: Busy,
    sqlite3.SQLITE_CORRUPT: FileDamaged,
    sqlite3.SQLITE_NOTADB: FileDamaged,
}


@contextmanager
def in_our_words() -> Iterator[None]:
    """What the file refuses, with its extended codes, as a StoreError; a mistake of ours stays what it is."""
    try:
        yield
    except (sqlite3.DatabaseError, DatabaseError) as error:
        code = getattr(getattr(error, "orig", error), "sqlite_errorcode", 0)
        refusal = _TROUBLE.get(code & 0xFF)
        if refusal is None:
            raise
        raise refusal from error
