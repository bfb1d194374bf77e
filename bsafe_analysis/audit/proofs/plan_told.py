"""The delivery plan: its activities, what is written of them, and how many are open, late, blocked and paid for."""

from __future__ import annotations

from bsafe_analysis.audit.audit_evidence import INTERNAL, AuditEvidence
from bsafe_analysis.audit.kept_plan import PlannedWork
from bsafe_analysis.audit.proofs.likeness import as_shown, closest
from bsafe_analysis.audit.proofs.registry import Found, Unproved, proves
from bsafe_analysis.claims.records import Claim

KEPT = ("ref", "title", "agency", "start", "due", "status", "adopted", "strand", "priority")
"""What every edition that shows an activity tells of it."""


@proves("activity")
def activity(claim: Claim, evidence: AuditEvidence) -> Found:
    """It is what its row of the delivery plan says, or the decision that was agreed and is not entered yet."""
    ref = claim.values.get("ref")
    known = [work.values for work in evidence.written.plan if work.values["ref"] == ref]
    found = closest(claim, known or [work.values for work in evidence.written.plan], "title")
    return as_shown(claim, evidence, found, KEPT)


@proves("dated")
def dated(claim: Claim, evidence: AuditEvidence) -> Found:
    """A milestone or a line of a progress log is written in the delivery plan, with that day and that role."""
    lines = (line for work in evidence.written.plan for line in (*work.lines, *work.milestones))
    return as_shown(claim, evidence, closest(claim, lines, "text"), ("text", "on"))


@proves("risk")
def risk(claim: Claim, evidence: AuditEvidence) -> Found:
    """The risk of an activity, and what is done about it, are written in its row of the delivery plan."""
    return closest(claim, (work.risk for work in evidence.written.plan if work.risk), "text")


@proves("activity_review")
def activity_review(claim: Claim, evidence: AuditEvidence) -> Found:
    """Activities are counted in the delivery plan anew: open, open past their due day, open with a blockage, by cost.

    In an area's document those that work there, in its neighbourhoods, or for the whole borough.
    """
    on = evidence.chosen.told_on
    if on is None:
        raise Unproved("nobody wrote the as-of day, and no download tells its own")
    running = [work for work in in_scope(evidence, claim.places[0]) if work.is_open]
    costs = [work.values["cost"] for work in running]
    return {
        "on": on.isoformat(),
        "open": len(running),
        "overdue": sum(work.is_overdue(on.isoformat()) for work in running),
        "blocked": sum(work.is_blocked for work in running),
        "known_cost": sum(cost or 0.0 for cost in costs),
        "unknown_cost": costs.count(None),
    }


def in_scope(evidence: AuditEvidence, place: str) -> list[PlannedWork]:
    """The activities that a document of this place tells of: in the borough's document every one."""
    written = evidence.written
    whole = place == evidence.recount.gazetteer.borough
    inside = [work for work in written.plan if whole or work.works_in(written.family(place))]
    if evidence.audience == INTERNAL:
        return inside
    # an edition may leave out what a decision made into an activity, where its readers are not told of the decision
    shown = {activity["ref"] for activity in evidence.facts["activities"]}
    return [work for work in inside if work.values["ref"] in shown]
