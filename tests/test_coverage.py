"""docs/coverage.toml tells the truth: each id once, nothing named that is not there, five declined at most."""

import re
import tomllib
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
COVERAGE = tomllib.loads((ROOT / "docs" / "coverage.toml").read_text("utf-8"))

LAST = {"C": 18, "T": 7, "E": 31, "F": 22, "B": 12, "K": 8, "M": 13, "P": 6, "R": 30}
IDS = {f"{letter}{number}" for letter, last in LAST.items() for number in range(1, last + 1)}


def test_every_id_of_the_inventory_and_every_rule_is_listed_once() -> None:
    assert set(COVERAGE) == IDS


def test_every_state_is_one_of_three() -> None:
    assert {entry["state"] for entry in COVERAGE.values()} <= {"works", "planned", "declined"}


def test_at_most_five_are_declined_each_with_a_reason() -> None:
    declined = [entry for entry in COVERAGE.values() if entry["state"] == "declined"]
    assert len(declined) <= 5
    assert all(len(entry["where"]) > 20 for entry in declined)


@pytest.mark.parametrize("id", sorted(IDS))
def test_what_works_is_shown_by_tests_that_exist(id: str) -> None:
    entry = COVERAGE[id]
    assert entry["where"], f"{id}: say where it lives"
    assert [test for test in entry["tests"] if not _is_there(test)] == []
    assert entry["state"] != "works" or entry["tests"]


def _is_there(test: str) -> bool:
    """A file or folder, or a test by its name in a file: `file::test`."""
    file, _, name = test.partition("::")
    path = ROOT / file
    return path.exists() and (not name or name in _tests_in(path))


@cache
def _tests_in(path: Path) -> frozenset[str]:
    return frozenset(re.findall(r"^(?:async )?def (test_\w+)", path.read_text("utf-8"), re.MULTILINE))


@pytest.mark.parametrize("id", sorted(id for id in IDS if id[0] in "CEFKB"))
def test_what_people_do_is_shown_by_the_very_tests_that_do_it(id: str) -> None:
    """Naming a file is not enough for what is practised: each names a test of its own, or says that it is planned."""
    entry = COVERAGE[id]
    assert entry["state"] != "works" or all("::" in test for test in entry["tests"])
