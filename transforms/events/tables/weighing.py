"""From what is observed to a probability: a logistic sum with readable weights, for the joiner and the judge alike.

What belongs here: the arithmetic. What is observed, and what follows from the probability, is theirs.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

_SURE = 0.999  # log odds stay finite


def probability(weights: Mapping[str, float], observed: Mapping[str, float]) -> float:
    """The probability that observations with these weights give; what has no weight does not count."""
    return 1 / (1 + math.exp(-sum(weights.get(name, 0.0) * value for name, value in observed.items())))


def log_odds(p: float) -> float:
    """Logarithm of the odds of a probability."""
    p = min(max(p, 1 - _SURE), _SURE)
    return math.log(p / (1 - p))
