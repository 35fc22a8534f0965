"""What was worked out from a notebook, kept in memory under its reader's seal until the notebook changes.

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

MOST_BYTES = 8 << 20
_PURPOSE = "finding"
Found = TypeVar("Found")


@dataclass(frozen=True, slots=True)
class Findings:
    """By person and question: what it was worked out from, and the sealed answer; the oldest goes first."""

    _kept: OrderedDict[tuple[PersonId, str], tuple[bytes, bytes]] = field(default_factory=OrderedDict)
    _lock: Lock = field(default_factory=Lock)

    def once(self, keys: OpenKeys, book: Notebook, what: str, work: Callable[[], Found]) -> Found:
        """Return what `work` makes of the notebook as it stands; `what` names all else that the answer hangs on.

        With the safety area open nothing is kept: its key opens more.
        """
        if keys.safety is not None:
            return work()
        stamp, about = _stamp(book, what), About(_PURPOSE, keys.person, "mine", 1)
        with self._lock:
            kept = self._kept.get((keys.person, what))
        if kept is not None and kept[0] == stamp:
            # pickle reads only what this very process sealed under this person's key.
            return cast("Found", pickle.loads(unseal(derive(keys.mine, _PURPOSE), kept[1], about)))
        found = work()
        self._keep(keys.person, what, stamp, seal(derive(keys.mine, _PURPOSE), pickle.dumps(found), about))
        return found

    def _keep(self, person: PersonId, what: str, stamp: bytes, sealed: bytes) -> None:
        with self._lock:
            self._kept[person, what] = stamp, sealed
            self._kept.move_to_end((person, what))
            while len(self._kept) > 1 and sum(len(one) for _, one in self._kept.values()) > MOST_BYTES:
                self._kept.popitem(last=False)

    def clear(self) -> None:
        """Let go of all: somebody deleted something, and nothing that was made of it shall stay."""
        with self._lock:
            self._kept.clear()


def _stamp(book: Notebook, what: str) -> bytes:
    """Tell this state of a notebook from every other: what it holds, and how it is bound.

    A row's words never change under its number; what is deleted is there no more.
    """
    rows = array("q", [record.seq for record in book.records]).tobytes()
    held = [record.seq for record in book.records if record.held_until is not None]
    return sha256(rows + repr((what, held, book.bonds)).encode()).digest()
