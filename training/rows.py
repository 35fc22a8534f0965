"""Rows for the network: a message laid out as tokens, stretches of it, and the labels of each stretch."""

import random
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer
from torch import Tensor

from omoiyari.language.encoder import CLS, CONTEXT, SEP, SETTING
from omoiyari.language.labels import EMOTIONS, MOVES, SEVERITIES, SIGNALS
from omoiyari.language.normalise import normalise
from training.corpus import Labels, labelled, lines
from training.variety import filled, varied

SIZES = {"emotions": len(EMOTIONS), "moves": len(MOVES), "safety": len(SIGNALS) + len(SEVERITIES)}
DANGEROUS = [MOVES.index("threat"), MOVES.index("control")]
LONGEST = 96
FIRST = 0.65
"""What the writer's own label weighs against a blind second one; above one half it stands."""
Target = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Example:
    """One message. `stretches` are spans of `text`, the whole first; targets: (stretches, labels) per family.

    `ordinary`: taught to be no danger though nobody labelled it so. Texts of danger have labels instead.
    """

    name: str
    text: str
    setting: str = ""
    context: str = ""
    stretches: tuple[tuple[int, int], ...] = ()
    targets: dict[str, Target] = field(default_factory=dict)
    carry: dict[str, tuple[int, int]] = field(default_factory=dict)
    ordinary: bool = False


@dataclass(frozen=True, slots=True)
class Laid:
    """Tokens, the mask of each stretch, and by move the mask of the words that carry it."""

    ids: list[int]
    types: list[int]
    inside: list[list[bool]]
    carry: dict[int, list[bool]]


def goemotions(path: Path, chance: random.Random) -> list[Example]:
    """The messages of one of the official files (Demszky et al., 2020): text, label ids, comment id by tabs."""
    examples = []
    for line in path.read_text("utf-8").splitlines():
        text, labels, name = line.split("\t")
        target = np.zeros((1, len(EMOTIONS)), np.float32)
        target[0, [int(label) for label in labels.split(",")]] = 1
        text = filled(text, chance)
        examples.append(Example(name, text, stretches=((0, len(text)),), targets={"emotions": target}))
    return examples


def moves(path: Path) -> list[Example]:
    """The messages of one writer of the moves corpus; the whole carries the union of its sentences' labels."""
    again, settled = (labelled(path.parent / kind / path.name) for kind in ("second", "settled"))
    return [_message(row, again.get(row["id"]), settled.get(row["id"])) for row in lines(path)]


def _message(row: dict[str, Any], again: Labels | None, settled: Labels | None) -> Example:
    spans, at = [], 0
    for sentence, _ in row["s"]:
        spans.append((at, at + len(sentence)))
        at += len(sentence) + 1
    text = " ".join(sentence for sentence, _ in row["s"])
    found = {
        label: (text.find(words), text.find(words) + len(words))
        for label, words in row.get("carry", {}).items()
        if words in text
    }
    target = _target([labels for _, labels in row["s"]], again, settled)
    return Example(
        f"{row['id']}/{row['voice']}",
        text,
        row["setting"],
        row.get("context") or "",
        ((0, len(text)), *spans),
        {"moves": target},
        found,
        ordinary=not target[0, DANGEROUS].any(),
    )


def _target(first: Labels, again: Labels | None, settled: Labels | None) -> Target:
    """(stretches, moves): what was settled stands alone; else a second, blind label speaks too, but lower."""
    if settled is not None and len(settled) == len(first):
        target = _table(settled)
    elif again is not None and len(again) == len(first):
        target = FIRST * _table(first) + (1 - FIRST) * _table(again)
    else:
        target = _table(first)
    return np.concatenate([target.max(0, keepdims=True), target]).astype(np.float32)


def _table(labels: Labels) -> Target:
    return np.array([[move in one for move in MOVES] for one in labels], np.float32)


def safety(path: Path) -> list[Example]:
    """The English messages of the safety corpus."""
    return [_danger(row) for row in lines(path) if row.get("lang", "en") == "en"]


