"""Severity by pattern over time: many small signs from the same voice can weigh more than one large one."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from omoiyari.language.model import Level, Safety

WINDOW_DAYS = 28
_CONTROL = frozenset(
    {"COERCIVE_CONTROL", "STALKING_TECH", "FORCED_DISCLOSURE", "IPV_SEXUAL", "SUICIDE_LEVERAGE"}
)
_SELF = frozenset({"SI_PASSIVE", "SELF_HARM", "SI_ACTIVE"})
_TIMES = 3
_KINDS = 2


@dataclass(frozen=True, slots=True)
class Kept:
    """What one thing that a person kept was read as. `speaker` is whose words they were; `dismissed`: "not this"."""

    day: date
    speaker: str
    safety: Safety
    dismissed: bool = False


@dataclass(frozen=True, slots=True)
class Pattern:
    """The level for one speaker's words, and the days and signals that it rests on."""

    speaker: str
    level: Level
    days: tuple[date, ...]
    signals: tuple[str, ...]


def severity_over_time(kept: Sequence[Kept]) -> tuple[Pattern, ...]:
    """One pattern per speaker with any sign in the 28 days up to the latest that was kept, by speaker's name.

    The level is that of the gravest single sign. It rises by one step, to `HIGH` at most, when signs of control, or
    signs of not wanting to live, came on three or more days, or when control showed in two or more kinds on two days.
    What was dismissed counts only when it was imminent. These are rules of thumb; no study has set them.
    """
    if not kept:
        return ()
    last = max(item.day for item in kept)
    near = [item for item in kept if (last - item.day).days < WINDOW_DAYS and _counts(item)]
    return tuple(
        _pattern(name, [item for item in near if item.speaker == name]) for name in sorted(_speakers(near))
    )


def _counts(item: Kept) -> bool:
    return item.safety.level is Level.IMMINENT or (item.safety.level > Level.NONE and not item.dismissed)


def _speakers(near: list[Kept]) -> set[str]:
    return {item.speaker for item in near}


def _pattern(speaker: str, items: list[Kept]) -> Pattern:
    level = max(item.safety.level for item in items)
    names = Counter(signal.name for item in items for signal in item.safety.signals)
    if level < Level.HIGH and (_repeated(items, _CONTROL) or _repeated(items, _SELF) or _manifold(items)):
        level = Level(level + 1)
    return Pattern(speaker, level, tuple(sorted({item.day for item in items})), tuple(sorted(names)))


def _repeated(items: list[Kept], names: frozenset[str]) -> bool:
    return len({item.day for item in items if any(s.name in names for s in item.safety.signals)}) >= _TIMES


def _manifold(items: list[Kept]) -> bool:
    found = [
        (item.day, signal.name) for item in items for signal in item.safety.signals if signal.name in _CONTROL
    ]
    return len({day for day, _ in found}) >= _KINDS and len({name for _, name in found}) >= _KINDS
