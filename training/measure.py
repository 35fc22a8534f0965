"""Thresholds, calibration and the figures that need labels. Everything here is numpy."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]

SILENT = 0.09
"""At most this share of the kept messages without a move may get one."""


def sigmoid(logits: Array) -> Array:
    return np.asarray(1 / (1 + np.exp(-logits)))


def f1(found: Array, true: Array) -> Array:
    """Per label, of (n, labels) booleans; 0 where there is neither a find nor a case."""
    hits = (found & (true > 0.5)).sum(0)
    return np.asarray(2 * hits / np.maximum(1, found.sum(0) + (true > 0.5).sum(0)))


def platt(logits: Array, true: Array, prior: float = 5.0) -> tuple[Array, Array]:
    """Slope and offset per label by Newton's steps on the log-likelihood (Platt, 1999).

    A ridge of `prior` pulls a label with few cases towards slope 1 and offset 0.
    """
    slopes, offsets = stacked(logits[None], true, (1.0,), prior)
    return slopes[0], offsets


def stacked(logits: Array, true: Array, usual: tuple[float, ...], prior: float = 5.0) -> tuple[Array, Array]:
    """Slopes (readers, labels) and offsets (labels,) for several readers' logits (readers, n, labels) at once.

    Slopes are pulled towards `usual`, one number per reader, and kept within 0..3.
    """
    found = [
        _stacked(logits[:, :, label], true[:, label] > 0.5, usual, prior) for label in range(logits.shape[2])
    ]
    table = np.array(found)
    return table[:, :-1].T, table[:, -1]


def _stacked(z: Array, y: Array, usual: tuple[float, ...], prior: float) -> Array:
    goal = np.array([*usual, 0.0])
    at = goal.copy()
    wide = np.concatenate([z, np.ones((1, z.shape[1]))]).T.astype(np.float64)
    pull = prior * np.eye(len(goal))
    for _ in range(200):
        p = sigmoid(wide @ at)
        slope = wide.T @ (p - y) + pull @ (at - goal)
        bend = (wide * (p * (1 - p))[:, None]).T @ wide + pull
        step = np.linalg.solve(bend, slope)
        # Half a unit at most: far from the answer a whole step of Newton's can go astray.
        step *= min(1.0, 0.5 / float(np.abs(step).max()))
        at = at - step
        if np.abs(step).max() < 1e-6:
            break
    at[:-1] = np.clip(at[:-1], 0.0, 3.0)
    return np.asarray(at)


def thresholds(p: Array, true: Array, beta: float = 1.0, shrink: float = 10.0, usual: float = 0.35) -> Array:
    """Per label the threshold of the best F-beta, pulled towards `usual` when cases are few."""
    grid = np.arange(0.05, 0.9, 0.01)
    best = np.empty(p.shape[1])
    for label in range(p.shape[1]):
        y = true[:, label] > 0.5
        found = p[:, label][:, None] >= grid
        hits = (found & y[:, None]).sum(0)
        f = (1 + beta**2) * hits / np.maximum(1, beta**2 * y.sum() + found.sum(0))
        f = np.convolve(np.pad(f, 2, mode="edge"), np.ones(5) / 5, "valid")
        best[label] = (y.sum() * grid[int(np.argmax(f))] + shrink * usual) / (y.sum() + shrink)
    return best


def quiet(p: Array, true: Array, least: Array, most: float) -> Array:
    """Thresholds raised by one common share of the way to 1, so that at most `most` of the rows without any label
    get one."""
    none = ~(true > 0.5).any(1)
    for share in np.arange(0, 1, 0.02):
        raised = least + share * (1 - least)
        if not none.any() or (p[none] >= raised).any(1).mean() <= most:
            return np.asarray(raised)
    return np.ones_like(least)


def expected_calibration_error(p: Array, true: Array, bins: int = 15) -> float:
    """Mean over labels of the ECE of each label (Naeini et al., 2015), in 15 equal-width bins."""
    errors = []
    for label in range(p.shape[1]):
        which = np.minimum((p[:, label] * bins).astype(int), bins - 1)
        gaps = [
            (which == b).mean() * abs(p[which == b, label].mean() - (true[which == b, label] > 0.5).mean())
            for b in range(bins)
            if (which == b).any()
        ]
        errors.append(sum(gaps))
    return float(np.mean(errors))


def auc(p: Array, true: Array) -> float:
    """Area under the ROC curve by ranks, ties halved."""
    order = np.argsort(p, kind="stable")
    ranks = np.empty(len(p))
    ranks[order] = np.arange(1, len(p) + 1)
    for value in np.unique(p):
        tied = p == value
        ranks[tied] = ranks[tied].mean()
    positive = true > 0.5
    n, m = positive.sum(), (~positive).sum()
    return float((ranks[positive].sum() - n * (n + 1) / 2) / max(1, n * m))
