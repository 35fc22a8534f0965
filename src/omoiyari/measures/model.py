"""The nouns of measuring: what was noticed, and the one shape in which every answer comes back."""

from dataclasses import dataclass
from datetime import date
from enum import Enum, StrEnum
from typing import NamedTuple


class Family(StrEnum):
    """The eight feeling families of the wheel."""

    JOY = "joy"
    LOVE = "love"
    CALM = "calm"
    INTEREST = "interest"
    SADNESS = "sadness"
    FEAR = "fear"
    ANGER = "anger"
    SHAME = "shame"

    @property
    def pleasant(self) -> bool:
        """Whether the family is on the pleasant side: joy, love, calm and interest are."""
        return self in PLEASANT


#: How far apart two taps on the grid are: seven steps from -1 to 1.
STEP = 1 / 3
PLEASANT = frozenset({Family.JOY, Family.LOVE, Family.CALM, Family.INTEREST})


class Axis(StrEnum):
    """The two axes of core affect (Russell, 1980), each from -1 to 1."""

    PLEASANTNESS = "pleasantness"
    ENERGY = "energy"


class Feelings(Enum):
    """Which of the partner's days to look at, by the family they named for themselves."""

    ALL = "all"
    PLEASANT = "pleasant"
    UNPLEASANT = "unpleasant"


class Order(StrEnum):
    """Which came first in a check-in; my own mood leaks into a guess made after it."""

    SELF_FIRST = "self-first"
    GUESS_FIRST = "guess-first"


class Moment(NamedTuple):
    """How someone said they were on a day. Pleasantness and energy run from -1 to 1.

    A tuple, as `Guess` is, since two years make thousands.
    """

    day: date
    pleasantness: float
    energy: float
    family: Family | None = None
    words: tuple[str, ...] = ()


class Guess(NamedTuple):
    """How someone thought their partner was on a day. `sureness` is a probability, 0 to 1, or not given."""

    day: date
    pleasantness: float
    energy: float
    family: Family | None = None
    sureness: float | None = None
    order: Order = Order.SELF_FIRST


@dataclass(frozen=True, slots=True)
class FeltUnderstood:
    """One tap after a talk: 0 (not at all) to 6 (completely); `safe` to say what one wanted to say, where tapped."""

    day: date
    value: int
    safe: int | None = None


@dataclass(frozen=True, slots=True)
class RatedReading:
    """How well I think I read my partner and how well they say I did, of the same talk, both 0 to 6."""

    day: date
    own: int
    partner: int


@dataclass(frozen=True, slots=True)
class Result:
    """One measure: its value, the 95 % interval around it, and how it came about.

    `null` is the value that would mean "nothing to see": zero for a bias or a trend, None where there is none. `p` is
    how often luck alone would carry the value this far from `null`, None where that is not asked.
    """

    value: float
    interval: tuple[float, float]
    n: int
    method: str
    source: str
    unit: str
    null: float | None = 0.0
    p: float | None = None

    @property
    def cannot_tell(self) -> bool:
        """Whether the interval still holds the value that would mean "nothing to see"."""
        low, high = self.interval
        return self.null is not None and low <= self.null <= high


@dataclass(frozen=True, slots=True)
class NotEnoughYet:
    """Too little to say anything honest: `have` of the `need` things named in `what`."""

    have: int
    need: int
    what: str

    @property
    def more(self) -> int:
        """How many more are needed, never less than one."""
        return max(self.need - self.have, 1)


@dataclass(frozen=True, slots=True)
class Chance:
    """What shuffled days give: the average over the shuffles, and the share that did at least as well."""

    level: float
    p: float
    shuffles: int

    @property
    def cannot_tell(self) -> bool:
        """Whether more than one shuffle in twenty did at least as well as the real days."""
        return self.p > 0.05


#: What can be said or not: a value beside its null, or a result beside what shuffled days give.
Claim = Result | Chance


class Point(NamedTuple):
    """One row of a series: the level on a day with its 95 % band, and what was noted that day, if anything.

    A tuple, since two years make thousands.
    """

    day: date
    value: float
    low: float
    high: float
    noted: float | None = None


@dataclass(frozen=True, slots=True)
class Drift:
    """One turn in a series: how far its level lies above the one before (below, if less than zero).

    `since` is the likeliest first day of the new level, `between` holds it 95 times in 100, if there was a turn.
    """

    change: Result
    since: date
    between: tuple[date, date]


@dataclass(frozen=True, slots=True)
class Phases:
    """How far guesses land from the truth in a later phase, less in an earlier one; and how it moves in a week.

    Below zero, guesses have come closer.
    """

    change: Result
    slope: Result


@dataclass(frozen=True, slots=True)
class TruthAndBias:
    """What pulls my guesses: see `truth_and_bias`."""

    directional_bias: Result
    truth_force: Result
    assumed_similarity: Result
    similarity: Result
    indirect_accuracy: Result


@dataclass(frozen=True, slots=True)
class SurenessBand:
    """One row of a reliability table: guesses made about this sure, and how often they were right."""

    low: float
    high: float
    sureness: float
    right: Result | NotEnoughYet
