"""The nouns of reading. Every span is half-open, in characters of the text as it was written."""

from dataclasses import dataclass
from enum import IntEnum
from typing import Literal

from omoiyari.words import N_

Setting = Literal["reply", "opening"]


class LanguageError(ValueError):
    """This could not be read."""

    sentence = N_("This could not be read.")


class UnknownSetting(LanguageError):
    """A message is read as a reply or as an opening."""

    sentence = N_("A message is read as a reply or as an opening.")


class NoTurns(LanguageError):
    """A conversation needs at least one turn."""

    sentence = N_("A conversation needs at least one turn.")


@dataclass(frozen=True, slots=True)
class Tongue:
    """The language a text is written in. `code` is BCP 47; `und` when there are no words to tell by.

    `note` is what to tell the person when we cannot read it (`{language}` to fill in), else empty.
    """

    code: str
    name: str
    readable: bool
    danger_readable: bool
    note: str


@dataclass(frozen=True, slots=True)
class Emotion:
    """`p` is the calibrated probability; `found` says whether it passes its threshold."""

    label: str
    p: float
    found: bool


@dataclass(frozen=True, slots=True)
class Move:
    """`start`-`end` are the words that carry it, always inside the text."""

    label: str
    p: float
    found: bool
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence's own reading; `groups` are Ekman's six and neutral."""

    start: int
    end: int
    emotions: tuple[Emotion, ...]
    groups: tuple[Emotion, ...]
    moves: tuple[Move, ...]


class Level(IntEnum):
    """How urgent what was written may be. Ordered, so that `max` is the more urgent."""

    NONE = 0
    ELEVATED = 1
    HIGH = 2
    IMMINENT = 3

    @property
    def word(self) -> str:
        return self.name.lower()


@dataclass(frozen=True, slots=True)
class Signal:
    """One thing that was read as danger. `by` is `rule` or `model`; a rule has p = 1."""

    name: str
    level: Level
    p: float
    by: Literal["rule", "model"]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Safety:
    """`checked` is false when nothing could be looked for, which is not the same as nothing found."""

    level: Level
    signals: tuple[Signal, ...]
    checked: bool


@dataclass(frozen=True, slots=True)
class Reading:
    """What the words of one message may do and show. It is about the words, never about the writer."""

    tongue: Tongue
    emotions: tuple[Emotion, ...]
    groups: tuple[Emotion, ...]
    moves: tuple[Move, ...]
    sentences: tuple[Sentence, ...]
    safety: Safety

    @property
    def readable(self) -> bool:
        return self.tongue.readable

    def p(self, label: str) -> float:
        """Probability of a move or an emotion by its name; 0 where the text could not be read."""
        both: tuple[Move | Emotion, ...] = (*self.moves, *self.emotions)
        return next((found.p for found in both if found.label == label), 0.0)

    def found(self) -> tuple[Move, ...]:
        """The moves that pass their threshold, likeliest first."""
        return tuple(sorted((move for move in self.moves if move.found), key=lambda move: -move.p))


@dataclass(frozen=True, slots=True)
class Turn:
    """One turn of a conversation."""

    speaker: str
    text: str


@dataclass(frozen=True, slots=True)
class Forecast:
    """After one turn: `p`, the chance at a base rate of one half that the talk goes wrong later; and why."""

    p: float
    speaker: str
    raising: tuple[str, ...]
    calming: tuple[str, ...]
    hot: bool
