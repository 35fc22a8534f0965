"""Fetch the few browser libraries that lie in this repository, exactly as published.

`python tools/vendor.py` downloads what `vendor.toml` names, writes each file and its checksum.
`python tools/vendor.py --check` only compares what lies here with the checksums; it needs no network.
Only whoever changes `vendor.toml` needs npm; users and tests never do.
"""

import argparse
import hashlib
import re
import subprocess
import sys
import tarfile
import tempfile
import tomllib
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
LIST = ROOT / "vendor.toml"


@dataclass(frozen=True, slots=True)
class Piece:
    """One file out of one published package."""

    package: str
    version: str
    licence: str
    member: str
    to: str
    sha256: str


def pieces() -> list[Piece]:
    return [Piece(**entry) for entry in tomllib.loads(LIST.read_text())["file"]]


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def wrong(piece: Piece) -> bool:
    place = ROOT / piece.to
    return not place.is_file() or digest(place.read_bytes()) != piece.sha256


def pack(package: str, version: str, folder: Path) -> Path:
    """The published archive of a package, fetched by `npm pack`; no script of it is run."""
    command = [
        "npm",
        "pack",
        f"{package}@{version}",
        "--silent",
        "--ignore-scripts",
        "--pack-destination",
        str(folder),
    ]
    made = subprocess.run(command, check=True, capture_output=True, text=True)
    return folder / made.stdout.split()[-1]


def fetch(piece: Piece, folder: Path) -> bytes:
    with tarfile.open(pack(piece.package, piece.version, folder)) as archive:
        member = archive.extractfile(f"package/{piece.member}")
        if member is None:
            sys.exit(f"{piece.package} {piece.version} holds no {piece.member}")
        return member.read()


def write(piece: Piece, data: bytes) -> None:
    place = ROOT / piece.to
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(data)


def note(checksums: dict[str, str]) -> None:
    """Write each file's checksum below its `to` line in vendor.toml."""
    text = LIST.read_text()
    for to, sha256 in checksums.items():
        text = re.sub(rf'(to = "{re.escape(to)}"\nsha256 = )"\w*"', rf'\g<1>"{sha256}"', text)
    LIST.write_text(text)


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--check", action="store_true", help="only compare checksums")
    if asked.parse_args().check:
        sys.exit("\n".join(f"not as vendor.toml says: {piece.to}" for piece in pieces() if wrong(piece)) or 0)
    checksums = {}
    with tempfile.TemporaryDirectory() as folder:
        for piece in pieces():
            data = fetch(piece, Path(folder))
            write(piece, data)
            checksums[piece.to] = digest(data)
    note(checksums)


if __name__ == "__main__":
    main()
