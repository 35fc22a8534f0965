"""Works out what a text must contain for a pattern of danger to match at all; run with `python -m tools.needles`.

It takes longer than loading the network, so what is found is kept beside the patterns.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from re import _constants as part  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

from omoiyari.language import danger

_MOST = 40
_REPEATS = (part.MAX_REPEAT, part.MIN_REPEAT, part.POSSESSIVE_REPEAT)


def kept() -> str:
    """The needles of every pattern in the order of the rules, a rule a line."""
    return "[\n" + ",\n".join(json.dumps(row, ensure_ascii=False) for row in _rows()) + "\n]\n"


def _rows() -> Iterator[list[list[str]]]:
    for rule in danger.rules():
        yield [sorted(needles(pattern)) for pattern in rule.any]


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


if __name__ == "__main__":
    Path(str(danger.NEEDLES)).write_text(kept(), "utf-8")
