"""Counts of the force's other districts, and how many of them lie outside their ranges."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from bsafe_analysis.audit.audit_evidence import AuditEvidence, Row
from bsafe_analysis.audit.districts_again import districts_again
from bsafe_analysis.audit.proofs.counts_told import YEAR, in_order
from bsafe_analysis.audit.proofs.findings_told import TOO_FEW_A_YEAR
from bsafe_analysis.audit.proofs.registry import Found, proves
from bsafe_analysis.claims.records import Claim

MOST_NAMED, FEWEST_DISTRICTS = 6, 2
"""Districts outside that are told one by one; of the others how many they are."""
SIDE_OF = {"up": "above", "down": "below"}


@proves("district_count")
def district_count(claim: Claim, evidence: AuditEvidence) -> Found:
    """The count is that of the raw file, by the names of its LSOAs; its range is the one kept for that district."""
    district, category = str(claim.values["district"]), str(claim.values["category"])
    row = evidence.once(_kept).get((district, category), {})
    seen = _seen(evidence, district, category)
    return {
        "district": district if row else None,
        "month": evidence.month,
        "observed": seen,
        "expected": row.get("expected"),
        "lower": row.get("lower") if in_order(row) else None,
        "upper": row.get("upper") if in_order(row) else None,
        "standing": _standing(row, seen),
    }


@proves("rest_of_force")
def rest_of_force(claim: Claim, evidence: AuditEvidence) -> Found:
    """How many other districts there are, and lie outside or within their ranges, is counted one by one."""
    category = str(claim.values["category"])
    rows = {district: row for (district, key), row in evidence.once(_kept).items() if key == category}
    stand = Counter(_standing(row, _seen(evidence, district, category)) for district, row in rows.items())
    outside = stand["above"] + stand["below"]
    return {
        "month": evidence.month,
        "districts": len(rows),
        "outside": outside,
        "more_outside": max(outside - MOST_NAMED, 0),
        "within": stand["within"],
        "unjudged": len(rows) - outside - stand["within"],
        "same_way": stand[SIDE_OF[str(claim.values["direction"])]],
    }


def is_widespread(evidence: AuditEvidence, finding: Row) -> bool:
    """Whether at least half of the other districts, two at the least, lie outside on a finding's side."""
    rows = {district: row for (district, key), row in evidence.once(_kept).items() if key == finding["category"]}
    category, side = str(finding["category"]), SIDE_OF[str(finding["direction"])]
    moved = sum(_standing(row, _seen(evidence, district, category)) == side for district, row in rows.items())
    return moved >= FEWEST_DISTRICTS and 2 * moved >= len(rows)


def _kept(evidence: AuditEvidence) -> Mapping[tuple[str, str], Row]:
    """(district, category) -> the row of the month that was prepared of it."""
    rows = evidence.table("other_districts")
    came = (row for row in rows if row["month"] == evidence.month and row["observed"] is not None)
    return {(row["district"], row["category"]): row for row in came}


def _seen(evidence: AuditEvidence, district: str, category: str) -> int | None:
    """What the raw files hold; None of a district of which no row came."""
    again = evidence.once(districts_again)
    return again[district][category] if district in again else None


def _standing(row: Row, seen: int | None) -> str:
    if seen is None:
        return "not_received"
    if row.get("expected") is None:
        return "no_range"
    if seen > row["upper"]:
        return "above"
    if row["expected"] * YEAR < TOO_FEW_A_YEAR:
        return "too_few"
    return "below" if seen < row["lower"] else "within"
