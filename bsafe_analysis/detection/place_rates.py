"""What is each place's underlying rate, how sure is that, and who is surely among the highest?

Gamma-Poisson empirical Bayes (Clayton and Kaldor 1987): counts divided by their dispersion phi are negative binomial
about a common rate; a place's rate has a gamma posterior. What 33 places cannot settle, the common rate and the spread
between places, is drawn too (flat in the spread, Laplace's approximation for the rate), else places that are truly
alike would be told apart by ranges that are too narrow. Pure functions of counts: no files, no areas.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from scipy.special import gammaln

from bsafe_analysis.detection.long_run import dispersion_between
from bsafe_analysis.model.counts import exact_interval

DRAWS = 4000
START = 20_260_401
LEAST_PLACES = 8
LEAST_IN_ALL = 100
HIGHEST = 5
SURE, HARDLY = 0.9, 0.1
TAIL = 0.025
SPREADS = np.exp(np.linspace(np.log(0.01), np.log(3.0), 81))
"""The spreads between places that are weighed, as coefficients of variation."""


class AmongHighest(StrEnum):
    """Is the place among the five highest? Sure from 9 draws in 10, no under 1 in 10."""

    SURE = "sure"
    MAY_BE = "may be"
    NO = "no"


@dataclass(frozen=True)
class CountedPlace:
    """So many incidents of one category in a place; `exposure`: its residents (or households) times years, not nought.

    A town centre's few residents say nothing of how many people are there: it is not fitted with the others.
    """

    place: str
    count: int
    exposure: float
    town_centre: bool = False


@dataclass(frozen=True)
class PlaceRate:
    """One place's rate, in incidents for one resident (or household) a year, with 95 % intervals of this place alone.

    `raw` with `raw_low` to `raw_high`: count over exposure, Garwood's exact interval widened by phi. `rate` with `low`
    to `high`: shrunken towards the other places where `shrunken`, else the raw ones again. `position_low` to
    `position_high`: the interval of its position, 1 the highest; never printed as a rank. `alike`: the other places
    that it cannot be told from.
    """

    place: str
    raw: float
    raw_low: float
    raw_high: float
    rate: float
    low: float
    high: float
    shrunken: bool
    among_highest: AmongHighest
    chance_highest: float
    position_low: int
    position_high: int
    alike: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class PlaceRates:
    """The rates of one category, by place in the order of the codes; `draws`: DRAWS rows, a column for each of `rates`.

    `exposure`: that of each of `rates`.

    A row of `draws` is one state of the world for all places together, so sums over places and categories may be drawn
    from it. `common` and `spread`: the fitted common rate and coefficient of variation between places; nan where
    nothing was shrunken, under LEAST_PLACES places or LEAST_IN_ALL incidents.
    """

    rates: tuple[PlaceRate, ...]
    draws: np.ndarray
    exposure: np.ndarray
    phi: float
    common: float
    spread: float

    @property
    def shrunken(self) -> bool:
        """Whether any place was shrunken towards the others."""
        return any(rate.shrunken for rate in self.rates)

    def over_the_others(self) -> np.ndarray:
        """Draws of each place's rate over the rate of all other places together, as `draws`."""
        return self.over_those(~np.eye(len(self.exposure), dtype=bool))

    def over_those(self, beside: np.ndarray) -> np.ndarray:
        """Draws of each place's rate over the pooled rate of those it is compared with, as `draws`.

        `beside`: a row a place, true for each place that it is compared with; nan where that is none.
        """
        compared = beside.astype(float)
        with np.errstate(invalid="ignore"):
            others = (self.draws * self.exposure) @ compared.T / (compared @ self.exposure)
            return np.asarray(self.draws / others)


def place_rates(places: Sequence[CountedPlace], phi: float, start: int = START) -> PlaceRates:
    """The rates of these places for one category, the same for the same counts in any order.

    `phi`: dispersion_of_places of the category, at least 1. ValueError for a place twice, a count below nought or an
    exposure that is not above nought: leave out a place whose residents are unknown.
    """
    ordered = sorted(places, key=lambda each: each.place)
    _refuse(ordered, phi)
    rng = np.random.default_rng(start)
    y = np.array([each.count for each in ordered], dtype=float)
    exposure = np.array([each.exposure for each in ordered], dtype=float)
    residential = np.array([not each.town_centre for each in ordered], dtype=bool)
    own = rng.standard_gamma(np.broadcast_to(y / phi + 0.5, (DRAWS, len(y)))) * phi / exposure
    raw = y / exposure
    low, high = garwood(y, phi)
    ends = np.column_stack([raw, low / exposure, high / exposure])
    told, draws, common, spread = ends.copy(), own, np.nan, np.nan
    enough = residential.sum() >= LEAST_PLACES and y[residential].sum() >= LEAST_IN_ALL
    if enough:
        z, e = y[residential] / phi, exposure[residential] / phi
        size, rate, common, spread = _prior_draws(z, e, rng)
        shape, per = size[:, None] + z, (size / rate)[:, None] + e
        draws[:, residential] = rng.standard_gamma(shape) / per
        interval = np.quantile(draws[:, residential], [TAIL, 1 - TAIL], axis=0)
        told[residential] = np.column_stack([(shape / per).mean(0), *interval])
    shrunken = residential & enough
    return PlaceRates(_of_places(ordered, ends, told, shrunken, draws), draws, exposure, phi, common, spread)


