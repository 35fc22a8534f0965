"""Folders to work in beside the notebooks. Open copies of the keys lie in them, so none may outlive its work."""

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory

NAME = ".work-"


@contextmanager
def workplace(folder: Path) -> Iterator[Path]:
    """An empty folder inside the data folder, for its owner alone and for as long as this lasts."""
    with _held(folder, fcntl.LOCK_SH), TemporaryDirectory(dir=folder, prefix=NAME) as place:
        yield Path(place)


def clear_leftovers(folder: Path, *more: Path) -> None:
    """Remove what a kill left of workplaces, and `more`; nothing while anybody, here or elsewhere, is in one."""
    with suppress(BlockingIOError), _held(folder, fcntl.LOCK_EX | fcntl.LOCK_NB):
        for left in (*folder.glob(f"{NAME}*"), *more):
            if left.is_dir():
                shutil.rmtree(left, ignore_errors=True)
            else:
                left.unlink(missing_ok=True)


@contextmanager
def _held(folder: Path, how: int) -> Iterator[None]:
    """Hold the folder itself; a killed process holds nothing any more."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, how)
        yield
    finally:
        os.close(handle)
