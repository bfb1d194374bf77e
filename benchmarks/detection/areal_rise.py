"""How soon could anybody find a rise of 30 % in an area of 50 a month? `python -m benchmarks.detection.areal_rise`

An oracle that knows the true mean and the true variance takes, each month, the best of the sums of the last one to five
months (the likelihood ratio of a step, nearly). Its bar is drawn from counts without a rise, at the chance below which
a series is the first finding of its month's list. Printed: the share found by each month, by dispersion and by how many
series are judged together. No method that has to learn mean and variance can do better.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from bsafe_analysis.detection.rules import bar_of_a_list

MEAN, RISE, MONTHS = 50.0, 1.3, 5
DISPERSIONS, FAMILIES = (1.0, 1.2, 1.5, 2.0, 3.0), (100, 546)
NULLS, ALTERNATIVES, RATE = 1_000_000, 20_000, 0.10


def counts(rng: np.random.Generator, rows: int, months: int, mean: float, dispersion: float) -> np.ndarray:
    over = dispersion - 1
    return rng.poisson(rng.gamma(mean / over, over, (rows, months)) if over else np.full((rows, months), mean))


def best_score(seen: np.ndarray, dispersion: float) -> np.ndarray:
    """The best standardised sum of the last one to five months."""
    sums = np.cumsum(seen[:, ::-1], axis=1)[:, :MONTHS]
    lengths = np.arange(1, sums.shape[1] + 1)
    return np.asarray(((sums - MEAN * lengths) / np.sqrt(dispersion * MEAN * lengths)).max(axis=1))


def main() -> None:
    rng, lines = np.random.default_rng(1), []
    for dispersion in DISPERSIONS:
        quiet = best_score(counts(rng, NULLS, MONTHS, MEAN, dispersion), dispersion)
        before = counts(rng, ALTERNATIVES, MONTHS - 1, MEAN, dispersion)
        seen = np.hstack([before, counts(rng, ALTERNATIVES, MONTHS, MEAN * RISE, dispersion)])
        scores = np.array([best_score(seen[:, :end], dispersion) for end in range(MONTHS, 2 * MONTHS)])
        for family in FAMILIES:
            bar = np.quantile(quiet, 1 - bar_of_a_list(np.ones(family), RATE)[0])
            found = np.maximum.accumulate(scores > bar, axis=0).mean(axis=1).round(2)
            lines.append({"dispersion": dispersion, "series": family} | dict(enumerate(found, 1)))
    print(pd.DataFrame(lines).to_string(index=False))


if __name__ == "__main__":
    main()
