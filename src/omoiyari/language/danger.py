"""Phrase rules for danger: small enough to read, above the model, and able only to raise.

The rules are in `phrases/`, a file for each language; its README says how a text is prepared for them.
"""

import json
import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from omoiyari.language.content import read_toml
from omoiyari.language.model import Level, Signal
from omoiyari.language.needles import Haystack
from omoiyari.language.normalise import Normal

NEEDLES = files("omoiyari.language") / "needles.json"
"""What each pattern's matches must contain, as `python -m tools.needles` works it out."""
_NEAR = 60
_GAPS = re.compile(r"\s\s|[^\S ]|[\x00-\x1f]")
OWN_SCRIPT = ("ar", "hi", "zh", "ja")
"""Languages whose marks over and under letters carry meaning, so that they are kept."""


@dataclass(frozen=True, slots=True)
class Rule:
    """Fires on a find of one of `any` with no find of `unless` within 60 characters of it."""

    lang: str
    signal: str
    level: Level
    any: tuple[str, ...]
    unless: tuple[str, ...]

    def fires(self, pattern: str, text: str) -> tuple[int, int] | None:
        """The half-open span of `text`, prepared, that the rule fires on by one of its patterns."""
        for hit in compiled(pattern).finditer(text):
            near = text[max(0, hit.start() - _NEAR) : hit.end() + _NEAR]
            if hit.end() > hit.start() and not any(compiled(reason).search(near) for reason in self.unless):
                return hit.span()
        return None


def phrases(text: str) -> tuple[Signal, ...]:
    """The rules that fire on `text`, in any language, as signals with p = 1; spans are of `text` as written."""
    plain = prepared(text, plain=True)
    found = _found(plain, own_script=False)
    if not text.isascii():
        found |= _found(prepared(text, plain=False), own_script=True)
    return tuple(found[at] for at in sorted(found))


def _found(normal: Normal, *, own_script: bool) -> dict[int, Signal]:
    found: dict[int, Signal] = {}
    for (at, _), pattern in haystack().worth_trying(normal.text):
        rule = rules()[at]
        if at in found or (rule.lang in OWN_SCRIPT) is not own_script:
            continue
        if hit := rule.fires(pattern, normal.text):
            found[at] = Signal(rule.signal, rule.level, 1.0, "rule", *normal.written(*hit))
    return found


def prepared(text: str, *, plain: bool) -> Normal:
    """NFKC, casefolded, without invisible characters, white space run together; `plain`: without diacritics too."""
    if text.isascii() and not _GAPS.search(text):
        return Normal(text.lower(), range(len(text)))
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
    """The phrase rules of all languages, in the order of the files' names and in that of each file."""
    pages = (files("omoiyari.language") / "phrases").iterdir()
    names = sorted(page.name for page in pages if page.name.endswith(".toml"))
    return tuple(rule for name in names for rule in _page(read_toml(f"phrases/{name}")))


def _page(given: dict[str, Any]) -> list[Rule]:
    return [_rule(one, given["reasons"]) for one in given["rule"]]


def _rule(given: dict[str, Any], reasons: dict[str, str]) -> Rule:
    unless = (*(reasons[name] for name in given["reasons"]), *given["unless"])
    return Rule(given["lang"], given["signal"], Level[given["severity"].upper()], tuple(given["any"]), unless)


@cache
def compiled(pattern: str) -> re.Pattern[str]:
    """Most patterns are never worth trying, and compiling them all would take longer than loading the network."""
    return re.compile(pattern)


@cache
def haystack() -> Haystack[tuple[int, int]]:
    """Which patterns of which rule, by their numbers, are worth trying on a text."""
    kept = json.loads(NEEDLES.read_text("utf-8"))
    return Haystack.of(
        ((at, place), pattern, needles)
        for at, (rule, row) in enumerate(zip(rules(), kept, strict=True))
        for place, (pattern, needles) in enumerate(zip(rule.any, row, strict=True))
    )
