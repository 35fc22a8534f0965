"""Makes probabilities mean what they say, on messages that no lesson saw, read by the very file that ships."""

import json
from pathlib import Path
from typing import Any

import numpy as np

from omoiyari.language.encoder import Network
from omoiyari.language.labels import EMOTIONS, GROUPS, MOVES, SEVERITIES, SIGNALS
from omoiyari.language.reading import grouped, message_logits, whole_logits
from omoiyari.language.sentences import sentences
from training.measure import Array, platt, sigmoid, thresholds
from training.network import Reader
from training.rows import SIZES, Example

STARTS = {"emotions": 0, "moves": len(EMOTIONS), "safety": len(EMOTIONS) + len(MOVES)}


def seen(net: Network, example: Example) -> tuple[Array, Array, Array]:
    """Logits without biases: of the whole, of the message, and (sentences, labels) of its sentences."""
    setting = example.setting or "opening"
    views = net.views(example.text, setting, example.context, sentences(example.text))
    if not views:
        empty = np.full(sum(SIZES.values()), -9.0, np.float32)
        return empty, empty, np.stack([empty] * max(1, len(example.stretches) - 1))
    whole = whole_logits(views)
    split = [found for span in sentences(example.text) if (found := _stretch(views, span)) is not None]
    given = [_stretch(views, span) for span in example.stretches[1:]]
    kept = [whole if found is None else found for found in given] or [whole]
    return whole, message_logits(whole, split), np.stack(kept)


def _stretch(views: list[Any], span: tuple[int, int]) -> Array | None:
    found = None
    for view in views:
        inside = (view.places >= span[0]) & (view.places < span[1])
        if inside.any():
            logits = view.shares(inside).sum(0)
            found = logits if found is None else np.maximum(found, logits)
    return found


def calibrated(reader: Reader, net: Network, kept: dict[str, list[Example]], path: Path) -> None:
    """Writes `reader.json`: labels, biases, slopes, offsets and thresholds of every family."""
    bias = {name: reader.head(name).bias.detach().numpy() for name in SIZES}
    emotions = [seen(net, example)[0] for example in kept["emotions"]]
    felt = np.stack(emotions)[:, : len(EMOTIONS)]
    y = np.stack([example.targets["emotions"][0] for example in kept["emotions"]])
    groups, told = grouped(felt + bias["emotions"]), _groups(y)
    feeling = _scale(felt + bias["emotions"], y, usual=0.3)
    group = _scale(groups, told, usual=0.4)
    given = {
        "emotions": _family(EMOTIONS, 0, bias["emotions"], feeling, feeling),
        "groups": _family(tuple(GROUPS), 0, np.zeros(len(GROUPS)), group, group),
        "moves": _moves(net, bias["moves"], kept["moves"]),
        "safety": _safety(net, bias["safety"], kept["safety"]),
    }
    path.write_text(json.dumps(given, indent=1), "utf-8")


def _groups(y: Array) -> Array:
    where = {label: at for at, label in enumerate(EMOTIONS)}
    return np.stack([y[:, [where[label] for label in labels]].max(1) for labels in GROUPS.values()], 1)


def _moves(net: Network, bias: Array, kept: list[Example]) -> dict[str, Any]:
    here = slice(STARTS["moves"], STARTS["moves"] + len(MOVES))
    logits = [seen(net, example) for example in kept]
    message = _scale(
        np.stack([found[1][here] for found in logits]) + bias,
        np.stack([e.targets["moves"][0] for e in kept]),
        usual=0.4,
    )
    parts = np.concatenate([found[2][:, here] for found in logits]) + bias
    sentence = _scale(parts, np.concatenate([e.targets["moves"][1:] for e in kept]), usual=0.4)
    return _family(MOVES, STARTS["moves"], bias, message, sentence)


def _safety(net: Network, bias: Array, kept: list[Example]) -> dict[str, Any]:
    logits = np.stack([seen(net, example)[0] for example in kept])[:, STARTS["safety"] :] + bias
    scale = _scale(logits, np.stack([e.targets["safety"][0] for e in kept]), usual=0.4)
    return _family(SIGNALS + SEVERITIES, STARTS["safety"], bias, scale, scale)


def _scale(logits: Array, true: Array, usual: float) -> dict[str, list[float]]:
    slope, offset = platt(logits, true)
    least = thresholds(sigmoid(slope * logits + offset), true, usual=usual)
    return {"slope": _plain(slope), "offset": _plain(offset), "threshold": _plain(least)}


def _family(labels: tuple[str, ...], start: int, bias: Array, message: Any, sentence: Any) -> dict[str, Any]:
    return {"labels": labels, "start": start, "bias": _plain(bias), "message": message, "sentence": sentence}


def _plain(numbers: Array) -> list[float]:
    return [round(float(number), 5) for number in numbers]
