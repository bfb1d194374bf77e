"""Counts of one place and category, and what was expected of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from math import ceil, floor

from bsafe_analysis.audit.audit_evidence import AuditEvidence
from bsafe_analysis.audit.gazetteer import NOWHERE
from bsafe_analysis.audit.proofs.registry import Found, Unproved, likeliest, proves, proves_more
from bsafe_analysis.claims.records import Claim
from bsafe_analysis.model.periods import add_months, months_between

YEAR = 12
Series = tuple[str, str]
"""Place and category."""


@proves("series_point")
def series_point(claim: Claim, evidence: AuditEvidence) -> Found:
    """The count is that of the raw files; its range is that of the prepared table, made from earlier months only.

    A cell of a table names neither place nor category: what was expected, to its last digit, tells which series it is.
    """
    month = str(claim.values["month"])
    if claim.places and claim.categories:
        return _point(evidence, (claim.places[0], claim.categories[0]), month, claim)
    said = claim.values.get("expected")
    if not isinstance(said, float):
        raise Unproved("neither a place nor an expectation tells which series this is")
    meant = evidence.once(_by_expectation).get((month, said), [])
    if not meant:
        return {"expected": None, "lower": None, "upper": None, "observed": None}
    return likeliest(claim, [_point(evidence, series, month, claim) for series in meant])


def _point(evidence: AuditEvidence, series: Series, month: str, claim: Claim) -> Found:
    row = evidence.expected(*series, month)
    found = {name: row.get(name) for name in ("expected", "lower", "upper")}
    if not in_order(row):
        found |= {"lower": None, "upper": None}
    found["month"] = month if month <= evidence.month else None
    return found if claim.values.get("hidden") else {"observed": evidence.observed(*series, month), **found}


def in_order(row: Mapping[str, float | None]) -> bool:
    """Whether a range holds what was expected of it; one that was not judged has nothing to hold.

    A range is of whole counts: of 0.02 incidents a month it is nought to nought.
    """
    lower, expected, upper = (row.get(name) for name in ("lower", "expected", "upper"))
    if lower is None or expected is None or upper is None:
        return lower is expected is upper is None
    return lower <= ceil(expected) and floor(expected) <= upper


def _by_expectation(evidence: AuditEvidence) -> Mapping[tuple[str, float], list[Series]]:
    found: dict[tuple[str, float], list[Series]] = defaultdict(list)
    for (place, category, month), row in evidence.expectations.items():
        if row["expected"] is not None:
            found[month, row["expected"]].append((place, category))
    return found


@proves("picture_row")
def picture_row(claim: Claim, evidence: AuditEvidence) -> Found:
    """The total is the sum of the raw files over those of the last twelve months that were held, and how many were."""
    category = claim.categories[0]
    if claim.places:
        return _of_year(evidence, claim.places[0], category)
    return likeliest(claim, evidence.once(_years)[category])


def _of_year(evidence: AuditEvidence, place: str, category: str) -> Found:
    """The last twelve months of one series."""
    counts = [evidence.observed(place, category, month) for month in last_year(evidence.month)]
    held = [n for n in counts if n is not None]
    return {"total": sum(held) if held else None, "months_held": len(held)}


def _years(evidence: AuditEvidence) -> Mapping[str, list[Found]]:
    gazetteer = evidence.recount.gazetteer
    return {c: [_of_year(evidence, place, c) for place in gazetteer.levels] for c in gazetteer.category_names}


def last_year(month: str) -> tuple[str, ...]:
    """The twelve months that end with this one."""
    return months_between(add_months(month, 1 - YEAR), month)


def month_total(evidence: AuditEvidence, place: str, month: str) -> int | None:
    """All that was recorded in a place in a month, of the categories whose sources were held; None where none was."""
    counts = [evidence.observed(place, category, month) for category in evidence.summed]
    held = [n for n in counts if n is not None]
    return sum(held) if held else None


@proves_more("lap_assessment", "tactical_assessment")
def meeting_document(claim: Claim, evidence: AuditEvidence) -> Found:
    """The month is the cycle's, and its total the sum of the raw files over all categories that were held."""
    place = str(claim.values["place"])
    return {"month": evidence.month, "month_total": month_total(evidence, place, evidence.month)}


@proves_more("data_notes")
def totals_of_notes(claim: Claim, evidence: AuditEvidence) -> Found:
    """The month's total and what could not be placed are sums of the raw files; judged is what has an expectation."""
    return {
        "month": evidence.month,
        "month_total": month_total(evidence, evidence.recount.gazetteer.borough, evidence.month),
        "not_placed": month_total(evidence, NOWHERE, evidence.month),
        "placed_total": _placed_total(evidence),
        "series": evidence.once(judged_series),
    }


def _placed_total(evidence: AuditEvidence) -> int:
    """The borough's count of the kinds of incident whose sources say where in it they were."""
    borough, month = evidence.recount.gazetteer.borough, evidence.month
    kinds = [c for c in evidence.summed if evidence.observed(NOWHERE, c, month) is not None]
    return sum(evidence.observed(borough, category, month) or 0 for category in kinds)


def judged_series(evidence: AuditEvidence) -> int:
    """How many series have an expectation this month: the family of tests. What no place could be found for is none."""
    rows = ((key, row) for key, row in evidence.expectations.items() if key[2] == evidence.month)
    return sum(place != NOWHERE and row["expected"] is not None for (place, _, _), row in rows)
