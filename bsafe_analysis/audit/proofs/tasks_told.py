"""What is put to a meeting and what it decided: recommendations, proposals, decisions sought, what areas pass up."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from bsafe_analysis.audit.audit_evidence import INTERNAL, AuditEvidence
from bsafe_analysis.audit.kept_plan import PlannedWork
from bsafe_analysis.audit.kept_sheets import Entry
from bsafe_analysis.audit.kept_tables import day_of
from bsafe_analysis.audit.proofs.likeness import as_shown, closest
from bsafe_analysis.audit.proofs.registry import Found, Unproved, proves
from bsafe_analysis.audit.proofs.signals_read import (
    Finding,
    lead_of,
    live,
    options_for,
    put_forward,
    wants_attention,
    works_on,
)
from bsafe_analysis.claims.records import Claim
from bsafe_analysis.model.periods import add_months

MOST_LEADS = 3
"""Agencies that one request names; of more it says that each one's own is meant."""
UNOWNED = ("agree_lead", "commission", "find_out")
"""What is asked about a finding on which nobody works."""


@proves("recommendation")
def recommendation(claim: Claim, evidence: AuditEvidence) -> Found:
    """It is the option that comes first for that finding, led by the agency of the plan that options.yml names."""
    return as_shown(claim, evidence, closest(claim, _recommended(evidence), "action", "step"))


@proves("action_words")
def action_words(claim: Claim, evidence: AuditEvidence) -> Found:
    """The words are those of an option that is put about the finding."""
    about = (*claim.places[:1], *claim.categories[:1])
    put = [options for _, finding, options, _ in put_forward(evidence) if _is_about(finding, about)]
    return closest(claim, ({"action": option["action"]} for options in put for option in options))


@proves("proposal")
def proposal(claim: Claim, evidence: AuditEvidence) -> Found:
    """It stands in the decisions of its month under that reference, with what the meeting wrote of it."""
    names = ("action", "agency", "area", "category", "choice", "finding", "month", "option", "owner", "ref", "why")
    return as_shown(
        claim, evidence, closest(claim, _entries(_every_proposal(evidence), names), "ref"), ("ref", "action")
    )


def _every_proposal(evidence: AuditEvidence) -> Iterator[Entry]:
    yield from evidence.written.proposals
    yield from evidence.written.group_proposals


@proves("group_sheet")
def group_sheet(claim: Claim, evidence: AuditEvidence) -> Found:
    """A sheet of that group's meeting of that day lies in the decisions, with something written in it."""
    return closest(claim, ({"group": e["group"], "on": e["on"]} for e in evidence.written.group_proposals), "on")


@proves("like_refused")
def like_refused(claim: Claim, evidence: AuditEvidence) -> Found:
    """Last month's meeting refused it with that reason; what is put works the same way and is the same agency's."""
    return as_shown(claim, evidence, closest(claim, _refused_like(evidence), "ref", "put"), ("ref", "option", "put"))


@proves("escalation")
def escalation(claim: Claim, evidence: AuditEvidence) -> Found:
    """It stands in the decisions of that area's meeting under that reference, and the meeting passed it up."""
    names = ("activity", "agency", "area", "ask", "category", "choice", "issue", "month", "ref", "why")
    passed = (said for said in evidence.written.escalations if said["choice"] == "escalate")
    found = closest(claim, _entries(passed, names), "ref")
    return {name: value.rstrip(".") if name in ("ask", "issue") and value else value for name, value in found.items()}


@proves("decision")
def decision(claim: Claim, evidence: AuditEvidence) -> Found:
    """What is sought is of a finding without an activity, an area's request, or work that is stuck or late."""
    if evidence.audience != INTERNAL and not evidence.facts["activities"]:
        raise Unproved("an edition without the delivery plan asks by what it knows")
    ask, by = claim.values["ask"], evidence.chosen.report_by
    asks = {"escalated": _asked_by_areas, "unblock": _stuck, "overdue": _late}
    sought = asks[str(ask)](evidence) if ask in asks else _without_owner(evidence)
    found = {**closest(claim, sought, "lead", "priority"), "by": by.isoformat() if by else None}
    if claim.values["lead"] == "":
        del found["lead"]  # an edition for others names nobody before the meeting has
    return found


def _recommended(evidence: AuditEvidence) -> Iterator[Found]:
    for ref, finding, (option, *_), _ in put_forward(evidence):
        lead = lead_of(evidence, option)
        begins = option["lead"].casefold().startswith(lead.casefold())
        role = option["lead"][len(lead) :].strip() if begins else option["lead"]
        action, step = _worded(evidence, option["action"], finding)
        yield {"ref": ref, "lead": lead, "role": _inside(role), "action": action, "step": step}


def _refused_like(evidence: AuditEvidence) -> Iterator[Found]:
    known = {str(option["id"]): option for option in evidence.chosen.options.get("options") or ()}
    before = add_months(evidence.month, -1)
    said = [p for p in evidence.written.proposals if p["month"] == before and p["choice"] == "refuse"]
    for _, _, (put, *_), _ in put_forward(evidence):
        for entry in (p for p in said if p.get("option") in known):
            if _way_and_whose(evidence, known[entry["option"]]) == _way_and_whose(evidence, put):
                yield {"ref": entry["ref"], "why": entry.get("why", ""), "option": entry["option"], "put": put["id"]}


