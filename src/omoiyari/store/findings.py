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

MOST_READERS = 100
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
    _kept: OrderedDict[PersonId, dict[str, _Kept]] = field(default_factory=OrderedDict)
    _under_way: set[bytes] = field(default_factory=set)
    _lock: Lock = field(default_factory=Lock)

    def once(
        self, keys: OpenKeys, book: Notebook, age: int, asked: Asked, work: Callable[[], Found]
    ) -> Found:
        """Return what `work` makes of the notebook as it stands, which was opened in `age`.

        With the safety area open nothing is kept: its key opens more.
        """
        if keys.safety is not None:
            return work()
        what, key = asked.what, derive(keys.mine, _PURPOSE)
        about, stamp = About(_PURPOSE, keys.person, what, 1), _stamp(key, book, asked)
        kept = self._find(keys.person, what)
        if kept is not None and kept.stamp == stamp:
            # pickle reads only what this very process sealed under this person's key.
            return cast("Found", pickle.loads(unseal(key, kept.sealed, about)))
        self._under_way.add(stamp)
        try:
            found = work()
            self._keep(keys.person, what, _Kept(stamp, seal(key, pickle.dumps(found), about)), age)
        finally:
            self._under_way.discard(stamp)
        return found

    def has_aged(self, keys: OpenKeys, book: Notebook, asked: Asked) -> bool:
        """Whether it was worked out before from another state of the notebook, and is not being worked out now."""
        kept = None if keys.safety is not None else self._find(keys.person, asked.what)
        if kept is None:
            return False
        stamp = _stamp(derive(keys.mine, _PURPOSE), book, asked)
        return kept.stamp != stamp and stamp not in self._under_way

    def _find(self, person: PersonId, what: str) -> _Kept | None:
        with self._lock:
            return self._kept.get(person, {}).get(what)

    def _keep(self, person: PersonId, what: str, kept: _Kept, age: int) -> None:
        with self._lock:
            if age != self.age:
                return
            self._kept.setdefault(person, {})[what] = kept
            self._kept.move_to_end(person)
            while len(self._kept) > MOST_READERS:
                self._kept.popitem(last=False)

    def clear(self) -> None:
        """Let go of all: somebody deleted something, and nothing that was made of it shall stay."""
        with self._lock:
            self.age += 1
            self._kept.clear()


def _stamp(key: bytes, book: Notebook, asked: Asked) -> bytes:
    """Tell this state of a notebook from every other: what it holds of these kinds, and how it is bound.

    A row's words never change under its number; what is deleted is there no more.
    """
    kinds = sorted(asked.kinds)
    read = [record for kind in kinds for record in book.of_kind(kind)]
    rows = array("q", [record.seq for record in read]).tobytes()
    held = [record.seq for record in read if record.held_until is not None]
    return sha256(key + rows + repr((asked.besides, kinds, held, book.bonds)).encode()).digest()
