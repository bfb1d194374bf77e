"""What became of the map points that were emerging? Past months judged again from what was known then, and counted on.

The track record of places: without it nobody can say what "emerging" is worth here.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

import pandas as pd

from bsafe_analysis.detection.places import AGAINST, FEWEST_LATE, LATELY, changes_of
from bsafe_analysis.model.map_points import Change, EmergedPoint
from bsafe_analysis.model.periods import add_months, months_between

EVERY, YEAR_OF = 3, 4
"""A year's months, each third one: late months of two neighbours overlap by half, and a point counts once."""


def judged_again(month: str) -> tuple[str, ...]:
    """The months judged, oldest first: a year of them, the last as far back as what came after can be held."""
    return tuple(add_months(month, -LATELY - EVERY * k) for k in reversed(range(YEAR_OF)))


def emerged_points(
    points: pd.DataFrame, month: str, left_out: Collection[str], false_discovery_rate: float
) -> tuple[EmergedPoint, ...]:
    """Each point that was emerging in one of those months, at the first of them, with its incidents then and after.

    `points`: places.points_of, with where they lie; `left_out`: months not held or of an exceptional time, as far back
    as is compared. A month with too few held months after it teaches nothing.
    """
    if points["east"].isna().all():
        return ()  # without a map no point can be told from another
    found: dict[int, EmergedPoint] = {}
    for then in judged_again(month):
        after = _usable(months_between(add_months(then, 1), add_months(then, LATELY)), left_out)
        if len(after) < FEWEST_LATE:
            continue
        known = points[points["month"] <= then]
        changes = changes_of(known, then, left_out, false_discovery_rate)
        new = [point for point, change in changes.items() if change is Change.EMERGING and point not in found]
        found |= {point: _emerged(points[points["point"] == point], then, after, left_out, points) for point in new}
    return tuple(sorted(found.values(), key=lambda each: (each.month, each.east, each.north)))


def _emerged(
    rows: pd.DataFrame, then: str, after: Sequence[str], left_out: Collection[str], points: pd.DataFrame
) -> EmergedPoint:
    late_from, since = add_months(then, 1 - LATELY), str(points["month"].min())
    before = months_between(add_months(late_from, -AGAINST), add_months(late_from, -1))
    before = _usable([m for m in before if m >= since], left_out)
    count = rows["month"].value_counts()
    east, north = (round(float(rows[name].iloc[0])) for name in ("east", "north"))
    had, has = (int(count.reindex(months).fillna(0).sum()) for months in (before, after))
    return EmergedPoint(then, east, north, had, has, len(before), len(after))


def _usable(months: Sequence[str], left_out: Collection[str]) -> tuple[str, ...]:
    return tuple(month for month in months if month not in left_out)
