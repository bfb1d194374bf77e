"""What people said and noted of places: concerns, local facts, notes, commentary and its explanations."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from bsafe_analysis.audit.audit_evidence import AuditEvidence
from bsafe_analysis.audit.kept_sheets import Entry
from bsafe_analysis.audit.proofs.likeness import closest
from bsafe_analysis.audit.proofs.registry import Found, proves, proves_more
from bsafe_analysis.claims.records import Claim
from bsafe_analysis.model.periods import add_months

REJECTED = ("not supported", "unsupported", "rejected", "refuted", "disproved", "ruled out", "false")
UNTESTED = ("not tested", "untested", "to be tested", "being tested", "waiting")
"""First words of the result of a hypothesis that it was not right, and that nobody knows yet."""


@proves("concern")
def concern(claim: Claim, evidence: AuditEvidence) -> Found:
    """What residents say is a row of concerns.csv: of that place, source and day, with how many were asked."""
    return closest(claim, _of_place(claim, evidence.written.concerns), "concern")


@proves("community_priority")
def community_priority(claim: Claim, evidence: AuditEvidence) -> Found:
    """What a community asked for, and what was done, is a row of community_priorities.csv of that place."""
    return closest(claim, _of_place(claim, evidence.written.asked_for), "concern")


@proves("local_fact")
def local_fact(claim: Claim, evidence: AuditEvidence) -> Found:
    """It is a row of assets, services or known_issues of that neighbourhood."""
    return closest(claim, _of_place(claim, evidence.written.stands_there), "name", "kind")


@proves("note")
def note(claim: Claim, evidence: AuditEvidence) -> Found:
    """It is a part of the notes of a neighbourhood, with the day of that part, or else of the whole file."""
    every = evidence.written.notes
    own = {place: parts for place, parts in every.items() if place == claim.values.get("area")} or every
    parts = ({**part, "area": place} for place, parts in own.items() for part in parts)
    return _only(closest(claim, parts, "text", "heading"), "area", "heading", "text", "as_at")


@proves("comment")
def comment(claim: Claim, evidence: AuditEvidence) -> Found:
    """It is an entry of that month's commentary on that subject, with its day and role."""
    found = closest(claim, evidence.written.comments, "text", "subject")
    return _only(found, "month", "subject", "on", "role", "text")


@proves("hypothesis")
def hypothesis(claim: Claim, evidence: AuditEvidence) -> Found:
    """An explanation, its test and its result are written in the commentary."""
    return closest(claim, (each for said in evidence.written.comments for each in said["hypotheses"]), "claim")


@proves("explanations")
def explanations(claim: Claim, evidence: AuditEvidence) -> Found:
    """The explanations of a finding are counted in its commentary since it began, by the first words of each result."""
    return closest(claim, (outcomes_of(evidence, finding) for finding in evidence.facts["findings"]))


@proves_more("neighbourhood_profile")
def neighbourhood_profile(claim: Claim, evidence: AuditEvidence) -> Found:
    """A profile was reviewed on the newest day in its notes; its next review is due review_months later (or now)."""
    place = str(claim.values["place"])
    parts = evidence.written.notes.get(place, ())
    days = [day for part in parts for day in (part["own"], part["of_all"]) if day]
    months = int(evidence.chosen.meetings["review_months"])
    as_of = evidence.chosen.as_of
    due = _later(max(days), months) if days else as_of.isoformat() if as_of else None
    parent = evidence.recount.gazetteer.parents.get(place)
    return {"reviewed": max(days, default=None), "review_due": due, "parent": parent}


def _of_place(claim: Claim, written: Iterable[Entry]) -> list[Entry]:
    """The entries of the place that the claim names; all, where none is of it."""
    every = list(written)
    return [entry for entry in every if entry["area"] == claim.values.get("area")] or every


def _only(found: Found, *names: str) -> Found:
    return {name: found[name] for name in names if name in found}


def outcomes_of(evidence: AuditEvidence, finding: Entry) -> Found:
    """How many explanations were written of a finding, and of the one that it carries on, by what became of them."""
    places = (finding["area"], str(finding.get("continues") or "").partition(".")[0])
    subjects = [f"{place}.{finding['category']}" for place in places if place]
    since = [c for c in evidence.written.comments if c["month"] >= finding["since"] and c["subject"] in subjects]
    results = [_outcome(each["result"]) for comment in since for each in comment["hypotheses"]]
    return {name: results.count(name) for name in ("supported", "rejected", "unclear", "waiting")}


def _outcome(result: str) -> str:
    said = result.strip().casefold()
    if not said or said.startswith(UNTESTED):
        return "waiting"
    return "rejected" if said.startswith(REJECTED) else "supported" if said.startswith("supported") else "unclear"


def _later(day: str, months: int) -> str:
    """The same day so many months later, the 28th at most."""
    return date.fromisoformat(f"{add_months(day[:7], months)}-{min(int(day[8:]), 28):02}").isoformat()
