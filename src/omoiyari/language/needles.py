"""What a text must contain for a pattern to match at all: a cheap look before the patterns of danger are tried."""

import re
from re import _constants as part  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

_MOST = 40
_REPEATS = (part.MAX_REPEAT, part.MIN_REPEAT, part.POSSESSIVE_REPEAT)


def needles(pattern: re.Pattern[str]) -> frozenset[str]:
    """Literals of which every match has at least one; empty when no such set of at most 40 is known."""
    found = _needed(parser.parse(pattern.pattern))
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
