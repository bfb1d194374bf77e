"""How much a month counts in a fit: fully while it fits, less the further out it lies, on either side."""

from __future__ import annotations

import numpy as np
from scipy import special

OUTLYING = 2.58
LEAST_MEAN = 1e-6


def robust_weights(y: np.ndarray, mu: np.ndarray, phi: np.ndarray) -> np.ndarray:
    """1 for a month that fits, less for one that lies far out on either side (a lockdown must not lower a baseline)."""
    z = deviance_score(y, np.maximum(mu, LEAST_MEAN), phi[:, None])
    return np.where(z <= OUTLYING, 1.0, (OUTLYING / np.maximum(z, OUTLYING)) ** 2)


def deviance_score(y: np.ndarray, mu: np.ndarray, phi: np.ndarray) -> np.ndarray:
    """How many standard deviations out, on either side: the root of the negative binomial deviance.

    Within 0.15 of the normal score of the mid-p value where that decides a weight (a test), and far cheaper.
    """
    size = mu / np.maximum(phi - 1, 1e-6)
    deviance = special.xlogy(y, y / mu) - (y + size) * np.log1p((y - mu) / (mu + size))
    return np.sqrt(2 * np.maximum(deviance, 0))
