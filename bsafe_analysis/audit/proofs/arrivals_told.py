"""What arrived of each source, and what of it has no place: counted again from the raw files."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from bsafe_analysis.audit.as_at import newest_used
from bsafe_analysis.audit.audit_evidence import AuditEvidence
from bsafe_analysis.audit.gazetteer import NEIGHBOURHOOD, NOWHERE
from bsafe_analysis.audit.proofs.counts_told import last_year
from bsafe_analysis.audit.proofs.registry import Found, proves
from bsafe_analysis.claims.records import Claim
from bsafe_analysis.model.periods import add_months, months_between

_USED = "SELECT count(*) FROM counted WHERE source = $feed"


@proves("data_quality")
def data_quality(claim: Claim, evidence: AuditEvidence) -> Found:
    """The month is the one that is told, and the place the borough."""
    return {"month": evidence.month, "place": evidence.recount.gazetteer.borough}


@proves("source_arrival")
def source_arrival(claim: Claim, evidence: AuditEvidence) -> Found:
    """Its months and newest day are those received; its rows are counted again, and the month's incidents summed."""
    feed = str(claim.values["source"])
    (declared,) = (each for each in evidence.recount.declared.feeds if each.name == feed)
    had = evidence.recount.had.get(feed)
    if had is None:
        return {"title": None}
    newest = newest_used(evidence.root, evidence.recount, [declared])
    history = _history(evidence)
    held = [month for month in had.months if month in history]
    return {
        "title": declared.title,
        "as_at": newest.isoformat() if newest else None,
        "first": held[0] if held else "",
        "last": held[-1] if held else "",
        "rows_used": evidence.recount.ask(_USED, feed=feed)[0][0],
        "of_month": _of_month(evidence, feed, had.categories) if evidence.month in held else None,
    }


@proves("source_scope")
def source_scope(claim: Claim, evidence: AuditEvidence) -> Found:
    """A source's first and last month are those received, of the months that the prepared month looks back on."""
    feed = str(claim.values["source"])
    had = evidence.recount.had.get(feed)
    if had is None:
        return {"title": None}
    history = _history(evidence)
    held = [month for month in had.months if month in history]
    (title,) = (each.title for each in evidence.recount.declared.feeds if each.name == feed)
    return {"title": title, "first": held[0] if held else "", "last": held[-1] if held else ""}


def _history(evidence: AuditEvidence) -> Collection[str]:
    """The months that the prepared month looks back on."""
    return tuple(evidence.facts["cycle"]["months"])


def _of_month(evidence: AuditEvidence, feed: str, categories: Collection[str]) -> int | None:
    if any(evidence.recount.sources_of(category) != (feed,) for category in categories):
        return None
    borough = evidence.recount.gazetteer.borough
    return sum(evidence.observed(borough, category, evidence.month) or 0 for category in categories)


@proves("unplaced_row")
def unplaced_row(claim: Claim, evidence: AuditEvidence) -> Found:
    """Of the borough's incidents in the raw files those are counted again that lie in no neighbourhood."""
    year = last_year(evidence.month)
    before = months_between(add_months(year[0], -12), add_months(year[0], -1))
    found: dict[str, Any] = {}
    for name, months in (("month", (evidence.month,)), ("year", year), ("before", before)):
        pair = _pair(evidence, claim.categories[0], months)
        found |= {f"{name}[{i}]": None if pair is None else pair[i] for i in (0, 1)}
    return found


def _pair(evidence: AuditEvidence, category: str, months: Collection[str]) -> tuple[int, int] | None:
    sources = evidence.recount.sources_of(category)
    if not all(set(months) <= set(evidence.recount.held(source, NEIGHBOURHOOD)) for source in sources):
        return None
    borough = evidence.recount.gazetteer.borough
    every, lost = (evidence.observed(place, category, *months) for place in (borough, NOWHERE))
    return None if every is None else (every, lost or 0)
