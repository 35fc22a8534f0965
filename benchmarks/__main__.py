"""Runs every benchmark, one after another, each in a process of its own, and prints what it says.

`python -m benchmarks ground live` runs only these.
"""

import importlib.util
import subprocess
import sys

ALL = ("ground", "live", "loop", "measures", "practice", "reading", "rooms")


def main(wanted: list[str]) -> int:
    worst = 0
    for name in wanted or ALL:
        if importlib.util.find_spec(f"benchmarks.{name}") is None:
            continue
        print(f"== {name}", flush=True)
        worst |= subprocess.run([sys.executable, "-m", f"benchmarks.{name}"], check=False).returncode
    return worst


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
