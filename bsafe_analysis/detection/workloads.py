"""How much work does each place make, how sure is that, and in which third does it lie?

The expected incidents of a week by category (place_rates.py), each times its hours. What is not known of rates and
hours is drawn: hours are uniform between their least and most, alike in all places. Pure functions: no files, no areas.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from bsafe_analysis.detection.place_rates import DRAWS, TAIL, PlaceRates
from bsafe_analysis.model.team_clusters import HoursPerIncident

WEEKS = 365.25 / 7
START = 20_260_402
CUTS = (1 / 3, 2 / 3)


@dataclass(frozen=True, eq=False)
class Workloads:
    """Work a week by place, in hours, or in incidents where no hours are known. `draws`: a row a state of the world.

    `central`: by the mean rates and the usual hours; `low` to `high`: 95 of 100 draws, of each place by itself.
    """

    places: tuple[str, ...]
    central: np.ndarray
    draws: np.ndarray
    low: np.ndarray
    high: np.ndarray


def workloads(
    rates: Mapping[str, PlaceRates], hours: Sequence[HoursPerIncident] | None, at_risk: Mapping[str, Sequence[float]]
) -> Workloads:
    """The work of the places that all `rates` (by category) hold, in their order.

    `at_risk`: by category what its rates are for, of each place: residents, or households. A category that `hours`
    does not name makes no work; without hours every incident counts one. ValueError where no category is left, or
    categories hold other places.
    """
    given = {each.category: each for each in hours} if hours is not None else None
    wanted = [key for key in rates if given is None or key in given]
    if not wanted:
        raise ValueError("no category makes any work")
    places = tuple(rate.place for rate in rates[wanted[0]].rates)
    rng = np.random.default_rng(START)
    central, draws = np.zeros(len(places)), np.zeros((DRAWS, len(places)))
    for key in wanted:
        if tuple(rate.place for rate in rates[key].rates) != places:
            raise ValueError(f"{key} is held of other places")
        low, usual, high = (given[key].low, given[key].central, given[key].high) if given else (1.0, 1.0, 1.0)
        each = np.asarray(at_risk[key], dtype=float) / WEEKS
        spent = rng.uniform(low, high, DRAWS)[:, None]
        central += usual * each * [rate.rate for rate in rates[key].rates]
        draws += spent * each * rates[key].draws
    ends = np.quantile(draws, [TAIL, 1 - TAIL], axis=0)
    return Workloads(places, central, draws, ends[0], ends[1])


class Third(StrEnum):
    """In which third of the places one lies; on the line where its range crosses a cut."""

    UPPER = "upper"
    MIDDLE = "middle"
    LOWER = "lower"
    ON_THE_LINE = "on the line"


def thirds_of_draws(draws: np.ndarray) -> tuple[Third, ...]:
    """The third of each place (a column), by the cuts of each draw: what all places share, as hours, moves none of it.

    Sure from 95 of 100 draws; else the place's range crosses a cut.

    >>> shared = np.linspace(1, 3, 200)[:, None]
    >>> [str(t) for t in thirds_of_draws(shared * np.arange(1.0, 7.0))]
    ['lower', 'lower', 'middle', 'middle', 'upper', 'upper']
    """
    lower, upper = np.quantile(draws, CUTS, axis=1)[:, :, None]
    above, below = (draws > upper).mean(0), (draws < lower).mean(0)
    return tuple(_third(float(a), float(b)) for a, b in zip(above, below, strict=True))


def _third(above: float, below: float) -> Third:
    if above >= 1 - TAIL:
        return Third.UPPER
    if below >= 1 - TAIL:
        return Third.LOWER
    return Third.MIDDLE if max(above, below) <= TAIL else Third.ON_THE_LINE


def thirds_of_known(values: np.ndarray) -> tuple[Third, ...]:
    """The third of each place where values have no range: many may share an end, as many do nought.

    >>> [str(t) for t in thirds_of_known(np.array([0, 0, 0, 0.5, 1.0, 1.0]))]
    ['lower', 'lower', 'lower', 'middle', 'upper', 'upper']
    """
    lower, upper = np.quantile(values, CUTS)
    if lower == upper:
        return (Third.ON_THE_LINE,) * len(values)
    return tuple(Third.LOWER if v <= lower else Third.UPPER if v >= upper else Third.MIDDLE for v in values)
