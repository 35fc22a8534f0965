"""Runs every check in order and stops at the first that fails: lint, types, floors, catalogues, tests."""

import os
import subprocess
import sys
import time

#: One more than there are cores: somebody always waits for a browser or a disk.
PROCESSES = min(4, (os.cpu_count() or 2) + 1)
#: A file stays in one process, where its beginnings are lived once.
PYTEST = ["pytest", "-n", str(PROCESSES), "--dist", "loadfile", "--tb=short"]
SEEN = ".coverage.json"
#: Instruments the code instead of tracing it: the tests take as long as without it.
COVERED = ["slipcover", "--json", "--out", SEEN, "-m"]
CHECKS = [
    ["ruff", "check", "."],
    ["ruff", "format", "--check", "."],
    ["mypy"],
    ["lint-imports"],
    [*COVERED, *PYTEST, "-m", "not browser"],
    ["python", "tools/covered.py", SEEN],
    [*PYTEST, "-m", "browser"],
]
#: What failed while all cores were full is tried once more on its own; what is wrong stays wrong.
ONCE_MORE = ["pytest", "--tb=short", "--last-failed", "--last-failed-no-failures", "none", "-m"]
#: What one process compiled the next need not, whatever this machine says of that.
HERE = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def run(check: list[str]) -> int:
    """Its exit code; prints what it is and how long it took."""
    start = time.monotonic()
    print(f"== {' '.join(check)}", flush=True)
    code = subprocess.run([f".venv/bin/{check[0]}", *check[1:]], check=False, env=HERE).returncode
    print(f"   {time.monotonic() - start:.0f} s", flush=True)
    return code


def main() -> int:
    for check in CHECKS:
        code = run(check)
        if code == 1 and "pytest" in check:  # some failed; any other code is a trouble of its own
            code = run([*ONCE_MORE, check[-1]])
        if code:
            return code
    return 0


if __name__ == "__main__":
    sys.exit(main())
