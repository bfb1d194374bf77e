"""The engine rolled through every month of real places (benchmarks/detection/real.py): does the range hold?"""

from __future__ import annotations

import os
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

import pandas as pd

from benchmarks.detection.real import FIRST_JUDGED, counts_of
from benchmarks.proof.part import Figures, Part
from bsafe_analysis.detection.baseline import expect
from bsafe_analysis.detection.coverage import measure_coverage
from bsafe_analysis.detection.ranking import find_history
from bsafe_analysis.model.cycle import DetectionSettings
from bsafe_analysis.model.findings import Caution, Direction, Finding, Status

PLACES = ("Rotherham", "Barnsley", "Doncaster", "Sheffield", "Bolton")


def items() -> Sequence[str]:
    return PLACES if os.environ.get("BSAFE_REAL_DATA") else ()


def begin(_: Path) -> DetectionSettings:
    return DetectionSettings()


def measure(settings: DetectionSettings, place: str) -> Figures:
    counts, areas = counts_of(Path(os.environ["BSAFE_REAL_DATA"]), place)
    months = sorted(counts["month"].unique())[FIRST_JUDGED:]
    began = time.process_time()
    expectations = expect(counts, months, settings)
    history = find_history(expectations, counts, areas, months, settings)
    if place == "Rotherham":
        _is_rotherham_as_it_was(expectations, history, months, time.process_time() - began)
    judged = expectations.dropna(subset=["observed", "expected"])
    inside = ((judged["observed"] >= judged["lower"]) & (judged["observed"] <= judged["upper"])).mean()
    assert 0.90 < inside < 0.99, f"{inside:.3f} of months inside the 95 % range"
    new = [sum(f.status is Status.NEW and f.month == month for f in history[month]) for month in months]
    return {"place": place, "series_months": len(judged), "inside_95": inside, "new": sum(new) / len(months)}


def _is_rotherham_as_it_was(
    expectations: pd.DataFrame, history: Mapping[str, Sequence[Finding]], months: Sequence[str], seconds: float
) -> None:
    """What is known of this place: its lockdown, its missing month, how much a meeting can take."""
    settled = measure_coverage(expectations, [month for month in months if month >= "2020-10"], DetectionSettings())
    assert settled and 0.94 < settled.inside < 0.985, f"once settled {settled} inside the 95 % range"
    assert set(expectations["reason"]) == {"", "not_received"}, "a series was not answered"
    assert set(expectations.loc[expectations["reason"] != "", "month"]) == {"2019-07"}, "a month was not answered"
    assert expectations["expected"].notna().all() and expectations["month"].nunique() == len(months)
    new = [sum(finding.status is Status.NEW for finding in history[month]) for month in months]
    assert sum(new) / len(new) < 3 and max(new) < 15, f"too many findings for a meeting: {new}"
    april = {(f.area, f.category, f.direction) for f in history["2020-04"] if f.status is Status.NEW}
    lockdown = {("B", "Shoplifting", Direction.DOWN), ("B", "Anti-social behaviour", Direction.UP)}
    assert lockdown <= april, f"the lockdown is not told as the borough's: {april}"
    assert history["2019-07"] == (), "the missing month has findings"
    later = [finding for month in months if month > "2019-07" for finding in history[month]]
    assert all(finding.since > "2019-07" for finding in later), "a story crosses the missing month"
    open_yet = [finding for finding in history["2020-04"] if finding.status is not Status.CLEARED]
    assert all(Caution.GAP_IN_HISTORY in finding.cautions for finding in open_yet), "the gap is not said"
    assert seconds < 30, f"rolling through every month takes {seconds:.0f} s"


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
