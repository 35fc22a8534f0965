"""Labelling twice: agreement beyond chance, and the form to do it with."""

import json
from pathlib import Path

import numpy as np
import pytest
from training import relabel
from training.agreement import both, kappa


def test_kappa_of_a_case_by_hand() -> None:
    """Cohen's 2 x 2: 20 both yes, 5 and 10 apart, 15 both no: agreement 0.7, by chance 0.5, kappa 0.4."""
    first = np.array([True] * 25 + [False] * 25)
    second = np.array([True] * 20 + [False] * 5 + [True] * 10 + [False] * 15)
    assert kappa(first, second) == pytest.approx(0.4)


def test_kappa_is_near_nothing_by_chance_and_one_in_harmony() -> None:
    chance = np.random.default_rng(2)
    first, second = chance.random((2, 20_000)) < 0.3
    assert kappa(first, second) == pytest.approx(0, abs=0.03)
    assert kappa(first, first) == 1


def corpus(folder: Path) -> Path:
    rows = [
        {"id": f"a-{n}", "setting": "opening", "context": "", "s": [["ok", []], ["no", ["demand"]]]}
        for n in range(3)
    ]
    (folder / "a.jsonl").write_text("\n".join(map(json.dumps, rows)))
    return folder


def test_messages_without_a_second_label_are_left_out(tmp_path: Path) -> None:
    folder = corpus(tmp_path)
    (folder / "second").mkdir()
    (folder / "second" / "a.jsonl").write_text(json.dumps({"id": "a-1", "l": [[], ["demand"]]}) + "\n")
    own, other = both("a", folder)
    assert own.shape == other.shape == (1, 26)
    assert (own == other).all()


def test_the_form_takes_first_letters_and_refuses_what_could_be_two() -> None:
    assert relabel.moves_of("") == []
    assert relabel.moves_of("own name val") == ["own", "name_feeling", "validate"]
    assert relabel.moves_of("re") is None
    assert relabel.moves_of("hug") is None


def test_the_form_goes_back_and_stops_and_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = corpus(tmp_path)
    monkeypatch.setattr(relabel, "CORPUS", folder)
    monkeypatch.setattr("sys.argv", ["relabel", "dana"])
    answers = iter(["", "demand", "back", "own", "hug", "", "stop"])
    monkeypatch.setattr("builtins.input", lambda _: next(answers))
    relabel.main()
    assert [
        row["l"] for row in map(json.loads, (folder / "second" / "dana.jsonl").read_text().splitlines())
    ] == [[["own"], []]]
    answers = iter(["", ""] * 2)
    relabel.main()
    assert len((folder / "second" / "dana.jsonl").read_text().splitlines()) == 3
