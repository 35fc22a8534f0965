"""A person's head: how many rows they have and a digest of which, so that a missing row shows.

The digest is a sum of keyed hashes: adding and taking away a row needs no look at the others, and without the
key nobody can find rows whose hashes cancel. It shows a missing row; it does not show a whole file put back to
an older day, head and all.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import blake2b

from omoiyari.vault.keys import Key

_MODULUS = 1 << 256


@dataclass(frozen=True, slots=True)
class Head:
    """`count` rows and the sum of their keyed hashes modulo 2**256."""

    count: int = 0
    digest: int = 0

    def to_bytes(self) -> bytes:
        """40 bytes, to be sealed."""
        return self.count.to_bytes(8, "big") + self.digest.to_bytes(32, "big")

    @classmethod
    def from_bytes(cls, data: bytes) -> "Head":
        """The head that `to_bytes` gave."""
        return cls(int.from_bytes(data[:8], "big"), int.from_bytes(data[8:], "big"))

    def plus(self, row: int) -> "Head":
        """The head after one more row."""
        return Head(self.count + 1, (self.digest + row) % _MODULUS)

    def and_more(self, other: "Head") -> "Head":
        """The head of these rows and of other ones."""
        return Head(self.count + other.count, (self.digest + other.digest) % _MODULUS)

    def changed(self, before: int, after: int) -> "Head":
        """The head after a row lost its words."""
        return Head(self.count, (self.digest - before + after) % _MODULUS)


def row_hash(key: Key, record: str, version: int, *, has_words: bool) -> int:
    """The keyed hash of one row (BLAKE2b-256); a row whose words were deleted hashes differently."""
    return head_of(key, [(record, version, has_words)]).digest


def head_of(key: Key, rows: Iterable[tuple[str, int, bool]]) -> Head:
    """The head of many rows, each told as record, version, and whether it has words."""
    start, count, total = blake2b(key=key, digest_size=32), 0, 0
    for record, version, has_words in rows:
        hashed = start.copy()
        hashed.update(f"{record}\0{version}\0{has_words:d}".encode())
        total += int.from_bytes(hashed.digest(), "big")
        count += 1
    return Head(count, total % _MODULUS)
