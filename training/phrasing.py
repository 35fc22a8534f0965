"""Learns the turns of phrase: logistic regression on runs of words and letters, all moves and dangers at once."""

from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from omoiyari.language.labels import MOVES
from omoiyari.language.phrasing import Runs, marked, runs, together, weighed
from omoiyari.language.sentences import sentences
from training.measure import Array, sigmoid
from training.rows import DANGEROUS, SIZES, Example

LEAST_WORDS, LEAST_LETTERS = 3, 4
RIDGE = 0.05
MOST = 40.0
"""No case of a rare label counts for more than this."""
STEPS = 120


@dataclass(frozen=True, slots=True)
class Learned:
    """What `omoiyari.language.phrasing.Phrasing` holds, before it is made small."""

    words: dict[str, int]
    letters: dict[str, int]
    rarity: Array
    weights: Array
    bias: Array

    def logits(self, seen: list[Runs]) -> Array:
        """(messages, labels), the marks among the words."""
        rows = [_row((one.words, one.letters), self.words, self.letters, self.rarity) for one in seen]
        return np.asarray(_table(rows, len(self.rarity)) @ self.weights + self.bias)

    def save(self, path: Path) -> None:
        """int8 weights, one scale a label."""
        scale = np.abs(self.weights).max(0) / 127
        np.savez_compressed(
            path,
            words=np.frombuffer("\n".join(self.words).encode(), np.uint8),
            letters=np.frombuffer("\n".join(self.letters).encode(), np.uint8),
            rarity=self.rarity.astype(np.float32),
            weights=np.round(self.weights / scale).astype(np.int8),
            scale=scale.astype(np.float32),
            bias=self.bias.astype(np.float32),
        )


HALVES = (slice(0, len(MOVES)), slice(len(MOVES), None))
"""The labels of English, moves and danger, so that each half can be learned beside the other."""


def english(moves: list[Example], danger: list[Example], half: slice) -> Learned:
    """From whole messages and from sentences."""
    rows = [row for example in moves + danger for row in _rows(example)]
    return learned([(said, true[half]) for said, true in rows], RIDGE)


def beside(left: Learned, right: Learned) -> Learned:
    """Two halves of the labels, learned from the same messages, as one."""
    weights, bias = np.hstack([left.weights, right.weights]), np.hstack([left.bias, right.bias])
    return replace(left, weights=weights, bias=bias)


def learned(rows: list[tuple[Runs, Array]], ridge: float) -> Learned:
    """From messages with their labels, nan where a label is not known."""
    words = _vocabulary([said.words for said, _ in rows], LEAST_WORDS)
    letters = {
        run: len(words) + at
        for run, at in _vocabulary([said.letters for said, _ in rows], LEAST_LETTERS).items()
    }
    counted = [(said.words, said.letters) for said, _ in rows]
    rarity = _rarity(counted, words, letters)
    table = _table([_row(both, words, letters, rarity) for both in counted], len(rarity))
    weights, bias = _fitted(table, np.stack([true for _, true in rows]), ridge)
    return Learned(words, letters, rarity, weights, bias)


def _rows(example: Example) -> list[tuple[Runs, Array]]:
    """The whole, and its sentences when there are several, each with its labels; nan where a label is not known."""
    said = [runs(example.text[start:end]) for start, end in sentences(example.text)]
    known = [(together(said), _known(example, 0))]
    if len(example.stretches) > 2:
        known += [
            (runs(example.text[a:b]), _known(example, at))
            for at, (a, b) in enumerate(example.stretches)
            if at
        ]
    marks = Counter([marked(example.setting)] if example.setting else [])
    return [(Runs(one.words | marks, one.letters), true) for one, true in known]


def _known(example: Example, at: int) -> Array:
    """Moves, then danger. Ordinary messages of couples, all but threats and control, are no danger."""
    if "safety" in example.targets:
        return np.concatenate([np.full(len(MOVES), np.nan), example.targets["safety"][at]])
    moves = example.targets["moves"][at]
    return np.concatenate([moves, np.full(SIZES["safety"], np.nan if moves[DANGEROUS].any() else 0.0)])


def _vocabulary(counted: list[Counter[str]], least: int) -> dict[str, int]:
    seen = Counter(run for counts in counted for run in counts)
    kept = sorted(run for run, times in seen.items() if times >= least and "\n" not in run)
    return {run: at for at, run in enumerate(kept)}


def _rarity(
    counted: list[tuple[Counter[str], Counter[str]]], words: dict[str, int], letters: dict[str, int]
) -> Array:
    times = np.zeros(len(words) + len(letters))
    for one, other in counted:
        for counts, places in ((one, words), (other, letters)):
            times[[places[run] for run in counts if run in places]] += 1
    return np.asarray(np.log((1 + len(counted)) / (1 + times)) + 1, np.float32)


def _row(
    both: tuple[Counter[str], Counter[str]], words: dict[str, int], letters: dict[str, int], rarity: Array
) -> tuple[Array, Array]:
    first, second = weighed(both[0], words, rarity), weighed(both[1], letters, rarity)
    return np.concatenate([first[0], second[0]]), np.concatenate([first[1], second[1]])


def _table(rows: list[tuple[Array, Array]], width: int) -> csr_matrix:
    starts = np.cumsum([0, *(len(at) for at, _ in rows)])
    return csr_matrix(
        (np.concatenate([value for _, value in rows]), np.concatenate([at for at, _ in rows]), starts),
        shape=(len(rows), width),
    )


def _fitted(table: csr_matrix, true: Array, ridge: float) -> tuple[Array, Array]:
    """L-BFGS on the balanced log-likelihood with a ridge; (runs, labels) and (labels,)."""
    labels = true.shape[1]
    known = ~np.isnan(true)
    y = np.where(known, true, 0.0).astype(np.float32)
    weight = _balance(y > 0.5, known)
    turned = table.T.tocsr()

    def cost(flat: Array) -> tuple[float, Array]:
        matrix = flat.reshape(-1, labels).astype(np.float32)  # half the memory to go through
        z = table @ matrix[:-1] + matrix[-1]
        loss = (weight * (np.logaddexp(0, z) - y * z)).sum(dtype=np.float64)
        loss += ridge * (matrix[:-1] ** 2).sum(dtype=np.float64)
        pull = weight * (sigmoid(z) - y)
        slope = np.concatenate([turned @ pull + 2 * ridge * matrix[:-1], pull.sum(0)[None]])
        return float(loss), slope.ravel().astype(np.float64)

    start = np.zeros((table.shape[1] + 1) * labels)
    found = minimize(cost, start, jac=True, method="L-BFGS-B", options={"maxiter": STEPS})
    matrix = found.x.reshape(-1, labels).astype(np.float32)
    return matrix[:-1], matrix[-1]


def _balance(yes: Array, known: Array) -> Array:
    """What each case weighs, so that both answers to a label weigh the same; nothing where it is not known."""
    cases, all_known = yes.sum(0), known.sum(0)
    each = np.minimum(all_known / (2 * np.maximum(1, cases)), MOST)
    other = all_known / (2 * np.maximum(1, all_known - cases))
    return np.asarray(np.where(yes, each, other) * known, np.float32)
