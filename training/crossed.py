"""`python -m training.crossed`: how well the shipped files read another writer, thresholds set on half of the voices
and measured on the other half, then the other way round."""

from pathlib import Path

import numpy as np

from omoiyari.language import encoder
from omoiyari.language.labels import MOVES
from omoiyari.language.looking import look
from training.calibrate import SILENT, scaled
from training.measure import Array, expected_calibration_error, f1, sigmoid
from training.rows import Example, moves

ROOT = Path(__file__).resolve().parent.parent
DRAWS = 500


def main() -> None:
    examples = moves(ROOT / "corpus" / "moves" / "d.jsonl")
    logits, true = read_moves(examples)
    p, found = crossed(logits, true, _halves(examples))
    print(f"moves, thresholds crossed: macro-F1 {f1(found, true).mean():.3f} {_interval(found, true)}")
    none = ~true.any(1)
    print(f"messages without a move that get one: {found[none].any(1).sum()} of {none.sum()}")
    print(f"calibration error {expected_calibration_error(p, true):.3f}")
    for score, move in sorted(zip(f1(found, true).round(2).tolist(), MOVES, strict=True)):
        print(f"  {move:<14}{score}")


def read_moves(examples: list[Example]) -> tuple[Array, Array]:
    """((2, n, 26) logits of the network and of the turns of phrase, (n, 26) labels)."""
    family = encoder.families()["moves"]
    pairs = [(seen, one) for one in examples if (seen := look(one.text, one.setting, one.context))]
    network = [seen.logits()[family.columns] + family.bias for seen, _ in pairs]
    phrased = [seen.phrases()[family.columns] for seen, _ in pairs]
    return np.array([network, phrased]), np.stack([one.targets["moves"][0] > 0.5 for _, one in pairs])


def crossed(logits: Array, true: Array, half: Array) -> tuple[Array, Array]:
    """Probabilities and finds, (n, labels), each by the scale that the other half of the voices set."""
    p, found = np.zeros(true.shape), np.zeros(true.shape, bool)
    for here in (half, ~half):
        scale = {name: np.array(row) for name, row in _scale(logits[:, ~here], true[~here]).items()}
        slopes = np.array([scale["slope"], scale["lean"]])
        p[here] = sigmoid((slopes[:, None, :] * logits[:, here]).sum(0) + scale["offset"])
        loud = (p[here] >= scale["loud"]).any(1, keepdims=True)
        found[here] = (p[here] >= scale["threshold"]) & loud
    return p, found


def _scale(logits: Array, true: Array) -> dict[str, list[float]]:
    return scaled(logits, true, usual=0.4, alarms=SILENT)


def _halves(examples: list[Example]) -> Array:
    voices = sorted({one.name.split("/")[1] for one in examples})
    first = set(voices[::2])
    return np.array([one.name.split("/")[1] in first for one in examples])


def _interval(found: Array, true: Array) -> str:
    chance = np.random.default_rng(1)
    draws = [chance.integers(0, len(true), len(true)) for _ in range(DRAWS)]
    low, high = np.quantile([f1(found[at], true[at]).mean() for at in draws], (0.025, 0.975))
    return f"({low:.3f}-{high:.3f}), n={len(true)}"


if __name__ == "__main__":
    main()
