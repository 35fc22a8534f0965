"""Long lists, a leaf at a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from omoiyari.words import is_number

T = TypeVar("T")

ON_A_LEAF = 20


@dataclass(frozen=True, slots=True)
class Leaves:
    """Which leaf lies open, of how many; both count from 1."""

    number: int
    count: int

    @property
    def is_first(self) -> bool:
        """The newest is on it."""
        return self.number == 1


def leaf_in(text: str) -> int:
    """The number of a leaf in a form; the first for whatever is none."""
    return int(text) if is_number(text) else 1


def leaf_of(things: Sequence[T], number: int) -> tuple[Sequence[T], Leaves]:
    """The things on one leaf of twenty; a number that is not there gives the nearest that is."""
    count = max(1, -(-len(things) // ON_A_LEAF))
    number = min(max(1, number), count)
    return things[(number - 1) * ON_A_LEAF : number * ON_A_LEAF], Leaves(number, count)
