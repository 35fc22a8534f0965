"""Runs every check in order and stops at the first that fails: lint, types, floors, catalogues, tests."""

import subprocess
import sys
import time

CHECKS = [
    ["ruff", "check", "."],
    ["ruff", "format", "--check", "."],
    ["mypy"],
    ["lint-imports"],
    # a test on a busy machine may be tried twice more; one that is wrong stays wrong
    ["pytest", "-n", "2", "--tb=short", "--reruns", "2", "--cov", "--cov-report=", "-m", "not browser"],
    ["coverage", "report", "--skip-covered", "--precision=1", "--fail-under=95"],
    ["coverage", "report", "--include=*/vault/*,*/couple/*", "--skip-covered", "--fail-under=100"],
    ["pytest", "--tb=short", "--reruns", "2", "-m", "browser"],  # one after another: each fills both cores
]


def main() -> int:
    for check in CHECKS:
        start = time.monotonic()
        print(f"== {' '.join(check)}", flush=True)
        code = subprocess.run([f".venv/bin/{check[0]}", *check[1:]], check=False).returncode
        print(f"   {time.monotonic() - start:.0f} s", flush=True)
        if code:
            return code
    return 0


if __name__ == "__main__":
    sys.exit(main())
