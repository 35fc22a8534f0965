"""What a way of playing is made of: its look, its parts, what it locks, where it goes back to."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from omoiyari.library import Act
from omoiyari.practice.parts import Part


class Look(StrEnum):
    """What the page looks like beside its words."""

    WORDS = "words"
    FLOOR = "floor"  # one speaks, the other's phone is locked
    BREATH = "breath"
    MIRROR = "mirror"
    DARK = "dark"  # the screen goes dark
    ZONE = "zone"  # the phone is put down
    BELLS = "bells"


class Show(StrEnum):
    """How answers are laid out once they may be seen."""

    BESIDE = "beside"  # side by side
    OVERLAP = "overlap"  # only what both picked
    FITS = "fits"  # what one can say and the other can hear
    DIFFER_FIRST = "differ_first"
    WIDEST_LAST = "widest_last"
    TO_SUBJECT = "to_subject"  # what was said about me, to me alone
    LAST_LINE = "last_line"  # all but the last line is folded away until the end
    UNNAMED = "unnamed"  # in an order that does not tell which is which
    IN_ORDER = "in_order"  # one heading a page
    LUCK = "luck"  # with how often pure luck finds it
    JOINT = "joint"  # one sentence of the two agreed halves
    JAR = "jar"  # slips, in turn


@dataclass(frozen=True, slots=True)
class Back:
    """Where a page leads back: when `part` holds one of `values`, `pages` pages back, at most `times` times.

    `because` is told on the page that it leads to, so that nobody wonders.
    """

    part: str
    values: frozenset[str]
    pages: int
    times: int = 99
    because: str = ""


@dataclass(frozen=True, slots=True)
class Discard:
    """A pick that throws words away: where `part` holds `value`, `parts` of its author are deleted."""

    part: str
    value: str
    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Way:
    """How one interaction is played. Parts are named by the index of a step or by its act, the index first.

    `page`: (first step, how many) that stand on one page. `spoken`: guesses and corrections are said aloud.
    `holds`: these acts cannot be left before their time. `either`: any one's touch ends a silence.
    `asks`: (part, value, other part): where the one holds the value, the other must be filled, here or before.
    `alone`: the parts of others stay shut.
    `heard`: parts whose words are read back to their author at the end.
    `entry`: parts that can become a page of the journal. `discard`: a pick that deletes what was written.
    """

    look: Look = Look.WORDS
    parts: Mapping[int | Act, tuple[Part, ...]] = field(default_factory=dict)
    page: tuple[int, int] = (0, 0)
    show: Show = Show.BESIDE
    spoken: bool = False
    holds: frozenset[Act] = frozenset()
    wait: int = 0
    either: bool = False
    asks: tuple[tuple[str, str, str], ...] = ()
    back: Back | None = None
    guesses: bool = False
    unfixed: bool = False
    lifted: bool = False
    jar: bool = False
    heard: tuple[str, ...] = ()
    entry: tuple[str, ...] = ()
    discard: Discard | None = None
    rule: str = ""
