"""Whose texts are learned from, and whose only measured: what was learned from says nothing of how well we read."""

from collections import Counter
from pathlib import Path

import pytest
from training import shelves
from training.corpus import lines

CORPUS = Path(__file__).parents[2] / "corpus"
MOVES = shelves.MOVES_LEARNED + shelves.MOVES_KEPT + shelves.MOVES_UNHEARD
SAFETY = (
    shelves.DANGER_LEARNED + shelves.DANGER_KEPT + shelves.DANGER_UNHEARD
    + shelves.ABROAD_LEARNED + shelves.ABROAD_UNHEARD
)  # fmt: skip


@pytest.mark.parametrize(("folder", "named"), [("moves", MOVES), ("safety", SAFETY)])
def test_every_text_stands_on_one_shelf_and_on_one_only(folder: str, named: tuple[str, ...]) -> None:
    assert Counter(named) == Counter(path.stem for path in (CORPUS / folder).glob("*.jsonl"))


@pytest.mark.parametrize(
    ("folder", "learned", "apart"),
    [
        ("moves", shelves.MOVES_LEARNED, shelves.MOVES_KEPT + shelves.MOVES_UNHEARD),
        ("safety", shelves.DANGER_LEARNED, shelves.DANGER_KEPT + shelves.DANGER_UNHEARD),
    ],
)
def test_no_message_that_is_measured_was_learned_from_word_for_word(
    folder: str, learned: tuple[str, ...], apart: tuple[str, ...]
) -> None:
    heard, measured = (
        {
            " ".join(text.lower().split())
            for name in names
            for text in _texts(CORPUS / folder / f"{name}.jsonl")
        }
        for names in (learned, apart)
    )
    assert not {text for text in heard & measured if len(text) > 40}


def _texts(path: Path) -> list[str]:
    rows = lines(path)
    return [row["text"] if "text" in row else " ".join(sentence for sentence, _ in row["s"]) for row in rows]
