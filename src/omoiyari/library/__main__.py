"""For authors: `python -m omoiyari.library` says what to mend; with `evidence` it prints the evidence page."""

import sys

from omoiyari.library.errors import BrokenContent
from omoiyari.library.evidence import evidence_page
from omoiyari.library.load import Library, read_library


def main(arguments: list[str]) -> int:
    """Returns 0 when all is well and 1 when something needs mending."""
    try:
        library = read_library()
    except BrokenContent as broken:
        print(broken, file=sys.stderr)
        return 1
    print(evidence_page(library) if arguments == ["evidence"] else _summary(library), end="")
    return 0


def _summary(library: Library) -> str:
    counts = {name: getattr(library, name) for name in Library.__slots__}
    lines = [f"{len(part):4} {name}" for name, part in counts.items() if hasattr(part, "__len__")]
    return "\n".join([*lines, f"{len(library.wheel.feelings):4} feelings", "All is well.", ""])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
