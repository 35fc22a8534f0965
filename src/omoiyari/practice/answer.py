"""What one person answers in a round: how I am, and how I think you are."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from omoiyari.words import N_

STEPS = 3  # the grid runs from -3 to 3 on both sides
MAX_WORD = 40
MAX_LINE = 400
ALSO = ("also_1", "also_2")
STRENGTHS = ("1", "2", "3")  # a little, quite, very
#: What a guess can go by, besides words (C8).
CUES = ("voice", "face", "hands", "quiet", "pace")


class AnswerError(Exception):
    """An answer that cannot be read."""

    sentence = N_("A tap on the grid or a word is still missing. What you have tapped is still here.")


class Feeling(NamedTuple):
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
class Also:
    """A further word, and how strong it is: 1 (a little) to 3 (very)."""

    word: str
    strength: int


@dataclass(frozen=True, slots=True)
class Answer:
    """How I am, with what lies underneath where that differs, and my guess of how the other is on both layers."""

    own: Feeling
    guess: Feeling | None
    underneath: str = ""
    guess_underneath: str = ""
    also: tuple[Also, ...] = ()

    def to_body(self) -> dict[str, Any]:
        """As it is kept."""
        return {
            "self": self.own.to_body(),
            "guess": self.guess.to_body() if self.guess else None,
            "underneath": self.underneath,
            "guess_underneath": self.guess_underneath,
            "also": [[one.word, one.strength] for one in self.also],
        }

    @classmethod
    def from_body(cls, body: Mapping[str, Any]) -> "Answer":
        """From what was kept, by an older version too."""
        return cls(
            cls.own_from_body(body),
            cls.guess_from_body(body),
            body.get("underneath", ""),
            body.get("guess_underneath", ""),
            tuple(Also(word, strength) for word, strength in body.get("also", ())),
        )

    @staticmethod
    def own_from_body(body: Mapping[str, Any]) -> Feeling:
        """How someone was, without the rest of what was kept; two years hold a thousand answers."""
        return Feeling.from_body(body["self"])

    @staticmethod
    def guess_from_body(body: Mapping[str, Any]) -> Feeling | None:
        """What someone guessed, without the rest of what was kept."""
        return Feeling.from_body(body["guess"]) if body.get("guess") else None


def parse_place(text: str) -> tuple[float, float]:
    """A tap `x,y` in steps from -3 to 3, as numbers from -1 to 1. Raises AnswerError."""
    try:
        x, y = (int(part) for part in text.split(","))
    except ValueError as error:
        raise AnswerError from error
    if not (-STEPS <= x <= STEPS and -STEPS <= y <= STEPS):
        raise AnswerError
    return round(x / STEPS, 3), round(y / STEPS, 3)


def _word(fields: Mapping[str, str], name: str) -> str:
    return " ".join(fields.get(name, "").split())[:MAX_WORD]


def parse_feeling(fields: Mapping[str, str], name: str, families: Mapping[str, str]) -> Feeling:
    """The feeling `name` from the fields `{name}_place`, `{name}_word` and `{name}_own`.

    `families` gives the family of each word of the wheel. Raises AnswerError.
    """
    x, y = parse_place(fields.get(f"{name}_place", ""))
    own = _word(fields, f"{name}_own")
    word = own or fields.get(f"{name}_word", "")
    if not word or (not own and word not in families):
        raise AnswerError
    return Feeling(x, y, word, families.get(word.casefold(), ""))


def _also(fields: Mapping[str, str]) -> Iterator[Also]:
    for name in ALSO:
        strength = fields.get(f"{name}_strength", "")
        if word := _word(fields, name):
            yield Also(word, int(strength) if strength in STRENGTHS else 2)


def parse_answer(fields: Mapping[str, str], families: Mapping[str, str], *, guess: bool) -> Answer:
    """The whole answer; the guess only where there is someone to guess about. Raises AnswerError."""
    return Answer(
        own=parse_feeling(fields, "self", families),
        guess=parse_feeling(fields, "guess", families) if guess else None,
        underneath=_word(fields, "underneath"),
        guess_underneath=_word(fields, "guess_underneath") if guess else "",
        also=tuple(_also(fields)),
    )


def parse_aside(fields: Mapping[str, str]) -> dict[str, Any]:
    """What is for me alone beside an answer: which came first, how sure I was, what I went by, a private line."""
    sure = fields.get("sure", "")
    return {
        "order": "guess" if fields.get("order") == "guess" else "self",
        "sure": int(sure) if sure in set("0123456") else None,
        "cues": [cue for cue in CUES if fields.get(f"cue_{cue}") == "yes"],
        "cue_own": _word(fields, "cue_own"),
        "line": fields.get("line", "").strip()[:MAX_LINE],
    }


def fields_of(answer: Answer, aside: Mapping[str, Any], families: Mapping[str, str]) -> dict[str, str]:
    """The filled form that an answer came from, to be changed and sent again."""
    filled = {"underneath": answer.underneath, "guess_underneath": answer.guess_underneath}
    for name, feeling in (("self", answer.own), ("guess", answer.guess)):
        if feeling is not None:
            filled[f"{name}_place"] = f"{round(feeling.x * STEPS)},{round(feeling.y * STEPS)}"
            filled[f"{name}_{'word' if feeling.word in families else 'own'}"] = feeling.word
    for name, also in zip(ALSO, answer.also, strict=False):
        filled |= {name: also.word, f"{name}_strength": str(also.strength)}
    sure = aside.get("sure")
    filled |= {f"cue_{cue}": "yes" for cue in aside.get("cues", ())}
    filled |= {"sure": "" if sure is None else str(sure), "cue_own": aside.get("cue_own", "")}
    return {**filled, "line": aside.get("line", ""), "order": aside.get("order", "self")}
