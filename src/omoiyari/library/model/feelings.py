"""The wheel: eight families of feeling, their words, and where they lie on the grid."""

from dataclasses import dataclass
from typing import Annotated

from omoiyari.library.model import ID


@dataclass(frozen=True, slots=True)
class Family:
    """One of the eight families of feeling. Its place on the grid is the middle of its words."""

    id: Annotated[str, ID]
    name: Annotated[str, "Write the name that people see, such as name = 'Joy'."]
    gloss: Annotated[str, "Write what the family is about in one short sentence."]
    pleasantness: Annotated[float, "Write a number from -1 (unpleasant) to 1 (pleasant)."]
    energy: Annotated[float, "Write a number from -1 (still) to 1 (stirred)."]


@dataclass(frozen=True, slots=True)
class Feeling:
    """A word on the wheel. Its grid place is approximate: a starting point for a tap, not a fact about anyone."""

    id: Annotated[str, ID]
    family: Annotated[str, "Write the id of one of the eight families."]
    gloss: Annotated[str, "Write what it is like in one short, warm phrase."]
    pleasantness: Annotated[float, "Write a number from -1 (unpleasant) to 1 (pleasant)."]
    energy: Annotated[float, "Write a number from -1 (still) to 1 (stirred)."]
    word: Annotated[str, "Write the word as people say it, or leave it out if it is the id."] = ""

    @property
    def name(self) -> str:
        """The word as people say it."""
        return self.word or self.id


@dataclass(frozen=True, slots=True)
class Wheel:
    """All feeling words by family, in the order they are shown."""

    families: Annotated[tuple[Family, ...], "Write the families as [[families]] tables."]
    feelings: Annotated[tuple[Feeling, ...], "Write the words as [[feelings]] tables."]

    def family(self, id: str) -> Family:
        """Raises KeyError where there is no such family."""
        return {family.id: family for family in self.families}[id]

    def feeling(self, id: str) -> Feeling:
        """Raises KeyError where there is no such word."""
        return {feeling.id: feeling for feeling in self.feelings}[id]

    def of(self, family: str) -> tuple[Feeling, ...]:
        """The words of one family."""
        return tuple(feeling for feeling in self.feelings if feeling.family == family)

    def nearest(self, pleasantness: float, energy: float, count: int = 6) -> tuple[Feeling, ...]:
        """The words closest to a tap on the grid, nearest first."""
        here = complex(pleasantness, energy)
        away = {one: abs(complex(one.pleasantness, one.energy) - here) for one in self.feelings}
        return tuple(sorted(away, key=away.__getitem__)[:count])
