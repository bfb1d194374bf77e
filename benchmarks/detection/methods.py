"""What is compared: our engine, farringtonFlexible, the rules of today, and an oracle that knows the truth."""

from __future__ import annotations

import time
from dataclasses import dataclass

import numpy as np
from scipy import stats

from benchmarks.detection.simulate import JUDGED, MONTHS, Truth
from bsafe_analysis.detection.any_counts import detect_table
from bsafe_analysis.detection.peers.farrington import Control, judge
from bsafe_analysis.detection.peers.simple_rules import Told, rolling_mean, same_month_last_year, xmr_rules

ALPHA = 0.01


@dataclass
class Result:
    """Series x judged month. `score`: larger, more unusual; `flag` at alpha; `listed` after control of the family."""

    score: np.ndarray
    shift: np.ndarray
    flag: np.ndarray
    listed: np.ndarray
    expected: np.ndarray
    lower: np.ndarray
    upper: np.ndarray
    seconds: float


def ours(truth: Truth, **settings) -> Result:
    frame, months = truth.frame(), truth.months
    start = time.process_time()
    table = detect_table(frame, months[-JUDGED], months[-1], ALPHA, **settings)
    seconds = time.process_time() - start

    def wide(name):
        return table.pivot(index="series", columns="month", values=name).loc[truth.names].to_numpy(dtype=float)

    return Result(
        wide("score"), wide("score_shift"), wide("flag") > 0, wide("fdr_flag") > 0,
        wide("expected"), wide("lower"), wide("upper"), seconds,
    )  # fmt: skip


def month_only(result: Result) -> Result:
    listed = np.stack([family(10 ** -result.score[:, j]) for j in range(JUDGED)], axis=1)
    return Result(**(vars(result) | {"shift": result.score, "listed": listed}))


def family(p: np.ndarray, rate: float = 0.10) -> np.ndarray:
    return stats.false_discovery_control(np.clip(p, 0, 1)) <= rate


FARRINGTON = {
    "FF 10 periods, nb": {"periods": 10, "left_out": 6, "limit": "nbPlugin"},
    "FF 4 periods, nb": {"periods": 4, "left_out": 6, "limit": "nbPlugin"},
    "FF 4 periods, muan": {"periods": 4, "left_out": 6, "limit": "muan"},
    "FF 10 periods, delta, 3 left out": {"periods": 10, "left_out": 3, "limit": "delta"},
}


def farrington(truth: Truth, **control) -> Result:
    score, expected, upper = (np.full((len(truth.counts), JUDGED), np.nan) for _ in range(3))
    history = (~np.isnan(truth.counts[:, : MONTHS - JUDGED])).sum(1)
    start = time.process_time()
    for length in np.unique(history):
        rows = np.flatnonzero(history == length)
        chosen = Control(years=int(length // 12), alpha=ALPHA, compatible=True, **control)
        for j in range(JUDGED):
            done = judge(truth.counts[rows], MONTHS - JUDGED + j, chosen)
            score[rows, j] = -np.log10(np.maximum(np.nan_to_num(done.p, nan=1.0), 1e-300))
            expected[rows, j], upper[rows, j] = done.expected, done.upper
    listed = np.stack([family(10 ** -score[:, j]) for j in range(JUDGED)], axis=1)
    flag = truth.counts[:, -JUDGED:] > upper
    return Result(
        score, score, flag, listed, expected, np.full(score.shape, np.nan), upper, time.process_time() - start
    )


def poisson_z(counts: np.ndarray, years: int = 3, z: float = 2.326) -> Told:
    """Wheeler's Poisson Z, 2 (sqrt y - sqrt mean), against the mean of the same month in the last three years."""
    past = np.stack([counts[:, -1 - 12 * k] for k in range(1, years + 1) if 12 * k < counts.shape[1]])
    mean = np.nanmean(past, axis=0)
    score = 2 * (np.sqrt(counts[:, -1]) - np.sqrt(mean))
    return mean, score, score > z


RIVALS = {
    "Poisson Z, 3 years": poisson_z,
    "rolling 12 +- 2 SD": rolling_mean,
    "XmR, NHS rules": xmr_rules,
    "+-20% same month": same_month_last_year,
}


def rival(truth: Truth, rule) -> Result:
    start = time.process_time()
    told = [rule(truth.counts[:, : MONTHS - JUDGED + j + 1]) for j in range(JUDGED)]
    expected, score, flag = (np.stack(part, axis=1) for part in zip(*told, strict=True))
    nothing = np.full(score.shape, np.nan)
    return Result(score, score, flag, flag, expected, nothing, nothing, time.process_time() - start)


def oracle(truth: Truth) -> Result:
    """Knows each month's mean and dispersion; looks at the month and at the sums of 2, 3 and 5 months."""
    start = time.process_time()
    y, mean, phi = truth.counts, truth.mean, truth.phi[:, None]
    p = _tail(y[:, -JUDGED:], mean[:, -JUDGED:], phi)
    best = p / 0.65
    for run, share in ((2, 0.10), (3, 0.15), (5, 0.10)):
        total = [x.cumsum(1) for x in (np.nan_to_num(y), mean)]
        s, m = (c[:, -JUDGED:] - c[:, -JUDGED - run : -run] for c in total)
        above = y[:, -JUDGED:] > mean[:, -JUDGED:]
        best = np.minimum(best, np.where(above, _tail(s, m, phi) / share, 1.0))
    best = np.clip(best, 0, 1)
    listed = np.stack([family(best[:, j]) for j in range(JUDGED)], axis=1)
    now = mean[:, -JUDGED:]
    score, shift = (-np.log10(np.maximum(x, 1e-300)) for x in (p, best))
    return Result(score, shift, p < ALPHA, listed, now, now * np.nan, now * np.nan, time.process_time() - start)


def _tail(y, mean, phi):
    excess = np.maximum(phi - 1, 1e-9)
    dist = stats.nbinom(mean / excess, 1 / (1 + excess))
    return (dist.sf(y) + dist.sf(y - 1)) / 2
