"""`python -m omoiyari.library` tells authors what they need, and nothing happens at import."""

import subprocess
import sys

import pytest

from omoiyari.library import BrokenContent, Library, NothingByThatName, Problem
from omoiyari.library import __main__ as authors
from omoiyari.library.errors import LibraryError


def test_all_is_well_with_counts(capsys: pytest.CaptureFixture[str], content: Library) -> None:
    assert authors.main([]) == 0
    said = capsys.readouterr().out
    assert f"{len(content.exercises):4} exercises" in said
    assert said.endswith("All is well.\n")


def test_the_evidence_page_is_printed_on_request(capsys: pytest.CaptureFixture[str]) -> None:
    assert authors.main(["evidence"]) == 0
    assert capsys.readouterr().out.startswith("# What is known, and what is not")


def test_what_is_broken_is_named_and_the_code_is_one(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken() -> Library:
        raise BrokenContent((Problem("asks.toml", 3, "'text' is missing", "Write one question."),))

    monkeypatch.setattr(authors, "read_library", broken)
    assert authors.main([]) == 1
    assert "asks.toml, line 3: 'text' is missing. Write one question." in capsys.readouterr().err


@pytest.mark.parametrize("error", [LibraryError, BrokenContent, NothingByThatName])
def test_an_error_says_the_same_in_its_docstring_and_to_the_person(error: type[LibraryError]) -> None:
    assert error.sentence == (error.__doc__ or "").strip()


def test_no_file_is_read_at_import() -> None:
    look = "import omoiyari.library as l, sys; print(l.load.library.cache_info().currsize, 'numpy' in sys.modules)"
    said = subprocess.run([sys.executable, "-c", look], capture_output=True, text=True, check=True).stdout
    assert said.split() == ["0", "False"]


def test_a_part_is_read_once_and_handed_out_again(content: Library) -> None:
    from omoiyari.library import exercises, feelings

    assert feelings() is feelings()
    assert exercises() is exercises()
    assert exercises() == content.exercises
