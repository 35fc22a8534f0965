"""A person's keys, opened for the length of one request."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from omoiyari.couple import Audience, BondId, PersonId
from omoiyari.store.errors import NotThere
from omoiyari.vault import Key


@dataclass(frozen=True, slots=True)
class OpenKeys:
    """What one request may open: my key, my bonds' keys, and the safety key where that area is open."""

    person: PersonId
    mine: Key
    bonds: Mapping[BondId, Key] = field(default_factory=dict)
    safety: Key | None = None

    def for_record(self, audience: Audience, bond: BondId | None) -> Key | None:
        """The key that seals a record of this audience, or None where it is not held."""
        if audience is Audience.MINE:
            return self.mine
        if audience is Audience.SAFETY:
            return self.safety
        return self.bonds.get(bond) if bond is not None else None

    def must_hold(self, audience: Audience, bond: BondId | None) -> Key:
        """The key, or NotThere."""
        key = self.for_record(audience, bond)
        if key is None:
            raise NotThere
        return key
