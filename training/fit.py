"""Lessons: which examples are practised together, and how the network learns from them. AdamW, seeded."""

import math
import random
import time
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor, nn

from training.network import Reader
from training.rows import Example, Laid, Target, bucketed, fresh, laid, padded

BATCH = 32
CARRIED, HARMLESS = 0.05, 0.3


@dataclass(frozen=True, slots=True)
class Lesson:
    """What is practised together: examples by source, and how often each source is gone through."""

    sources: dict[str, list[Example]]
    rounds: dict[str, int]
    body: float
    heads: float

    def steps(self) -> int:
        return sum(math.ceil(len(self.sources[name]) / BATCH) * times for name, times in self.rounds.items())


@dataclass(frozen=True, slots=True)
class Memory:
    """What must not be lost: per message name, the untouched encoder's meaning and the first lesson's feelings."""

    meanings: dict[str, Target]
    feelings: dict[str, Target]


NOTHING = Memory({}, {})
Given = tuple[Example, Laid]


@cache
def has_bfloat16() -> bool:
    """Whether the processor multiplies in bfloat16 by itself; one that imitates it takes five times as long."""
    can = torch.cpu.get_capabilities()
    return bool(can.get("avx512_bf16") or can.get("amx_bf16"))


def seeded(seed: int) -> random.Random:
    torch.manual_seed(seed)
    return random.Random(seed)


def teach(
    reader: Reader, tokenizer: Tokenizer, lesson: Lesson, chance: random.Random, memory: Memory = NOTHING
) -> None:
    """One lesson, in place; the learning rate rises over the first 5 % of the steps and then falls to nothing."""
    optimiser, schedule = _optimiser(reader, lesson)
    start, smooth = time.monotonic(), 0.0
    reader.train()
    for done, batch in enumerate(_batches(lesson, tokenizer, chance), 1):
        loss = _loss(reader, batch, memory)
        optimiser.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(reader.parameters(), 1.0)
        optimiser.step()
        schedule.step()
        smooth = 0.98 * smooth + 0.02 * loss.item()
        if done % 100 == 0:
            pace = (time.monotonic() - start) / done
            print(
                f"  {done}/{lesson.steps()} loss {smooth / (1 - 0.98**done):.4f}, {pace:.2f} s a step",
                flush=True,
            )
    reader.eval()


def _optimiser(
    reader: Reader, lesson: Lesson
) -> tuple[torch.optim.Optimizer, torch.optim.lr_scheduler.LRScheduler]:
    body = [p for name, p in reader.named_parameters() if name.startswith("encoder") and p.requires_grad]
    heads = [p for name, p in reader.named_parameters() if not name.startswith("encoder")]
    groups = [
        {"params": body, "lr": lesson.body, "weight_decay": 0.01},
        {"params": heads, "lr": lesson.heads, "weight_decay": 0.0},
    ]
    optimiser = torch.optim.AdamW(groups, fused=True)
    steps = lesson.steps()
    warm = max(1, steps // 20)
    rate = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda s: min((s + 1) / warm, max(0.0, 1 - s / steps))
    )
    return optimiser, rate


def _batches(lesson: Lesson, tokenizer: Tokenizer, chance: random.Random) -> Iterator[list[Given]]:
    """All rounds of all sources, in one shuffled order; within a batch one source and like lengths."""
    order: list[list[Given]] = []
    for name, times in lesson.rounds.items():
        for _ in range(times):
            said = [fresh(example, chance) for example in lesson.sources[name]]
            given = [(example, laid(tokenizer, example)) for example in said]
            order += [
                [given[at] for at in batch]
                for batch in bucketed([len(row.ids) for _, row in given], BATCH, chance)
            ]
    chance.shuffle(order)
    yield from order


def _loss(reader: Reader, given: list[Given], memory: Memory) -> Tensor:
    batch, rows = [example for example, _ in given], [row for _, row in given]
    ids, types, mask, owner, inside = padded(rows)
    with torch.autocast("cpu", dtype=torch.bfloat16, enabled=has_bfloat16()):
        hidden = reader.hidden(ids, types, mask)
    hidden = hidden.float()
    first = torch.tensor([at for at in range(len(owner)) if at == 0 or owner[at] != owner[at - 1]])
    total = _labels(reader, hidden[owner], inside, batch)
    if "moves" in batch[0].targets:
        total = total + CARRIED * _carried(reader, hidden, inside[first], rows)
    total = total + HARMLESS * _harmless(reader, hidden, inside[first], batch)
    return total + _kept(reader, hidden, inside[first], [example.name for example in batch], memory)


