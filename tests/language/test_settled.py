"""What two labellers differed on is settled by the guide, and what was settled is what counts."""

import json
from pathlib import Path

import pytest
from training.corpus import labelled, lines, settled

from omoiyari.language.labels import MOVES

CORPUS = Path(__file__).parents[2] / "corpus" / "moves"
WRITERS = sorted(path.name for path in CORPUS.glob("*.jsonl"))


def test_a_settled_label_takes_the_place_of_the_first(tmp_path: Path) -> None:
    row = {
        "id": "x-1",
        "voice": "v",
        "setting": "reply",
        "context": "",
        "s": [["Fine.", ["stonewall"]], ["Go on.", []]],
    }
    (tmp_path / "settled").mkdir()
    (tmp_path / "x.jsonl").write_text(json.dumps(row) + "\n", "utf-8")
    assert settled(tmp_path / "x.jsonl")[0]["s"] == row["s"]
    (tmp_path / "settled" / "x.jsonl").write_text(
        json.dumps({"id": "x-1", "l": [[], ["explore"]]}) + "\n", "utf-8"
    )
    assert settled(tmp_path / "x.jsonl")[0]["s"] == [["Fine.", []], ["Go on.", ["explore"]]]


@pytest.mark.parametrize("writer", WRITERS)
def test_every_difference_is_settled_and_every_label_is_one_of_the_guide(writer: str) -> None:
    rows = {row["id"]: row["s"] for row in lines(CORPUS / writer)}
    second, final = labelled(CORPUS / "second" / writer), labelled(CORPUS / "settled" / writer)
    assert second.keys() >= rows.keys()
    for id, sentences in rows.items():
        first, again = (
            [sorted(one) for one in some] for some in ([labels for _, labels in sentences], second[id])
        )
        assert first == again or len(final[id]) == len(first)
        assert {move for one in (*first, *again, *final.get(id, ())) for move in one} <= set(MOVES)
