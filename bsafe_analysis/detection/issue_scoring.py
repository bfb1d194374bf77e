"""Which issues come first, and how sure that is: a weighted score, drawn again 2,000 times with all that is uncertain.

Score = 25 x sum(weight x factor) / sum(weights), factors 0 to 4. In a draw the weights are of a Dirichlet distribution
about those set, judged factors one of the scorers' own, rule factors as uncertain as the interval they come from; a
factor that one issue lacks is anything from 0 to 4. A factor nobody has data for leaves the sum.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

DRAWS = 2000
START = 20_270_401
SURE, UNLIKELY = 0.80, 0.20
FIRMNESS = 40.0
"""How firmly the weights are meant: a weight of a sixth is then drawn between about .08 and .27 in 95 of 100."""
VOLUME_BANDS = (0.02, 0.05, 0.10, 0.20)
"""Shares of all that was recorded in the year, from which a volume scores 1, 2, 3, 4."""
UP, FAR_UP, DOWN, FAR_DOWN = 1.10, 1.25, 0.90, 0.75


class IssueStanding(StrEnum):
    """Where an issue stands after all draws."""

    PROPOSED = "proposed"
    CLOSE_CALL = "close_call"
    NOT_PROPOSED = "not_proposed"


@dataclass(frozen=True)
class Interval:
    """A ratio with its 95 in 100: what a rule factor is made of."""

    ratio: float
    low: float
    high: float


@dataclass(frozen=True)
class Weighed:
    """`volume`: its share of all; `trend`, `outlook`: None where not known; `judged`: factor -> the scorers' scores."""

    issue: str
    volume: float | None
    trend: Interval | None
    outlook: Interval | None
    judged: Mapping[str, tuple[int, ...]]


@dataclass(frozen=True)
class Scored:
    """`factors`: what each scored, None where nothing is known of it; `chance`: share of draws among the first."""

    issue: str
    factors: Mapping[str, float | None]
    score: float
    chance: float
    standing: IssueStanding


@dataclass(frozen=True)
class Ranking:
    """`used`: the factors in the sum; `separates`: whether any issue's chance lies clear of what equal ones had."""

    scored: tuple[Scored, ...]
    used: tuple[str, ...]
    separates: bool


def rank_issues(issues: Sequence[Weighed], weights: Mapping[str, float], top: int) -> Ranking:
    """The issues in the order given, each with its score and the chance that it belongs among the first `top`.

    ValueError where all weights are nought.
    """
    used = tuple(f for f, weight in weights.items() if weight > 0 and any(_has_factor(issue, f) for issue in issues))
    if not used:
        raise ValueError("no factor with a weight is known of any issue")
    factors = [{f: _factor(issue, f) for f in used} for issue in issues]
    share = np.array([weights[f] for f in used]) / sum(weights[f] for f in used)
    rng = np.random.default_rng(START)
    drawn_weights = rng.dirichlet(share * FIRMNESS, DRAWS)
    drawn = np.stack([[_draws(rng, issue, f) for f in used] for issue in issues])
    totals = np.einsum("ifd,df->id", drawn, drawn_weights)
    first = _among_first(rng, totals, top)
    chance = first.mean(1)
    scored = tuple(
        Scored(issue.issue, each, 25 * _mean(each, share), float(p), _standing(float(p)))
        for issue, each, p in zip(issues, factors, chance, strict=True)
    )
    return Ranking(scored, used, any(s.standing is not IssueStanding.CLOSE_CALL for s in scored) or len(issues) <= top)


def _standing(chance: float) -> IssueStanding:
    if chance >= SURE:
        return IssueStanding.PROPOSED
    return IssueStanding.CLOSE_CALL if chance >= UNLIKELY else IssueStanding.NOT_PROPOSED


def _mean(factors: Mapping[str, float | None], share: np.ndarray) -> float:
    """The weighted mean; a factor that this issue lacks stands at the middle of what it may be."""
    return float(sum(w * (2.0 if f is None else f) for w, f in zip(share, factors.values(), strict=True)))


def _has_factor(issue: Weighed, factor: str) -> bool:
    return _factor(issue, factor) is not None


def _factor(issue: Weighed, factor: str) -> float | None:
    if factor == "volume":
        return None if issue.volume is None else float(np.searchsorted(VOLUME_BANDS, issue.volume, side="right"))
    if factor in ("trend", "outlook"):
        told = issue.trend if factor == "trend" else issue.outlook
        return None if told is None else float(_bands(np.array([told.low]), np.array([told.high]))[0])
    scores = issue.judged.get(factor, ())
    return float(np.mean(scores)) if scores else None


def _bands(low: np.ndarray, high: np.ndarray) -> np.ndarray:
    """4 and 3 where the whole interval lies above, 0 and 1 where it lies below, else 2."""
    return np.select([low > FAR_UP, low > UP, high < FAR_DOWN, high < DOWN], [4.0, 3.0, 0.0, 1.0], 2.0)


def _draws(rng: np.random.Generator, issue: Weighed, factor: str) -> np.ndarray:
    if not _has_factor(issue, factor):
        return rng.uniform(0, 4, DRAWS)
    if factor in ("trend", "outlook"):
        told = issue.trend if factor == "trend" else issue.outlook
        assert told is not None
        moved = rng.standard_normal(DRAWS) * (np.log(told.high) - np.log(told.low)) / (2 * 1.96)
        return _bands(told.low * np.exp(moved), told.high * np.exp(moved))
    if factor == "volume":
        return np.full(DRAWS, _factor(issue, factor))
    return rng.choice(np.array(issue.judged[factor], dtype="float64"), DRAWS)


def _among_first(rng: np.random.Generator, totals: np.ndarray, top: int) -> np.ndarray:
    """Whether each issue is among the first of each draw; equal ones share the places by lot."""
    lot = totals + rng.uniform(0, 1e-6, totals.shape)
    place = (-lot).argsort(axis=0).argsort(axis=0)
    return np.asarray(place < top)
