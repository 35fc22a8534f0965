"""How well and how fast `omoiyari.language` reads, each figure with n and a 95 % interval.

GOEMOTIONS names the folder of the GoEmotions files; `test.tsv` is used when it is there, else `dev.tsv`. The corpora
are those in `corpus/`; what is read here was kept apart from training by who wrote it. Shipped thresholds were set on
those called kept and on GoEmotions dev, so the figures of moves and emotions are given twice: as shipped, and
"crossed", with thresholds set on one half and measured on the other, the other way round too. By those called
unheard nothing was set. DANGER may name one more file in the form of `corpus/safety`.
"""

import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from training import shelves
from training.corpus import lines, settled
from training.measure import SILENT, auc, expected_calibration_error, f1, quiet, thresholds

from omoiyari.language import (
    EMOTIONS,
    GROUPS,
    MOVES,
    Level,
    Message,
    Reading,
    Turn,
    precision_at,
    read,
    read_many,
    tension,
)

ROOT = Path(__file__).resolve().parent.parent
CORPUS = ROOT / "corpus"
MESSAGE = (
    "I felt really alone last night when dinner went cold, could you please text me next time "
    "if you think you will be late again, love?"
)
TIMES = 300
DRAWS = 500


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table."""

    what: str
    value: str
    interval: str
    n: str
    goal: str

    def __str__(self) -> str:
        return f"{self.what:<58} {self.value:>9}  {self.interval:<17} {self.n:>10}  {self.goal}"


def main() -> None:
    print(Row("what", "value", "95 % interval", "n", "goal"))
    for part in (speed, emotions, moves, danger, talks, against_roberta):
        for row in part():
            print(row, flush=True)


# Figures that need labels


def emotions() -> Iterator[Row]:
    folder = Path(os.environ.get("GOEMOTIONS", "."))
    path = next((folder / name for name in ("test.tsv", "dev.tsv") if (folder / name).exists()), None)
    if path is None:
        yield Row("GoEmotions: set GOEMOTIONS to its folder", "-", "", "0", "0.52 / 0.63")
        return
    rows = [line.split("\t") for line in path.read_text("utf-8").splitlines()]
    true = np.zeros((len(rows), len(EMOTIONS)), bool)
    for at, (_, labels, _) in enumerate(rows):
        true[at, [int(label) for label in labels.split(",")]] = True
    readings = list(read_many(Message(_named(text), "opening") for text, _, _ in rows))
    kept = [at for at, reading in enumerate(readings) if reading.emotions]
    found, p = _table(readings, "emotions", len(EMOTIONS))
    by_group, _ = _table(readings, "groups", len(GROUPS))
    told = np.stack([true[:, [EMOTIONS.index(x) for x in labels]].any(1) for labels in GROUPS.values()], 1)
    name = f"GoEmotions {path.stem}" + (" (thresholds set on it)" if path.stem == "dev" else "")
    if path.stem == "dev":
        halves = np.arange(len(rows)) % 2 == 0
        for what, family, y in (("28 labels", "emotions", true), ("7 groups", "groups", told)):
            ps = _table(readings, family, y.shape[1])[1]
            yield _macro(
                f"GoEmotions dev, crossed: macro-F1, {what}", crossed(ps, y, halves, 0.3, 1.0), y, ""
            )
    yield _macro(f"{name}: macro-F1, 28 labels", found, true, "0.52")
    yield _macro(f"{name}: macro-F1, 7 groups", by_group, told, "0.63")
    yield _ece(f"{name}: calibration error, emotions", p[kept], true[kept], "<= 0.05")
    yield _share(f"{name}: taken for another language", len(rows) - len(kept), len(rows), "")


def _named(text: str) -> str:
    return text.replace("[NAME]", "Sam").replace("[RELIGION]", "christian")


def moves() -> Iterator[Row]:
    """Each writer that thresholds were set by, and all together; then those that nothing was set by."""
    kept = shelves.MOVES_KEPT
    for writers in (*((one,) for one in kept), kept, shelves.MOVES_UNHEARD):
        rows = [row for writer in writers for row in settled(CORPUS / "moves" / f"{writer}.jsonl")]
        yield from _moves(f"moves, {' '.join(writers)}", rows, each=len(writers) > 1)


def _moves(name: str, rows: list[dict[str, Any]], *, each: bool) -> Iterator[Row]:
    texts = [" ".join(sentence for sentence, _ in row["s"]) for row in rows]
    true = np.array([[any(move in labels for _, labels in row["s"]) for move in MOVES] for row in rows])
    given = zip(rows, texts, strict=True)
    readings = list(read_many(Message(text, row["setting"], row.get("context") or "") for row, text in given))
    found, p = _table(readings, "moves", len(MOVES))
    for how, finds in (("as shipped", found), ("crossed", crossed(p, true, _halves(rows), 0.4, SILENT))):
        yield _macro(f"{name}, {how}: macro-F1, 26 labels", finds, true, "0.80")
        none = finds[~true.any(1)]
        yield _share(f"{name}, {how}: no move, and gets one", int(none.any(1).sum()), len(none), "<= 10 %")
    yield _ece(f"{name}: calibration error", p, true, "<= 0.05")
    yield _overlap(name, rows, texts, readings)
    if each:
        for at, move in sorted(enumerate(MOVES), key=lambda item: f1(found, true)[item[0]]):
            yield _per_label(move, found[:, at], true[:, at])


def crossed(p: Any, true: Any, half: Any, usual: float, alarms: float) -> Any:
    """(n, labels) of finds, each by thresholds that the other half set."""
    found = np.zeros(true.shape, bool)
    for here in (half, ~half):
        least = thresholds(p[~here], true[~here], usual=usual)
        loud = quiet(p[~here], true[~here], least, alarms)
        found[here] = (p[here] >= least) & (p[here] >= loud).any(1, keepdims=True)
    return found


def _halves(rows: list[dict[str, Any]]) -> Any:
    """True for the messages of every other voice."""
    first = set(sorted({row["voice"] for row in rows})[::2])
    return np.array([row["voice"] in first for row in rows])


def _per_label(move: str, found: Any, true: Any) -> Row:
    hits = int((found & true).sum())
    precision, recall = hits / max(1, found.sum()), hits / max(1, true.sum())
    value = f"{2 * hits / max(1, found.sum() + true.sum()):.2f}"
    return Row(f"  {move}", value, f"P {precision:.2f} R {recall:.2f}", str(int(true.sum())), "")


def _overlap(name: str, rows: list[dict[str, Any]], texts: list[str], readings: list[Reading]) -> Row:
    """Mean F1 of characters between the words marked by the writer and those read, for moves that are there."""
    scores = []
    for row, text, reading in zip(rows, texts, readings, strict=True):
        for move in reading.moves:
            words = row.get("carry", {}).get(move.label)
            if words and words in text:
                start = text.index(words)
                shared = max(0, min(move.end, start + len(words)) - max(move.start, start))
                scores.append(2 * shared / (move.end - move.start + len(words)))
    return _mean(f"{name}: overlap of spans (F1 of characters)", np.array(scores), "")


def danger() -> Iterator[Row]:
    unheard = shelves.DANGER_UNHEARD + shelves.ABROAD_UNHEARD
    known = [(f"danger, {name} (kept)", CORPUS / "safety" / f"{name}.jsonl") for name in shelves.DANGER_KEPT]
    known += [(f"danger, {name}", CORPUS / "safety" / f"{name}.jsonl") for name in unheard]
    for name, path in (*known, ("danger, one more file", Path(os.environ.get("DANGER", "nowhere")))):
        if path.is_file():
            rows = lines(path)
            levels = [read(row["text"], setting="opening").safety.level for row in rows]
            yield from danger_rows(name, rows, levels)


def danger_rows(name: str, rows: list[dict[str, Any]], levels: list[Level]) -> Iterator[Row]:
    """The five shares that matter, for messages with `severity`, `labels` and `lang`."""
    both = list(zip(rows, levels, strict=True))
    kinds: list[tuple[str, Callable[[dict[str, Any]], bool], str]] = [
        ("imminent found", lambda row: row["severity"] == "imminent", "100 %"),
        ("all found", lambda row: row["severity"] != "none", ">= 95 %"),
        ("coercive control found", lambda row: "COERCIVE_CONTROL" in row["labels"], ">= 90 %"),
        ("non-English found", lambda row: row["lang"] != "en" and row["severity"] != "none", ">= 85 %"),
        ("harmless flagged", lambda row: row["severity"] == "none", "<= 5 %"),
    ]
    for kind, belongs, goal in kinds:
        chosen = [level for row, level in both if belongs(row)]
        if chosen:
            yield _share(f"{name}: {kind}", sum(level > Level.NONE for level in chosen), len(chosen), goal)


def talks() -> Iterator[Row]:
    """Conversations written for this project: too few, and by one hand, to lean on."""
    rows = lines(ROOT / "training" / "talks.jsonl")
    steps = [tension([Turn(*turn) for turn in row["turns"]]) for row in rows]
    p = np.array([max(step.p for step in talk) for talk in steps])
    bad = np.array([row["went_wrong"] for row in rows])
    draws = [auc(p[chosen], bad[chosen]) for chosen in _drawn(len(rows))]
    yield Row("tension: AUC, own small set", f"{auc(p, bad):.2f}", _between(draws), str(len(rows)), "0.65")
    found, alarms = float((p[bad] >= 0.5).mean()), float((p[~bad] >= 0.5).mean())
    for base in (0.01, 0.05, 0.2):
        share = precision_at(base, found, alarms)
        yield Row(f"tension: precision at a base rate of {base:.0%}", f"{share:.0%}", "", str(len(rows)), "")


# Speed


def speed() -> Iterator[Row]:
    yield Row("load: import and first reading, s", f"{_loading():.2f}", "", "1", "<= 0.7")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for _ in range(20):
        read(MESSAGE, setting="opening")
    took = 1e3 * np.array([_seconds(partial(read, MESSAGE, setting="opening")) for _ in range(TIMES)])
    for name, share, goal in (("p50", 0.5, "<= 5"), ("p99", 0.99, "<= 15")):
        draws = [float(np.quantile(took[chosen], share)) for chosen in _drawn(TIMES)]
        value = f"{np.quantile(took, share):.1f}"
        yield Row(f"one message of 25 words, {name}, ms", value, _between(draws, 1), str(TIMES), goal)
    many = [Message(f"{MESSAGE} {at}", "opening") for at in range(TIMES)]
    rate = TIMES / _seconds(lambda: list(read_many(many)))
    yield Row("stream on all cores, messages a second", f"{rate:.0f}", "", str(TIMES), ">= 400")
    more = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    yield Row("extra memory for the model and all readings, MB", f"{more:.0f}", "", "1", "<= 250")


def against_roberta() -> Iterator[Row]:
    """RoBERTa-base with random weights and 28 labels, one thread, the same message; needs the training extra."""
    try:
        import torch
        from transformers import RobertaConfig, RobertaForSequenceClassification
    except ImportError:
        yield Row("against RoBERTa-base: needs the training extra", "-", "", "0", ">= 15 x")
        return
    torch.set_num_threads(1)
    model = RobertaForSequenceClassification(RobertaConfig(num_labels=28, vocab_size=50265)).eval()
    ids = torch.randint(5, 50000, (1, 32))
    with torch.no_grad():
        theirs = [_seconds(partial(model, ids)) for _ in range(40)]
    ours = [_seconds(partial(read, MESSAGE, setting="opening")) for _ in range(TIMES)]
    ratio = float(np.median(theirs) / np.median(ours))
    yield Row("times faster than RoBERTa-base, one thread", f"{ratio:.1f}", "", "40", ">= 15 x")


def _loading() -> float:
    """In a fresh process: the import of the room, the model's load and the first reading."""
    code = "import omoiyari.language as room; room.read('I felt alone last night', setting='opening')"
    bare = min(_seconds(partial(subprocess.run, [sys.executable, "-c", ""], check=True)) for _ in range(3))
    return (
        min(_seconds(partial(subprocess.run, [sys.executable, "-c", code], check=True)) for _ in range(3))
        - bare
    )


