"""What is filled in on the page of a run: a line, a pick, a scale, and who may read it."""

from dataclasses import dataclass
from enum import StrEnum

from omoiyari.couple import Audience


class Kind(StrEnum):
    """How a part is answered."""

    LINE = "line"
    TEXT = "text"
    PICK = "pick"  # one of the options
    TAP = "tap"  # one of the options, each a button that finishes the page
    TICKS = "ticks"  # some of the options
    SCALE = "scale"  # 0..6
    TEN = "ten"  # 0..10
    FEELING = "feeling"  # a word for a feeling
    MARKS = "marks"  # right, partly or not, for each sentence of the other
    ROWS = "rows"  # 0..4 for each option
    FAMILY = "family"  # one of the families of feeling
    WORD = "word"  # a word of the family that was chosen; with `most`, that word and so many next to it
    PHOTO = "photo"  # a picture, sent by itself
    MINUTES = "minutes"  # how long until a named time, one of the options


class Lock(StrEnum):
    """When the other may read a part."""

    MINE = "mine"  # never
    ROUND = "round"  # once both have answered on this page
    SECRET = "secret"  # once the other has answered on the next page
    OURS = "ours"  # when sent

    @property
    def audience(self) -> Audience:
        """Who the answer is sealed for."""
        return Audience.ROUND if self in (Lock.ROUND, Lock.SECRET) else Audience(self.value)


@dataclass(frozen=True, slots=True)
class Part:
    """One thing to fill in. Without a label the step's own text asks; without options the step's prompts are picked
    from. `most` is how many may be ticked, 0 for any number, and `least` how many must be."""

    name: str
    kind: Kind = Kind.TEXT
    label: str = ""
    options: tuple[tuple[str, str], ...] = ()
    lock: Lock | None = None
    needed: bool = True
    most: int = 0
    of: int = 0
    least: int = 0

    @property
    def names(self) -> list[str]:
        """The names under which it is filled in: one, or one for each row."""
        if self.kind is Kind.ROWS:
            return [f"{self.name}_{row}" for row in range(len(self.options))]
        return [self.name]


def line(name: str, label: str = "", lock: Lock | None = None, *, needed: bool = True) -> Part:
    """One line of text."""
    return Part(name, Kind.LINE, label, lock=lock, needed=needed)


def text(name: str = "text", label: str = "", lock: Lock | None = None, *, needed: bool = True) -> Part:
    """A few lines of text."""
    return Part(name, Kind.TEXT, label, lock=lock, needed=needed)


def pick(name: str, *options: tuple[str, str], label: str = "", lock: Lock | None = None) -> Part:
    """One of a few."""
    return Part(name, Kind.PICK, label, options, lock)


def tap(name: str, *options: tuple[str, str], label: str = "", lock: Lock | None = None) -> Part:
    """One of a few, and the page is done."""
    return Part(name, Kind.TAP, label, options, lock)


def ticks(name: str, *, most: int = 0, of: int = 0, lock: Lock | None = None, needed: bool = True) -> Part:
    """Some of the prompts of the step `of` steps further on."""
    return Part(name, Kind.TICKS, lock=lock, most=most, of=of, needed=needed)


def feeling(name: str, label: str = "", lock: Lock | None = None) -> Part:
    """A word for a feeling."""
    return Part(name, Kind.FEELING, label, lock=lock)
