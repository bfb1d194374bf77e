"""What a partnership chose in its parameters and a page repeats: names, priorities, options, days that are known."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from bsafe_analysis.audit.audit_evidence import AuditEvidence
from bsafe_analysis.audit.proofs.likeness import closest
from bsafe_analysis.audit.proofs.registry import Found, Unproved, proves
from bsafe_analysis.claims.records import Claim
from bsafe_analysis.model.periods import add_months

LEFT_OUT = {"area_term": "area", "neighbourhood_term": "neighbourhood", "invented": False, "contact": "", "licence": "",
            "bank_holidays": "GB-ENG"}  # fmt: skip
"""What partnership.yml means where it says nothing."""
SHORTEST = 3
"""What is known is named beside a change if so many days of it, or all of a shorter one, fell in its months."""
DAYS_OF_A_MONTH = 365.25 / 12
_MOON = frozenset(("ramadan", "eid"))


@proves("partnership")
def partnership(claim: Claim, evidence: AuditEvidence) -> Found:
    """Its names and terms are those of partnership.yml."""
    written = {**LEFT_OUT, **evidence.chosen.partnership}
    return {name: written[name] for name in ("name", "borough", *LEFT_OUT)}


@proves("cycle")
def cycle(claim: Claim, evidence: AuditEvidence) -> Found:
    """The month is the one that is told; as-of day and boundaries are the cycle's file's (else the newest download)."""
    boundaries = evidence.chosen.cycle.get("boundaries")
    titles = {f"sources[{n}][1]": feed.title for n, feed in enumerate(evidence.recount.declared.feeds)}
    told = {"boundaries": str(boundaries)} if boundaries else {}
    return {"month": evidence.month, "as_of": _day(evidence.chosen.as_of), **titles, **told}


@proves("activities_title")
def activities_title(claim: Claim, evidence: AuditEvidence) -> Found:
    """Activities are told as of the as-of day; in a month long past, made again, of the fifth of the month after it."""
    return {"on": _day(evidence.chosen.told_on)}


@proves("work_title")
def work_title(claim: Claim, evidence: AuditEvidence) -> Found:
    """Activities are told as of the same day; the next meeting asks again weeks_to_act after this one."""
    return {"on": _day(evidence.chosen.told_on), "by": _day(evidence.chosen.report_by)}


@proves("annex")
def annex(claim: Claim, evidence: AuditEvidence) -> Found:
    """The month is the one that is told, and the place the borough."""
    return {"month": evidence.month, "place": evidence.recount.gazetteer.borough}


@proves("priority")
def priority(claim: Claim, evidence: AuditEvidence) -> Found:
    """Its title is the one that priorities.yml gives that key."""
    return closest(claim, ({"key": p["key"], "title": p["title"]} for p in evidence.chosen.priorities), "key")


@proves("option")
def option(claim: Claim, evidence: AuditEvidence) -> Found:
    """What is told of a tactical option stands in options.yml under its id."""
    return closest(claim, map(_as_told, evidence.chosen.options.get("options") or ()), "id")


@proves("coming")
def coming(claim: Claim, evidence: AuditEvidence) -> Found:
    """A day that is known is one of partnership.yml, or of every year's, and lies in the weeks or months told."""
    if claim.values.get("kind") in _MOON | {"bank_holiday"}:
        raise Unproved("feasts of the moon and bank holidays are a library's, of which there is no second")
    ahead = "outlook" in claim.within
    first, last = _weeks_ahead(evidence) if ahead else _of_finding(claim, evidence)
    least = 1 if ahead else SHORTEST
    known = (each for each in _days_known(evidence, first.year, last.year) if _falls_in(each, first, last, least))
    days = ({**each, "first": _day(each["first"]), "last": _day(each["last"]), "about": False} for each in known)
    return closest(claim, days, "kind", "name")


@proves("meeting_policy")
def meeting_policy(claim: Claim, evidence: AuditEvidence) -> Found:
    """Each rule is what meetings.yml holds, or the file that `bsafe init` writes where it is left out."""
    written = evidence.chosen.meetings
    return {**written, "log_months": max(1, round(int(written["log_days"]) / DAYS_OF_A_MONTH))}


