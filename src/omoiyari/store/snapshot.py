"""What was opened before, kept in memory under its reader's seal, so that not every page opens every row again.

Between requests it is sealed bytes like all the rest: its key comes from the reader's own, which only a request
holds. It covers all but the newest rows, and holds as long as the file has those rows as they were.
"""

import marshal
import sqlite3
import zlib
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

from omoiyari.couple import BondId, PersonId, RecordId, RoundId
from omoiyari.store.keys import OpenKeys
from omoiyari.vault import About, Head, derive, seal, unseal

OPEN_END = 80
"""So many of the newest rows stay outside: most answers find their match, and held words leave, before that many."""
LEAST = 40
"""For fewer new rows no snapshot is made."""
MOST_BYTES = 64 << 20
_PURPOSE = "snapshot"

Plain = tuple[
    RecordId, int, int, PersonId, str, BondId | None, RoundId | None, int | None, str, str, dict[str, Any]
]
"""An opened row: id, version, seq, owner, audience, bond, round, held_until, kind, at (ISO), body."""
Columns = tuple[tuple[Any, ...], ...]
"""Opened rows by their eleven columns, in the order of `Plain`: thousands are read faster so."""
State = tuple[tuple[int | None, ...], ...]
"""Sums that differ as soon as a row went, lost its words, left the outbox or waits longer, or became readable."""

#: The other's rows once they are sent, and an answer to a round once one's own is in: bond, owner, owner.
THEIRS = """bond = ? AND owner <> ? AND held_until IS NULL AND sealed IS NOT NULL
    AND (audience = 'ours' OR round IN (SELECT round FROM records
        WHERE owner = ? AND audience = 'round' AND sealed IS NOT NULL AND round IS NOT NULL))"""
#: Each is answered by an index alone, where it is told which: left to choose, the file reads every row.
_OWN_STATE = "SELECT count(*), sum(seq) FROM records WHERE owner = ? AND seq <= ?"
_OWN_WORDS = """SELECT count(*), sum(seq), count(held_until), sum(held_until) FROM records INDEXED BY records_worded
    WHERE owner = ? AND sealed IS NOT NULL AND seq <= ?"""
_THEIR_STATE = f"SELECT count(*), sum(seq) FROM records INDEXED BY records_sent WHERE {THEIRS} AND seq <= ?"


@dataclass(frozen=True, slots=True)
class Past:
    """All readable rows up to the row `until`, and the head of one's own among them, wordless ones too."""

    until: int = 0
    head: Head = field(default_factory=Head)
    columns: Columns = ((),) * 11


NO_PAST = Past()


@dataclass(frozen=True, slots=True)
class _Kept:
    """A past under seal, whose keys it was opened with, and what the file counted then."""

    bonds: frozenset[BondId]
    until: int
    state: State
    sealed: bytes


@dataclass(slots=True)
class Snapshots:
    """The pasts of those who were here last, by person; the oldest goes when there is no more room."""

    age: int = 0
    """How often something was dropped: what was read in an earlier age may hold words that were deleted since."""
    _kept: OrderedDict[PersonId, _Kept] = field(default_factory=OrderedDict)
    _few: dict[PersonId, frozenset[BondId]] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def are_quick(self, keys: OpenKeys) -> bool:
        """Whether few rows have to be unsealed for these keys: the rest is here, or there were few the last time."""
        with self._lock:
            kept = self._kept.get(keys.person)
            bonds = kept.bonds if kept is not None else self._few.get(keys.person)
        return keys.safety is None and bonds == frozenset(keys.bonds)

    def note_few(self, keys: OpenKeys, *, few: bool) -> None:
        """Remember whether all that these keys open is but a few rows."""
        with self._lock:
            self._few.pop(keys.person, None)
            if few:
                self._few[keys.person] = frozenset(keys.bonds)

    def find(self, connection: sqlite3.Connection, keys: OpenKeys) -> Past:
        """The past that these keys may open, where the file still bears it out; else none of it."""
        with self._lock:
            kept = self._kept.get(keys.person)
            if kept is None or keys.safety is not None or kept.bonds != keys.bonds.keys():
                return NO_PAST
            self._kept.move_to_end(keys.person)
        return _opened(keys, kept) if _state(connection, keys, kept.until) == kept.state else NO_PAST

    def keep(self, connection: sqlite3.Connection, keys: OpenKeys, past: Past, age: int) -> None:
        """Seal a past that was read in `age` for later requests.

        With the safety area open nothing is kept: its key opens more.
        """
        if keys.safety is not None:
            return
        state = _state(connection, keys, past.until)
        kept = _Kept(frozenset(keys.bonds), past.until, state, _sealed(keys, past))
        with self._lock:
            if age != self.age:
                return
            self._kept[keys.person] = kept
            self._kept.move_to_end(keys.person)
            while len(self._kept) > 1 and sum(len(one.sealed) for one in self._kept.values()) > MOST_BYTES:
                self._kept.popitem(last=False)

    def drop(self, person: PersonId, bonds: Iterable[BondId]) -> None:
        """Let go of every past that may hold words of this person."""
        bonds = set(bonds)
        with self._lock:
            self.age += 1
            self._few.pop(person, None)
            for reader, kept in list(self._kept.items()):
                if reader == person or not bonds.isdisjoint(kept.bonds):
                    del self._kept[reader]


def _state(connection: sqlite3.Connection, keys: OpenKeys, until: int) -> State:
    own = [connection.execute(each, (keys.person, until)).fetchone() for each in (_OWN_STATE, _OWN_WORDS)]
    theirs = [
        connection.execute(_THEIR_STATE, (bond, keys.person, keys.person, until)).fetchone()
        for bond in sorted(keys.bonds)
    ]
    return (*own, *theirs)


def _about(keys: OpenKeys, until: int) -> About:
    return About(_PURPOSE, keys.person, "mine", until)


def _sealed(keys: OpenKeys, past: Past) -> bytes:
    columns = _one_of_each(past.columns)
    inside = zlib.compress(marshal.dumps((past.head.to_bytes(), columns)), 1)
    return seal(derive(keys.mine, _PURPOSE), inside, _about(keys, past.until))


def _one_of_each(columns: Columns) -> Columns:
    """The same, with one object for all strings that say the same: marshal writes and reads it but once."""
    seen: dict[Any, Any] = {}
    one = seen.setdefault

    def inside(value: Any) -> Any:
        kind = type(value)
        if kind is str:
            return one(value, value)
        if kind is dict:
            return dict(zip(map(one, value, value), map(inside, value.values()), strict=True))
        return list(map(inside, value)) if kind is list else value

    *places, bodies = columns
    return (*(tuple(map(one, place, place)) for place in places), tuple(map(inside, bodies)))


def _opened(keys: OpenKeys, kept: _Kept) -> Past:
    # marshal reads only what this very process sealed under this person's key.
    inside = unseal(derive(keys.mine, _PURPOSE), kept.sealed, _about(keys, kept.until))
    head, columns = marshal.loads(zlib.decompress(inside))
    return Past(kept.until, Head.from_bytes(head), columns)
