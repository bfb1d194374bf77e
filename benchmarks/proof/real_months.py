"""Every month of a real borough as its meeting would have had it: prepared, and its documents composed."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from pathlib import Path

from benchmarks.proof.part import Figures, Part
from bsafe_analysis.model.counts import sums_that_differ
from bsafe_analysis.model.findings import Status
from bsafe_analysis.model.periods import months_between
from bsafe_analysis.preparation.prepare import prepare
from bsafe_analysis.reports.documents import (
    build_lap_assessment,
    build_neighbourhood_profile,
    build_tactical_assessment,
)
from tests.real.workspaces import rotherham
from tests.reports.test_whole_pack import NEVER, text

FIRST, LAST, NEVER_RECEIVED = "2019-03", "2021-09", "2019-07"


def items() -> list[str]:
    if not os.environ.get("BSAFE_REAL_DATA"):
        return []
    return [month for month in months_between(FIRST, LAST) if month != NEVER_RECEIVED]


def begin(home: Path) -> Path:
    return rotherham(home / "rotherham")


def measure(root: Path, month: str) -> Figures:
    prepared = prepare(root, month)
    assert sums_that_differ(prepared.counts, prepared.areas).empty, "sums differ"
    assert all(receipt.balances for receipt in prepared.receipts), "a receipt does not balance"
    tactical = build_tactical_assessment(prepared)
    laps = [build_lap_assessment(tactical, area.code) for area in prepared.areas.local_areas]
    profiles = [build_neighbourhood_profile(prepared, area.code) for area in prepared.areas.neighbourhoods]
    for document in (tactical, *laps, *profiles):
        said = text(document)
        assert not re.search(NEVER, said, re.I), f"{document.place.name}: a word that no page may say"
        assert not re.search(r"\b(nan|NaT|inf)\b", said), f"{document.place.name}: a number that cannot be"
    placed = sum(lap.month_total for lap in laps)
    assert placed + tactical.notes.not_placed == tactical.notes.month_total, "areas do not add up to the borough"
    new = sum(finding.status is Status.NEW for finding in prepared.findings)
    return {"documents": 1 + len(laps) + len(profiles), "new": new}


def told(measured: Sequence[Figures]) -> Figures:
    new = [one["new"] for one in measured]
    return {
        "documents": sum(one["documents"] for one in measured),
        "new_findings_a_month": round(sum(new) / len(new), 2),
        "most_new_findings": max(new),
    }


PART = Part(
    "real_months", "every month of Rotherham adds up, and no document of it says what cannot be",
    items, begin, measure, told,
)  # fmt: skip
