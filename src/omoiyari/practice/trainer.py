"""The listening trainer: who speaks next, and whose word counts on whether an answer landed."""

from collections.abc import Collection, Sequence
from enum import StrEnum
from hashlib import blake2b

from omoiyari.library import Disclosure


class Landed(StrEnum):
    """Whether an answer reached the one it was for."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"
    UNKNOWN = "unknown"


def next_disclosure(bank: Sequence[Disclosure], heard: Collection[str], seed: str) -> Disclosure:
    """Somebody who has not spoken yet; when all have, the round begins anew. `bank` must not be empty."""
    fresh = [one for one in bank if one.id not in heard] or list(bank)
    return min(fresh, key=lambda one: blake2b(f"{seed}\0{one.id}".encode(), digest_size=8).digest())


def landed(helping: int, hurting: int, partner: Landed | None = None) -> Landed:
    """Whether it landed. The partner's own word always wins over a machine's count of moves (F8)."""
    if partner is not None:
        return partner
    if not helping and not hurting:
        return Landed.UNKNOWN
    if helping and not hurting:
        return Landed.YES
    return Landed.PARTLY if helping else Landed.NO
