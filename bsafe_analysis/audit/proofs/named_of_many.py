"""Which of many tests a list names: Benjamini and Hochberg's steps, as their paper of 1995 has them."""

from __future__ import annotations

import numpy as np


def named_of_many(p: np.ndarray, share: float) -> np.ndarray:
    """Which of these chances are named where at most `share` of those named may be chance.

    >>> named_of_many(np.array([0.9, 0.04, 0.001, 0.05]), 0.1).tolist()
    [False, True, True, True]
    """
    ordered = np.sort(p)
    holds = np.flatnonzero(len(p) * ordered <= share * np.arange(1, len(p) + 1))
    return np.asarray(p <= ordered[holds[-1]]) if len(holds) else np.zeros(len(p), dtype=bool)
