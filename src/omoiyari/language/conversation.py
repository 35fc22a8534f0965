"""`tension`: after each turn of a talk, how likely it is to go wrong, and which moves of whose turn say so."""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from omoiyari.language.content import read_toml
from omoiyari.language.labels import HELPING
from omoiyari.language.model import Forecast, NoTurns, Reading, Turn
from omoiyari.language.reading import read

HOT = 0.5
_SAID = 0.4
_SHOUT = re.compile(r"\b[A-Z]{3,}\b.*\b[A-Z]{3,}\b|[!?]{2,}")
_YOU = re.compile(r"(?i)\s*(?:and |but |so |well |no |oh )?(?:you|u|ur|your|you're)\b")


def tension(turns: Sequence[Turn]) -> tuple[Forecast, ...]:
    """One forecast per turn, from that turn and those before it only. Raises `NoTurns`.

    `p` is for a talk of which one in two goes wrong; use `precision_at` for rarer trouble. The weights are set by
    hand and were checked on few conversations: see the model card before leaning on them.
    """
    if not turns:
        raise NoTurns
    forecasts: list[Forecast] = []
    heat, before = 0.0, 0.0
    for at, turn in enumerate(turns):
        reading = read(turn.text, setting="opening", context=turns[at - 1].text if at else "")
        now = _heat(reading, turn.text, heat)
        answered = _weights().answered * min(max(now, 0), max(before, 0))
        heat = _weights().memory * heat + now + answered
        before = now
        p = 1 / (1 + math.exp(-(_weights().intercept + heat)))
        forecasts.append(_forecast(turn, reading, p))
    return tuple(forecasts)


def precision_at(base_rate: float, found: float, false_alarms: float) -> float:
    """Of the talks called tense, the share that do go wrong (Bayes). All in 0..1; 0 when nothing is ever called."""
    hits, misses = found * base_rate, false_alarms * (1 - base_rate)
    return hits / (hits + misses) if hits + misses else 0.0


def _forecast(turn: Turn, reading: Reading, p: float) -> Forecast:
    told = sorted((move for move in reading.moves if move.found or move.p >= _SAID), key=lambda move: -move.p)
    raising = tuple(move.label for move in told if _weights().moves.get(move.label, 0) > 0)
    calming = tuple(move.label for move in told if move.label in HELPING)
    return Forecast(round(p, 4), turn.speaker, raising, calming, p >= HOT)


def _heat(reading: Reading, text: str, warm: float) -> float:
    weights = _weights()
    parts = [weights.moves.get(move.label, 0) * move.p for move in reading.moves]
    calm = sum(part for part in parts if part < 0) * (weights.repair if warm > 1 else 1)
    hurt = sum(part for part in parts if part > 0)
    felt = sum(weights.emotions.get(emotion.label, 0) * emotion.p for emotion in reading.emotions)
    return calm + hurt + felt + _manner(text)


def _manner(text: str) -> float:
    weights = _weights()
    low = f" {text.lower()} "
    soft = min(2, sum(f" {word} " in low for word in weights.softeners))
    return (
        weights.words["you_first"] * bool(_YOU.match(text))
        + weights.words["why"] * (" why " in low and "?" in low)
        + weights.words["shouting"] * bool(_SHOUT.search(text))
        + weights.words["softener"] * soft
        + weights.words["thanks"] * ("thank" in low)
        + weights.words["we"] * (" we " in low)
    )


@dataclass(frozen=True, slots=True)
class _Weights:
    intercept: float
    memory: float
    answered: float
    repair: float
    moves: dict[str, float]
    emotions: dict[str, float]
    words: dict[str, float]
    softeners: tuple[str, ...]


@cache
def _weights() -> _Weights:
    given = read_toml("conversation.toml")
    softeners = tuple(given["words"].pop("softeners"))
    return _Weights(**given, softeners=softeners)
