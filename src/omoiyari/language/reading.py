"""`read`: one message in, one frozen reading out."""

from dataclasses import dataclass

import numpy as np

from omoiyari.language.danger import phrases
from omoiyari.language.encoder import SETTING, Family, Floats, Scale, View, families, network
from omoiyari.language.labels import EMOTIONS, GROUPS, SEVERITIES
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
from omoiyari.language.sentences import sentences
from omoiyari.language.spans import carrying
from omoiyari.language.tongues import tongue

_GROUP_PLACES = [[EMOTIONS.index(label) for label in labels] for labels in GROUPS.values()]


@dataclass(frozen=True, slots=True)
class _Part:
    """One stretch of the text as the network saw it: logits of all labels, and the span that carries each move."""

    start: int
    end: int
    logits: Floats
    spans: tuple[tuple[int, int], ...]


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
    if not heard.readable:
        return Reading(heard, (), (), (), (), _safety(heard, found))
    parts = sentences(text)
    views = network().views(text, setting, context, parts)
    if not views:
        return Reading(heard, (), (), (), (), _safety(heard, found))
    return _reading(heard, text, found, views, parts)


def _reading(
    heard: Tongue, text: str, found: tuple[Signal, ...], views: list[View], parts: tuple[tuple[int, int], ...]
) -> Reading:
    known = families()
    seen = [part for start, end in parts if (part := _seen(views, start, end, text))]
    whole = whole_logits(views)
    both = message_logits(whole, [part.logits for part in seen])
    emotions = _emotions(known["emotions"], known["emotions"].message, whole)
    groups = _emotions(known["groups"], known["groups"].message, _grouped(known["emotions"], whole))
    moves = _moves(known["moves"], known["moves"].message, both, seen)
    told = tuple(_sentence(known, part) for part in seen)
    modelled = _modelled(known["safety"], whole, text)
    return Reading(heard, emotions, groups, moves, told, _safety(heard, found + modelled))


def whole_logits(views: list[View]) -> Floats:
    """(labels,) of the whole text: the likelier where there are several windows."""
    each = [view.shares(np.ones(len(view.places), bool)).sum(0) for view in views]
    return np.asarray(np.max(each, axis=0), np.float32)


def message_logits(whole: Floats, parts: list[Floats]) -> Floats:
    """(labels,) of a message: midway between what it does as a whole and what its strongest sentence does."""
    strongest: Floats = np.max([whole, *parts], axis=0)
    return (whole + strongest) / np.float32(2)


def _seen(views: list[View], start: int, end: int, text: str) -> _Part | None:
    """A sentence, in the first window that holds some of it, and the likelier where two windows do."""
    found = [part for view in views if (part := _part(view, start, end, text))]
    if not found:
        return None
    logits: Floats = np.max([part.logits for part in found], axis=0)
    lead = np.argmax(np.stack([part.logits for part in found]), axis=0)
    moves = families()["moves"].columns
    spans = tuple(found[int(which)].spans[at] for at, which in enumerate(lead[moves]))
    return _Part(start, end, logits, spans)


def _part(view: View, start: int, end: int, text: str) -> _Part | None:
    inside = (view.places >= start) & (view.places < end)
    if not inside.any():
        return None
    shares = view.shares(inside)[inside]
    places, ends = view.places[inside], view.ends[inside]
    spans = carrying(shares[:, families()["moves"].columns], places, ends, text)
    return _Part(start, end, shares.sum(0), spans)


def _sentence(known: dict[str, Family], part: _Part) -> Sentence:
    emotions = _emotions(known["emotions"], known["emotions"].sentence, part.logits)
    groups = _emotions(known["groups"], known["groups"].sentence, _grouped(known["emotions"], part.logits))
    moves = _moves(known["moves"], known["moves"].sentence, part.logits, [part])
    return Sentence(part.start, part.end, emotions, groups, moves)


def _probabilities(family: Family, scale: Scale, logits: Floats) -> Floats:
    return scale.probability(logits[family.columns] + family.bias)


def _emotions(family: Family, scale: Scale, logits: Floats) -> tuple[Emotion, ...]:
    ps = _probabilities(family, scale, logits)
    return tuple(
        Emotion(label, round(float(p), 4), bool(p >= least))
        for label, p, least in zip(family.labels, ps, scale.threshold, strict=True)
    )


def _moves(family: Family, scale: Scale, logits: Floats, seen: list[_Part]) -> tuple[Move, ...]:
    ps = _probabilities(family, scale, logits)
    lead = np.argmax(np.stack([part.logits[family.columns] for part in seen]), axis=0)
    return tuple(
        Move(label, round(float(p), 4), bool(p >= least), *seen[int(which)].spans[at])
        for at, (label, p, least, which) in enumerate(
            zip(family.labels, ps, scale.threshold, lead, strict=True)
        )
    )


def grouped(logits: Floats) -> Floats:
    """(..., 7) from (..., 28): logit of "any of the group's labels", the labels taken as independent."""
    ps = 1 / (1 + np.exp(-np.asarray(logits, np.float64)))
    none = np.stack([np.prod(1 - ps[..., where], axis=-1) for where in _GROUP_PLACES], axis=-1)
    odds: Floats = (np.log1p(1e-9 - none) - np.log(none + 1e-9)).astype(np.float32)
    return odds


def _grouped(family: Family, logits: Floats) -> Floats:
    return grouped(logits[family.columns] + family.bias)


def _modelled(family: Family, logits: Floats, text: str) -> tuple[Signal, ...]:
    """What the model takes for danger: only when a severity passes is a signal named."""
    ps = _probabilities(family, family.message, logits)
    passed = dict(zip(family.labels, ps >= family.message.threshold, strict=True))
    level = max((Level[word.upper()] for word in SEVERITIES if passed[word]), default=Level.NONE)
    if not level:
        return ()
    ranked = sorted(zip(family.labels, ps, strict=True), key=lambda item: -item[1])
    named = [(label, p) for label, p in ranked if label not in SEVERITIES]
    kept = [item for item in named if passed[item[0]]] or named[:1]
    return tuple(Signal(label, level, round(float(p), 4), "model", 0, len(text)) for label, p in kept)


def _safety(heard: Tongue, signals: tuple[Signal, ...]) -> Safety:
    level = max((signal.level for signal in signals), default=Level.NONE)
    return Safety(level, signals, heard.danger_readable)
