"""Every month of a real borough as its meeting would have had it: prepared, recounted, its documents composed."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from pathlib import Path

from benchmarks.proof.part import Figures, Part
from bsafe_analysis.model.counts import sums_that_differ
from bsafe_analysis.model.cycle import Prepared
from bsafe_analysis.model.findings import Direction, Status
from bsafe_analysis.model.periods import months_between
from bsafe_analysis.preparation.prepare import prepare
from bsafe_analysis.reports.document_kinds import contents_of
from bsafe_analysis.reports.documents import (
    build_lap_assessment,
    build_neighbourhood_profile,
    build_tactical_assessment,
)
from bsafe_analysis.reports.documents.tactical_assessment import TacticalAssessment
from tests.audit.against_library import cells_that_differ
from tests.real.workspaces import rotherham
from tests.reports.test_whole_pack import NEVER, html, words_of

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
    assert cells_that_differ(root, prepared) == [], "the recount finds other counts"
    tactical = build_tactical_assessment(prepared)
    laps = [build_lap_assessment(tactical, area.code) for area in prepared.areas.local_areas]
    profiles = [build_neighbourhood_profile(prepared, area.code) for area in prepared.areas.neighbourhoods]
    for document in (tactical, *laps, *profiles):
        page = html(document)
        said = words_of(page)
        lacking = [table for table in contents_of(document).tables if f'id="{table}"' not in page]
        assert not lacking, f"{document.place.name}: the promised tables {lacking} are missing"
        assert not re.search(NEVER, said, re.I), f"{document.place.name}: a word that no page may say"
        assert not re.search(r"\b(nan|NaT|inf)\b", said), f"{document.place.name}: a number that cannot be"
    placed = sum(lap.month_total for lap in laps)
    assert placed + tactical.notes.not_placed == tactical.notes.month_total, "areas do not add up to the borough"
    _is_as_it_was(month, prepared, tactical)
    new = sum(finding.status is Status.NEW for finding in prepared.findings)
    return {"documents": 1 + len(laps) + len(profiles), "new": new}


def _is_as_it_was(month: str, prepared: Prepared, tactical: TacticalAssessment) -> None:
    """What is known of some months: the lockdown is not seen before it falls, and has left when it lifts."""
    risen = [
        signal.finding for signal in tactical.signals
        if signal.category.key == "antisocial_behaviour" and signal.finding.direction is Direction.UP
    ]  # fmt: skip
    if month == "2019-12":
        assert not risen, "a rise of disorder before the lockdown"
    if month == "2021-06":
        assert not [finding for finding in risen if finding.since <= "2020-04"], "the lockdown has not left"
    if month == FIRST:
        assert "short history" in words_of(html(tactical, "page-one")).lower(), "the short history is not said"
    if month == LAST:
        assert prepared.gaps == (NEVER_RECEIVED,), f"gaps: {prepared.gaps}"
        assert prepared.coverage and 0.90 <= prepared.coverage.inside <= 0.99, f"inside: {prepared.coverage}"


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
