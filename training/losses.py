"""What the reader is trained to lessen: how far all that it says of a batch of windows is from what is right."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import numpy as np
import torch
from torch import nn

from training.data import Example, Mention
from training.model import Reader

binary = nn.functional.binary_cross_entropy_with_logits
# what each task adds to the loss
TAGS, STATUS, SUB_TYPE, ROW, FIRST, ROLES, PAIRS = 3.0, 1.0, 0.5, 1.0, 0.3, 1.5, 1.0
EVENT_WEIGHT, PART_WEIGHT = 1.5, 2.0  # of pieces that tell of an event, and that name a party, beside those that do not


class Batch:
    """Windows as tensors: `ids`, `mask` windows x length; `read` where tags count; the mentions of all in a row."""

    def __init__(self, windows: Sequence[Example], device: str) -> None:
        self.windows = windows
        length = max(len(example.window.ids) for example in windows)
        ids, mask, read = (np.zeros((len(windows), length), np.int64) for _ in range(3))
        tags = np.zeros((len(windows), length, windows[0].tags.shape[1]), np.float32)
        for i, example in enumerate(windows):
            n = len(example.window.ids)
            ids[i, :n], mask[i, :n] = example.window.ids, 1
            read[i, :n] = [piece is not None for piece in example.window.pieces]
            tags[i, :n] = example.tags
        self.owned = [(i, mention) for i, example in enumerate(windows) for mention in example.mentions]
        mentions = [mention for _, mention in self.owned]
        inside = np.zeros((len(mentions), length), np.float32)
        near = np.zeros((len(mentions), length), np.float32)
        for k, mention in enumerate(mentions):
            inside[k, mention.tokens] = 1 / len(mention.tokens)
            near[k, : len(mention.near)] = mention.near

        def on(array: np.ndarray) -> torch.Tensor:
            return torch.from_numpy(array).to(device)

        self.ids, self.mask, self.read, self.tags = on(ids), on(mask), on(read), on(tags)
        self.inside, self.near = on(inside), on(near)
        self.owner = on(np.array([i for i, _ in self.owned], np.int64))
        self.on = on


def mention_states(model: Reader, states: torch.Tensor, batch: Batch) -> tuple[torch.Tensor, torch.Tensor]:
    """Of each mention the mean state of its trigger, and the vector that its heads read."""
    triggers = torch.einsum("ml,mlw->mw", batch.inside, states[batch.owner])
    return triggers, model.mentions(triggers, states[batch.owner, 0])


def loss_of(model: Reader, batch: Batch) -> torch.Tensor:
    """The weighed sum of all tasks over a batch."""
    states = model.states(batch.ids, batch.mask).float()
    loss = TAGS * _pieces(model.tag(states), batch.tags, batch.read, EVENT_WEIGHT)
    if not batch.owned:
        return loss
    mentions = [mention for _, mention in batch.owned]
    triggers, vectors = mention_states(model, states, batch)
    loss = loss + STATUS * _distance(model.status(vectors), batch.on(np.stack([m.status for m in mentions]))).mean()
    loss = (
        loss + SUB_TYPE * _distance(model.sub_type(vectors), batch.on(np.stack([m.sub_type for m in mentions]))).mean()
    )
    graded = [k for k, mention in enumerate(mentions) if mention.row is not None]
    if graded:
        rows = batch.on(np.stack([mentions[k].row for k in graded]).astype(np.float32))
        loss = loss + ROW * binary(model.row(vectors[graded]), rows)
    first = batch.on(np.array([mention.first for mention in mentions], np.float32))
    loss = loss + FIRST * binary(model.first(vectors).squeeze(-1), first)
    loss = loss + ROLES * _pieces(
        model.roles(triggers, states[batch.owner]), batch.on(_roles(mentions, batch)), batch.near, PART_WEIGHT
    )
    pairs = _pairs(batch)
    if pairs:
        one, two, same = (list(column) for column in zip(*pairs, strict=True))
        truth = batch.on(np.array(same, np.float32))
        loss = loss + PAIRS * binary(model.pairs(triggers[one], triggers[two]), truth)
    return loss


def _distance(logits: torch.Tensor, right: torch.Tensor) -> torch.Tensor:
    return -(right * logits.log_softmax(-1)).sum(-1)


def _pieces(logits: torch.Tensor, right: torch.Tensor, counted: torch.Tensor, weight: float) -> torch.Tensor:
    """Mean over the pieces that count, those with an answer other than the first (none) weighing more."""
    weights = counted * (1 + (weight - 1) * (1 - right[..., 0]))
    return (_distance(logits, right) * weights).sum() / weights.sum().clamp(min=1)


def _roles(mentions: Sequence[Mention], batch: Batch) -> np.ndarray:
    roles = np.zeros((len(mentions), batch.ids.shape[1], mentions[0].roles.shape[1]), np.float32)
    for k, mention in enumerate(mentions):
        roles[k, : len(mention.roles)] = mention.roles
    return roles


def _pairs(batch: Batch) -> list[tuple[int, int, float]]:
    """Pairs of mentions of one text, and whether they tell of one happening."""
    by_text: defaultdict[int, list[int]] = defaultdict(list)
    for k, (i, _) in enumerate(batch.owned):
        by_text[batch.windows[i].text].append(k)
    return [
        (a, b, float(batch.owned[a][1].happening == batch.owned[b][1].happening))
        for numbers in by_text.values()
        for n, a in enumerate(numbers)
        for b in numbers[:n]
    ]
