"""What is told of a pattern: its sentence, its doubt, its numbers, and the further looks within it."""

from collections.abc import Callable
from dataclasses import dataclass

from omoiyari.measures import Claim, NotEnoughYet, Result
from omoiyari.practice import Noticed
from omoiyari.practice.looks import Looks
from omoiyari.web.charts import Chart


@dataclass(frozen=True, slots=True)
class Line:
    """One number with its name, or what is missing for it."""

    name: str
    found: Result | NotEnoughYet


@dataclass(frozen=True, slots=True)
class Row:
    """One row of how sure I was: from and to, in per cent, and how often I was right, in words."""

    sure: str
    right: str


@dataclass(frozen=True, slots=True)
class Detail:
    """A further look within a pattern."""

    title: str
    sentence: str
    lines: tuple[Line, ...] = ()
    chart: Chart | None = None
    rows: tuple[Row, ...] = ()


@dataclass(frozen=True, slots=True)
class Insight:
    """One pattern as it is told: a sentence a friend could say, or what is missing where there is not `enough`."""

    id: str
    title: str
    sentence: str
    doubt: str = ""
    try_this: str = ""
    chart: Chart | None = None
    enough: bool = True


@dataclass(frozen=True, slots=True)
class Measured:
    """What was noted, what was measured of it, and which claims stand when all are looked at together."""

    seen: Noticed
    looks: Looks
    stands: frozenset[Claim]


@dataclass(frozen=True, slots=True)
class Pattern:
    """How a pattern is told: its insight, its numbers, and the further looks within it."""

    insight: Callable[[Measured], Insight]
    lines: Callable[[Measured], tuple[Line, ...]]
    details: Callable[[Measured], tuple[Detail, ...]]


@dataclass(frozen=True, slots=True)
class Whole:
    """One pattern with all that lies within it, and how many things were looked at to tell it."""

    insight: Insight
    lines: tuple[Line, ...]
    details: tuple[Detail, ...]
    claims: int
