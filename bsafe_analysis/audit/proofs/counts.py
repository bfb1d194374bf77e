"""Counts of one place and category, and what was expected of them."""

from __future__ import annotations

from bsafe_analysis.audit.evidence import Evidence
from bsafe_analysis.audit.proofs.registry import Found, proves
from bsafe_analysis.claims.records import Claim
from bsafe_analysis.model.periods import add_months, months_between


@proves("series_point")
def series_point(claim: Claim, evidence: Evidence) -> Found:
    """The count is that of the raw files; its range is that of the prepared table, made from earlier months only."""
    place, category, month = claim.places[0], claim.categories[0], str(claim.values["month"])
    row = evidence.expected(place, category, month)
    found = {name: row.get(name) for name in ("expected", "lower", "upper")}
    if claim.values.get("hidden"):
        return found
    return {"observed": evidence.observed(place, category, month), **found}


@proves("finding")
def finding(claim: Claim, evidence: Evidence) -> Found:
    """Counts are those of the raw files, ranges those of the prepared table; the direction follows from both."""
    values = claim.values
    place, category, month = str(values["area"]), str(values["category"]), str(values["month"])
    run = months_between(add_months(month, 1 - int(values.get("run_months") or 1)), month)
    row = evidence.expected(place, category, month)
    seen = evidence.observed(place, category, *run)
    usual = sum(evidence.expected(place, category, m).get("expected") or 0.0 for m in run)
    return {
        "observed": evidence.observed(place, category, month),
        "expected": row.get("expected"),
        "lower": row.get("lower"),
        "upper": row.get("upper"),
        "run_observed": seen,
        "direction": None if seen is None else "up" if seen > usual else "down",
    }
