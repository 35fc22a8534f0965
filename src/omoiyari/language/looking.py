"""From a message to the logits of all labels, as a whole and by sentence, with the words that carry each move."""

from dataclasses import dataclass, replace

import numpy as np

from omoiyari.language.encoder import Floats, View, families, network
from omoiyari.language.labels import EMOTIONS
from omoiyari.language.phrasing import Runs, phrasing, runs, together
from omoiyari.language.sentences import sentences
from omoiyari.language.spans import carrying

_NO_EMOTIONS = np.zeros(len(EMOTIONS), np.float32)


@dataclass(frozen=True, slots=True)
class Part:
    """One stretch of the text. logits, phrases: (labels of the network,); spans: one per move."""

    start: int
    end: int
    logits: Floats
    phrases: Floats
    spans: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Look:
    """What the network and the turns of phrase made of a message. Logits are without biases and not calibrated."""

    whole: Part
    parts: tuple[Part, ...]

    def logits(self) -> Floats:
        """(labels,): midway between what it does as a whole and what its strongest sentence does."""
        return _midway(self.whole.logits, [part.logits for part in self.parts])

    def phrases(self) -> Floats:
        """(labels,): the same of the turns of phrase."""
        return _midway(self.whole.phrases, [part.phrases for part in self.parts])


def look(text: str, setting: str, context: str) -> Look | None:
    """None for a text without anything to read."""
    spans = sentences(text)
    views = network().views(text, setting, context, spans)
    if not views:
        return None
    said = [runs(text[start:end]) for start, end in spans]
    whole = stretch(views, text, (0, len(text)), together(said), setting)
    if len(spans) == 1:
        return Look(whole, (replace(whole, start=spans[0][0], end=spans[0][1]),))
    parts = tuple(stretch(views, text, span, one, setting) for span, one in zip(spans, said, strict=True))
    return Look(whole, tuple(part for part in parts if part.spans) or (whole,))


def stretch(views: list[View], text: str, span: tuple[int, int], said: Runs, setting: str) -> Part:
    """One stretch, from all windows that hold some of it: for each label the window where it is likeliest."""
    start, end = span
    found = [shown for view in views if (shown := _shown(view, text, start, end))]
    phrases = np.concatenate([_NO_EMOTIONS, phrasing().logits(said, setting)])
    if not found:
        return Part(start, end, np.zeros_like(phrases), phrases, ())
    table = np.stack([logits for logits, _ in found])
    lead = table.argmax(0)[families()["moves"].columns]
    spans = tuple(found[which][1][at] for at, which in enumerate(lead.tolist()))
    return Part(start, end, table.max(0), phrases, spans)


def _shown(view: View, text: str, start: int, end: int) -> tuple[Floats, tuple[tuple[int, int], ...]] | None:
    inside = (view.places >= start) & (view.places < end)
    if not inside.any():
        return None
    shares = view.shares(inside)[inside]
    spans = carrying(shares[:, families()["moves"].columns], view.places[inside], view.ends[inside], text)
    return shares.sum(0), spans


def _midway(whole: Floats, parts: list[Floats]) -> Floats:
    strongest: Floats = np.max([whole, *parts], axis=0)
    return (whole + strongest) / np.float32(2)
