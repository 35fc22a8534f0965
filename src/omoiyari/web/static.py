"""Where the styles, scripts and signs lie."""

from pathlib import Path

STATIC = Path(__file__).parent / "static"
