"""The readable files of this room: word lists, weights and sentences."""

from importlib.resources import files
from typing import Any

import tomli


def read_toml(name: str) -> dict[str, Any]:
    """What stands in one of them."""
    return tomli.loads((files("omoiyari.language") / name).read_text("utf-8"))
