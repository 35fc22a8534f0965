"""Phrase rules for danger: small enough to read, above the model, and able only to raise.

The rules are in `safety_phrases.toml`, whose head says how a text is prepared for them.
"""

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from omoiyari.language.model import Level, Signal
from omoiyari.language.needles import needles
from omoiyari.language.normalise import Normal

_NEAR = 60
_OWN_SCRIPT = ("ar", "hi", "zh", "ja")


@dataclass(frozen=True, slots=True)
class Rule:
    """Fires on a find of `any`, given as (literals, pattern), with no find of `unless` within 60 characters."""

    lang: str
    signal: str
    level: Level
    any: tuple[tuple[frozenset[str], re.Pattern[str]], ...]
    unless: tuple[re.Pattern[str], ...]

    def fires(self, text: str) -> tuple[int, int] | None:
        """The half-open span of `text`, prepared, that the rule fires on."""
        for literals, pattern in self.any:
            if literals and not any(literal in text for literal in literals):
                continue
            for hit in pattern.finditer(text):
                near = text[max(0, hit.start() - _NEAR) : hit.end() + _NEAR]
                if hit.end() > hit.start() and not any(reason.search(near) for reason in self.unless):
                    return hit.span()
        return None


def phrases(text: str) -> tuple[Signal, ...]:
    """Every rule that fires on `text`, in any language, as a signal with p = 1; spans are of `text` as written."""
    whole = prepared(text, plain=False)
    plain = prepared(text, plain=True)
    signals = []
    for rule in rules():
        given = whole if rule.lang in _OWN_SCRIPT else plain
        if hit := rule.fires(given.text):
            signals.append(Signal(rule.signal, rule.level, 1.0, "rule", *given.written(*hit)))
    return tuple(signals)


def prepared(text: str, *, plain: bool) -> Normal:
    """NFKC, casefolded, without invisible characters, white space run together; `plain`: without diacritics too."""
    letters: list[str] = []
    origin: list[int] = []
    for place, character in enumerate(text):
        new = _folded(character, plain)
        if new.isspace():
            new = "" if letters and letters[-1] == " " else " "
        letters.extend(new)
        origin.extend([place] * len(new))
    return Normal("".join(letters), tuple(origin))


def _folded(character: str, plain: bool) -> str:
    if character < "\x7f":
        return character.lower()
    if unicodedata.category(character) == "Cf":
        return ""
    new = unicodedata.normalize("NFKC", character).casefold()
    if plain:
        new = "".join(c for c in unicodedata.normalize("NFD", new) if unicodedata.category(c) != "Mn")
    return new


@cache
def rules() -> tuple[Rule, ...]:
    """The phrase rules of all languages, in the order of the file."""
    given = tomllib.loads((files("omoiyari.language") / "safety_phrases.toml").read_text("utf-8"))
    return tuple(map(_rule, given["rule"]))


def _rule(given: dict[str, Any]) -> Rule:
    patterns = {part: tuple(re.compile(p) for p in given.get(part, ())) for part in ("any", "unless")}
    level = Level[given["severity"].upper()]
    tried = tuple((needles(pattern), pattern) for pattern in patterns["any"])
    return Rule(given["lang"], given["signal"], level, tried, patterns["unless"])