def _labels(reader: Reader, spread: Tensor, inside: Tensor, batch: list[Example]) -> Tensor:
    total = torch.zeros(())
    for family in batch[0].targets:
        target = torch.from_numpy(np.concatenate([example.targets[family] for example in batch]))
        found = reader.head(family).pooled(spread, inside)
        total = total + nn.functional.binary_cross_entropy_with_logits(found, target)
    return total


def _carried(reader: Reader, hidden: Tensor, whole: Tensor, rows: list[Laid]) -> Tensor:
    """How little of a move's attention lies on the words that its writer marked: mean of -log of the share."""
    marked = [(at, move, words) for at, row in enumerate(rows) for move, words in row.carry.items()]
    if not marked:
        return torch.zeros(())
    share = reader.head("moves").look(hidden).masked_fill(~whole.unsqueeze(-1), -1e4).softmax(1)
    width = hidden.shape[1]
    parts = [
        share[at, :, move][torch.tensor(words + [False] * (width - len(words)))].sum()
        for at, move, words in marked
    ]
    return -torch.stack(parts).clamp_min(1e-6).log().mean()


def _harmless(reader: Reader, hidden: Tensor, whole: Tensor, batch: list[Example]) -> Tensor:
    """What people say on an ordinary day is no danger."""
    quiet = torch.tensor([example.ordinary for example in batch])
    if not quiet.any():
        return torch.zeros(())
    return nn.functional.softplus(reader.head("safety").pooled(hidden[quiet], whole[quiet])).mean()


def _kept(reader: Reader, hidden: Tensor, whole: Tensor, names: list[str], memory: Memory) -> Tensor:
    known = [at for at, name in enumerate(names) if name in memory.meanings]
    if not known:
        return torch.zeros(())
    felt = torch.from_numpy(np.stack([memory.feelings[names[at]] for at in known]))
    meant = torch.from_numpy(np.stack([memory.meanings[names[at]] for at in known]))
    hidden, whole = hidden[known], whole[known]
    found = reader.head("emotions").pooled(hidden, whole)
    lost = (1 - (reader.meant(hidden, whole) * meant).sum(-1)).mean()
    return 0.5 * nn.functional.binary_cross_entropy_with_logits(found, felt) + 0.3 * lost


@torch.no_grad()
def logits(reader: Reader, tokenizer: Tokenizer, examples: list[Example], family: str) -> list[Target]:
    """(stretches, labels) of logits per example, in order."""
    reader.eval()
    rows = [laid(tokenizer, example) for example in examples]
    order = sorted(range(len(rows)), key=lambda at: len(rows[at].ids))
    out: list[Target] = [np.zeros((0, 0), np.float32)] * len(rows)
    for at in range(0, len(order), 64):
        part = order[at : at + 64]
        ids, types, mask, owner, inside = padded([rows[i] for i in part])
        found = reader.head(family).pooled(reader.hidden(ids, types, mask)[owner], inside).numpy()
        for position, index in enumerate(part):
            out[index] = found[(owner == position).numpy()]
    return out


@torch.no_grad()
def meanings(reader: Reader, tokenizer: Tokenizer, examples: list[Example]) -> list[Target]:
    """A unit vector per example, of the whole text without its context."""
    reader.eval()
    codes = [tokenizer.encode(example.text).ids[:128] for example in examples]
    order = sorted(range(len(codes)), key=lambda at: len(codes[at]))
    out: list[Target] = [np.zeros(0, np.float32)] * len(codes)
    for at in range(0, len(order), 64):
        part = order[at : at + 64]
        ids = nn.utils.rnn.pad_sequence([torch.tensor(codes[i]) for i in part], batch_first=True)
        mask = torch.arange(ids.shape[1]) < torch.tensor([len(codes[i]) for i in part])[:, None]
        meant = reader.meant(reader.hidden(ids, torch.zeros_like(ids), mask.long()), mask).numpy()
        for index, row in zip(part, meant, strict=True):
            out[index] = row
    return out


def saved(reader: Reader, path: Path) -> None:
    torch.save(reader.state_dict(), path)
