"""On which sides the counts of a place lie, by the prepared month: for sentences that tell a side and no count."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping

from bsafe_analysis.audit.audit_evidence import AuditEvidence, Row

UP, DOWN = "up", "down"
SidesKnown = Mapping[tuple[str, str], Collection[str]]
"""(place, category) -> the sides on which a finding of it, or its count of the month, lies."""


def sides_known(evidence: AuditEvidence) -> SidesKnown:
    """Of every series of which a finding is kept, or whose count of the month lies outside its range."""
    known: dict[tuple[str, str], set[str]] = defaultdict(set)
    for finding in (*evidence.facts["findings"], *(evidence.facts.get("previous_findings") or ())):
        known[finding["area"], finding["category"]].add(finding["direction"])
    for (place, category, month), row in evidence.expectations.items():
        if month == evidence.month and (side := _side(row)):
            known[place, category].add(side)
    return known


def sides_of(known: SidesKnown, place: str, categories: Collection[str]) -> set[str]:
    """The sides of one place: of these kinds of incident, or of whatever kinds where a sentence names none."""
    return {
        side for (at, kind), sides in known.items() if at == place and kind in (categories or (kind,)) for side in sides
    }


def _side(row: Row) -> str:
    """On which side of its range a row's count lies: "" where within, or where one of them is missing."""
    if None in (row.get("observed"), row.get("lower"), row.get("upper")):
        return ""
    return UP if row["observed"] > row["upper"] else DOWN if row["observed"] < row["lower"] else ""
