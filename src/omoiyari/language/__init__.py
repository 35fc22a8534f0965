"""Reading what people write: emotions, moves, tension and danger, on a small CPU, with the words that carry them.

Everything here is a pure function of its arguments. Nothing heavy is loaded before the first reading.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from omoiyari.language.conversation import precision_at, tension
    from omoiyari.language.labels import EMOTIONS, GROUPS, HELPING, HURTING, MOVES, SIGNALS
    from omoiyari.language.many import Message, read_many
    from omoiyari.language.meaning import similarity
    from omoiyari.language.model import (
        Emotion,
        Forecast,
        LanguageError,
        Level,
        Move,
        NoTurns,
        Reading,
        Safety,
        Sentence,
        Setting,
        Signal,
        Tongue,
        Turn,
        UnknownSetting,
    )
    from omoiyari.language.pattern import Kept, Pattern, severity_over_time
    from omoiyari.language.reading import read
    from omoiyari.language.rehearsal import Draft, LandsHard, LandsWell, Rehearsal, rehearse
    from omoiyari.language.style import StyleMatch, style_match
    from omoiyari.language.tongues import tongue

_ROOMS = {
    "labels": "EMOTIONS GROUPS HELPING HURTING MOVES SIGNALS",
    "model": "Emotion Forecast LanguageError Level Move NoTurns Reading Safety Sentence Setting Signal Tongue Turn "
    "UnknownSetting",
    "pattern": "Kept Pattern severity_over_time",
    "many": "Message read_many",
    "reading": "read",
    "rehearsal": "Draft LandsHard LandsWell Rehearsal rehearse",
    "meaning": "similarity",
    "style": "StyleMatch style_match",
    "conversation": "precision_at tension",
    "tongues": "tongue",
}
_HOME = {name: room for room, names in _ROOMS.items() for name in names.split()}

__all__ = [
    "EMOTIONS",
    "GROUPS",
    "HELPING",
    "HURTING",
    "MOVES",
    "SIGNALS",
    "Draft",
    "Emotion",
    "Forecast",
    "Kept",
    "LandsHard",
    "LandsWell",
    "LanguageError",
    "Level",
    "Message",
    "Move",
    "NoTurns",
    "Pattern",
    "Reading",
    "Rehearsal",
    "Safety",
    "Sentence",
    "Setting",
    "Signal",
    "StyleMatch",
    "Tongue",
    "Turn",
    "UnknownSetting",
    "precision_at",
    "read",
    "read_many",
    "rehearse",
    "severity_over_time",
    "similarity",
    "style_match",
    "tension",
    "tongue",
]


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(name)
    return getattr(import_module(f"omoiyari.language.{_HOME[name]}"), name)
