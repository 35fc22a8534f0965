"""`rehearse`: what a message that is not sent yet may do, what lands well first, and one small change to try."""

import re
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from omoiyari.language.content import read_toml
from omoiyari.language.model import Level, Move, Reading, Safety, Sentence, Tongue
from omoiyari.language.reading import read

Piece = Literal["feeling", "event", "wish"]
_PIECES: tuple[Piece, ...] = ("feeling", "event", "wish")
_HOT = frozenset({"contempt", "criticise", "demand", "threat", "control", "stonewall"})
_DANGEROUS = frozenset({"threat", "control"})
_HOT_FEELINGS = frozenset({"anger", "disgust"})
_EVENT = re.compile(r"(?i)\b(?:when|after)\s+(?P<event>(?!will\b|are you\b|do you\b|can\b)[^.!?,;\n]{4,120})")
_WISH = re.compile(
    r"(?i)\b(?P<wish>(?:could|would|can|will) (?:you|u|we) [^.!?\n]{3,120}|"
    r"I(?:'d| would) (?:like|love)(?: it)? [^.!?\n]{3,120}|I (?:wish|need|want) (?!a\b)[^.!?\n]{3,120})"
)


@dataclass(frozen=True, slots=True)
class LandsWell:
    """Words that help, and what they do."""

    label: str
    start: int
    end: int
    does: str


@dataclass(frozen=True, slots=True)
class LandsHard:
    """Words that may land hard; `change` is one thing to try, with `words` of the writer to fill in."""

    label: str
    start: int
    end: int
    does: str
    change: str
    words: dict[str, str]


@dataclass(frozen=True, slots=True)
class Draft:
    """An I-statement and request from the writer's own words; `asks` has a question for each missing piece."""

    pieces: dict[Piece, str]
    frame: str
    asks: dict[Piece, str]


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """Sentences are message ids for the catalogues, with `{...}` to fill in. Keeping it as it is is always right.

    `care`: `safety` is above none, or there are words of threat or control. Then nothing is praised, and there is no
    tip for those words: wording is not what matters.
    """

    tongue: Tongue
    well: tuple[LandsWell, ...]
    hard: tuple[LandsHard, ...]
    draft: Draft
    hot: bool
    question: str
    safety: Safety
    care: bool


def rehearse(text: str, *, setting: str, context: str = "") -> Rehearsal:
    """What `text` may do to the one who gets it. Raises `UnknownSetting`."""
    reading = read(text, setting=setting, context=context)
    quiet = reading.safety.level > Level.NONE
    found = sorted((move for part in reading.sentences for move in _told(part)), key=lambda m: m.start)
    content = _content()
    care = quiet or _polices(reading)
    well = tuple(
        LandsWell(m.label, m.start, m.end, content.well[m.label])
        for m in found
        if m.label in content.well and not care
    )
    hard, question = () if quiet else _hard(text, found), content.question[setting]
    return Rehearsal(reading.tongue, well, hard, draft(text), is_hot(reading), question, reading.safety, care)


def _polices(reading: Reading) -> bool:
    return any(move.found and move.label in _DANGEROUS for move in reading.moves)


def _told(part: Sentence) -> list[Move]:
    """What was found in a sentence, without a non-apology where owning it is the likelier reading."""
    found = [move for move in part.moves if move.found]
    owned = max((move.p for move in found if move.label == "own"), default=0.0)
    return [move for move in found if move.label != "non_apology" or move.p > owned]


def is_hot(reading: Reading) -> bool:
    """Whether five seconds of breath are offered before copying: a hot move, or plain anger."""
    moves = any(move.found and move.label in _HOT for move in reading.moves)
    return moves or any(felt.found and felt.label in _HOT_FEELINGS for felt in reading.emotions)


def draft(text: str) -> Draft:
    """Takes the feeling, the event and the wish out of `text`, and asks for those that are not there."""
    content = _content()
    pieces: dict[Piece, str] = {}
    if felt := content.feeling.search(text):
        pieces["feeling"] = felt["feeling"].lower()
    if event := _EVENT.search(text):
        pieces["event"] = event["event"].strip()
    if wish := _WISH.search(text):
        pieces["wish"] = _sentence(wish["wish"].strip())
    frame = content.build.get("_".join(pieces), "")
    return Draft(pieces, frame, {piece: content.ask[piece] for piece in _PIECES if piece not in pieces})


def _sentence(wish: str) -> str:
    mark = "?" if re.match(r"(?i)(?:could|would|can|will)\b", wish) else "."
    return wish[0].upper() + wish[1:] + mark


def _hard(text: str, found: list[Move]) -> tuple[LandsHard, ...]:
    tips = _content().hard
    return tuple(_tip(text, move, tips[move.label]) for move in found if move.label in tips)


def _tip(text: str, move: Move, tip: dict[str, Any]) -> LandsHard:
    for change in tip["change"]:
        hit = change["from"].search(text) if "from" in change else None
        if hit or "from" not in change:
            words = {"0": hit.group(), **hit.groupdict()} if hit else {}
            return LandsHard(move.label, move.start, move.end, tip["does"], change["say"], words)
    return LandsHard(move.label, move.start, move.end, tip["does"], "", {})


@dataclass(frozen=True, slots=True)
class _Content:
    well: dict[str, str]
    hard: dict[str, dict[str, Any]]
    ask: dict[Piece, str]
    build: dict[str, str]
    question: dict[str, str]
    feeling: re.Pattern[str]


@cache
def _content() -> _Content:
    given = read_toml("rehearsal.toml")
    for tip in given["hard"]:
        for change in tip["change"]:
            if "from" in change:
                change["from"] = re.compile(change["from"])
    words = "|".join(given["words"]["feelings"].split())
    feeling = re.compile(
        rf"(?i)\b(?:I|i)(?:'m|’m|m| am| was| feel| felt| get| got|'ve been)(?: \w+){{0,2}}? (?P<feeling>{words})\b"
    )
    hard = {tip["label"]: tip for tip in given["hard"]}
    return _Content(given["well"], hard, given["ask"], given["build"], given["question"], feeling)
