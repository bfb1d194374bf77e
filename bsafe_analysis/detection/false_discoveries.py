"""Which of many tests may be named so that at most a share of those named is chance: Benjamini and Hochberg 1995.

scipy.stats has the same (test_false_discoveries.py); it takes two thirds of a second to import, and every fresh process
that prepares a month would pay for it. So detection asks scipy.special, where the distributions themselves are.
"""

from __future__ import annotations

import numpy as np


def false_discovery_control(p: np.ndarray) -> np.ndarray:
    """The adjusted chance of each test: all of at most `rate` are named where a share `rate` of them may be chance.

    >>> false_discovery_control(np.array([0.01, 0.5, 0.02])).tolist()
    [0.03, 0.5, 0.03]
    """
    order = np.argsort(p)
    # Yekutieli and Benjamini 1999: no test's is larger than that of a test with a larger chance
    scaled = p[order] * (len(p) / np.arange(1, len(p) + 1))
    adjusted = np.empty(len(p))
    adjusted[order] = np.minimum.accumulate(scaled[::-1])[::-1]
    return np.clip(adjusted, 0.0, 1.0)
