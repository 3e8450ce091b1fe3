"""Logistic regression with a ridge, for the few readable weights that ship as tables.

What belongs here: the fit. What is observed, and what a weight may be, is theirs who call it.
"""

from __future__ import annotations

import numpy as np

RIDGE = 3.0


def fit(x: np.ndarray, y: np.ndarray, weight: np.ndarray | float = 1.0, given: np.ndarray | float = 0.0) -> np.ndarray:
    """Weights by Newton's method on standardised observations, the first of which is the base.

    Args:
        x: rows x observations.
        y: what is told, 0 to 1, a row each.
        weight: how much a row counts.
        given: log odds that a row has besides.
    """
    mean, spread = x.mean(0), x.std(0)
    spread[spread < 1e-6] = 1.0
    mean[0], spread[0] = 0.0, 1.0
    z = (x - mean) / spread
    found, ridge = np.zeros(x.shape[1]), RIDGE * (np.arange(x.shape[1]) > 0)
    for _ in range(50):
        p = 1 / (1 + np.exp(-z @ found - given))
        curvature = (z * (weight * p * (1 - p))[:, None]).T @ z + np.diag(ridge + 1e-6)
        step = np.linalg.solve(curvature, z.T @ (weight * (y - p)) - ridge * found)
        found += step
        if abs(step).max() < 1e-6:
            break
    out = found / spread
    out[0] = found[0] - (found[1:] / spread[1:] * mean[1:]).sum()
    return out
