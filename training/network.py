"""The network: a small encoder, and for each label its own attention over the words of a stretch of text."""

from pathlib import Path

import torch
from torch import Tensor, nn
from transformers import BertConfig, BertModel


class Heads(nn.Module):
    """Labels whose logit is a sum over tokens, so that each token's share of it can be shown.

    share[b, t, l] = attention[b, t, l] * value[b, t, l];  logit[b, l] = sum over t of share + bias[l].
    """

    def __init__(self, width: int, labels: int) -> None:
        super().__init__()
        self.look = nn.Linear(width, labels, bias=False)
        self.value = nn.Linear(width, labels, bias=False)
        self.bias = nn.Parameter(torch.full((labels,), -3.0))
        nn.init.zeros_(self.look.weight)
        nn.init.normal_(self.value.weight, std=0.02)

    def pooled(self, hidden: Tensor, inside: Tensor) -> Tensor:
        """Logits for one stretch of each row. hidden: (batch, tokens, width), inside: (batch, tokens) of bool."""
        look = self.look(hidden).masked_fill(~inside.unsqueeze(-1), -1e4)
        return (look.softmax(1) * self.value(hidden)).sum(1) + self.bias


class Drop(nn.Module):
    """Dropout of one number in ten by random bytes: torch's own took a seventh of every step."""

    LOST = 26

    def forward(self, given: Tensor) -> Tensor:
        if not self.training:
            return given
        count = given.numel()
        drawn = torch.empty(-(-count // 8), dtype=torch.int64).random_(-(2**63), None)
        stays = (drawn.view(torch.uint8)[:count] >= self.LOST).view(given.shape)
        return given * stays * (256 / (256 - self.LOST))


class Reader(nn.Module):
    """One encoder, three families of labels, and a direction for what a message means."""

    def __init__(self, encoder: BertModel, sizes: dict[str, int]) -> None:
        super().__init__()
        width = encoder.config.hidden_size
        self.encoder = encoder
        self.heads = nn.ModuleDict({name: Heads(width, size) for name, size in sizes.items()})
        self.drop = Drop()
        for block in encoder.modules():
            inner = getattr(block, "dropout", None)
            if isinstance(inner, nn.Dropout) and inner.p:
                block.dropout = Drop()
        self.meaning = nn.Linear(width, width, bias=False)
        nn.init.eye_(self.meaning.weight)
        # 12 million numbers that 50,000 messages would only make forget rare words.
        encoder.embeddings.word_embeddings.weight.requires_grad_(False)

    def hidden(self, ids: Tensor, types: Tensor, mask: Tensor) -> Tensor:
        out = self.encoder(input_ids=ids, token_type_ids=types, attention_mask=mask)
        return self.drop(out.last_hidden_state)

    def head(self, name: str) -> Heads:
        head = self.heads[name]
        assert isinstance(head, Heads)
        return head

    def meant(self, hidden: Tensor, inside: Tensor) -> Tensor:
        """A unit vector for one stretch of each row."""
        mean = (hidden * inside.unsqueeze(-1)).sum(1) / inside.sum(1, keepdim=True)
        return nn.functional.normalize(self.meaning(mean), dim=-1)


def pretrained(folder: Path, sizes: dict[str, int]) -> Reader:
    """A reader whose encoder starts from the weights in `folder` (all-MiniLM-L6-v2, Apache-2.0)."""
    config = _config(folder)
    return Reader(BertModel.from_pretrained(folder, config=config, add_pooling_layer=False), sizes)


def unread(folder: Path, sizes: dict[str, int]) -> Reader:
    """A reader of the right shape, to load trained weights into."""
    return Reader(BertModel(_config(folder), add_pooling_layer=False), sizes)


def _config(folder: Path) -> BertConfig:
    return BertConfig.from_pretrained(folder, attn_implementation="eager", attention_probs_dropout_prob=0.0)
