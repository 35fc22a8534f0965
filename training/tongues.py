"""Learns the turns of phrase of danger in the languages that the network cannot read."""

import random
from collections import Counter
from concurrent.futures import Executor
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from omoiyari.language.labels import SEVERITIES, SIGNALS
from omoiyari.language.phrasing import Runs, marked
from omoiyari.language.reading import abroad
from training.calibrate import scaled
from training.corpus import lines
from training.measure import Array, quiet, sigmoid
from training.phrasing import Learned, learned
from training.rows import danger_labels

RIDGE, FOLDS, SEED = 0.3, 5, 11
QUIET = 0.08
"""At most this share of the harmless texts, nearly all of them written to look like danger, may raise a level."""

Text = tuple[Runs, Array]


def texts(paths: list[Path]) -> list[Text]:
    """Every text that is not in English, with its language as a mark, and its labels."""
    return [_text(row) for path in paths for row in lines(path) if row.get("lang", "en") != "en"]


def _text(row: dict[str, Any]) -> Text:
    code = row["lang"].split("-")[0]
    said = abroad(row["text"], code)
    return Runs(said.words | Counter([marked(code)]), said.letters), danger_labels(row)


def family(given: list[Text], pool: Executor) -> dict[str, Any]:
    """Calibration and thresholds as in `reader.json`, set on what a reader of the other texts says of each."""
    logits, true = _crossed(given, pool), np.stack([labels for _, labels in given])
    scale = scaled(logits[None], true, usual=0.5)
    p = sigmoid(np.array(scale["slope"]) * logits + np.array(scale["offset"]))
    least, urgent = np.array(scale["threshold"]), slice(len(SIGNALS), None)
    least[urgent] = quiet(p[:, urgent], true[:, urgent], least[urgent], QUIET)
    scale |= {"threshold": least.round(5).tolist(), "loud": least.round(5).tolist()}
    labels = SIGNALS + SEVERITIES
    return {"labels": labels, "start": 0, "bias": [0.0] * len(labels), "message": scale, "sentence": scale}


def fitted(given: list[Text]) -> Learned:
    return learned(given, RIDGE)


def _crossed(given: list[Text], pool: Executor) -> Array:
    order = list(range(len(given)))
    random.Random(SEED).shuffle(order)
    folds = [order[fold::FOLDS] for fold in range(FOLDS)]
    logits = np.zeros((len(given), len(SIGNALS) + len(SEVERITIES)))
    for here, found in zip(folds, pool.map(partial(_by_others, given), folds), strict=True):
        logits[here] = found
    return logits


def _by_others(given: list[Text], here: list[int]) -> Array:
    """What a reader of all other texts says of those at `here`."""
    asked = set(here)
    others = fitted([text for at, text in enumerate(given) if at not in asked])
    return others.logits([given[at][0] for at in here])
