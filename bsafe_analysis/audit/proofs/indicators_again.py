"""Indicators, their targets and how they stand: read again from indicators.yml, counted again from the raw files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bsafe_analysis.audit.audit_evidence import AuditEvidence
from bsafe_analysis.audit.proofs.likeness import closest
from bsafe_analysis.audit.proofs.registry import Found, Unproved, proves
from bsafe_analysis.claims.records import Claim
from bsafe_analysis.model.periods import add_months, months_between

YEAR = 12
WELL, BADLY = ("on_course", "met"), ("off_course", "missed", "in_doubt")


def _measured(evidence: AuditEvidence) -> Sequence[Mapping[str, Any]]:
    return tuple(evidence.chosen.file("indicators.yml").get("indicators") or ())


def _targets_set(said: Mapping[str, Any]) -> list[Found]:
    return [
        {"at_most": None, "at_least": None, **target, "on": target["on"].isoformat(),
         "number": target.get("at_most", target.get("at_least"))}
        for target in said.get("targets") or ()
    ]  # fmt: skip


@proves("indicator")
def indicator(claim: Claim, evidence: AuditEvidence) -> Found:
    """Its title, group and owner are those of indicators.yml."""
    names = ("key", "title", "group", "owner", "agency")
    return closest(claim, ({name: said.get(name, "") for name in names} for said in _measured(evidence)), "key")


@proves("year_target")
def year_target(claim: Claim, evidence: AuditEvidence) -> Found:
    """The target stands in indicators.yml with its year, number, day, setter and reason."""
    return closest(claim, (target for said in _measured(evidence) for target in _targets_set(said)), "first", "number")


@proves("own_view")
def own_view(claim: Claim, evidence: AuditEvidence) -> Found:
    """The owner's own view is written in indicators.yml, with its day."""
    views = (said["owner_view"] for said in _measured(evidence) if said.get("owner_view"))
    return closest(claim, ({"says": view["says"], "on": view["on"].isoformat()} for view in views), "says")


@proves("indicator_told")
def indicator_told(claim: Claim, evidence: AuditEvidence) -> Found:
    """Totals are counted again; the status follows from range and target. How wide the range is, is tried elsewhere."""
    said = next((each for each in _measured(evidence) if each["key"] == claim.values["key"]), None)
    if said is None:
        return {"key": None}
    base, month = said.get("baseline"), evidence.month
    found: dict[str, Any] = {
        "baseline": _total_again(evidence, said, months_between(base["first"], base["last"])) if base else None,
        "last_year": _total_again(evidence, said, months_between(add_months(month, 1 - YEAR), month)),
    }
    return {**found, **(_of_year(claim, evidence, said) if claim.values["status"] else {})}


def _total_again(evidence: AuditEvidence, said: Mapping[str, Any], months: Sequence[str]) -> int | None:
    place = said["of"].get("area") or evidence.recount.gazetteer.borough
    first = evidence.facts["cycle"]["months"][0]
    if months[0] < first or months[-1] > evidence.month:
        return None
    sums = [evidence.observed(place, category, *months) for category in said["of"]["categories"]]
    return None if None in sums else sum(n for n in sums if n is not None)


def _of_year(claim: Claim, evidence: AuditEvidence, said: Mapping[str, Any]) -> Found:
    live = [t for t in said.get("targets") or () if t["last"] >= add_months(evidence.month, -2)]
    first = min(t["first"] for t in live)
    target = max((t for t in live if t["first"] == first), key=lambda t: t["on"])
    year = [m for m in months_between(first, target["last"]) if m <= evidence.month]
    known = [n for m in year if (n := _total_again(evidence, said, [m])) is not None]
    lower, upper, received = (claim.values[name] for name in ("lower", "upper", "received"))
    if not isinstance(lower, int) or not isinstance(upper, int) or not isinstance(received, int):
        raise Unproved("a status without a range")
    whole = received <= lower <= upper
    return {
        "received": sum(known),
        "months": len(known),
        "status": _status_again(claim, lower, upper, target, len(known) == YEAR),
        **({} if whole else {"lower": None, "upper": None}),
    }


def _status_again(claim: Claim, lower: int, upper: int, target: Mapping[str, Any], over: bool) -> str:
    fewer = target.get("at_most") is not None
    number = int(target["at_most"] if fewer else target["at_least"])
    if over and claim.values["status"] in ("met", "missed"):
        return "met" if (upper <= number if fewer else lower >= number) else "missed"
    if upper <= number if fewer else lower >= number:
        return "on_course"
    return "off_course" if (lower > number if fewer else upper < number) else "in_doubt"


@proves("ranges_held")
def ranges_held(claim: Claim, evidence: AuditEvidence) -> Found:
    """No more ranges held than were tried, and as many as they are meant to hold. They are not drawn again."""
    inside, tried = int(str(claim.values["inside"])), int(str(claim.values["tried"]))
    return {"inside": inside if tried * 0.8 <= inside <= tried else None}


@proves("indicators_told")
def indicators_told(claim: Claim, evidence: AuditEvidence) -> Found:
    """So many indicators stand in indicators.yml."""
    return {"every": len(_measured(evidence))}


@proves("performance_report")
def performance_report(claim: Claim, evidence: AuditEvidence) -> Found:
    """The month is the one that is told, the place the borough. What stands well is counted by each one's own claim."""
    return {"month": evidence.month, "place": evidence.recount.gazetteer.borough}
