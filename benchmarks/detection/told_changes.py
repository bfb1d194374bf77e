"""Are planted changes told, where a meeting looks? `python -m benchmarks.detection.told_changes [months]`.

Invented boroughs of four areas and twenty neighbourhoods with four categories. In each one a rise is planted that lasts
three months: in one neighbourhood, in one area, in three of the four areas, or in all of them. In each of the three
months the tactical assessment and the areas' documents are built: is the rise on page one as a signal, is it named
there at all (as the closest to a signal, or as outside its range), is it in the documents of the areas in which it is,
and is the place that is named the one in which it was planted? The seeds are the same at every run, so two versions of
the code can be set side by side, change by change.
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from datetime import date

import numpy as np
import pandas as pd

from bsafe_analysis.detection.baseline import expect
from bsafe_analysis.detection.ranking import find_history
from bsafe_analysis.model.areas import NOT_PLACED, Area, Areas, Level
from bsafe_analysis.model.cycle import Cycle, DetectionSettings, Meeting, Partnership, Prepared
from bsafe_analysis.model.document_settings import DocumentSetting
from bsafe_analysis.model.findings import Direction, Finding, Status
from bsafe_analysis.model.held_months import all_held
from bsafe_analysis.model.incidents import Category
from bsafe_analysis.model.periods import add_months, months_between
from bsafe_analysis.model.priorities import Improvement, Priorities
from bsafe_analysis.reports.documents import build_lap_assessment, build_tactical_assessment
from bsafe_analysis.reports.documents.tactical_assessment import TacticalAssessment
from bsafe_analysis.reports.facts.series import Standing
from bsafe_analysis.reports.facts.signals import Signal

LAST, HISTORY, LASTS = "2019-12", 54, 3
PLACES, AREAS_HELD, KINDS = 20, 4, ("burglary", "damage", "vehicle", "robbery")
SHAPES = {"neighbourhood": (1, 2.2), "area": (5, 1.55), "three areas": (15, 1.3), "all areas": (20, 1.3)}
"""How many of the neighbourhoods rise, and by which factor."""


def places() -> Areas:
    """Borough, four areas, twenty neighbourhoods."""
    areas = [Area(f"A{a}", f"Area {a}", Level.AREA, "B") for a in range(AREAS_HELD)]
    cells = [Area(f"N{n}", f"Place {n}", Level.NEIGHBOURHOOD, f"A{n * AREAS_HELD // PLACES}") for n in range(PLACES)]
    not_placed = Area(NOT_PLACED, "Not placed", Level.NOT_PLACED, "B")
    return Areas((Area("B", "Borough", Level.BOROUGH, None), *areas, *cells, not_placed))


def drawn(seed: int, rising: range, factor: float) -> pd.DataFrame:
    """Counts with the rise in the first category over the last LASTS months: the counts table."""
    rng = np.random.default_rng([20_260_907, seed])
    months, t = months_between(add_months(LAST, 1 - HISTORY), LAST), np.arange(HISTORY)
    size, rows = rng.lognormal(2.2, 0.4, (len(KINDS), PLACES)), []
    for k, kind in enumerate(KINDS):
        season = 1 + 0.15 * np.cos(2 * np.pi * t / 12 + rng.uniform(0, 6.3))
        mean = size[k][:, None] * season[None, :]
        shared = rng.gamma(400, 1 / 400, HISTORY)  # what moves a whole borough from month to month
        if k == 0:
            mean[rising.start : rising.stop, -LASTS:] *= factor
        counts = rng.poisson(rng.gamma(mean * shared / 0.2) * 0.2)
        of = {f"N{n}": counts[n] for n in range(PLACES)} | {NOT_PLACED: np.zeros(HISTORY, dtype=int)}
        each = PLACES // AREAS_HELD
        of |= {f"A{a}": counts[a * each : (a + 1) * each].sum(0) for a in range(AREAS_HELD)} | {"B": counts.sum(0)}
        rows += [(code, kind, month, n) for code, row in of.items() for month, n in zip(months, row, strict=True)]
    table = pd.DataFrame(rows, columns=["area", "category", "month", "count"]).astype({"count": "Int64"})
    level = {area.code: str(area.level) for area in places()}
    return table.assign(level=table["area"].map(level), provisional=False)


def month_of(counts: pd.DataFrame, expectations: pd.DataFrame, found: tuple[Finding, ...], month: str) -> Prepared:
    """The prepared month with what the documents' first pages read."""
    names = Partnership("Partnership", "Borough", "area", "neighbourhood", invented=True)
    meeting = Meeting("pbg", "Meeting", "tactical_assessment")
    cycle = Cycle(
        month=month, months=months_between(counts["month"].min(), month), as_of=date(2020, 1, 5), meetings=(meeting,),
        boundaries="", baseline=None, partnership=names, detection=DetectionSettings(),
        documents=(DocumentSetting("tactical_assessment", "Tactical", "borough", "pbg"),),
        categories=tuple(Category(kind, kind.capitalize(), kind) for kind in KINDS), markings={"internal": "OFFICIAL"},
    )  # fmt: skip
    priorities = Priorities((), dict.fromkeys(KINDS, Improvement.FEWER))
    held = counts[counts["month"] <= month]
    return Prepared(
        cycle=cycle, areas=places(), counts=held, expectations=expectations[expectations["month"] <= month],
        findings=found, previous_findings=(), baseline_facts=pd.DataFrame(), activities=(), priorities=priorities,
        notes=(), receipts=(), revisions=(), notices=(), outlines=(), coverage=None,
        held=all_held(KINDS, cycle.months),
    )  # fmt: skip


