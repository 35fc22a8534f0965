"""Hears which language a text is written in, and says plainly when it is one we cannot read."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from omoiyari.language.content import read_toml
from omoiyari.language.model import Tongue
from omoiyari.words import N_

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_NOT_WORDS = re.compile(r"https?://\S+|www\.\S+|\S+@\S+\.\S+")
_SCRIPTS = (
    ("ja", re.compile(r"[\u3040-\u30ff]")),
    ("zh", re.compile(r"[\u4e00-\u9fff]")),
    ("ko", re.compile(r"[\uac00-\ud7af]")),
    ("el", re.compile(r"[\u0370-\u03ff]")),
    ("he", re.compile(r"[\u0590-\u05ff]")),
    ("th", re.compile(r"[\u0e00-\u0e7f]")),
    ("ta", re.compile(r"[\u0b80-\u0bff]")),
    ("bn", re.compile(r"[\u0980-\u09ff]")),
)
UNREADABLE = N_("We don't read {language} well yet, so nothing is said about this text.")
DANGER_ONLY = N_("We don't read {language} well yet. Only plain words of danger are looked for.")
UNKNOWN = N_("We can't tell which language this is, so nothing is said about it.")
_LEAST_SURE = 0.3


@dataclass(frozen=True, slots=True)
class _Ear:
    english: frozenset[str]
    hindi_latin: frozenset[str]
    danger: frozenset[str]
    same: dict[str, str]
    names: dict[str, str]


def tongue(text: str) -> Tongue:
    """The language of `text`. English is taken on trust when nothing speaks against it, as in "ok" or "x"."""
    clean = _NOT_WORDS.sub(" ", text)[:4000]
    words = [word.lower().replace("’", "'") for word in _WORD.findall(clean)]
    return _tongue(_code(clean, words) if words else "und")


def _tongue(code: str) -> Tongue:
    ear = _ear()
    readable = code in ("en", "und")
    danger = readable or code in ear.danger
    note = "" if readable else DANGER_ONLY if danger else UNREADABLE if code in ear.names else UNKNOWN
    return Tongue(code, ear.names.get(code, code), readable, danger, note)


def _code(clean: str, words: list[str]) -> str:
    ear = _ear()
    if not clean.isascii() and (code := _by_script(clean)):
        return code
    if sum(word in ear.hindi_latin for word in words) * 10 >= len(words) * 4:
        return "hi"
    english = sum(word in ear.english for word in words) / len(words)
    return "en" if english >= 0.5 else _by_letters(clean, words, english)


def _by_script(clean: str) -> str:
    """The language that alone uses most of the letters; Japanese by any of its own. Empty where none does."""
    letters = sum(map(str.isalpha, clean))
    for code, script in _SCRIPTS:
        if len(script.findall(clean)) * 2 > letters or (code == "ja" and script.search(clean)):
            return code
    return ""


def _by_letters(clean: str, words: list[str], english: float) -> str:
    scored = _letters()(clean)
    code, sure = max(scored.items(), key=lambda item: item[1])
    if code == "en" or sure < (_LEAST_SURE if clean.isascii() else 0.1):
        return "en"
    if english >= 0.25 and sure < 0.8:
        return "en"
    if clean.isascii() and len(words) < 4 and sure < 0.6:
        return "en"
    return code


@cache
def _ear() -> _Ear:
    given = read_toml("tongues.toml")
    words = {name: frozenset(given[name].split()) for name in ("english", "hindi_latin")}
    return _Ear(
        words["english"], words["hindi_latin"], frozenset(given["danger"]), given["same"], given["names"]
    )


@cache
def _letters() -> Callable[[str], dict[str, float]]:
    """Loaded only for a text that is not plainly English: the model of py3langid (Lui and Baldwin, 2012)."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # type: ignore[import-untyped]

    return _merged(LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True))


def _merged(identifier: Any) -> Callable[[str], dict[str, float]]:
    same = _ear().same

    def scored(text: str) -> dict[str, float]:
        merged: dict[str, float] = {}
        for code, p in identifier.rank(text)[:6]:
            merged[same.get(code, code)] = merged.get(same.get(code, code), 0.0) + p
        return merged

    return scored
