"""A small town month by month: a category that is open, one that a partner counts, and one that both count."""

from dataclasses import replace
from functools import cache

import numpy as np
import pandas as pd

from bsafe_analysis.model.areas import NOT_PLACED, Area, Areas, Level
from bsafe_analysis.model.counts import count_monthly
from bsafe_analysis.model.cycle import GUARDED_COLUMNS, Outline
from bsafe_analysis.model.held_months import all_held
from bsafe_analysis.model.incidents import Category
from bsafe_analysis.model.periods import Window, months_between
from tests.reports import months as by_hand

MONTHS = months_between("2024-07", "2026-09")
AREAS = Areas(
    (
        Area("B", "Thornmere", Level.BOROUGH, None, residents=30_000),
        Area("A1", "North", Level.AREA, "B", residents=15_000),
        Area("A2", "South", Level.AREA, "B", residents=15_000),
        *(
            Area(f"N{n}", f"Place {n}", Level.NEIGHBOURHOOD, f"A{1 + n // 3}", residents=5000 + n, households=2000)
            for n in range(6)
        ),
        Area(NOT_PLACED, "Not placed", Level.NOT_PLACED, "B"),
    ),
    "2026",
)
CATEGORIES = (
    Category("burglary", "Burglary", "burglaries"),
    Category("fires", "Deliberate fires", "deliberate fires"),
    Category("nuisance", "Nuisance", "reports of nuisance"),
)
CLASSES = {"fires": "RESTRICTED", "nuisance": "PARTNER"}
MEANS = {"burglary": 9.0, "fires": 4.0, "nuisance": 8.0}
OPEN_NUISANCE = 5.0


def counts_of(seed=3, extra=()):
    """(guarded or open) rows: place, category, month, number; to be copied before a change.

    `extra`: more rows of the same form, guarded.
    """
    return _drawn(seed, tuple(extra))


@cache
def _drawn(seed, extra):
    random = np.random.Generator(np.random.PCG64(seed))
    places = [f"N{n}" for n in range(6)] + [NOT_PLACED]
    busy = dict(zip(places, (0.3, 0.7, 1.5, 0.5, 1.0, 2.0, 0.05), strict=True))
    table = []
    for month in MONTHS:
        for place in places:
            for category, mean in MEANS.items():
                table.append((place, category, month, int(random.poisson(mean * busy[place])), category in CLASSES))
            table.append((place, "nuisance", month, int(random.poisson(OPEN_NUISANCE * busy[place])), False))
    table += [(*row, True) for row in extra]
    frame = pd.DataFrame(table, columns=["neighbourhood", "category", "month", "n", "guarded"])
    return frame.loc[frame.index.repeat(frame["n"].clip(lower=0))].drop(columns="n").reset_index(drop=True)


def _counted(rows, months):
    """(all counts, the guarded ones)."""
    counts = count_monthly(rows, AREAS, CATEGORIES, months, provisional_months=1)
    return counts, count_monthly(rows[rows["guarded"]], AREAS, [c for c in CATEGORIES if c.key in CLASSES], months)


_usual = cache(lambda months: _counted(counts_of(), months))


def internal(month="2026-09", rows=None, **changes):
    """The internal month, as far as sharing reads it."""
    months = tuple(m for m in MONTHS if m <= month)
    counts, guarded = (table.copy() for table in (_usual(months) if rows is None else _counted(rows, months)))
    base = by_hand.prepared()
    cycle = replace(
        base.cycle, month=month, months=months, categories=CATEGORIES, baseline=Window(months[0], month),
        sources=(("police", "Recorded crime", "OPEN"), ("fire", "Fires of the fire service", "RESTRICTED")),
        markings={"internal": "OFFICIAL-SENSITIVE", "partner": "OFFICIAL", "public": "OFFICIAL"},
    )  # fmt: skip
    square = ((0.0, 0.0), (0.0, 9.0), (9.0, 9.0), (9.0, 0.0))
    outlines = tuple(Outline(a.code, (square,), (4.0, 4.0)) for a in AREAS.neighbourhoods)
    prepared = replace(
        base, cycle=cycle, areas=AREAS, counts=counts, guarded=guarded[list(GUARDED_COLUMNS)], classes=CLASSES,
        findings=(), slow_changes=(), outlines=outlines, activities=(), notes=(),
        held=all_held([c.key for c in CATEGORIES], months, "police"),
    )  # fmt: skip
    return replace(prepared, **changes)
