"""The reader as torch trains it: a sentence encoder with a tag for each word piece and heads for each mention."""

from __future__ import annotations

import torch
from torch import nn
from transformers import AutoModel

TYPES = [
    *("O", "AGREE", "CONSULT", "SUPPORT", "COOPERATE", "AID", "CONCEDE", "RETREAT", "REQUEST", "ACCUSE", "REJECT"),
    *("THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"),
]
STATUSES = ["actual", "claimed", "planned", "hypothetical", "negated", "historical"]
ROLES = ["O", "actor", "recipient", "place", "date"]
ROLE_WIDTH, PAIR_WIDTH = 192, 128


class Reader(nn.Module):
    """Encoder, tags and heads. A mention is the mean of its trigger's states; `summary` is the window's first state."""

    def __init__(self, folder: str, layers: int, sub_types: int) -> None:
        super().__init__()
        self.encoder = AutoModel.from_pretrained(folder, add_pooling_layer=False, dtype=torch.float32)
        self.encoder.encoder.layer = self.encoder.encoder.layer[:layers]
        width = self.encoder.config.hidden_size
        self.drop = nn.Dropout(0.1)
        self.tag = nn.Linear(width, len(TYPES))
        self.mention = nn.Sequential(nn.Linear(2 * width, width), nn.GELU("tanh"))
        self.status = nn.Linear(width, len(STATUSES))
        self.sub_type = nn.Linear(width, sub_types)
        self.row = nn.Linear(width, 2)  # at least "some coders", surely
        self.first = nn.Linear(width, 1)  # the first mention of its happening
        self.query, self.key = nn.Linear(width, ROLE_WIDTH), nn.Linear(width, ROLE_WIDTH)
        self.role = nn.Sequential(nn.Linear(3 * ROLE_WIDTH, 96), nn.GELU("tanh"), nn.Linear(96, len(ROLES)))
        self.side = nn.Linear(width, PAIR_WIDTH)
        self.pair = nn.Sequential(nn.Linear(2 * PAIR_WIDTH, 64), nn.GELU("tanh"), nn.Linear(64, 1))

    def states(self, ids: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """Hidden states, batch x length x width."""
        return self.drop(self.encoder(input_ids=ids, attention_mask=mask).last_hidden_state)

    def mentions(self, triggers: torch.Tensor, summaries: torch.Tensor) -> torch.Tensor:
        """What the heads of mentions read: n x width."""
        return self.mention(torch.cat([triggers, summaries], -1))

    def roles(self, triggers: torch.Tensor, states: torch.Tensor) -> torch.Tensor:
        """Role logits of each piece for each mention: n x length x roles, of n triggers and the states around them."""
        key = self.key(states)
        query = self.query(triggers)[:, None].expand_as(key)
        return self.role(torch.cat([query, key, query * key], -1))

    def pairs(self, one: torch.Tensor, two: torch.Tensor) -> torch.Tensor:
        """Logit that two mentions (n x width triggers each) tell of one happening."""
        a, b = self.side(one), self.side(two)
        return self.pair(torch.cat([a * b, (a - b).abs()], -1)).squeeze(-1)
