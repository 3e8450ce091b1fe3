"""Which labelled texts a fold leaves out of training, so that what is trained on the others can be tried on them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any


def part_of_fold(fold: str, texts: Sequence[Mapping[str, Any]]) -> set[str]:
    """Ids of the texts of part `train` that a fold (`K/N`, or nothing) leaves out."""
    if not fold:
        return set()
    k, n = (int(part) for part in fold.split("/"))
    return {text["id"] for text in [text for text in texts if text["part"] == "train"][k::n]}
