"""What a text must contain for a pattern to match at all: a cheap look before the patterns of danger are tried."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

Owner = TypeVar("Owner", bound=tuple[int, ...])


@dataclass(frozen=True, slots=True)
class Haystack(Generic[Owner]):
    """Patterns by two or three letters in a row of their needles; `always` are those without needles."""

    always: tuple[tuple[Owner, str], ...]
    by_letters: dict[str, tuple[tuple[str, Owner, str], ...]]

    @classmethod
    def of(cls, patterns: Iterable[tuple[Owner, str, list[str]]]) -> "Haystack[Owner]":
        """Each pattern with its owner and its needles: literals of which every match has at least one."""
        known = list(patterns)
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
            for literal, owner, pattern in self.by_letters[key]:
                if literal in text:
                    kept[owner, pattern] = None
        return sorted(kept, key=lambda pair: pair[0])


def _letters(literal: str) -> list[str]:
    size = min(3, len(literal))
    return [literal[at : at + size] for at in range(len(literal) - size + 1)]