def _refuse(places: Sequence[CountedPlace], phi: float) -> None:
    if len({each.place for each in places}) < len(places):
        raise ValueError("a place stands twice")
    if not phi >= 1:
        raise ValueError("a dispersion is at least 1")
    for each in places:
        if each.count < 0 or not 0 < each.exposure < np.inf:
            raise ValueError(f"{each.place}: a count is at least nought and an exposure above nought")


def dispersion_of_places(by_year: np.ndarray) -> float:
    """How much more the places' years vary about their own rates than Poisson: a row a place, a column a year.

    The mean over pairs of neighbouring years of Pearson's statistic, at least 1 each; places unknown (nan) in a year
    are left out of its pairs. One year tells nothing: 1.

    >>> dispersion_of_places(np.array([[10, 10], [20, 20], [30, 30]]))
    1.0
    """
    of_pairs = []
    for one, other in zip(by_year.T[:-1], by_year.T[1:], strict=True):
        known = ~np.isnan(one) & ~np.isnan(other)
        of_pairs.append(dispersion_between(one[known], other[known]))
    return float(np.mean(of_pairs)) if of_pairs else 1.0


def garwood(count: np.ndarray, phi: float = 1.0) -> tuple[np.ndarray, np.ndarray]:
    """The exact 95 % interval of Poisson counts (Garwood 1936), worked out on count / phi and widened by phi.

    >>> [round(float(end), 2) for end in garwood(np.array(10.0))]
    [4.8, 18.39]
    """
    lower, upper = exact_interval(np.asarray(count, dtype=float) / phi)
    return lower * phi, upper * phi


def _prior_draws(z: np.ndarray, e: np.ndarray, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray, float, float]:
    """Draws of the gamma's size and mean as the counts allow them; the likeliest mean and coefficient of variation."""
    sizes = 1 / SPREADS**2
    means = np.array([_likeliest_mean(z, e, a) for a in sizes])
    mu = means[:, None] * e
    a = sizes[:, None]
    log_likelihood = (gammaln(z + a) - gammaln(a) - a * np.log1p(mu / a) + z * np.log(mu / (a + mu))).sum(1)
    information = (a * mu / (a + mu)).sum(1)
    best = int(np.argmax(log_likelihood))
    # the grid is even in the log of the spread: times the spread it is flat in the spread itself
    log_weight = log_likelihood - 0.5 * np.log(information) + np.log(SPREADS)
    weight = np.exp(log_weight - log_weight.max())
    at = rng.choice(len(sizes), size=DRAWS, p=weight / weight.sum())
    rate = np.exp(np.log(means[at]) + rng.standard_normal(DRAWS) / np.sqrt(information[at]))
    return sizes[at], rate, float(means[best]), float(SPREADS[best])


def _likeliest_mean(z: np.ndarray, e: np.ndarray, size: float) -> float:
    """The root of the score of the common rate for a given size, by weights that settle within a few rounds."""
    mean = z.sum() / e.sum()
    for _ in range(200):
        weight = size / (size + mean * e)
        new = float((weight * z).sum() / (weight * e).sum())
        if abs(new / mean - 1) < 1e-10:
            break
        mean = new
    return float(mean)


def _positions(draws: np.ndarray) -> np.ndarray:
    """The position of each place in each draw, the highest first; of equals the one that stands first is first.

    By hand, for scipy.stats takes most of a second to import and every process that makes a page imports this.

    >>> _positions(np.array([[0.1, 0.3, 0.2], [2.0, 2.0, 5.0]])).tolist()
    [[3, 1, 2], [2, 3, 1]]
    """
    order = np.argsort(-draws, axis=1, kind="stable")
    position = np.empty_like(order)
    np.put_along_axis(position, order, np.arange(1, draws.shape[1] + 1)[None, :], axis=1)
    return position


def _of_places(
    places: Sequence[CountedPlace], ends: np.ndarray, told: np.ndarray, shrunken: np.ndarray, draws: np.ndarray
) -> tuple[PlaceRate, ...]:
    position = _positions(draws)
    span = np.quantile(position, [TAIL, 1 - TAIL], axis=0, method="inverted_cdf")
    chance = (position <= HIGHEST).mean(0)
    tellable = len(places) >= LEAST_PLACES
    names = [each.place for each in places]
    found = []
    for i, name in enumerate(names):
        above = (draws[:, [i]] > draws).mean(0)
        alike = tuple(n for j, n in enumerate(names) if j != i and TAIL <= above[j] <= 1 - TAIL)
        raw, raw_low, raw_high = (float(n) for n in ends[i])
        rate, low, high = (float(n) for n in told[i])
        named = among_highest(float(chance[i])) if tellable else AmongHighest.MAY_BE
        found.append(
            PlaceRate(
                name, raw, raw_low, raw_high, rate, low, high, bool(shrunken[i]), named, float(chance[i]),
                int(span[0, i]), int(span[1, i]), alike,
            )
        )  # fmt: skip
    return tuple(found)


def among_highest(chance: float) -> AmongHighest:
    """What may be said of a place whose chance to be among the five highest is this.

    >>> [str(among_highest(chance)) for chance in (0.95, 0.5, 0.05)]
    ['sure', 'may be', 'no']
    """
    if chance >= SURE:
        return AmongHighest.SURE
    return AmongHighest.MAY_BE if chance >= HARDLY else AmongHighest.NO
