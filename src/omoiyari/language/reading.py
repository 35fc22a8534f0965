"""`read`: one message in, one frozen reading out."""

import numpy as np

from omoiyari.language.danger import OWN_SCRIPT, phrases, prepared
from omoiyari.language.encoder import SETTING, Family, Floats, Scale, families
from omoiyari.language.figures import meant
from omoiyari.language.labels import EMOTIONS, GROUPS, SEVERITIES
from omoiyari.language.looking import Look, Part, look
from omoiyari.language.model import (
    Emotion,
    Level,
    Move,
    Reading,
    Safety,
    Sentence,
    Signal,
    Tongue,
    UnknownSetting,
)
from omoiyari.language.phrasing import Runs, phrasing, runs
from omoiyari.language.tongues import tongue

_MEMBERS = np.array([[label in group for group in GROUPS.values()] for label in EMOTIONS], np.float64)


def read(text: str, *, setting: str, context: str = "") -> Reading:
    """Read one message.

    `setting` is `reply` (the partner has just told me, in `context`, what they feel) or `opening`. Texts of any
    length are read in windows of 120 tokens. Nothing random, nothing kept: the same words give the same reading,
    alone or among others. Raises `UnknownSetting`.
    """
    if setting not in SETTING:
        raise UnknownSetting(setting)
    heard = tongue(text)
    found = phrases(text)
    seen = look(text, setting, context) if heard.readable else None
    if seen is None:
        return Reading(heard, (), (), (), (), _safety(heard, found + _elsewhere(heard, text)))
    signals = _modelled(seen, text)
    plain = meant(text) if signals else text
    if plain != text and (again := look(plain, setting, context)):
        signals = _modelled(again, text)
    return _reading(heard, found + signals, seen)


def _reading(heard: Tongue, signals: tuple[Signal, ...], seen: Look) -> Reading:
    moves = families()["moves"]
    return Reading(
        heard,
        *_felt(seen.whole),
        _moves(moves, moves.message, _of(moves, seen.logits()), seen.phrases()[moves.columns], seen.parts),
        tuple(map(_sentence, seen.parts)),
        _safety(heard, signals),
    )


def _felt(part: Part) -> tuple[tuple[Emotion, ...], tuple[Emotion, ...]]:
    """Emotions and groups."""
    felt, groups = families()["emotions"], families()["groups"]
    logits = _of(felt, part.logits)  # feelings have one scale for messages and sentences
    return _emotions(felt, logits), _emotions(groups, grouped(logits))


def _sentence(part: Part) -> Sentence:
    moves = families()["moves"]
    done = _moves(moves, moves.sentence, _of(moves, part.logits), part.phrases[moves.columns], (part,))
    return Sentence(part.start, part.end, *_felt(part), done)


def _of(family: Family, logits: Floats) -> Floats:
    return logits[family.columns] + family.bias


def _emotions(family: Family, logits: Floats) -> tuple[Emotion, ...]:
    ps = family.message.probability(logits)
    rows = zip(family.labels, ps.tolist(), family.message.found(ps).tolist(), strict=True)
    return tuple(Emotion(label, round(p, 4), found) for label, p, found in rows)


def _moves(
    family: Family, scale: Scale, logits: Floats, phrased: Floats, parts: tuple[Part, ...]
) -> tuple[Move, ...]:
    """Each with the span of the sentence that speaks loudest for it."""
    ps = scale.probability(logits, phrased)
    lead = np.argmax([part.logits[family.columns] for part in parts], axis=0).tolist()
    rows = zip(family.labels, ps.tolist(), scale.found(ps).tolist(), lead, strict=True)
    return tuple(
        Move(label, round(p, 4), found, *parts[which].spans[at])
        for at, (label, p, found, which) in enumerate(rows)
    )


def grouped(logits: Floats) -> Floats:
    """(..., 7) from (..., 28): logit of "any of the group's labels", the labels taken as independent."""
    none = np.exp(-np.logaddexp(0.0, logits) @ _MEMBERS)
    odds: Floats = (np.log(1 - none + 1e-9) - np.log(none + 1e-9)).astype(np.float32)
    return odds


def _modelled(seen: Look, text: str) -> tuple[Signal, ...]:
    family = families()["safety"]
    return _signals(family, _of(family, seen.whole.logits), seen.whole.phrases[family.columns], text)


def _elsewhere(heard: Tongue, text: str) -> tuple[Signal, ...]:
    """What turns of phrase tell of danger in a language that the network cannot read."""
    if heard.readable or not heard.danger_readable:
        return ()
    logits = phrasing("tongues").logits(abroad(text, heard.code), heard.code)
    return _signals(families()["tongues"], logits, 0.0, text)


def abroad(text: str, code: str) -> Runs:
    """The runs of a text in another language, its Latin letters without their marks."""
    return runs(prepared(text, plain=code not in OWN_SCRIPT or text.isascii()).text)


def _signals(family: Family, logits: Floats, phrased: Floats | float, text: str) -> tuple[Signal, ...]:
    """What is taken for danger by model: only when a severity passes is a signal named."""
    ps = family.message.probability(logits, phrased)
    passed = dict(zip(family.labels, family.message.found(ps).tolist(), strict=True))
    level = max((Level[word.upper()] for word in SEVERITIES if passed[word]), default=Level.NONE)
    if not level:
        return ()
    ranked = sorted(zip(ps.tolist(), family.labels, strict=True), reverse=True)
    named = [(p, label) for p, label in ranked if label not in SEVERITIES]
    kept = [item for item in named if passed[item[1]]] or named[:1]
    return tuple(Signal(label, level, round(p, 4), "model", 0, len(text)) for p, label in kept)


def _safety(heard: Tongue, signals: tuple[Signal, ...]) -> Safety:
    level = max((signal.level for signal in signals), default=Level.NONE)
    return Safety(level, signals, heard.danger_readable)
