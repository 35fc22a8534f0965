"""Makes probabilities mean what they say, on messages that no lesson saw, read by the very files that ship."""

import json
from pathlib import Path
from typing import Any

import numpy as np

from omoiyari.language.encoder import Network
from omoiyari.language.labels import EMOTIONS, GROUPS, MOVES, SEVERITIES, SIGNALS
from omoiyari.language.looking import Look, Part, look, stretch
from omoiyari.language.phrasing import runs
from omoiyari.language.reading import grouped
from omoiyari.language.sentences import sentences
from training.measure import SILENT, Array, quiet, sigmoid, stacked, thresholds
from training.network import Reader
from training.rows import SIZES, Example

STARTS = {"emotions": 0, "moves": len(EMOTIONS), "safety": len(EMOTIONS) + len(MOVES)}
NET, PHRASED = 0.8, 0.3
BETA, ORDINARY = 1.2, 0.03
"""Danger: how much more a miss weighs than an alarm; the most alarms on ordinary messages."""


def uncalibrated(reader: Reader) -> dict[str, Any]:
    """What `reader.json` says before anything is known: slope 1, offset 0, threshold one half."""
    bias = {name: reader.head(name).bias.detach().numpy() for name in SIZES} | {
        "groups": np.zeros(len(GROUPS))
    }
    labels = {"emotions": EMOTIONS, "groups": tuple(GROUPS), "moves": MOVES, "safety": SIGNALS + SEVERITIES}
    given = {}
    for name, names in labels.items():
        n = len(names)
        scale = {
            "slope": [1.0] * n,
            "lean": [0.0] * n,
            "offset": [0.0] * n,
            "threshold": [0.5] * n,
            "loud": [0.5] * n,
        }
        both = {"message": scale, "sentence": dict(scale)}
        given[name] = {"labels": names, "start": STARTS.get(name, 0), "bias": _plain(bias[name])} | both
    return given


def calibrated(given: dict[str, Any], net: Network, kept: dict[str, list[Example]]) -> dict[str, Any]:
    """`given` with slopes, offsets and thresholds of every family set on the messages that were kept apart."""
    felt, danger, moves = (given[name] for name in ("emotions", "safety", "moves"))
    seen, y = _wholes(kept["emotions"], felt, "emotions")
    felt["message"] = felt["sentence"] = scaled(seen[None], y, usual=0.3)
    groups = given["groups"]
    groups["message"] = groups["sentence"] = scaled(grouped(seen)[None], _groups(y), usual=0.4)
    danger["message"] = danger["sentence"] = _danger(danger, kept["safety"], _ordinary(kept["moves"]))
    _moves(moves, net, kept["moves"])
    return given


def written(given: dict[str, Any], path: Path) -> None:
    path.write_text(json.dumps(given, indent=1), "utf-8")


def _looked(example: Example) -> Look | None:
    return look(example.text, example.setting or "opening", example.context)


def _wholes(examples: list[Example], given: dict[str, Any], family: str) -> tuple[Array, Array]:
    here, bias = _place(given)
    pairs = [(found, example) for example in examples if (found := _looked(example))]
    logits = np.stack([found.whole.logits[here] for found, _ in pairs]) + bias
    return logits, np.stack([example.targets[family][0] for _, example in pairs])


def _groups(y: Array) -> Array:
    where = {label: at for at, label in enumerate(EMOTIONS)}
    return np.stack([y[:, [where[label] for label in labels]].max(1) for labels in GROUPS.values()], 1)


def _danger(given: dict[str, Any], kept: list[Example], ordinary: list[Example]) -> dict[str, list[float]]:
    """Thresholds lean towards finding; but few of the ordinary messages of couples may be taken for danger."""
    logits, true = _signals(given, kept), np.stack([example.targets["safety"][0] for example in kept])
    scale = scaled(logits, true, usual=0.4, beta=BETA)
    slopes = np.array([scale["slope"], scale["lean"]])
    p = sigmoid((slopes[:, None, :] * _signals(given, ordinary)).sum(0) + np.array(scale["offset"]))
    urgent = slice(len(SIGNALS), None)
    least = np.array(scale["threshold"])
    least[urgent] = quiet(p[:, urgent], np.zeros_like(p[:, urgent]), least[urgent], ORDINARY)
    return scale | {"threshold": _plain(least), "loud": _plain(least)}


def _signals(given: dict[str, Any], examples: list[Example]) -> Array:
    here, bias = _place(given)
    wholes = [found.whole for example in examples if (found := _looked(example))]
    return np.array([[part.logits[here] + bias for part in wholes], [part.phrases[here] for part in wholes]])


def _moves(given: dict[str, Any], net: Network, kept: list[Example]) -> None:
    here, bias = _place(given)
    pairs = [(found, example.targets["moves"][0]) for example in kept if (found := _looked(example))]
    message = [
        [found.logits()[here] + bias for found, _ in pairs],
        [found.phrases()[here] for found, _ in pairs],
    ]
    given["message"] = scaled(
        np.array(message), np.stack([true for _, true in pairs]), usual=0.4, alarms=SILENT
    )
    parts = [row for example in kept for row in _sentences(net, example) if row[0].spans]
    sentence = [[part.logits[here] + bias for part, _ in parts], [part.phrases[here] for part, _ in parts]]
    given["sentence"] = scaled(
        np.array(sentence), np.stack([true for _, true in parts]), usual=0.4, alarms=SILENT
    )


def _ordinary(examples: list[Example]) -> list[Example]:
    return [example for example in examples if example.ordinary]


def _place(given: dict[str, Any]) -> tuple[slice, Array]:
    return slice(given["start"], given["start"] + len(given["bias"])), np.array(given["bias"])


def _sentences(net: Network, example: Example) -> list[tuple[Part, Array]]:
    """The sentences as their writer meant them, with their labels."""
    text, setting = example.text, example.setting
    views = net.views(text, setting, example.context, sentences(text))
    spans = zip(example.stretches[1:], example.targets["moves"][1:], strict=True)
    return [(stretch(views, text, span, runs(text[slice(*span)]), setting), true) for span, true in spans]


def scaled(
    logits: Array, true: Array, usual: float, alarms: float = 1.0, beta: float = 1.0
) -> dict[str, list[float]]:
    """A scale of `reader.json`, from (readers, n, labels): the network's logits and those of the turns of phrase."""
    several = len(logits) > 1
    slopes, offset = stacked(logits, true, (NET, PHRASED) if several else (1.0,))
    p = sigmoid((slopes[:, None, :] * logits).sum(0) + offset)
    least = thresholds(p, true, beta=beta, usual=usual)
    loud = quiet(p, true, least, alarms)
    lean = slopes[1] if several else np.zeros_like(offset)
    scale = {"slope": slopes[0], "lean": lean, "offset": offset, "threshold": least, "loud": loud}
    return {name: _plain(numbers) for name, numbers in scale.items()}


def _plain(numbers: Array) -> list[float]:
    return [round(float(number), 5) for number in numbers]
