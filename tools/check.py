"""Runs every check in order and stops at the first that fails: lint, types, floors, catalogues, tests."""

import subprocess
import sys
import time

CHECKS = [
    ["ruff", "check", "."],
    ["ruff", "format", "--check", "."],
    ["mypy"],
    ["lint-imports"],
    ["pytest", "-n", "2", "--tb=short", "--cov", "--cov-report=", "-m", "not browser"],
    ["coverage", "report", "--skip-covered", "--precision=1", "--fail-under=95"],
    ["coverage", "report", "--include=*/vault/*,*/couple/*", "--skip-covered", "--fail-under=100"],
    ["pytest", "-n", "2", "--dist", "loadfile", "--tb=short", "-m", "browser"],
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
