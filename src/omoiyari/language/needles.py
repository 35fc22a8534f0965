"""What a text must contain for a pattern to match at all: a cheap look before the patterns of danger are tried."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from re import _constants as part  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any, Generic, TypeVar

Owner = TypeVar("Owner", bound=tuple[int, ...])

_MOST = 40
_REPEATS = (part.MAX_REPEAT, part.MIN_REPEAT, part.POSSESSIVE_REPEAT)


@dataclass(frozen=True, slots=True)
class Haystack(Generic[Owner]):
    """Patterns by two or three letters in a row of their needles; `always` are those without needles."""

    always: tuple[tuple[Owner, str], ...]
    by_letters: dict[str, tuple[tuple[str, Owner, str], ...]]

    @classmethod
    def of(cls, patterns: Iterable[tuple[Owner, str]]) -> "Haystack[Owner]":
        known = [(owner, pattern, needles(pattern)) for owner, pattern in patterns]
        common = Counter(
            letters for _, _, literals in known for literal in literals for letters in _letters(literal)
        )
        found: dict[str, list[tuple[str, Owner, str]]] = defaultdict(list)
        for owner, pattern, literals in known:
            for literal in literals:
                found[min(_letters(literal), key=lambda letters: common[letters])].append(
                    (literal, owner, pattern)
                )
        always = tuple((owner, pattern) for owner, pattern, literals in known if not literals)
        return cls(always, {letters: tuple(listed) for letters, listed in found.items()})

    def worth_trying(self, text: str) -> list[tuple[Owner, str]]:
        """Every pattern that could match `text`, each once, with its owner, in the order of owners."""
        letters = {text[at : at + size] for size in (2, 3) for at in range(len(text) - size + 1)}
        kept = dict.fromkeys(self.always)
        for key in letters & self.by_letters.keys():
            kept |= dict.fromkeys(
                (o, pattern) for literal, o, pattern in self.by_letters[key] if literal in text
            )
        return sorted(kept, key=lambda pair: pair[0])


def _letters(literal: str) -> list[str]:
    size = min(3, len(literal))
    return [literal[at : at + size] for at in range(len(literal) - size + 1)]


def needles(pattern: str) -> frozenset[str]:
    """Literals of which every match has at least one; empty when no such set of at most 40 is known."""
    found = _needed(parser.parse(pattern))
    return found if 0 < len(found) <= _MOST else frozenset()


def _needed(parsed: Any) -> frozenset[str]:
    """The most telling set that any one item of a sequence demands."""
    best: frozenset[str] = frozenset()
    run = ""
    for kind, given in [*parsed, (None, None)]:
        if kind is part.LITERAL:
            run += chr(given)
            continue
        best = max(best, frozenset({run}) if len(run) > 1 else frozenset(), _of(kind, given), key=_telling)
        run = ""
    return best


def _of(kind: Any, given: Any) -> frozenset[str]:
    if kind is part.SUBPATTERN:
        return _needed(given[3])
    if kind in _REPEATS and given[0] > 0:
        return _needed(given[2])
    if kind is part.BRANCH:
        each = [_needed(branch) for branch in given[1]]
        return frozenset().union(*each) if all(each) else frozenset()
    return frozenset()


def _telling(found: frozenset[str]) -> float:
    return min(map(len, found)) - 0.05 * len(found) if found else -99.0