def measure(seed: int, shape: str) -> list[dict[str, bool | str]]:
    """One planted rise: for each of its months, whether and where it is told."""
    many, factor = SHAPES[shape]
    first = (seed * 5) % PLACES if many <= 5 else 0
    rising = range(first, first + many)
    counts, areas = drawn(seed, rising, factor), places()
    judged, settings = months_between(add_months(LAST, -6), LAST), DetectionSettings()
    expectations = expect(counts, judged, settings)
    history = find_history(expectations, counts, areas, judged, settings)
    cells = {f"N{n}" for n in rising}
    inside = {area.code for area in areas.local_areas if cells & {c.code for c in areas.children(area.code)}}
    meant = {"neighbourhood": next(iter(cells)), "area": next(iter(inside))}.get(shape, "B")
    told = []
    for month in judged[-LASTS:]:
        document = build_tactical_assessment(month_of(counts, expectations, history[month], month))
        mine = [f for f in history[month] if (f.category, f.direction) == (KINDS[0], Direction.UP)]
        live = [f for f in mine if f.status is not Status.CLEARED]
        pages = [build_lap_assessment(document, code) for code in sorted(inside)]
        told.append(
            {
                "shape": shape,
                "page one": any(_is_it(s, cells, areas) for s in document.attention),
                "named": any(_is_it(s, cells, areas) for s in document.attention) or _is_named(document, cells, areas),
                "areas": all(any(_is_it(s, cells, areas) for s in page.attention) for page in pages),
                "right place": any(f.area == meant for f in live),
                "wrong place": any(f.area not in _family(areas, cells) for f in live),
            }
        )
    return told


def _family(areas: Areas, cells: set[str]) -> set[str]:
    return {area.code for cell in cells for area in areas.chain(cell)}


def _is_it(signal: Signal, cells: set[str], areas: Areas) -> bool:
    same = (signal.category.key, signal.finding.direction) == (KINDS[0], Direction.UP)
    return same and signal.place.code in _family(areas, cells)


def _is_named(document: TacticalAssessment, cells: set[str], areas: Areas) -> bool:
    """Whether page one names the rise without calling it a signal: as the closest to one, or as outside its range."""
    near = document.nearest
    closest = near is not None and near.category.key == KINDS[0] and near.place.code in _family(areas, cells)
    outside = ((row.category.key, row.standing) for row in document.outside_told)
    return closest or (KINDS[0], Standing.ABOVE) in outside


def main(months: int) -> dict[str, dict[str, float]]:
    """The share of planted months told, by shape."""
    told: dict[str, list[dict[str, bool | str]]] = defaultdict(list)
    for i in range(months // LASTS):
        shape = list(SHAPES)[i % len(SHAPES)]
        told[shape] += measure(i, shape)
    every = [row for rows in told.values() for row in rows]
    names = ("page one", "named", "areas", "right place", "wrong place")
    return {
        shape: {"months": len(rows)} | {name: round(sum(bool(r[name]) for r in rows) / len(rows), 3) for name in names}
        for shape, rows in {**told, "all": every}.items()
    }


if __name__ == "__main__":
    print(json.dumps(main(int(sys.argv[1]) if len(sys.argv) > 1 else 240), indent=1))
