"""Reads the lines of the corpora as they stand."""

import json
from pathlib import Path
from typing import Any

Labels = list[list[str]]
"""The moves of each sentence."""


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]


def labelled(path: Path) -> dict[str, Labels]:
    """Moves by sentence, by the message's id; nothing where the file is not there."""
    return {row["id"]: row["l"] for row in lines(path)} if path.exists() else {}


def settled(path: Path) -> list[dict[str, Any]]:
    """One writer's messages, with what was settled by the guide where two labellers differed."""
    final = labelled(path.parent / "settled" / path.name)
    return [row | {"s": _relabelled(row["s"], final.get(row["id"]))} for row in lines(path)]


def _relabelled(sentences: list[Any], labels: Labels | None) -> list[Any]:
    return [[text, mine] for (text, _), mine in zip(sentences, labels, strict=True)] if labels else sentences