def _danger(row: dict[str, Any]) -> Example:
    text, target = row["text"], danger_labels(row)[None]
    return Example(
        f"{row['id']}/{row['voice']}", text, stretches=((0, len(text)),), targets={"safety": target}
    )


def danger_labels(row: dict[str, Any]) -> Target:
    """(signals and severities,): a severity is met by every more urgent one."""
    signals = [label in row["labels"] for label in SIGNALS]
    return np.array(
        [*signals, *(row["severity"] in SEVERITIES[at:] for at in range(len(SEVERITIES)))], np.float32
    )


def fresh(example: Example, chance: random.Random) -> Example:
    """The same message as somebody else would have put it; one whose carrying words are marked more often stays."""
    if example.carry and chance.random() < 0.6:
        return example
    setting = example.setting or chance.choice(list(SETTING))
    context = "" if chance.random() < 0.1 else varied(example.context, chance)
    parts = [varied(example.text[a:b], chance) for a, b in example.stretches[1:]] or [
        varied(example.text, chance)
    ]
    text = " ".join(parts)
    spans, at = [(0, len(text))], 0
    for part in parts:
        spans.append((at, at + len(part)))
        at += len(part) + 1
    return replace(
        example,
        text=text,
        setting=setting,
        context=context,
        stretches=tuple(spans[: len(example.stretches)]),
        carry={},
    )


def laid(tokenizer: Tokenizer, example: Example) -> Laid:
    """`[CLS] setting text [SEP] context [SEP]`, with a mask of the tokens of each stretch of the text."""
    normal = normalise(example.text)
    code = tokenizer.encode(normal.text, add_special_tokens=False)
    kept = code.ids[:LONGEST]
    places = [normal.origin[start] for start, _ in code.offsets[: len(kept)]]
    ids, types = [CLS, SETTING[example.setting or "opening"], *kept, SEP], [0] * (len(kept) + 3)
    if example.context:
        tail = tokenizer.encode(normalise(example.context).text, add_special_tokens=False).ids[-CONTEXT:]
        ids, types = [*ids, *tail, SEP], [*types, *([1] * (len(tail) + 1))]
    inside = [_inside(len(ids), places, start, end) for start, end in example.stretches]
    carry = {MOVES.index(move): _inside(len(ids), places, *span) for move, span in example.carry.items()}
    return Laid(ids, types, inside, carry)


def _inside(length: int, places: list[int], start: int, end: int) -> list[bool]:
    row = [False] * length
    for index, place in enumerate(places):
        row[index + 2] = start <= place < end
    row[0] = not any(row)
    return row


def padded(batch: list[Laid]) -> tuple[Tensor, Tensor, Tensor, Tensor, Tensor]:
    """ids, types, mask of the messages; owner and inside of all their stretches in one row."""
    # Few distinct widths: each costs the kernels a warm-up.
    width = -(-max(len(row.ids) for row in batch) // 4) * 4
    ids = torch.tensor([row.ids + [0] * (width - len(row.ids)) for row in batch])
    types = torch.tensor([row.types + [0] * (width - len(row.ids)) for row in batch])
    mask = torch.tensor([[1] * len(row.ids) + [0] * (width - len(row.ids)) for row in batch])
    owner = torch.tensor([at for at, row in enumerate(batch) for _ in row.inside])
    inside = torch.tensor([one + [False] * (width - len(one)) for row in batch for one in row.inside])
    return ids, types, mask, owner, inside


def bucketed(lengths: list[int], size: int, chance: random.Random) -> list[list[int]]:
    """Batches of like lengths in random order: shuffled, sorted within blocks of 50 batches."""
    order = list(range(len(lengths)))
    chance.shuffle(order)
    block = size * 50
    batches = []
    for at in range(0, len(order), block):
        part = sorted(order[at : at + block], key=lambda i: lengths[i])
        batches += [part[i : i + size] for i in range(0, len(part), size)]
    chance.shuffle(batches)
    return batches
