"""Runs the shipped network: one message at a time, on one thread, so that its reading never depends on another's."""

import json
from dataclasses import dataclass
from functools import cache, partial
from importlib.resources import as_file, files
from typing import Any

import numpy as np
from numpy.typing import NDArray

from omoiyari.language.normalise import normalise

Floats = NDArray[np.float32]
Bools = NDArray[np.bool_]

CLS, SEP = 101, 102
SETTING = {"opening": 1, "reply": 2}
WINDOW, CONTEXT = 120, 32
"""Tokens of text and of context that the network sees at once."""
_SLOWER = ["SkipLayerNormFusion"]
"""What the runtime would join into one kernel that takes longer than its parts."""


@dataclass(frozen=True, slots=True)
class View:
    """What the network made of one window. `places` are the token starts in the written text.

    `look` and `value` are (tokens, labels): a label's logit for a stretch of tokens is the sum of its values,
    weighted by the softmax of its looks over the stretch. `meaning` is a unit vector.
    """

    places: NDArray[np.int64]
    ends: NDArray[np.int64]
    look: Floats
    value: Floats
    meaning: Floats

    def shares(self, inside: Bools) -> Floats:
        """(tokens, labels): each token's part in each label's logit over the tokens that are `inside`."""
        weight = np.exp(self.look - self.look[inside].max(0)) * inside[:, None]
        shares: Floats = weight / weight.sum(0) * self.value
        return shares


@dataclass(frozen=True, slots=True)
class Network:
    session: Any
    tokenizer: Any

    def views(self, text: str, setting: str, context: str, breaks: tuple[tuple[int, int], ...]) -> list[View]:
        """One view per window; a window ends with a sentence where it can. No view for a text without tokens."""
        normal = normalise(text)
        code = self.tokenizer.encode(normal.text, add_special_tokens=False)
        if not code.ids:
            return []
        written = [normal.written(start, end) for start, end in code.offsets]
        places = np.array([start for start, _ in written])
        ends = np.array([end for _, end in written])
        # What stands twice is run once.
        run = cache(partial(self._run, SETTING[setting], tuple(self._tail(context))))
        return [
            View(places[a:b], ends[a:b], *run(tuple(code.ids[a:b])))
            for a, b in _windows(places, [start for start, _ in breaks])
        ]

    def _tail(self, context: str) -> list[int]:
        if not context:
            return []
        ids: list[int] = self.tokenizer.encode(normalise(context[-2000:]).text, add_special_tokens=False).ids
        return [*ids[-CONTEXT:], SEP] if ids else []

    def _run(
        self, setting: int, tail: tuple[int, ...], ids: tuple[int, ...]
    ) -> tuple[Floats, Floats, Floats]:
        row = [CLS, setting, *ids, SEP, *tail]
        types = [0] * (len(ids) + 3) + [1] * len(tail)
        feed = {"ids": np.array([row], np.int64), "types": np.array([types], np.int64)}
        look, value, meaning = self.session.run(None, feed)
        here = slice(2, 2 + len(ids))
        return look[0, here], value[0, here], meaning[0]


def _windows(places: NDArray[np.int64], starts: list[int]) -> list[tuple[int, int]]:
    cuts = np.searchsorted(places, starts)
    spans, at = [], 0
    while at < len(places):
        end = min(at + WINDOW, len(places))
        if end < len(places):
            whole = cuts[(cuts > at) & (cuts <= end)]
            end = int(whole[-1]) if len(whole) else end
        spans.append((at, end))
        at = end
    return spans


@cache
def network() -> Network:
    """Loads the shipped network, once."""
    import onnxruntime  # type: ignore[import-untyped]
    from tokenizers import Tokenizer

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    folder = files("omoiyari.language") / "weights"
    with as_file(folder / "reader.onnx") as path:
        session = onnxruntime.InferenceSession(
            str(path), options, providers=["CPUExecutionProvider"], disabled_optimizers=_SLOWER
        )
    tokenizer = Tokenizer.from_str((folder / "tokenizer.json").read_text("utf-8"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return Network(session, tokenizer)


@dataclass(frozen=True, slots=True)
class Scale:
    """Turns logits of one family into probabilities: sigmoid(slope * logit + lean * phrased + offset)."""

    slope: Floats
    lean: Floats
    offset: Floats
    threshold: Floats
    loud: Floats

    def probability(self, logits: Floats, phrased: Floats | float = 0.0) -> Floats:
        """`phrased` is the logit of the turns of phrase, for families that have one."""
        logit = self.slope * logits + self.lean * phrased + self.offset
        return np.asarray(1 / (1 + np.exp(-logit)), np.float32)

    def found(self, ps: Floats) -> Bools:
        """What passes its threshold, when at least one label is so likely that it passes its louder one."""
        return np.asarray((ps >= self.threshold) & (ps >= self.loud).any())


@dataclass(frozen=True, slots=True)
class Family:
    """Where a family of labels lies among the network's outputs, and its scales for messages and sentences."""

    labels: tuple[str, ...]
    columns: slice
    bias: Floats
    message: Scale
    sentence: Scale


@cache
def families() -> dict[str, Family]:
    """The label families by name: `emotions`, `groups`, `moves`, `safety`; `tongues`, danger in other languages."""
    source = files("omoiyari.language") / "weights" / "reader.json"
    return {name: _family(given) for name, given in json.loads(source.read_text("utf-8")).items()}


def _family(given: dict[str, Any]) -> Family:
    scales = {
        kind: Scale(
            *(
                np.array(given[kind][part], np.float32)
                for part in ("slope", "lean", "offset", "threshold", "loud")
            )
        )
        for kind in ("message", "sentence")
    }
    start = given["start"]
    bias = np.array(given["bias"], np.float32)
    return Family(
        tuple(given["labels"]), slice(start, start + len(bias)), bias, scales["message"], scales["sentence"]
    )
