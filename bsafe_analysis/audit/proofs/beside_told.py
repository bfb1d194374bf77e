"""What moved beside a signal: in its month by the table's ranges, over its months by their sums."""

from __future__ import annotations

from collections.abc import Iterable
from math import sqrt

from bsafe_analysis.audit.audit_evidence import AuditEvidence
from bsafe_analysis.audit.proofs.counts_told import YEAR
from bsafe_analysis.audit.proofs.findings_told import TOO_FEW_A_YEAR, run_of, standing_of, touching
from bsafe_analysis.audit.proofs.registry import Found, proves, proves_more
from bsafe_analysis.audit.proofs.signals_read import live
from bsafe_analysis.claims.records import Claim
from bsafe_analysis.model.periods import months_between

FAR = 1.96
"""Standard deviations from which a sum of months is said to have moved."""


@proves("over_months")
def over_months(claim: Claim, evidence: AuditEvidence) -> Found:
    """The sum is that of the raw files, beside the table's of its run or of each month; how far out gives its side."""
    place, category = str(claim.values["place"]), str(claim.values["category"])
    months = months_between(str(claim.values["first"]), str(claim.values["month"]))
    return {"month": evidence.month, **_sum(evidence, place, category, months)}


@proves_more("whereabouts")
def moved(claim: Claim, evidence: AuditEvidence) -> Found:
    """How many other kinds there and places beside it moved, in its month or over its months, is counted anew."""
    place, category = claim.places[0], claim.categories[0]
    months = run_of(evidence, place, category)
    own = {f["area"] for f in live(evidence) if f["category"] == category}
    kinds = ((place, other) for other in evidence.recount.gazetteer.category_names if other != category)
    near = ((code, category) for code in touching(evidence, place) if code not in own)
    return {"others_moved": _moved(evidence, kinds, months), "near_moved": _moved(evidence, near, months)}


def _moved(evidence: AuditEvidence, series: Iterable[tuple[str, str]], months: tuple[str, ...]) -> int:
    return sum(
        standing_of(evidence, *each) in ("above", "below")
        or (len(months) > 1 and bool(_sum(evidence, *each, months).get("side")))
        for each in series
    )


def _sum(evidence: AuditEvidence, place: str, category: str, months: tuple[str, ...]) -> Found:
    """What was recorded and expected over these months; nothing where one was not held or too little is expected."""
    rows = [evidence.expected(place, category, month) for month in months]
    usual, seen = [row.get("expected") for row in rows], evidence.observed(place, category, *months)
    known = [n for n in usual if n is not None]
    if not months or seen is None or len(known) < len(months) or sum(known) * YEAR < TOO_FEW_A_YEAR * len(months):
        return {"observed": None, "expected": None, "side": None}
    # where these months are the count's own run, what is told of it by itself is what the table has of the run
    of_run = rows[-1].get("run_months") == len(months)
    expected = rows[-1]["run_expected"] if of_run else sum(known)
    far = 2 * (sqrt(seen) - sqrt(expected)) / sqrt(max(rows[-1]["dispersion"], 1.0))
    side = "above" if far >= FAR else "below" if far <= -FAR else ""
    return {"observed": seen, "expected": expected, "side": side}