def _seconds(act: Callable[[], Any]) -> float:
    start = time.perf_counter()
    act()
    return time.perf_counter() - start


# Intervals


def _table(readings: list[Reading], family: str, width: int) -> tuple[Any, Any]:
    """(n, labels) of what was found and of probabilities; nothing for what could not be read."""
    rows = [getattr(reading, family) for reading in readings]
    found = np.array([[item.found for item in row] or [False] * width for row in rows])
    return found, np.array([[item.p for item in row] or [0.0] * width for row in rows])


def _macro(what: str, found: Any, true: Any, goal: str) -> Row:
    draws = [float(f1(found[chosen], true[chosen]).mean()) for chosen in _drawn(len(true))]
    return Row(what, f"{f1(found, true).mean():.3f}", _between(draws), str(len(true)), goal)


def _ece(what: str, p: Any, true: Any, goal: str) -> Row:
    """Basic bootstrap (Davison and Hinkley, 1997): resampling adds to this error, so draws are turned round."""
    point = expected_calibration_error(p, true)
    draws = [expected_calibration_error(p[chosen], true[chosen]) for chosen in list(_drawn(len(true)))[:100]]
    return Row(
        what, f"{point:.3f}", _between([max(0.0, 2 * point - draw) for draw in draws]), str(len(true)), goal
    )


