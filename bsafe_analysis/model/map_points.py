"""Places within neighbourhoods, as facts: map points where recorded incidents gather. No wording, no verdict."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

SPOT_COLUMNS = (
    "scope", "category", "area", "rank", "location", "neighbourhood", "count", "before", "months_listed", "change",
    "anchor", "tied", "east", "north",
)  # fmt: skip
"""Columns of the table of places: the busiest map points of a scope, the busiest first.

`scope`: "borough" or "area", of which `area` is the code. `category`: a category's key, or "" for all that may be
placed. `count`: incidents in the last twelve months; `before`: in the twelve before (missing where those were not all
received). `months_listed`: in how many of the last twelve months the point was among its scope's busiest, ties
included. `change`: a Change. `anchor`: what kind of place draws reports to this point (police station, hospital ...),
"" where none is known. `tied`: how many points that are not listed have as many as the last of the list.
`east`, `north`: where it lies, in whole metres of the British National Grid; missing without boundaries.
"""
HEXAGON_COLUMNS = ("scope", "east", "north", "count")
"""Columns of the table of hexagons: `scope`: code of the borough or of an area; `east`, `north`: its middle, in metres
of the British National Grid; `count`: incidents of the scope in it in the last twelve months. A row stands for
each hexagon in which anything was ever recorded of what is held: moor and water are no part of what is compared."""


class Change(StrEnum):
    EMERGING = "emerging"
    FADING = "fading"
    STEADY = "steady"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Concentration:
    """How far incidents gather on few map points over twelve months.

    The busiest `points` of all `of_points` (those with any incident in what is held) had `held` of `total` incidents;
    `by_chance`: the share they would have if every point were as likely. `last_years`: the share that the points which
    were busiest in the year before have now (None where that year was not received).
    """

    category: str
    first: str
    last: str
    points: int
    of_points: int
    held: int
    total: int
    by_chance: float
    last_years: float | None

    @property
    def share(self) -> float:
        return self.held / self.total if self.total else 0.0

    @property
    def share_of_points(self) -> float:
        return self.points / self.of_points if self.of_points else 0.0


@dataclass(frozen=True)
class EmergedPoint:
    """A point that was emerging in a past `month`, judged from what was known then; where it lies, in whole metres.

    `before`: its incidents in the `months_before` that it was compared with; `after`: in the `months_after` that month,
    of the half-year after it, that are held and ordinary.
    """

    month: str
    east: int
    north: int
    before: int
    after: int
    months_before: int
    months_after: int

    @property
    def stayed(self) -> bool:
        """Whether it still had more a month than before it emerged."""
        return self.after * self.months_before > self.before * self.months_after


@dataclass(frozen=True)
class HexagonShare:
    """How far a year's incidents gather on few hexagons of a plain grid, `width` metres from side to side.

    The busiest `hexagons` of all `of_hexagons` of a place (`area`: its code) had `held` of `total` incidents;
    `by_chance`: the share they would have if every hexagon were as likely. `step`: "quarter" or "half" where these are
    the fewest that hold as much; else "".
    """

    area: str
    step: str
    first: str
    last: str
    width: int
    hexagons: int
    of_hexagons: int
    held: int
    total: int
    by_chance: float

    @property
    def percent(self) -> float:
        return round(100 * self.held / self.total, 1)

    @property
    def percent_by_chance(self) -> float:
        return round(100 * self.by_chance, 1)


@dataclass(frozen=True)
class Cluster:
    """A neighbourhood that lies among others like it: Getis and Ord's Gi* over the last twelve months.

    `kind`: "high" or "low"; `rate` and `around`: recorded per 1,000 residents here, and in it and its neighbours.
    """

    area: str
    category: str
    kind: str
    z: float
    p: float
    rate: float
    around: float
    neighbours: tuple[str, ...]
