"""The engine rolled through every month of real places (benchmarks/detection/real.py): does the range hold?"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from benchmarks.detection.real import FIRST_JUDGED, counts_of
from benchmarks.proof.part import Figures, Part
from bsafe_analysis.detection.baseline import expect
from bsafe_analysis.detection.ranking import find_history
from bsafe_analysis.model.cycle import DetectionSettings
from bsafe_analysis.model.findings import Status

PLACES = ("Rotherham", "Barnsley", "Doncaster", "Sheffield", "Bolton")


def items() -> Sequence[str]:
    return PLACES if os.environ.get("BSAFE_REAL_DATA") else ()


def begin(_: Path) -> DetectionSettings:
    return DetectionSettings()


def measure(settings: DetectionSettings, place: str) -> Figures:
    counts, areas = counts_of(Path(os.environ["BSAFE_REAL_DATA"]), place)
    months = sorted(counts["month"].unique())[FIRST_JUDGED:]
    expectations = expect(counts, months, settings)
    history = find_history(expectations, counts, areas, months, settings)
    judged = expectations.dropna(subset=["observed", "expected"])
    inside = ((judged["observed"] >= judged["lower"]) & (judged["observed"] <= judged["upper"])).mean()
    assert 0.90 < inside < 0.99, f"{inside:.3f} of months inside the 95 % range"
    new = [sum(f.status is Status.NEW and f.month == month for f in history[month]) for month in months]
    return {"place": place, "series_months": len(judged), "inside_95": inside, "new": sum(new) / len(months)}


def told(measured: Sequence[Figures]) -> Figures:
    return {
        one["place"]: {
            "series_months": one["series_months"],
            "inside_95": round(float(one["inside_95"]), 4),
            "new_findings_a_month": round(one["new"], 2),
        }
        for one in measured
    }


PART = Part(
    "back_tests", "past months of real places fell inside their 95 % range in 90 to 99 of 100 cases",
    items, begin, measure, told,
)  # fmt: skip
