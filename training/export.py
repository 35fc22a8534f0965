"""Turns a trained reader into the int8 file that ships: fused, its outliers smoothed, quantised per channel."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import onnx
import onnxruntime
import torch
from onnx import helper, numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.transformers import optimizer
from torch import Tensor, nn

from training.network import Reader
from training.rows import SIZES, Laid

SMOOTH = 0.5
_QUANTISED = ("Attention", "MatMul")


class Int8Words(nn.Module):
    """The word table with one byte a number and one scale a word."""

    def __init__(self, table: Tensor) -> None:
        super().__init__()
        scale = table.abs().amax(1, keepdim=True).clamp_min(1e-8) / 127
        self.register_buffer("table", (table / scale).round().to(torch.int8))
        self.register_buffer("scale", scale)

    def forward(self, ids: Tensor) -> Tensor:
        words: Tensor = self.table[ids].float() * self.scale[ids]
        return words


class Shipped(nn.Module):
    """ids, types (1, tokens) -> look, value (1, tokens, labels), meaning (1, width)."""

    def __init__(self, reader: Reader) -> None:
        super().__init__()
        self.reader = reader

    def forward(self, ids: Tensor, types: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        hidden = self.reader.hidden(ids, types, torch.ones_like(ids))
        heads = [self.reader.head(name) for name in SIZES]
        look = torch.cat([head.look(hidden) for head in heads], -1)
        value = torch.cat([head.value(hidden) for head in heads], -1)
        mean = self.reader.meaning(hidden.mean(1))
        return look, value, mean / mean.norm(dim=-1, keepdim=True)


def export(reader: Reader, sample: list[Laid], path: Path) -> None:
    """Writes the int8 network to `path`; `sample` (a few hundred rows) shows how large its activations get."""
    reader.eval()
    embeddings = reader.encoder.embeddings
    table = embeddings.word_embeddings
    embeddings.word_embeddings = Int8Words(table.weight.detach())  # type: ignore[assignment]
    with TemporaryDirectory() as folder:
        plain, fused, smooth = (Path(folder) / f"{step}.onnx" for step in ("plain", "fused", "smooth"))
        _traced(reader, plain)
        width, heads = reader.encoder.config.hidden_size, reader.encoder.config.num_attention_heads
        optimizer.optimize_model(
            str(plain), "bert", num_heads=heads, hidden_size=width, opt_level=0
        ).save_model_to_file(str(fused))
        names = smoothed(fused, sample, smooth)
        quantize_dynamic(
            smooth, path, per_channel=True, weight_type=QuantType.QInt8, nodes_to_quantize=names,
            op_types_to_quantize=list(_QUANTISED), extra_options={"DefaultTensorType": onnx.TensorProto.FLOAT},
        )  # fmt: skip
    embeddings.word_embeddings = table


def _traced(reader: Reader, path: Path) -> None:
    ids = torch.randint(1000, 9000, (1, 20))
    names = ["look", "value"]
    torch.onnx.export(
        Shipped(reader), (ids, torch.zeros_like(ids)), str(path), input_names=["ids", "types"],
        output_names=[*names, "meaning"], dynamic_axes={name: {1: "tokens"} for name in ("ids", "types", *names)},
        opset_version=17, dynamo=False,
    )  # fmt: skip


def smoothed(source: Path, sample: list[Laid], target: Path) -> list[str]:
    """Moves outliers from activations into weights (Xiao et al., 2023); returns the nodes to quantise."""
    model = onnx.load(source)
    weights = {tensor.name: tensor for tensor in model.graph.initializer}
    nodes = [node for node in model.graph.node if node.op_type in _QUANTISED and node.input[1] in weights]
    nodes = [node for node in nodes if "head" not in node.name and "meaning" not in node.name]
    largest = _largest(model, {node.input[0] for node in nodes}, sample)
    for index, node in enumerate(nodes):
        weight = numpy_helper.to_array(weights[node.input[1]])
        factor = np.sqrt(np.maximum(largest[node.input[0]], 1e-4) / np.maximum(np.abs(weight).max(1), 1e-4))
        factor = (factor / np.exp(np.log(factor).mean())).astype(np.float32)
        weights[node.input[1]].CopyFrom(numpy_helper.from_array(weight * factor[:, None], node.input[1]))
        _divided(model, node, index, factor)
    onnx.save(model, target)
    return [node.name for node in nodes]


def _divided(model: Any, node: Any, index: int, factor: Any) -> None:
    """Puts `input / factor` in front of a node."""
    name = f"smooth_{index}"
    model.graph.initializer.append(numpy_helper.from_array(1 / factor, name))
    new = helper.make_node("Mul", [node.input[0], name], [f"{name}_out"], name=f"{name}_mul")
    model.graph.node.insert(list(model.graph.node).index(node), new)
    node.input[0] = f"{name}_out"


def _largest(model: Any, names: set[str], sample: list[Laid]) -> dict[str, Any]:
    watched = onnx.ModelProto()
    watched.CopyFrom(model)
    known = {output.name for output in watched.graph.output}
    watched.graph.output.extend(helper.make_empty_tensor_value_info(name) for name in sorted(names - known))
    session = onnxruntime.InferenceSession(watched.SerializeToString(), providers=["CPUExecutionProvider"])
    order = sorted(names)
    seen = []
    for row in sample:
        feed = {"ids": np.array([row.ids], np.int64), "types": np.array([row.types], np.int64)}
        seen.append([np.abs(found[0]).max(0) for found in session.run(order, feed)])
    return {name: np.max([row[at] for row in seen], axis=0) for at, name in enumerate(order)}