@proves("elsewhere")
def elsewhere(claim: Claim, evidence: AuditEvidence) -> Found:
    """It names a document of documents.yml and its place, and leads to that page or its part on a finding."""
    parts = ["", *(f"#signal-{_of_signal(finding)}" for finding in evidence.facts["findings"])]
    links = [
        {"name": f"{title}: {evidence.recount.gazetteer.names[place]}", "href": f"{page}{part}"}
        for title, place, page in _pages(evidence)
        for part in parts
    ]
    return closest(claim, links, "href")


def _as_told(written: dict[str, Any]) -> Found:
    told = {"era": "now", "legal": "", "profile": False, **written}
    support = written.get("support") or ()
    told |= {f"support[{n}]": name for n, name in enumerate(support)}
    return {name: value for name, value in told.items() if not isinstance(value, list)}


def _weeks_ahead(evidence: AuditEvidence) -> tuple[date, date]:
    """The weeks after the month; after its as-of day where that lies in them."""
    ahead = timedelta(weeks=int(evidence.chosen.meetings["weeks_ahead"]))
    after, as_of = date.fromisoformat(f"{add_months(evidence.month, 1)}-01"), evidence.chosen.as_of
    start = as_of if as_of and after <= as_of <= after + ahead else after
    return start, start + ahead


def _of_finding(claim: Claim, evidence: AuditEvidence) -> tuple[date, date]:
    """The first and last day of the months that the finding of this place and category is about."""
    about = (claim.places[0], claim.categories[0])
    run = next(f["run_months"] for f in evidence.facts["findings"] if (f["area"], f["category"]) == about)
    first = date.fromisoformat(f"{add_months(evidence.month, 1 - run)}-01")
    return first, date.fromisoformat(f"{add_months(evidence.month, 1)}-01") - timedelta(days=1)


def _days_known(evidence: AuditEvidence, first: int, last: int) -> Iterator[dict[str, Any]]:
    for said in evidence.chosen.partnership.get("dates") or ():
        yield {"kind": "local", "name": said["name"], "first": said["first"], "last": said.get("last") or said["first"]}
    for said in evidence.chosen.exceptional:
        begin, end = (date.fromisoformat(f"{said[name]}-01") for name in ("first", "last"))
        end = date.fromisoformat(f"{add_months(end.isoformat()[:7], 1)}-01") - timedelta(days=1)
        yield {"kind": "set_apart", "name": said["name"], "first": begin, "last": end}
    for year in range(first - 1, last + 1):
        days = [("halloween", "", date(year, 10, 31)), ("bonfire", "", date(year, 11, 5))]
        days += [("new_year", "", date(year, 12, 31))]
        days += [("clocks", way, _last_sunday(year, month)) for month, way in ((3, "forward"), (10, "back"))]
        yield from ({"kind": kind, "name": name, "first": day, "last": day} for kind, name, day in days)


def _falls_in(known: dict[str, Any], first: date, last: date, least: int) -> bool:
    """Whether so many days of it, or all where it is shorter, lie between these two."""
    inside = (min(known["last"], last) - max(known["first"], first)).days + 1
    return inside >= min(least, (known["last"] - known["first"]).days + 1)


def _last_sunday(year: int, month: int) -> date:
    last = date(year, month, 31)
    return last - timedelta(days=last.isoweekday() % 7)


def _pages(evidence: AuditEvidence) -> Iterator[tuple[str, str, str]]:
    """Title, place and file of every page that the month makes."""
    for name, document in (evidence.chosen.documents.get("documents") or {}).items():
        for place in evidence.recount.gazetteer.at(document["per"]):
            file = f"{evidence.month}-{_dashed(name)}-{_dashed(place)}-{evidence.audience}.html"
            yield document["title"], place, file


def _of_signal(finding: Any) -> str:
    return f"{finding['area']}-{finding['category']}-{finding['rule']}".lower().replace("_", "-")


def _dashed(text: str) -> str:
    return re.sub("[^a-z0-9]+", "-", text.lower()).strip("-")


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
