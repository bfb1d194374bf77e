"""In how many of its months a change lay outside its range, and how far back the ordinary months lie."""

from __future__ import annotations

from collections.abc import Iterator

from bsafe_analysis.audit.audit_evidence import AuditEvidence, Row
from bsafe_analysis.audit.proofs.counts_told import YEAR
from bsafe_analysis.audit.proofs.findings_told import SIDE_OF, TOO_FEW_A_YEAR, months_since
from bsafe_analysis.audit.proofs.groups_told import is_exceptional
from bsafe_analysis.audit.proofs.registry import Found, likeliest, proves, proves_more
from bsafe_analysis.audit.proofs.since_when_told import as_told, told_from
from bsafe_analysis.claims.records import Claim
from bsafe_analysis.model.periods import add_months, month_index, months_between

FAR_OFF, LOOKED_BACK, WIDE = 3, 35, 3
"""Months from which on the last ordinary one is told; how many a page's series goes back; from the first in which a
change may have begun to the last, from which on no single month is told."""


@proves("outside_months")
def outside_months(claim: Claim, evidence: AuditEvidence) -> Found:
    """Since a kept finding began, or may have, each month's raw count is set beside the table's range of it."""
    place, category = claim.places[0], claim.categories[0]
    counted = (_outside(evidence, finding) for finding in _findings_of(evidence, place, category))
    return likeliest(claim, [each for each in counted if each] or [dict.fromkeys(("since", "outside", "of", "months"))])


@proves_more("signal")
def far_off(claim: Claim, evidence: AuditEvidence) -> Found:
    """The last ordinary month is the last held before those it is about, told where that lies over three months off."""
    own = (str(claim.values["place"]), str(claim.values["category"]))
    found = [{"expected_until": _last_ordinary(evidence, finding)} for finding in _findings_of(evidence, *own)]
    return likeliest(claim, found) if found else {"expected_until": None}


def _findings_of(evidence: AuditEvidence, place: str, category: str) -> list[Row]:
    every = (f for name in ("findings", "slow_changes") for f in evidence.facts.get(name) or ())
    return [finding for finding in every if (finding["area"], finding["category"]) == (place, category)]


def _outside(evidence: AuditEvidence, finding: Row) -> Found | None:
    first, now = counted_from(finding), str(finding["month"])
    sides = list(_sides(evidence, finding, first))
    out = sides.count(SIDE_OF[finding["direction"]])
    return {"since": first, "outside": out, "of": len(sides), "months": months_since(first, now)} if out else None


def counted_from(finding: Row) -> str:
    """The month in which it began, as pages say it; the first that it may have been where that is left open."""
    told, back = as_told(finding), add_months(str(finding["month"]), -LOOKED_BACK)
    wide = told and not told.get("or_before") and month_index(told["last"]) - month_index(told["first"]) > WIDE
    return max(str(told["first"]) if told and wide else told_from(finding), back)


def _sides(evidence: AuditEvidence, finding: Row, first: str) -> Iterator[str]:
    """Of each month since it began that can be judged, on which side of its range it lay."""
    place, category = str(finding["area"]), str(finding["category"])
    for month in months_between(first, str(finding["month"])):
        row, seen = evidence.expected(place, category, month), evidence.observed(place, category, month)
        if seen is not None and row.get("expected") is not None:
            enough = row["expected"] * YEAR >= TOO_FEW_A_YEAR
            yield "above" if seen > row["upper"] else "below" if enough and seen < row["lower"] else ""


def _last_ordinary(evidence: AuditEvidence, finding: Row) -> str | None:
    first = add_months(str(finding["month"]), 1 - int(finding["run_months"]))
    before = months_between(add_months(str(finding["month"]), -LOOKED_BACK), add_months(first, -1))
    place, category = str(finding["area"]), str(finding["category"])
    held = (m for m in reversed(before) if evidence.observed(place, category, m) is not None)
    last = next((month for month in held if not is_exceptional(evidence, month)), None)
    return last if last and month_index(first) - month_index(last) > FAR_OFF else None
