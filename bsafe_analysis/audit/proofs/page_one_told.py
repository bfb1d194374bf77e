"""What page one of the tactical assessment tells of the month as a whole, of harm, of agencies and of last month."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from bsafe_analysis.audit.audit_evidence import AuditEvidence
from bsafe_analysis.audit.proofs.groups_told import is_exceptional
from bsafe_analysis.audit.proofs.likeness import closest
from bsafe_analysis.audit.proofs.registry import Found, Unproved, likeliest, proves
from bsafe_analysis.audit.proofs.signals_read import lead_of, put_forward
from bsafe_analysis.claims.records import Claim
from bsafe_analysis.model.periods import add_months, months_between

YEARS_BACK = 5
AGREED = ("accept", "amend")
BEGUN = ("under way", "stalled", "complete")


@proves("harm")
def harm(claim: Claim, evidence: AuditEvidence) -> Found:
    """Class and reason are those that priorities.yml gives that kind of incident."""
    said = (evidence.chosen.file("priorities.yml").get("harm") or {}).get(claim.categories[0]) or {}
    return {"level": said.get("level"), "why": said.get("why")}


@proves("same_months")
def same_months(claim: Claim, evidence: AuditEvidence) -> Found:
    """Lowest and highest are sums of the raw files over that month of earlier years, of what is held this month too."""
    place, month = claim.places[0], evidence.month
    held = [c for c in evidence.summed if evidence.observed(place, c, month) is not None]
    found = dict(_totals(evidence, place, held))
    totals = list(found.values())
    if not totals:
        return {"years": 0, "lowest": None, "highest": None}
    return {
        "month": month,
        "calendar_month": int(month[5:]),
        "observed": sum(evidence.observed(place, c, month) or 0 for c in held),
        "years": len(totals),
        "lowest": min(totals),
        "highest": max(totals),
        **{f"earlier[{n}]": month for n, month in enumerate(sorted(found))},
    }


@proves("years_left_out")
def years_left_out(claim: Claim, evidence: AuditEvidence) -> Found:
    """That month of years since the first held is looked up anew: exceptional, not received, or not all of it held."""
    held = [c for c in evidence.summed if evidence.observed(claim.places[0], c, evidence.month) is not None]
    reasons = list(_left_out(evidence, claim.places[0], held))
    groups = [(why, [month for month, _ in group]) for why, group in groupby(reasons, key=lambda each: each[1])]
    told = [{"why": why, **{f"months[{n}]": m for n, m in enumerate(months)}} for why, months in groups]
    return likeliest(claim, told) if told else {"why": None}


def _left_out(evidence: AuditEvidence, place: str, categories: list[str]) -> Iterator[tuple[str, str]]:
    """Month and reason, the oldest first."""
    compared = dict(_totals(evidence, place, categories))
    past = months_between(add_months(evidence.month, -12 * YEARS_BACK), evidence.month)
    held = [m for m in past if any(evidence.observed(place, each, m) is not None for each in evidence.summed)]
    for month in past[:-1:12]:
        if month not in compared and month >= held[0]:
            some = "not_whole" if month in held else "not_received"
            yield month, "exceptional" if is_exceptional(evidence, month) else some


def _totals(evidence: AuditEvidence, place: str, categories: list[str]) -> Iterator[tuple[str, int]]:
    """Month and sum of each earlier year's month that is ordinary and in which all of the categories were held."""
    for back in range(1, YEARS_BACK + 1):
        month = add_months(evidence.month, -12 * back)
        counts = [evidence.observed(place, category, month) for category in categories]
        if None not in counts and not is_exceptional(evidence, month):
            yield month, sum(n for n in counts if n is not None)


@proves("last_meeting")
def last_meeting(claim: Claim, evidence: AuditEvidence) -> Found:
    """Last month's decisions are counted in its sheet; begun is what the plan says of the work that came of them."""
    before = add_months(evidence.month, -1)
    decided = [said for said in evidence.written.proposals if said["month"] == before and said["choice"]]
    agreed = {said["ref"] for said in decided if said["choice"] in AGREED}
    begun = {work.values.get("decision") for work in evidence.written.plan if work.values["status"] in BEGUN}
    return {
        "month": before,
        "decided": len(decided),
        "agreed": len(agreed),
        "begun": len(agreed & begun),
        "refused": sum(said["choice"] == "refuse" for said in decided),
    }


@proves("agency_tasks")
def agency_tasks(claim: Claim, evidence: AuditEvidence) -> Found:
    """The agency is one of the plan's, or one that would lead on what is put to the meeting."""
    if not evidence.facts["activities"]:
        raise Unproved("an edition without the delivery plan names no agency")
    planned = {work.values["agency"] for work in evidence.written.plan}
    leading = {lead_of(evidence, options[0]) for _, _, options, _ in put_forward(evidence)}
    partnership = evidence.chosen.partnership
    contact = partnership.get("contact") or partnership["name"]
    return closest(claim, ({"agency": name} for name in sorted({*planned, *leading, contact})), "agency")
