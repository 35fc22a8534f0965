"""How alike two people's small words are: language style matching."""

import re
from collections import Counter
from dataclasses import dataclass
from functools import cache

from omoiyari.language.content import read_toml

_WORD = re.compile(r"[a-z]+(?:'[a-z]+)*")
LEAST_WORDS = 50


@dataclass(frozen=True, slots=True)
class StyleMatch:
    """`value` in 0..1, or None when either has fewer than 50 words; `by_kind` in 0..1; `words` of each person."""

    value: float | None
    by_kind: dict[str, float]
    words: tuple[int, int]


def style_match(first: str, second: str) -> StyleMatch:
    """Mean over nine kinds of closed-class words of 1 - |a - b| / (a + b + 0.0001), a and b in percent of all words.

    Symmetric; English only. Matching goes with staying together in one study of speed-dating and texting couples
    (Ireland et al., 2011); it says nothing of who adapts to whom, and nothing at all of a single message.
    """
    a, b = _shares(first), _shares(second)
    words = (a.total, b.total)
    by_kind = {
        kind: 1 - abs(a.share[kind] - b.share[kind]) / (a.share[kind] + b.share[kind] + 1e-4)
        for kind in _kinds()
    }
    enough = min(words) >= LEAST_WORDS
    return StyleMatch(sum(by_kind.values()) / len(by_kind) if enough else None, by_kind, words)


@dataclass(frozen=True, slots=True)
class _Shares:
    total: int
    share: dict[str, float]


def _shares(text: str) -> _Shares:
    counts = Counter(_WORD.findall(text.lower().replace("’", "'")))
    total = counts.total()
    share = {
        kind: 100 * sum(counts[word] for word in words) / max(total, 1) for kind, words in _kinds().items()
    }
    return _Shares(total, share)


@cache
def _kinds() -> dict[str, frozenset[str]]:
    given = read_toml("style.toml")["kinds"]
    return {kind: frozenset(words.split()) for kind, words in given.items()}
