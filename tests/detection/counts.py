"""Counts typed by hand or drawn from a seed, as the counts table that detection reads."""

import numpy as np
import pandas as pd

from bsafe_analysis.model.areas import NOT_PLACED, Area, Areas, Level
from bsafe_analysis.model.cycle import DetectionSettings
from bsafe_analysis.model.periods import add_months, months_between

LAST = "2025-12"
SETTINGS = DetectionSettings(provisional_months=0)
AREAS = Areas(
    (
        Area("B", "Borough", Level.BOROUGH, None),
        Area("A1", "North", Level.AREA, "B"),
        Area("A2", "South", Level.AREA, "B"),
        Area("N1", "Mill", Level.NEIGHBOURHOOD, "A1"),
        Area("N2", "Quarry", Level.NEIGHBOURHOOD, "A1"),
        Area("N3", "Hope", Level.NEIGHBOURHOOD, "A2"),
        Area(NOT_PLACED, "Not placed", Level.NOT_PLACED, "B"),
    )
)


def months(n, last=LAST):
    return months_between(add_months(last, 1 - n), last)


def table(series, level="neighbourhood", category="burglary", last=LAST, provisional=()):
    """{place: counts, oldest first, None where not received} as a counts table that ends in `last`."""
    rows = [
        (place, level, category, month, count, month in provisional)
        for place, counts in series.items()
        for month, count in zip(months(len(counts), last), counts, strict=True)
    ]
    frame = pd.DataFrame(rows, columns=["area", "level", "category", "month", "count", "provisional"])
    return frame.astype({"count": "Int64"})


def borough(neighbourhoods, category="burglary", last=LAST, provisional=()):
    """A whole borough from its three neighbourhoods: areas and borough are sums."""
    n1, n2, n3 = (neighbourhoods[code] for code in ("N1", "N2", "N3"))

    def add(*parts):
        return [None if None in counts else sum(counts) for counts in zip(*parts, strict=True)]

    parts = [
        table({"B": add(n1, n2, n3)}, "borough", category, last, provisional),
        table({"A1": add(n1, n2), "A2": n3}, "area", category, last, provisional),
        table({"N1": n1, "N2": n2, "N3": n3}, "neighbourhood", category, last, provisional),
        table({NOT_PLACED: [0 if c is not None else None for c in n1]}, "not_placed", category, last, provisional),
    ]
    return pd.concat(parts, ignore_index=True)


def steady(mean, n=60, seed=1):
    return [int(x) for x in np.random.default_rng(seed).poisson(mean, n)]


def wavering(mean, n=60):
    """A series without chance: the mean, one more, one fewer, in turn."""
    return [mean + (0, 1, -1, 0)[i % 4] for i in range(n)]
