"""A person's notebook: their log, opened for the length of one request and of what follows from it."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any, NamedTuple, TypeVar, cast

from omoiyari.couple.model import Audience, Bond, BondId, BondState, PersonId, RecordId, RoundId

Found = TypeVar("Found")


class Record(NamedTuple):
    """One opened record. `kind`, `at` and `body` were inside the seal; the rest is what the server can see.

    A tombstone has the kind `gone`: its words are deleted, and that they were is still shown.
    `held_until` (UTC) is set while a shared entry waits in the outbox. A tuple, since a notebook makes thousands.
    """

    id: RecordId
    version: int
    seq: int
    owner: PersonId
    audience: Audience
    bond: BondId | None
    round: RoundId | None
    held_until: datetime | None
    kind: str
    at: datetime
    body: Mapping[str, Any]


@dataclass(frozen=True)
class Notebook:
    """All that one reader can open, oldest first, with what is known of its completeness.

    `missing` counts the reader's own rows that their sealed head promises and the file no longer has.
    """

    reader: PersonId
    records: tuple[Record, ...]
    bonds: tuple[Bond, ...] = ()
    missing: int = 0
    _found: dict[object, object] = field(default_factory=dict, init=False, compare=False, repr=False)

    def once(self, work: Callable[["Notebook"], Found]) -> Found:
        """Return what `work` finds in this notebook, and work only once; what was found goes with the notebook."""
        if work not in self._found:
            self._found[work] = work(self)
        return cast("Found", self._found[work])

    @cached_property
    def names(self) -> Mapping[PersonId, str]:
        """The names that people gave themselves."""
        return {record.owner: str(record.body["name"]) for record in self.of_kind("name")}

    @cached_property
    def bond(self) -> Bond | None:
        """The bond that holds now, or the one that waits; None for a person on their own."""
        living = [b for b in self.bonds if b.state is not BondState.ENDED]
        return living[-1] if living else None

    @cached_property
    def partner(self) -> PersonId | None:
        """The other person of a bond that holds."""
        if self.bond is None or not self.bond.takes_new_writes:
            return None
        return self.bond.other(self.reader)

    def takes_more(self, bond: BondId | None) -> bool:
        """Whether something can still be added to what was shared in `bond`: it is today's, and holds."""
        return self.partner is not None and self.bond is not None and bond == self.bond.id

    def is_parted(self, record: Record) -> bool:
        """Whether it was shared in a link that takes no more."""
        return record.audience.is_shared and not self.takes_more(record.bond)

    @cached_property
    def latest(self) -> Mapping[RecordId, Record]:
        """The newest version of each record, tombstones included, by id, in the order first written."""
        newest: dict[RecordId, Record] = {}
        for record in self.records:
            if record.version > newest.setdefault(record.id, record).version:
                newest[record.id] = record
        return newest

    @cached_property
    def under(self) -> Mapping[str, tuple[Record, ...]]:
        """The newest versions of what was written under another record, by that record's id, the oldest first."""
        found: dict[str, list[Record]] = {}
        for record in self.latest.values():
            if "of" in record.body:
                found.setdefault(str(record.body["of"]), []).append(record)
        return {id: tuple(sorted(here, key=lambda r: (r.at, r.seq))) for id, here in found.items()}

    @cached_property
    def _by_kind(self) -> Mapping[str, Sequence[Record]]:
        """The newest versions by their kind: a page asks for many kinds, one by one."""
        found: defaultdict[str, list[Record]] = defaultdict(list)
        for record in self.latest.values():
            found[record.kind].append(record)
        return found

    def of_kind(self, *kinds: str) -> Iterator[Record]:
        """The newest versions of the given kinds, oldest first."""
        if len(kinds) == 1:
            return iter(self._by_kind.get(kinds[0], ()))
        return (r for r in self.latest.values() if r.kind in kinds)

    def last(self, kind: str, owner: PersonId | None = None) -> Record | None:
        """The record of `kind` written last, by `owner` where given."""
        found = None
        for record in self.of_kind(kind):
            if owner is None or record.owner == owner:
                found = record
        return found

    def versions(self, record_id: RecordId) -> tuple[Record, ...]:
        """Every version of one record, oldest first."""
        return tuple(sorted((r for r in self.records if r.id == record_id), key=lambda r: r.version))
