"""`python -m training.agreement`: how far two people who label by the same guide agree, for what it is."""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from omoiyari.language.labels import MOVES
from training.corpus import labelled, lines

CORPUS = Path(__file__).resolve().parent.parent / "corpus" / "moves"
Bools = NDArray[np.bool_]


def kappa(first: Bools, second: Bools) -> float:
    """Cohen's kappa (1960) of two raters' yes and no; 1 when both never say yes."""
    agreed = float((first == second).mean())
    yes, no = first.mean() * second.mean(), (1 - first.mean()) * (1 - second.mean())
    chance = float(yes + no)
    return 1.0 if chance == 1 else (agreed - chance) / (1 - chance)


def both(writer: str, corpus: Path = CORPUS) -> tuple[Bools, Bools]:
    """(messages, labels) of the writer's own labels and of the blind second ones, where both are there."""
    again = labelled(corpus / "second" / f"{writer}.jsonl")
    rows = [(row, again[row["id"]]) for row in lines(corpus / f"{writer}.jsonl") if row["id"] in again]
    own = [_union(labels for _, labels in row["s"]) for row, _ in rows]
    other = [_union(labels) for _, labels in rows]
    shape = (len(rows), len(MOVES))
    return np.array(own, bool).reshape(shape), np.array(other, bool).reshape(shape)


def _union(sentences: object) -> list[bool]:
    found = {label for labels in sentences for label in labels}
    return [move in found for move in MOVES]


def main() -> None:
    tables = [both(path.stem) for path in sorted(CORPUS.glob("*.jsonl"))]
    own, other = (np.concatenate([table[side] for table in tables]) for side in (0, 1))
    if not len(own):
        print("Nothing has been labelled twice yet.")
        return
    print(f"{len(own)} messages labelled twice; the same set of labels in {(own == other).all(1).mean():.0%}")
    kappas = [kappa(own[:, at], other[:, at]) for at in range(len(MOVES))]
    for at, move in enumerate(MOVES):
        print(f"{move:<14} kappa {kappas[at]:.2f}   own {own[:, at].sum():4}   second {other[:, at].sum():4}")
    print(f"{'mean':<14} kappa {np.mean(kappas):.2f}")


if __name__ == "__main__":
    main()
