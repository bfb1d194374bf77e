"""How each activity of the plan stands, worked out again from its rows: what a delivery plan review states."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date

from bsafe_analysis.audit.audit_evidence import AuditEvidence
from bsafe_analysis.audit.kept_plan import PlannedWork
from bsafe_analysis.audit.proofs.plan_told import in_scope
from bsafe_analysis.audit.proofs.registry import Found, Unproved, likeliest, proves
from bsafe_analysis.claims.records import Claim

SILENT_DAYS, MOST_ON_ONE_ROLE = 56, 8
STATES = ("blocked", "late", "not_begun", "slipping", "silent", "on_time", "done", "said_done", "withdrawn")
PRESSING = STATES[:5]
STRANDS = ("prevention", "enforcement", "information")


def whole_plan(evidence: AuditEvidence) -> list[PlannedWork]:
    """Every activity of the borough."""
    return in_scope(evidence, evidence.recount.gazetteer.borough)


def told_on(evidence: AuditEvidence) -> date:
    """From which day late work is reckoned."""
    on = evidence.chosen.told_on
    if on is None:
        raise Unproved("nobody wrote the as-of day, and no download tells its own")
    return on


def state_in_plan(work: PlannedWork, on: date) -> tuple[str, str | None]:
    """The state, and since which day it is so."""
    its = work.values
    if its["status"] in {"withdrawn", "complete"}:
        return ("withdrawn" if its["status"] == "withdrawn" else "done" if its["progress"] else "said_done"), None
    if work.is_blocked:
        return "blocked", its["blocked_since"]
    if work.is_overdue(on.isoformat()):
        return "late", its["due"]
    if its["start"] < on.isoformat() and its["status"] in {"proposed", "agreed"}:
        return "not_begun", its["start"]
    told = max(its["progress_date"] or "", its["start"])
    missed = [m["on"] for m in work.milestones if m["on"] and told <= m["on"] < on.isoformat()]
    if missed:
        return "slipping", min(missed)
    return ("silent", told) if (on - date.fromisoformat(told)).days > SILENT_DAYS else ("on_time", None)


@proves("plan_states")
def plan_states(claim: Claim, evidence: AuditEvidence) -> Found:
    """Each activity's state is worked out again from its days and lines in the plan, and counted."""
    on, plan = told_on(evidence), whole_plan(evidence)
    counts = Counter(state_in_plan(work, on)[0] for work in plan)
    return {"on": on.isoformat(), "every": len(plan), **{state: counts[state] for state in STATES}}


@proves("work_reviewed")
def work_reviewed(claim: Claim, evidence: AuditEvidence) -> Found:
    """For how many whole weeks an activity has been so, by the day in its row."""
    on = told_on(evidence)
    return likeliest(claim, [_reviewed(work, on) for work in whole_plan(evidence)])


def _reviewed(work: PlannedWork, on: date) -> Found:
    state, since = state_in_plan(work, on)
    return {"state": state, "weeks": (on - date.fromisoformat(since)).days // 7 if since else None}


@proves("strand_counts")
def strand_counts(claim: Claim, evidence: AuditEvidence) -> Found:
    """Open activities of each priority are counted in the plan anew, by strand, with what they are known to cost."""
    running = [work for work in whole_plan(evidence) if work.is_open]
    keys = {work.values["priority"] for work in running} | {str(each["key"]) for each in evidence.chosen.priorities}
    return likeliest(claim, [_of_priority([w for w in running if w.values["priority"] == key]) for key in sorted(keys)])


def _of_priority(running: Sequence[PlannedWork]) -> Found:
    strands = Counter(work.values["strand"] for work in running)
    costs = [work.values["cost"] for work in running]
    return {
        **{strand: strands[strand] for strand in STRANDS},
        "known_cost": sum(cost or 0.0 for cost in costs),
        "unknown_cost": costs.count(None),
    }


@proves("agency_work")
def agency_work(claim: Claim, evidence: AuditEvidence) -> Found:
    """What an agency leads is counted in the plan anew, and how much of it needs a word."""
    on, plan = told_on(evidence), whole_plan(evidence)
    mine = [work for work in plan if work.values["agency"] == claim.values["agency"]]
    return {
        "open": sum(work.is_open for work in mine),
        "pressing": sum(state_in_plan(work, on)[0] in PRESSING for work in mine),
        **({} if mine else {"agency": None}),
    }


@proves("role_load")
def role_load(claim: Claim, evidence: AuditEvidence) -> Found:
    """The open activities that a role owns are counted in the plan anew."""
    owned = sum(w.is_open and w.values["owner"] == claim.values["role"] for w in whole_plan(evidence))
    return {"open": owned, **({} if owned > MOST_ON_ONE_ROLE else {"role": None})}


@proves("delivery_review")
def delivery_review(claim: Claim, evidence: AuditEvidence) -> Found:
    """The month is the one that is told, the place the borough; what is blocked or late is counted."""
    on = told_on(evidence)
    counts = Counter(state_in_plan(work, on)[0] for work in whole_plan(evidence))
    return {
        "month": evidence.month,
        "place": evidence.recount.gazetteer.borough,
        "stuck_in_all": counts["blocked"] + counts["late"],
    }
