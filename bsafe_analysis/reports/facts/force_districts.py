"""A signal's category in the force's other districts: what rose everywhere has a cause beyond the borough."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from bsafe_analysis.model.cycle import Prepared
from bsafe_analysis.model.findings import Direction, Finding
from bsafe_analysis.model.incidents import Category
from bsafe_analysis.reports.facts.series import SeriesPoint, Standing, standing

FEWEST_DISTRICTS = 2
"""Districts that lie outside on the side of a signal before it is called the force's: one may be chance."""
MOST_NAMED = 6
"""Districts outside their ranges that are told each with its count."""
SIDE_OF = {Direction.UP: Standing.ABOVE, Direction.DOWN: Standing.BELOW}
OUTSIDE = (Standing.ABOVE, Standing.BELOW)


@dataclass(frozen=True)
class DistrictCount:
    """A month's count of one category in another district of the force, beside what was to be expected there."""

    district: str
    category: Category
    month: str
    observed: int
    expected: float | None
    lower: int | None
    upper: int | None
    standing: Standing


@dataclass(frozen=True)
class RestOfForce:
    """The force's other districts of which a signal's month came, by name; none where nothing is known of them."""

    category: Category
    month: str
    direction: Direction
    districts: tuple[DistrictCount, ...] = ()

    @property
    def outside(self) -> tuple[DistrictCount, ...]:
        return tuple(each for each in self.districts if each.standing in OUTSIDE)

    @property
    def named(self) -> tuple[DistrictCount, ...]:
        """Those outside that are told by name: on the signal's own side first."""
        found = sorted(self.outside, key=lambda each: each.standing is not SIDE_OF[self.direction])
        return tuple(found[:MOST_NAMED])

    @property
    def more_outside(self) -> int:
        """How many lie outside beside those."""
        return len(self.outside) - len(self.named)

    @property
    def within(self) -> tuple[DistrictCount, ...]:
        return tuple(each for each in self.districts if each.standing is Standing.WITHIN)

    @property
    def all_within(self) -> bool:
        """Whether there are other districts and each is within its range."""
        return bool(self.districts) and len(self.within) == len(self.districts)

    @property
    def unjudged(self) -> tuple[DistrictCount, ...]:
        """Those with too few to judge, or too short a history."""
        return tuple(each for each in self.districts if each.standing not in (*OUTSIDE, Standing.WITHIN))

    @property
    def same_way(self) -> tuple[DistrictCount, ...]:
        """Those outside their ranges on the signal's own side."""
        return tuple(each for each in self.districts if each.standing is SIDE_OF[self.direction])

    @property
    def widespread(self) -> bool:
        """Whether at least half of them moved the same way, and two at least."""
        moved = len(self.same_way)
        return moved >= FEWEST_DISTRICTS and 2 * moved >= len(self.districts)


def rest_of_force(prepared: Prepared, finding: Finding, category: Category) -> RestOfForce:
    """The force's other districts in the month of a finding, whatever the months that it is about."""
    table = prepared.other_districts
    rows = table[(table["category"] == category.key) & (table["month"] == finding.month) & table["observed"].notna()]
    districts = tuple(_district(row, category) for row in rows.sort_values("district").to_dict("records"))
    return RestOfForce(category, finding.month, finding.direction, districts)


def _district(row: dict, category: Category) -> DistrictCount:
    observed, month = int(row["observed"]), str(row["month"])
    expected = None if pd.isna(row["expected"]) else float(row["expected"])
    lower, upper = (None if pd.isna(row[name]) else int(row[name]) for name in ("lower", "upper"))
    stands = standing(SeriesPoint(month, observed, expected, lower, upper, provisional=False))
    return DistrictCount(str(row["district"]), category, month, observed, expected, lower, upper, stands)
