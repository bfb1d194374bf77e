"""Since when a change stands, and whether a month as far out stands just before what is told as its beginning."""

from __future__ import annotations

from collections.abc import Sequence

from bsafe_analysis.audit.audit_evidence import AuditEvidence, Row
from bsafe_analysis.audit.proofs.findings_told import began_in, months_since
from bsafe_analysis.audit.proofs.registry import Found, likeliest, proves
from bsafe_analysis.claims.records import Claim
from bsafe_analysis.model.periods import add_months, months_between

LOOKED_BACK = 13
"""Months in which the beginning of a change is looked for."""


@proves("signal")
def signal(claim: Claim, evidence: AuditEvidence) -> Found:
    """Its months are counted from that in which its kept finding began, in its own time or before, to the cycle's."""
    own = (claim.values["place"], claim.values["category"])
    kept = [f for name in ("findings", "slow_changes") for f in evidence.facts.get(name) or ()]
    lasted = [_lasted(finding, evidence.month) for finding in kept if (finding["area"], finding["category"]) == own]
    nothing = dict.fromkeys(("began", "months_running", "told_from", "months_told"))
    return likeliest(claim, lasted) if lasted else nothing


def _lasted(finding: Row, now: str) -> Found:
    """When a finding began and for how many months it has stood; what has cleared stands no more."""
    began, first, stands = began_in(finding), told_from(finding), finding["status"] != "cleared"
    return {
        "began": began,
        "months_running": months_since(began, now) if stands else None,
        "told_from": first,
        "months_told": months_since(first, now) if stands else None,
    }


def told_from(finding: Row) -> str:
    """The month in which a kept finding began as pages say it."""
    return str((as_told(finding) or {"month": finding["since"]})["month"])


def as_told(finding: Row) -> Row | None:
    """When a kept finding began as pages say it."""
    onset: Row | None = finding.get("onset")
    return (onset.get("as_told") or onset) if onset else None


@proves("onset")
def onset(claim: Claim, evidence: AuditEvidence) -> Found:
    """The months are the kept finding's, in order; the month before them was not outside its range and as far out."""
    place, category = claim.places[0], claim.categories[0]
    kept = [f for f in evidence.facts["findings"] if (f["area"], f["category"]) == (place, category)]
    told = [began for f in kept if (began := as_told(f)) and _is_beginning(evidence, f, began)]
    names = ("month", "first", "last")
    return {name: told[0][name] for name in names} if told else dict.fromkeys(names)


def _is_beginning(evidence: AuditEvidence, finding: Row, told: Row) -> bool:
    """Whether its months stand in order, and no month as far out as they are together stands just before them."""
    now, first = str(finding["month"]), str(told["first"])
    if not first <= told["month"] <= told["last"] <= evidence.month:
        return False
    before = add_months(first, -1)
    then, since = (_ratio(evidence, finding, months) for months in ((before,), months_between(first, now)))
    if then is None or since is None or months_since(first, now) >= LOOKED_BACK:
        return True
    as_far = then >= since if finding["direction"] == "up" else then <= since
    return not (as_far and _lay_outside(evidence, finding, before))


def _lay_outside(evidence: AuditEvidence, finding: Row, month: str) -> bool:
    """Whether the count of a judged month lay outside its range, on the side of the change."""
    series = (str(finding["area"]), str(finding["category"]), month)
    row, seen = evidence.expected(*series), evidence.observed(*series) or 0
    return bool(seen > row["upper"] if finding["direction"] == "up" else seen < row["lower"])


def _ratio(evidence: AuditEvidence, finding: Row, months: Sequence[str]) -> float | None:
    """What was recorded in these months for one that was expected; None where one of them was not judged."""
    place, category = str(finding["area"]), str(finding["category"])
    usual = [evidence.expected(place, category, month).get("expected") for month in months]
    seen, known = evidence.observed(place, category, *months), [n for n in usual if n is not None]
    return seen / sum(known) if seen is not None and len(known) == len(usual) and sum(known) else None
