"""How many findings, proposals and improvements a meeting's document tells of, and by when it asks for a report."""

from __future__ import annotations

from collections import Counter
from math import floor

from bsafe_analysis.audit.audit_evidence import INTERNAL, AuditEvidence
from bsafe_analysis.audit.chosen import LAP, TACTICAL
from bsafe_analysis.audit.gazetteer import NEIGHBOURHOOD
from bsafe_analysis.audit.prepared_table import in_most_parts
from bsafe_analysis.audit.proofs.likeness import closest
from bsafe_analysis.audit.proofs.registry import Found, proves, proves_more
from bsafe_analysis.audit.proofs.signals_read import Finding, call_of, live, put_forward, wants_attention
from bsafe_analysis.claims.records import Claim


@proves_more("tactical_assessment")
def tactical_assessment(claim: Claim, evidence: AuditEvidence) -> Found:
    """Findings that stand are counted by priorities.yml and the plan; the day is weeks_to_act after the meeting."""
    standing, by = live(evidence), evidence.chosen.report_by
    asking = [finding for finding in standing if wants_attention(evidence, finding)]
    found = {
        "by": by.isoformat() if by else None,
        "signals": len(standing),
        "attending": len(asking),
        "improved": len(standing) - len(asking),
    }
    return found | (_of_the_plan(evidence) if evidence.audience == INTERNAL else {"to_decide": 0})


@proves_more("lap_assessment")
def lap_assessment(claim: Claim, evidence: AuditEvidence) -> Found:
    """Findings are counted that lie in the area, name a place of it, or are a change that it has a share in."""
    place = str(claim.values["place"])
    own = {place, *evidence.recount.gazetteer.parts(place)}
    found: dict[str, object] = {
        "signals": sum(_concerns(finding, own, place) for finding in live(evidence)),
        "before_meeting": evidence.chosen.meeting_of(TACTICAL) or "borough's meeting",
    }
    if evidence.audience == INTERNAL:
        found["put_to_borough"] = sum(not choice and f["area"] in own for _, f, _, choice in put_forward(evidence))
    return found


@proves("map_heading")
def map_heading(claim: Claim, evidence: AuditEvidence) -> Found:
    """The neighbourhoods of the map's place that a finding lies in or names are counted anew."""
    gazetteer, place = evidence.recount.gazetteer, claim.places[0]
    named = {code for finding in live(evidence) for code in (finding["area"], *finding["also"])}
    own = gazetteer.at(NEIGHBOURHOOD) if place == gazetteer.borough else gazetteer.parts(place)
    return {"n": len(named & {*own})}


@proves("anchor_words", "gathering")
def kinds_of_place(claim: Claim, evidence: AuditEvidence) -> Found:
    """A kind of facility is that of a point which the prepared table lists for the place."""
    listed = [row for row in evidence.table("spots") if row["anchor"] and not row["category"]]
    if claim.kind == "anchor_words":
        return closest(claim, ({"value": row["anchor"]} for row in listed))
    here = dict.fromkeys(row["anchor"] for row in listed if row["area"] == claim.places[0])
    return {f"anchors[{n}]": kind for n, kind in enumerate(here)}


@proves("escalated")
def escalated(claim: Claim, evidence: AuditEvidence) -> Found:
    """An area's meeting is called by its initials (documents.yml), and by the area that passes something up."""
    name, names = evidence.chosen.meeting_of(LAP), evidence.recount.gazetteer.names
    capitals = [word[0] for word in name.split() if word[0].isupper()]
    called = "".join(capitals) if len(capitals) >= 3 else name
    areas = dict.fromkeys(said["area"] for said in evidence.written.escalations if said["choice"] == "escalate")
    return closest(
        claim, ({"area": a, "meeting": called, "source": f"{called} {names[a]}".strip()} for a in areas), "area"
    )


def _of_the_plan(evidence: AuditEvidence) -> dict[str, int]:
    calls = Counter(call_of(evidence, finding) for finding in live(evidence))
    return {
        "to_act_on": calls["act"],
        "to_analyse": calls["analyse"],
        "to_watch": calls["watch"],
        "to_decide": sum(not choice for *_, choice in put_forward(evidence)),
    }


def _concerns(finding: Finding, own: set[str], area: str) -> bool:
    if own & {finding["area"], *finding["also"]}:
        return True
    shares = _shares(finding)
    return area in shares and (in_most_parts(finding) or shares[area] > 0)


def _shares(finding: Finding) -> dict[str, int]:
    """Part -> what it adds, in whole incidents that add up: what rounding down robs of most is rounded up."""
    side, parts = (1 if finding["direction"] == "up" else -1), finding.get("parts") or ()
    exact = {part["area"]: side * (part["observed"] - part["expected"]) for part in parts}
    whole = {area: floor(excess) for area, excess in exact.items()}
    all_of_it = side * (finding["run_observed"] - finding["run_expected"])
    missing = round(all_of_it) - round(all_of_it - sum(exact.values())) - sum(whole.values())
    for area in sorted(exact, key=lambda area: whole[area] - exact[area])[: max(missing, 0)]:
        whole[area] += 1
    return whole
