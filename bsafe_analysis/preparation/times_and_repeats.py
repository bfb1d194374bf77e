"""When incidents happened, and how they follow one another, of the sources that say so: tables without a single row."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import pandas as pd

from bsafe_analysis.detection.excess_hours import excess_hours
from bsafe_analysis.detection.near_repeats import last_year, near_repeats, place_repeats, placed_days
from bsafe_analysis.detection.victims_again import same_again
from bsafe_analysis.loading.received import Received
from bsafe_analysis.model.areas import Areas
from bsafe_analysis.model.cycle import Cycle
from bsafe_analysis.model.disclosure import OPEN
from bsafe_analysis.model.findings import Finding, Status
from bsafe_analysis.model.times import count_known, count_times


def when_and_again(received: Received, cycle: Cycle, areas: Areas, findings: Collection[Finding]) -> dict[str, Any]:
    """The fields of Prepared about hours and repeats, by their names. None of them goes out in another's edition."""
    incidents = received.incidents
    longest = cycle.detection.longest_span_hours
    times = count_times(incidents, cycle.months, longest)
    live = [finding for finding in findings if finding.status is not Status.CLEARED]
    return {
        "times": times,
        "times_known": count_known(incidents, cycle.months, longest),
        "excess_hours": excess_hours(times, live, areas),
        **_again(incidents, cycle),
        "same_again": same_again(received.references, areas.borough, cycle.month),
    }


def _again(incidents: pd.DataFrame, cycle: Cycle) -> dict[str, Any]:
    """Of points that are what they seem: an open source's are moved to the nearest of a few, where many streets meet.

    Kinds of incident too sensitive for a map point (policy.yml) take no part: a run of them could tell of one home.
    """
    sources = [name for name, _, of in cycle.sources if of != OPEN]
    ever = placed_days(incidents, sources, cycle.months)
    year = placed_days(incidents, sources, last_year(cycle.month))
    keys = [c.key for c in cycle.categories if c.key not in cycle.not_by_place and (year["category"] == c.key).any()]
    near = (near_repeats(year, key, cycle.month) for key in keys)
    again = (place_repeats(year, ever, key, cycle.month) for key in keys)
    return {
        "near_repeats": tuple(each for each in near if each),
        "place_repeats": tuple(each for each in again if each),
    }
