"""The nouns every room speaks: people, the bond between two of them, and the audiences a record is sealed for."""

from dataclasses import dataclass
from enum import StrEnum
from typing import NewType

PersonId = NewType("PersonId", str)
BondId = NewType("BondId", str)
RecordId = NewType("RecordId", str)
RoundId = NewType("RoundId", str)


class Audience(StrEnum):
    """Who can open a record. The key decides it, not a query."""

    MINE = "mine"
    SAFETY = "safety"
    OURS = "ours"
    ROUND = "round"

    @property
    def is_shared(self) -> bool:
        """True where the couple's key seals it."""
        return self in (Audience.OURS, Audience.ROUND)


class BondState(StrEnum):
    """A bond waits for its second person, holds, or has ended; it never goes back."""

    WAITING = "waiting"
    TOGETHER = "together"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Bond:
    """Two people who write together; `second` is None until the invite is accepted."""

    id: BondId
    first: PersonId
    second: PersonId | None
    state: BondState

    def other(self, person: PersonId) -> PersonId | None:
        """Hand back the person on the other side, or None while the invite waits."""
        return self.second if person == self.first else self.first

    @property
    def takes_new_writes(self) -> bool:
        """Only a bond of two that has not ended takes shared writes."""
        return self.state is BondState.TOGETHER
