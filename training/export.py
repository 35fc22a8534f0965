"""Turns a trained reader into the int8 file that ships: fused, and quantised per channel."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import onnx
import torch
from onnx import helper
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.transformers import optimizer
from torch import Tensor, nn

from training.network import Reader
from training.rows import SIZES

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
        weights = [head.look.weight for head in heads] + [head.value.weight for head in heads]
        both = nn.functional.linear(hidden, torch.cat(weights))
        look, value = both.chunk(2, -1)
        mean = self.reader.meaning(hidden.mean(1))
        return look, value, mean / mean.norm(dim=-1, keepdim=True)


def export(reader: Reader, path: Path) -> None:
    """Writes the int8 network to `path`. Moving outliers into the weights first lost more than it won."""
    reader.eval()
    embeddings = reader.encoder.embeddings
    table = embeddings.word_embeddings
    embeddings.word_embeddings = Int8Words(table.weight.detach())  # type: ignore[assignment]
    with TemporaryDirectory() as folder:
        plain, fused = (Path(folder) / f"{step}.onnx" for step in ("plain", "fused"))
        _traced(reader, plain)
        width, heads = reader.encoder.config.hidden_size, reader.encoder.config.num_attention_heads
        model = optimizer.optimize_model(str(plain), "bert", num_heads=heads, hidden_size=width, opt_level=0)
        model.save_model_to_file(str(fused))
        quantize_dynamic(
            fused, path, per_channel=True, weight_type=QuantType.QInt8, nodes_to_quantize=_large(model.model),
            op_types_to_quantize=list(_QUANTISED), extra_options={"DefaultTensorType": onnx.TensorProto.FLOAT},
        )  # fmt: skip
    embeddings.word_embeddings = table
    onnx.save(_plainly_normed(onnx.load(path)), path)


def _plainly_normed(model: Any) -> Any:
    """Sums and norms as nodes of their own: the one kernel for both takes longer than the two of them."""
    nodes = []
    for node in model.graph.node:
        nodes += _sum_and_norm(node) if node.op_type == "SkipLayerNormalization" else [node]
    del model.graph.node[:]
    model.graph.node.extend(nodes)
    return model


def _sum_and_norm(node: Any) -> list[Any]:
    inputs, skip, gamma, beta, bias = node.input
    epsilon = next(given.f for given in node.attribute if given.name == "epsilon")
    half, whole = f"{node.name}/half", f"{node.name}/whole"
    return [
        helper.make_node("Add", [inputs, bias], [half], half),
        helper.make_node("Add", [half, skip], [whole], whole),
        helper.make_node(
            "LayerNormalization", [whole, gamma, beta], [node.output[0]], f"{node.name}/norm",
            axis=-1, epsilon=epsilon,
        ),
    ]  # fmt: skip


def _large(model: Any) -> list[str]:
    """The nodes of the encoder; the heads are small, and stay as they are."""
    weights = {tensor.name: tuple(tensor.dims) for tensor in model.graph.initializer}
    nodes = [node for node in model.graph.node if node.op_type in _QUANTISED]
    return [node.name for node in nodes if weights.get(node.input[1], (0, 1))[1] % 384 == 0]


def _traced(reader: Reader, path: Path) -> None:
    ids = torch.randint(1000, 9000, (1, 20))
    names = ["look", "value"]
    torch.onnx.export(
        Shipped(reader), (ids, torch.zeros_like(ids)), str(path), input_names=["ids", "types"],
        output_names=[*names, "meaning"], dynamic_axes={name: {1: "tokens"} for name in ("ids", "types", *names)},
        opset_version=17, dynamo=False,
    )  # fmt: skip