def _way_and_whose(evidence: AuditEvidence, option: Entry) -> tuple[str, str]:
    """By which mechanism it works and which agency leads it; of what finds something out, which role."""
    asks = option["mechanism"] == "knowledge"
    return option["mechanism"], option["lead"] if asks else lead_of(evidence, option)


def _is_about(finding: Finding, about: tuple[str, ...]) -> bool:
    return (finding["area"], finding["category"]) == about


def _worded(evidence: AuditEvidence, action: str, finding: Finding) -> tuple[str, str]:
    """An action with what it is about in the place of {problem}, or behind it; and where that is named beside it."""
    gazetteer = evidence.recount.gazetteer
    about = f"{_inside(gazetteer.category_names[finding['category']])} in {gazetteer.names[finding['area']]}"
    if "{problem}" in action:
        return (action.replace("{problem}", about),) * 2
    return f"{action} ({about})", action


def _without_owner(evidence: AuditEvidence) -> Iterator[Found]:
    """Of each finding that wants attention and has no activity: the agency that is to lead."""
    led = {(f["area"], f["category"]): options for _, f, options, _ in put_forward(evidence)}
    for finding in (f for f in live(evidence) if wants_attention(evidence, f) and not works_on(evidence, f)):
        served = evidence.chosen.serving(finding["category"])
        options = led.get((finding["area"], finding["category"])) or options_for(evidence, finding)
        lead = lead_of(evidence, options[0]) if options else _most_at_work(evidence, finding)
        yield {"lead": lead, "priority": served, "late": False}


def _most_at_work(evidence: AuditEvidence, finding: Finding) -> str:
    """The agency with most open work on the category, else on its priority; else whom the partnership names."""
    works = [work for work in evidence.written.plan if work.is_open and not work.values["adopted"]]
    served = evidence.chosen.priority_meant(evidence.chosen.serving(finding["category"]))
    same = [w.values["agency"] for w in works if finding["category"] in w.categories]
    same = same or [w.values["agency"] for w in works if served and w.values["priority"] == served]
    return min(same, key=lambda agency: (-same.count(agency), agency), default=_coordinator(evidence))


def _asked_by_areas(evidence: AuditEvidence) -> Iterator[Found]:
    before = add_months(evidence.month, -1)
    for said in evidence.written.escalations:
        if said["month"] == before and said["choice"] == "escalate":
            lead = said.get("agency") or _coordinator(evidence)
            yield {"lead": lead, "priority": evidence.chosen.serving(said["category"]), "late": False}


def _stuck(evidence: AuditEvidence) -> Iterator[Found]:
    on = str(evidence.chosen.told_on)
    for work in (work for work in evidence.written.plan if work.is_blocked):
        title = evidence.chosen.title_of(work.values["priority"])
        yield {"lead": work.values["agency"], "priority": title, "late": work.is_overdue(on)}


def _late(evidence: AuditEvidence) -> Iterator[Found]:
    """Of every due day that has passed: all that is late, what works in one area, and either without what is stuck."""
    late = [work for work in evidence.written.plan if work.is_overdue(str(evidence.chosen.told_on))]
    late.sort(key=lambda work: (work.values["due"], work.values["ref"]))
    gazetteer = evidence.recount.gazetteer
    own = [evidence.written.family(area) for area in gazetteer.at("area")]
    scopes = [late, *([w for w in late if w.areas and w.works_in(codes)] for codes in own)]
    for scope in scopes:
        for kept in (scope, [work for work in scope if not work.is_blocked]):
            for _, group in groupby(kept, key=lambda work: work.values["due"]):
                yield _together(evidence, list(group))


def _together(evidence: AuditEvidence, late: Sequence[PlannedWork]) -> Found:
    leads = list(dict.fromkeys(work.values["agency"] for work in late))
    titles = dict.fromkeys(evidence.chosen.title_of(work.values["priority"]) for work in late)
    lead = _and(leads) if len(leads) <= MOST_LEADS else "each one's own agency"
    return {"lead": lead, "priority": _and([title for title in titles if title]), "late": False}


def _and(names: Sequence[str]) -> str:
    """A, B and C; where a name holds "and" itself, a comma stands before the last."""
    last = ", and " if any(" and " in name for name in names) else " and "
    return last.join(filter(None, (", ".join(names[:-1]), *names[-1:])))


def _coordinator(evidence: AuditEvidence) -> str:
    return str(evidence.chosen.partnership.get("contact") or evidence.chosen.partnership["name"])


def _entries(written: Sequence[Entry] | Iterator[Entry], names: Sequence[str]) -> Iterator[Found]:
    for said in written:
        yield {**{name: said.get(name, "") for name in names}, "choice": said["choice"]} | (
            {"due": day_of(said.get("due", ""))} if "option" in names else {}
        )


def _inside(text: str) -> str:
    """As it stands inside a sentence: "Burglary" becomes "burglary"; "ASB" stays."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]
