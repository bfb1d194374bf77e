"""How far counts move apart from one another where nothing was done: the spread of the statistic itself elsewhere.

A place's change beside that of others varies more than Poisson counts do, the more the larger the counts. So the same
difference is computed for each comparison place as if the work had run there, and the interval of the place in question
is drawn from how those lie (Abadie, Diamond and Hainmueller 2010; moderated as Smyth 2004, since places are few).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import stdtrit

from bsafe_analysis.model.areas import Level

USUAL_SPREAD = {Level.AREA: (2.4, 80.0), Level.NEIGHBOURHOOD: (1.75, 15.0)}
"""(a, b) of 1 + a n / (n + b): variance over that of Poisson counts, for a place with n before and after (their mean).
Measured in five boroughs and the City of London in calm times (benchmarks.detection.effects)."""
WORTH = 15.0
"""What is usual weighs as so many placebo places."""
ALIKE = 1.0
"""Places whose logs of size lie one such apart count for three fifths."""


@dataclass(frozen=True)
class BeforeAfter:
    """Counts before and after of each place: two arrays."""

    before: np.ndarray
    after: np.ndarray

    @property
    def size(self) -> np.ndarray:
        return np.asarray((self.before + self.after) / 2)


@dataclass(frozen=True)
class Spread:
    """`variance`: how many times that of Poisson counts; `freedom`: how well that is known (degrees of freedom)."""

    variance: float
    freedom: float

    def reach(self, coverage: float) -> float:
        """Half an interval of that coverage, in standard errors of Poisson counts."""
        return float(-stdtrit(self.freedom, (1 - coverage) / 2) * np.sqrt(self.variance))


def spread_elsewhere(places: BeforeAfter, size: float, level: Level) -> Spread:
    """The spread to be expected of a place of that size, from `places` where no such work ran."""
    held = (places.before > 0) & (places.before < places.before.sum())
    alike = BeforeAfter(places.before[held], places.after[held])
    squares = _squares(places, held) / _usual(alike.size, level)
    weight = np.exp(-0.5 * (np.log(alike.size / size) / ALIKE) ** 2)
    freedom = WORTH + float(weight.sum())
    return Spread(float((WORTH + weight @ squares) / freedom * _usual(np.array([size]), level)[0]), freedom)


def _usual(size: np.ndarray, level: Level) -> np.ndarray:
    most, half_at = USUAL_SPREAD[level]
    return 1 + most * size / (size + half_at)


def _squares(places: BeforeAfter, held: np.ndarray) -> np.ndarray:
    """The squared difference of each held place beside the others, over its variance if all were Poisson."""
    before, after = places.before[held], places.after[held]
    others_before, others_after = places.before.sum() - before, places.after.sum() - after
    difference = after - before * others_after / others_before
    variance = before + after + (others_before + others_after) * (before / others_before) ** 2
    return np.asarray(difference**2 / variance)
