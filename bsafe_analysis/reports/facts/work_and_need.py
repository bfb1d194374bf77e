"""How much work each neighbourhood makes in a week, and what it needs as far as that is held: side by side."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from bsafe_analysis.detection.workloads import Third, Workloads, thirds_of_draws, thirds_of_known, workloads
from bsafe_analysis.model.areas import Area
from bsafe_analysis.model.cycle import Prepared
from bsafe_analysis.model.incidents import Category
from bsafe_analysis.model.team_clusters import HoursPerIncident
from bsafe_analysis.reports.facts.place_baselines import PlaceBaselines


class Quadrant(StrEnum):
    """Demand against need, by thirds; between: in a middle third, or on a line."""

    WORK_THERE = "work there"
    PLACE_NOT_PEOPLE = "place"
    UNREPORTED = "unreported"
    WATCH = "watch"
    BETWEEN = "between"
    UNKNOWN = "unknown"


QUADRANTS = {
    (Third.UPPER, Third.UPPER): Quadrant.WORK_THERE,
    (Third.UPPER, Third.LOWER): Quadrant.PLACE_NOT_PEOPLE,
    (Third.LOWER, Third.UPPER): Quadrant.UNREPORTED,
    (Third.LOWER, Third.LOWER): Quadrant.WATCH,
}


@dataclass(frozen=True)
class PlaceWork:
    """One place: the work of a usual week and its range, in hours or incidents; of its small areas, the deprived ones.

    `deprived`, `small_areas`, `need`: None where deprivation is not held of it.
    """

    place: Area
    usual: float
    lower: float
    upper: float
    demand: Third
    deprived: int | None
    small_areas: int | None
    need: Third | None
    quadrant: Quadrant


@dataclass(frozen=True, eq=False)
class WorkTold:
    """`hours`: those of workload.yml, None where every incident counts one; `unnamed`: kinds that it does not name.

    `rows`: by area and name. `year`: of the indices of deprivation, "" where none are held.
    """

    hours: tuple[HoursPerIncident, ...] | None
    unnamed: tuple[Category, ...]
    rows: tuple[PlaceWork, ...]
    year: str
    drawn: Workloads

    def of(self, *quadrants: Quadrant) -> tuple[PlaceWork, ...]:
        """The places that lie there."""
        return tuple(row for row in self.rows if row.quadrant in quadrants)

    @property
    def work_there(self) -> tuple[PlaceWork, ...]:
        return self.of(Quadrant.WORK_THERE)

    @property
    def place_not_people(self) -> tuple[PlaceWork, ...]:
        return self.of(Quadrant.PLACE_NOT_PEOPLE)

    @property
    def unreported(self) -> tuple[PlaceWork, ...]:
        return self.of(Quadrant.UNREPORTED)

    @property
    def of_unknown(self) -> tuple[PlaceWork, ...]:
        """Those of which need is not held."""
        return self.of(Quadrant.UNKNOWN)

    @property
    def watch(self) -> tuple[PlaceWork, ...]:
        return self.of(Quadrant.WATCH)


def work_told(prepared: Prepared, baselines: PlaceBaselines) -> WorkTold | None:
    """Work and need of every place; None where no kind is held long enough, or none of those has hours."""
    written = prepared.cycle.resourcing
    named = {each.category for each in written.hours or ()}
    if not baselines.enough or (written.hours is not None and not named & set(baselines.rates)):
        return None
    work = workloads(baselines.rates, written.hours, baselines.at_risk)
    areas = prepared.areas
    places = [areas[code] for code in work.places]
    need = _need(prepared, work.places)
    demand = thirds_of_draws(work.draws)
    rows = [_work_row(place, i, work, demand[i], prepared, need) for i, place in enumerate(places)]
    unnamed = (kind.category for kind in baselines.kinds if written.hours is not None)
    ordered = sorted(rows, key=lambda row: (areas[row.place.parent or ""].name, row.place.name))
    return WorkTold(
        written.hours,
        tuple(c for c in unnamed if c.key not in named),
        tuple(ordered),
        str(written.deprivation_year or ""),
        work,
    )


def _need(prepared: Prepared, places: tuple[str, ...]) -> dict[str, Third]:
    """The third of each place by the share of its small areas that are deprived; {} unless that is held of all."""
    shares = {each.place: each.deprived / each.small_areas for each in prepared.cycle.resourcing.deprived}
    if not all(place in shares for place in places):
        return {}
    exact = np.array([shares[place] for place in places])
    return dict(zip(places, thirds_of_known(exact), strict=True))


def _work_row(
    place: Area, i: int, work: Workloads, demand: Third, prepared: Prepared, need: dict[str, Third]
) -> PlaceWork:
    held = {each.place: each for each in prepared.cycle.resourcing.deprived}.get(place.code)
    third = need.get(place.code)
    usual, low, high = (round(float(n), 1) for n in (work.central[i], work.low[i], work.high[i]))
    quadrant = QUADRANTS.get((demand, third), Quadrant.BETWEEN) if third else Quadrant.UNKNOWN
    return PlaceWork(
        place, usual, low, high, demand, held.deprived if held else None, held.small_areas if held else None, third,
        quadrant,
    )  # fmt: skip
