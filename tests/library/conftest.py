"""A copy of the packaged content that a test may spoil."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from omoiyari.library import BrokenContent, Library, Problem, library, load
from omoiyari.library.load import PACKAGED, Shelf

READERS = {"feelings": load.read_wheel}
"""By the first part of a file's name; the reader of any other is `read_` and that part."""

Spoil = Callable[[str, str, str], tuple[Problem, ...]]


@pytest.fixture(scope="session")
def content() -> Library:
    return library()


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """All content files, in a folder of their own."""
    shutil.copytree(PACKAGED, tmp_path / "content", ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    return tmp_path / "content"


@pytest.fixture
def spoil(copy: Path) -> Spoil:
    """Replace some words of a file, read its part of the library, and hand back what that complains about."""

    def change(name: str, old: str, new: str) -> tuple[Problem, ...]:
        text = (copy / name).read_text(encoding="utf-8")
        assert old in text
        (copy / name).write_text(text.replace(old, new, 1), encoding="utf-8")
        part = name.removesuffix(".toml").split("/")[0]
        shelf = Shelf(copy)
        (READERS.get(part) or getattr(load, f"read_{part}"))(shelf)
        with pytest.raises(BrokenContent) as broken:
            shelf.settle()
        return broken.value.problems

    return change


def line_with(path: Path, words: str) -> int:
    """The number (from 1) of the first line that holds some words."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return next(number for number, line in enumerate(lines, 1) if words in line)
