"""Lessons: which examples are practised together, and how the network learns from them. AdamW, seeded."""

import math
import random
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor, nn

from training.network import Reader
from training.rows import Example, Target, bucketed, fresh, laid, padded

BATCH = 32


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
        loss = _loss(reader, tokenizer, [fresh(example, chance) for example in batch], batch, memory)
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


def _batches(lesson: Lesson, tokenizer: Tokenizer, chance: random.Random) -> Iterator[list[Example]]:
    """All rounds of all sources, in one shuffled order; within a batch one source and like lengths."""
    order: list[list[Example]] = []
    for name, times in lesson.rounds.items():
        examples = lesson.sources[name]
        lengths = [len(tokenizer.encode(e.text).ids) + min(32, len(e.context) // 4) for e in examples]
        for _ in range(times):
            order += [[examples[at] for at in batch] for batch in bucketed(lengths, BATCH, chance)]
    chance.shuffle(order)
    yield from order


def _loss(
    reader: Reader, tokenizer: Tokenizer, batch: list[Example], kept: list[Example], memory: Memory
) -> Tensor:
    ids, types, mask, owner, inside = padded([laid(tokenizer, example) for example in batch])
    with torch.autocast("cpu", dtype=torch.bfloat16):
        hidden = reader.hidden(ids, types, mask)
    hidden = hidden.float()
    spread = hidden[owner]
    total = torch.zeros(())
    for family in batch[0].targets:
        target = torch.from_numpy(np.concatenate([example.targets[family] for example in batch]))
        logits = reader.head(family).pooled(spread, inside)
        total = total + nn.functional.binary_cross_entropy_with_logits(logits, target)
    first = torch.tensor([at for at in range(len(owner)) if at == 0 or owner[at] != owner[at - 1]])
    whole = inside[first]
    names = [example.name for example in kept]
    if names[0] in memory.feelings:
        old = torch.from_numpy(np.stack([memory.feelings[name] for name in names]))
        logits = reader.head("emotions").pooled(hidden, whole)
        total = total + 0.5 * nn.functional.binary_cross_entropy_with_logits(logits, old)
    if names[0] in memory.meanings:
        old = torch.from_numpy(np.stack([memory.meanings[name] for name in names]))
        total = total + 0.3 * (1 - (reader.meant(hidden, whole) * old).sum(-1)).mean()
    return total


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
    out = []
    for example in examples:
        code = tokenizer.encode(example.text)
        ids = torch.tensor([code.ids[:128]])
        hidden = reader.hidden(ids, torch.zeros_like(ids), torch.ones_like(ids))
        out.append(reader.meant(hidden, torch.ones_like(ids, dtype=torch.bool))[0].numpy())
    return out


def saved(reader: Reader, path: Path) -> None:
    torch.save(reader.state_dict(), path)
