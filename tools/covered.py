"""`python tools/covered.py FILE`: whether the tests went through enough of the code, lines and branches alike."""

import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

LEAST = 95.0
WHOLLY = ("/vault/", "/couple/")
"""The rooms that keep the secrets: nothing in them stays untried."""


def share(files: Iterable[dict[str, Any]]) -> float:
    """Per cent of the lines and branches of these files that were gone through."""
    went = missed = 0
    for file in files:
        went += len(file["executed_lines"]) + len(file["executed_branches"])
        missed += len(file["missing_lines"]) + len(file["missing_branches"])
    return 100.0 * went / max(1, went + missed)


def main(path: str) -> int:
    files: dict[str, dict[str, Any]] = json.loads(Path(path).read_text("utf-8"))["files"]
    for name, file in sorted(files.items()):
        if share([file]) < 100:
            print(f"{share([file]):5.1f} %  {name}  {file['missing_lines']} {file['missing_branches']}")
    everything, kept = (
        share(file for name, file in files.items() if any(room in name for room in rooms))
        for rooms in (("",), WHOLLY)
    )
    print(f"{everything:.1f} % of all (at least {LEAST:g}), {kept:.1f} % of vault and couple (100)")
    return 0 if everything >= LEAST and kept == 100 else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