def _mean(what: str, values: Any, goal: str) -> Row:
    if not len(values):
        return Row(what, "-", "", "0", goal)
    draws = [float(values[chosen].mean()) for chosen in _drawn(len(values))]
    return Row(what, f"{values.mean():.2f}", _between(draws), str(len(values)), goal)


def _share(what: str, k: int, n: int, goal: str) -> Row:
    """k of n with Wilson's interval (1927)."""
    if not n:
        return Row(what, "-", "", "0", goal)
    z, p = 1.96, k / n
    middle, half = p + z * z / 2 / n, z * np.sqrt(p * (1 - p) / n + z * z / 4 / n / n)
    low, high = ((middle + sign * half) / (1 + z * z / n) for sign in (-1, 1))
    return Row(what, f"{p:.1%}", f"{low:.1%} - {high:.1%}", f"{k}/{n}", goal)


def _drawn(n: int) -> Iterator[Any]:
    """Bootstrap draws (Efron, 1979), seeded."""
    chance = np.random.default_rng(1)
    for _ in range(DRAWS):
        yield chance.integers(0, n, n)


def _between(draws: list[float], digits: int = 3) -> str:
    low, high = np.quantile(draws, [0.025, 0.975])
    return f"{low:.{digits}f} - {high:.{digits}f}"


if __name__ == "__main__":
    main()
