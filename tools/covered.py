"""`python tools/covered.py FILES`: whether the tests went through enough of the code, lines and branches alike."""

import json
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from pathlib import Path
from typing import Any

LEAST = 95.0
WHOLLY = ("/vault/", "/couple/")
"""The rooms that keep the secrets: nothing in them stays untried."""


@dataclass(frozen=True, slots=True)
class Tried:
    """Lines, and branches as pairs of lines, of one file."""

    went: frozenset[object]
    missed: frozenset[object]

    @classmethod
    def read(cls, file: dict[str, Any]) -> "Tried":
        went, missed = (
            frozenset([*file[f"{kind}_lines"], *map(tuple, file[f"{kind}_branches"])])
            for kind in ("executed", "missing")
        )
        return cls(went, missed)

    def __or__(self, other: "Tried") -> "Tried":
        """What either of two runs went through."""
        went = self.went | other.went
        return Tried(went, (self.missed | other.missed) - went)


def share(files: Iterable[Tried]) -> float:
    """Per cent of the lines and branches of these files that were gone through."""
    counted = list(files)
    went = sum(len(file.went) for file in counted)
    missed = sum(len(file.missed) for file in counted)
    return 100.0 * went / max(1, went + missed)


def main(paths: list[str]) -> int:
    runs = [json.loads(Path(path).read_text("utf-8"))["files"] for path in paths]
    files = {
        name: reduce(Tried.__or__, [Tried.read(run[name]) for run in runs if name in run])
        for name in sorted(set().union(*runs))
    }
    for name, file in files.items():
        if file.missed:
            print(f"{share([file]):5.1f} %  {name}  {sorted(file.missed, key=str)}")
    everything, kept = (
        share(file for name, file in files.items() if any(room in name for room in rooms))
        for rooms in (("",), WHOLLY)
    )
    print(f"{everything:.1f} % of all (at least {LEAST:g}), {kept:.1f} % of vault and couple (100)")
    return 0 if everything >= LEAST and kept == 100 else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
