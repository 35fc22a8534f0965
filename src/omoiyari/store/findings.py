"""What was worked out from a notebook, kept in memory under its reader's seal until what it is made of changes.

Between requests it is sealed bytes, as a snapshot is; what two years take longest to work out is not worked out anew
for every look at the same page.
"""

import pickle
from array import array
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import sha256
from threading import Lock
from typing import TypeVar, cast

from omoiyari.couple import Notebook, PersonId
from omoiyari.store.keys import OpenKeys
from omoiyari.vault import About, derive, seal, unseal

MOST_READERS, MOST_ANSWERS = 100, 24
_PURPOSE = "finding"
Found = TypeVar("Found")


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked, the kinds of records the answer is made of, and what else it hangs on, such as a language."""

    what: str
    kinds: frozenset[str]
    besides: str = ""


@dataclass(frozen=True, slots=True)
class _Kept:
    """One sealed answer, and the state of the notebook that it was worked out from."""

    stamp: bytes
    sealed: bytes


@dataclass(slots=True)
class Findings:
    """What was worked out for those who were here last; the oldest goes when there is no more room."""

    age: int = 0
    """How often all was let go of: what was opened in an earlier age may hold what was deleted since."""
    _kept: OrderedDict[PersonId, OrderedDict[bytes, _Kept]] = field(default_factory=OrderedDict)
    _under_way: set[tuple[bytes, bytes]] = field(default_factory=set)
    _lock: Lock = field(default_factory=Lock)

    def once(
        self, keys: OpenKeys, book: Notebook, age: int, asked: Asked, work: Callable[[], Found]
    ) -> Found:
        """Return what `work` makes of the notebook as it stands, which was opened in `age`.

        With the safety area open nothing is kept: its key opens more.
        """
        if keys.safety is not None:
            return work()
        key, about = derive(keys.mine, _PURPOSE), About(_PURPOSE, keys.person, asked.what, 1)
        name, stamp = _name(key, asked), _stamp(key, book, asked)
        kept = self._find(keys.person, name)
        if kept is not None and kept.stamp == stamp:
            # pickle reads only what this very process sealed under this person's key.
            return cast("Found", pickle.loads(unseal(key, kept.sealed, about)))
        self._under_way.add((name, stamp))
        try:
            found = work()
            self._keep(keys.person, name, _Kept(stamp, seal(key, pickle.dumps(found), about)), age)
        finally:
            self._under_way.discard((name, stamp))
        return found

    def has_aged(self, keys: OpenKeys, book: Notebook, asked: Asked) -> bool:
        """Whether it was worked out before from another state of the notebook, and is not being worked out now."""
        key = derive(keys.mine, _PURPOSE)
        name = _name(key, asked)
        kept = None if keys.safety is not None else self._find(keys.person, name)
        if kept is None:
            return False
        stamp = _stamp(key, book, asked)
        return kept.stamp != stamp and (name, stamp) not in self._under_way

    def _find(self, person: PersonId, name: bytes) -> _Kept | None:
        with self._lock:
            mine = self._kept.get(person)
            return None if mine is None else mine.get(name)

    def _keep(self, person: PersonId, name: bytes, kept: _Kept, age: int) -> None:
        with self._lock:
            if age != self.age:
                return
            mine = self._kept.setdefault(person, OrderedDict())
            mine[name] = kept
            mine.move_to_end(name)
            self._kept.move_to_end(person)
            while len(mine) > MOST_ANSWERS:
                mine.popitem(last=False)
            while len(self._kept) > MOST_READERS:
                self._kept.popitem(last=False)

    def clear(self, erased: PersonId | None = None) -> None:
        """Let go of all: somebody deleted something, and nothing that was made of it shall stay.

        That something was told before is remembered, so that it can be told anew; not of whoever is `erased`.
        """
        with self._lock:
            self.age += 1
            if erased is not None:
                self._kept.pop(erased, None)
            for mine in self._kept.values():
                mine.update(dict.fromkeys(mine, _NOTHING))


_NOTHING = _Kept(b"", b"")


def _name(key: bytes, asked: Asked) -> bytes:
    """Tell what is asked in one language and zone from all else, and say neither to whoever reads memory."""
    return sha256(key + repr((asked.what, asked.besides)).encode()).digest()


def _stamp(key: bytes, book: Notebook, asked: Asked) -> bytes:
    """Tell this state of a notebook from every other: what it holds of these kinds, and how it is bound.

    A row's words never change under its number; what is deleted is there no more.
    """
    kinds = sorted(asked.kinds)
    read = [record for kind in kinds for record in book.of_kind(kind)]
    rows = array("q", [record.seq for record in read]).tobytes()
    held = [record.seq for record in read if record.held_until is not None]
    return sha256(key + rows + repr((kinds, held, book.bonds)).encode()).digest()
