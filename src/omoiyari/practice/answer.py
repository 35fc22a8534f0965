"""What one person answers in a round: how I am, and how I think you are."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from omoiyari.words import N_

STEPS = 3  # the grid runs from -3 to 3 on both sides
MAX_WORD = 40
MAX_LINE = 400


class AnswerError(Exception):
    """An answer that cannot be read."""

    sentence = N_("Tap one place on the grid and one word, for yourself and for your guess.")


@dataclass(frozen=True, slots=True)
class Feeling:
    """One tap on the affect grid (Russell, Weiss & Mendelsohn, 1989) and one word.

    `x` runs from -1 (unpleasant) to 1 (pleasant), `y` from -1 (calm) to 1 (stirred). `family` is empty for a
    word of one's own.
    """

    x: float
    y: float
    word: str
    family: str

    def to_body(self) -> dict[str, Any]:
        """As it is kept."""
        return {"x": self.x, "y": self.y, "word": self.word, "family": self.family}

    @classmethod
    def from_body(cls, body: Mapping[str, Any]) -> "Feeling":
        """From what was kept."""
        return cls(body["x"], body["y"], body["word"], body["family"])


@dataclass(frozen=True, slots=True)
class Answer:
    """How I am, with what lies underneath where that differs, and my guess of how the other is."""

    own: Feeling
    guess: Feeling | None
    underneath: str = ""

    def to_body(self) -> dict[str, Any]:
        """As it is kept."""
        guess = self.guess.to_body() if self.guess else None
        return {"self": self.own.to_body(), "guess": guess, "underneath": self.underneath}

    @classmethod
    def from_body(cls, body: Mapping[str, Any]) -> "Answer":
        """From what was kept."""
        guess = Feeling.from_body(body["guess"]) if body.get("guess") else None
        return cls(Feeling.from_body(body["self"]), guess, body.get("underneath", ""))


def parse_place(text: str) -> tuple[float, float]:
    """A tap `x,y` in steps from -3 to 3, as numbers from -1 to 1. Raises AnswerError."""
    try:
        x, y = (int(part) for part in text.split(","))
    except ValueError as error:
        raise AnswerError from error
    if not (-STEPS <= x <= STEPS and -STEPS <= y <= STEPS):
        raise AnswerError
    return round(x / STEPS, 3), round(y / STEPS, 3)


def parse_feeling(fields: Mapping[str, str], name: str, families: Mapping[str, str]) -> Feeling:
    """The feeling `name` from the fields `{name}_place`, `{name}_word` and `{name}_own`.

    `families` gives the family of each word of the wheel. Raises AnswerError.
    """
    x, y = parse_place(fields.get(f"{name}_place", ""))
    own = " ".join(fields.get(f"{name}_own", "").split())[:MAX_WORD]
    word = own or fields.get(f"{name}_word", "")
    if not word or (not own and word not in families):
        raise AnswerError
    return Feeling(x, y, word, families.get(word.casefold(), ""))


def parse_answer(fields: Mapping[str, str], families: Mapping[str, str], *, guess: bool) -> Answer:
    """The whole answer; the guess only where there is someone to guess about. Raises AnswerError."""
    return Answer(
        own=parse_feeling(fields, "self", families),
        guess=parse_feeling(fields, "guess", families) if guess else None,
        underneath=" ".join(fields.get("underneath", "").split())[:MAX_WORD],
    )
