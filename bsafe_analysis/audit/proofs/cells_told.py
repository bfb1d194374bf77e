"""Cells of tables of counts: of one month, of all categories, beside what a community asked, beside an expectation."""

from __future__ import annotations

from math import ceil

from bsafe_analysis.audit.audit_evidence import INTERNAL, AuditEvidence
from bsafe_analysis.audit.proofs.findings_told import SIDE_OF
from bsafe_analysis.audit.proofs.likeness import closest
from bsafe_analysis.audit.proofs.registry import Found, Unproved, proves
from bsafe_analysis.claims.records import Claim
from bsafe_analysis.model.periods import add_months, months_between

MONTHS_AHEAD = 3


@proves("month_count")
def month_count(claim: Claim, evidence: AuditEvidence) -> Found:
    """The count is that of the raw files."""
    place, category, month = (str(claim.values[name]) for name in ("place", "category", "month"))
    return {"observed": evidence.observed(place, category, month)}


@proves("month_total")
def month_total(claim: Claim, evidence: AuditEvidence) -> Found:
    """The total is the sum of the raw files over all categories that were held there in that month."""
    if evidence.audience != INTERNAL:
        raise Unproved("an edition's total holds what that edition shows")
    place, month = str(claim.values["place"]), str(claim.values["month"])
    counts = [evidence.observed(place, category, month) for category in evidence.recount.gazetteer.category_names]
    held = [n for n in counts if n is not None]
    return {"observed": sum(held) if held else None}


@proves("heard")
def heard(claim: Claim, evidence: AuditEvidence) -> Found:
    """Beside what a community asked for stands the raw files' count of the category that its row names."""
    place, nouns = str(claim.values["place"]), evidence.recount.gazetteer.nouns
    asked = {said["category"] for said in evidence.written.asked_for if said["area"] == place}
    counted = {category: evidence.observed(place, category, evidence.month) for category in asked if category}
    known = [{"noun": nouns[category], "recorded": n} for category, n in counted.items()]
    return closest(claim, [*known, {"noun": "", "recorded": None}], "noun")


@proves("activity_result", "work_result")
def activity_result(claim: Claim, evidence: AuditEvidence) -> Found:
    """What was counted since an activity began is called as categories.csv calls that category."""
    return {"noun": evidence.recount.gazetteer.nouns[claim.categories[0]]}


@proves("against_row")
def against_row(claim: Claim, evidence: AuditEvidence) -> Found:
    """How many times as many as expected: the raw files' count by what was expected; nothing where none or few were."""
    place, category, (first, last) = claim.places[0], claim.categories[0], claim.months[:2]
    known = ("area", "category", "first", "last")
    kept = [e for e in evidence.facts["effects"] if tuple(e[name] for name in known) == (place, category, first, last)]
    found = closest(claim, ({name: e[name] for name in ("expected", "lower", "upper")} for e in kept), "expected")
    observed, expected = evidence.observed(place, category, *months_between(first, last)), found["expected"]
    told = observed and expected >= float(evidence.chosen.detection["small_count"])
    return {**found, "observed": observed, "times": round(observed / expected, 2) if told else None}


@proves("outlook")
def outlook(claim: Claim, evidence: AuditEvidence) -> Found:
    """The months looked ahead at are the three after the month that is told."""
    return {f"months[{n}]": add_months(evidence.month, n + 1) for n in range(MONTHS_AHEAD)}


@proves("strip_row")
def strip_row(claim: Claim, evidence: AuditEvidence) -> Found:
    """The rise that would be found is that of the prepared table for that place and category, rounded up."""
    rise = evidence.once(_rises).get((str(claim.values["place"]), claim.categories[0]))
    return {"rise": None if rise is None else ceil(rise)}


@proves("alert")
def alert(claim: Claim, evidence: AuditEvidence) -> Found:
    """The record that the prepared month keeps has that alert of that place and category, in those months."""
    kept = (evidence.facts.get("record") or {}).get("alerts") or ()
    alerts = ({**each, "side": SIDE_OF[each["direction"]]} for each in kept)
    return closest(claim, alerts, "area", "category", "direction")


def _rises(evidence: AuditEvidence) -> dict[tuple[str, str], float | None]:
    return {(row["area"], row["category"]): row["rise_in_1"] for row in evidence.table("rises")}
