"""Ranges for coming months, how past ones did, and what followed an activity: read from the prepared month, checked."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from itertools import pairwise
from math import inf
from statistics import fmean

from bsafe_analysis.audit.audit_evidence import AuditEvidence, Row
from bsafe_analysis.audit.gazetteer import NOWHERE
from bsafe_analysis.audit.proofs.counts_told import in_order, judged_series
from bsafe_analysis.audit.proofs.groups_told import is_exceptional, leads
from bsafe_analysis.audit.proofs.registry import Found, Unproved, likeliest, proves, proves_more
from bsafe_analysis.claims.records import Claim
from bsafe_analysis.model.periods import add_months, months_between

JUDGED_BEFORE, LONGEST, FEWEST_MONTHS = 12, 24, 3
"""Months that the coverage is measured on; that an activity is followed at most, and at least."""
LEFT_OUT = (3, 6, 12)
"""How many months before a start may be no part of what work is judged by."""
SIZES, FEWEST_OF_A_SIZE = (0, 5, 20, 100, inf), 50
"""Where one size of count ends, by what was expected of it; how many of a size are told of."""


@proves("ahead")
def ahead(claim: Claim, evidence: AuditEvidence) -> Found:
    """Each coming month's range is that of the table of forecasts, made for that month, and holds what is expected."""
    place, category = claim.places[0], claim.categories[0]
    coming = sorted(key for key in evidence.once(_forecasts) if key[:2] == (place, category))
    ranges = (evidence.once(_forecasts)[key] for key in coming)
    ends = ((row["lower"], row["upper"]) if in_order(row) else (None, None) for row in ranges)
    return {f"ranges[{n}][{side}]": end for n, both in enumerate(ends) for side, end in enumerate(both)}


@proves("coming_month")
def coming_month(claim: Claim, evidence: AuditEvidence) -> Found:
    """The range is that of the table of forecasts for that place, kind and month, and holds what is expected."""
    month = str(claim.values["month"])
    row = evidence.once(_forecasts).get((claim.places[0], claim.categories[0], month))
    if row is None or not in_order(row):
        return dict.fromkeys(("month", "expected", "lower", "upper"))
    return {"month": month, **{name: row[name] for name in ("expected", "lower", "upper")}}


@proves("span_words")
def span_words(claim: Claim, evidence: AuditEvidence) -> Found:
    """A cell's range is one of the borough's in the table of forecasts, and holds what is expected."""
    borough = evidence.recount.gazetteer.borough
    rows = (row for (place, _, _), row in evidence.once(_forecasts).items() if place == borough and in_order(row))
    return likeliest(claim, [{"low": row["lower"], "high": row["upper"]} for row in rows])


def _forecasts(evidence: AuditEvidence) -> Mapping[tuple[str, str, str], Row]:
    rows = evidence.table("forecasts")
    return {(r["area"], r["category"], r["month"]): r for r in rows if r["month"] > evidence.month}


@proves("ahead_heading")
def ahead_heading(claim: Claim, evidence: AuditEvidence) -> Found:
    """The months to come are those that follow the cycle's."""
    return {f"months[{n}]": add_months(evidence.month, n + 1) for n in range(JUDGED_BEFORE)}


@proves("month_words")
def month_words(claim: Claim, evidence: AuditEvidence) -> Found:
    """A month that stands alone in a cell is one of those to come that have a range, or one of those held."""
    said = str(claim.values["month"])
    coming = {month for _, _, month in evidence.once(_forecasts)}
    held = {m for feed in evidence.recount.declared.feeds for m in evidence.recount.held(feed.name)}
    return {"month": said if said in coming | held else None}


@proves("coverage")
def coverage(claim: Claim, evidence: AuditEvidence) -> Found:
    """The share is counted: which of the raw counts of the twelve months before lie in the range printed for them.

    Of the kinds of incident that a source counts without which no month goes out, in months of ordinary times.
    """
    return evidence.once(_how_past_ranges_did)


def _how_past_ranges_did(evidence: AuditEvidence) -> Found:
    months = months_between(add_months(evidence.month, -JUDGED_BEFORE), add_months(evidence.month, -1))
    ordinary = {month for month in months if not is_exceptional(evidence, month)}
    leading = {c for c in evidence.recount.gazetteer.category_names if leads(evidence, c)}
    placed = ((key, row) for key, row in evidence.expectations.items() if key[0] != NOWHERE)
    rows = ((key, row) for key, row in placed if key[1] in leading and key[2] in ordinary)
    judged = [key for key, row in rows if row["expected"] is not None]
    told = {key: n for key in judged if (n := evidence.observed(*key)) is not None}
    if not told:
        raise Unproved("no month before this one was judged")
    inside = {key: _lies_in(n, evidence.expectations[key]) for key, n in told.items()}
    held = sorted({month for _, _, month in told})
    found: dict[str, object] = {"first": held[0], "last": held[-1], "series_months": len(told)}
    found["inside"] = fmean(inside.values())
    for least, below in pairwise(SIZES):
        of_size = [each for key, each in inside.items() if least <= evidence.expectations[key]["expected"] < below]
        found[_size(least, below)] = fmean(of_size) if len(of_size) >= FEWEST_OF_A_SIZE else None
    return found


def _size(least: object, below: object) -> str:
    return f"{least} to {below}"


@proves("size_coverage")
def size_coverage(claim: Claim, evidence: AuditEvidence) -> Found:
    """The same share is counted of the counts of which so many were expected."""
    least, below = claim.values.get("least"), claim.values.get("below")
    name = _size(least, inf if below is None else below)
    found = evidence.once(_how_past_ranges_did)
    if name not in found:
        return {"least": None, "below": None}
    return {"least": least, "below": below, "inside": found[name]}


def _lies_in(count: int, row: Row) -> bool:
    return bool(row["lower"] <= count <= row["upper"])


@proves_more("data_notes")
def usually_outside(claim: Claim, evidence: AuditEvidence) -> Found:
    """As many lie outside as the share of past counts that did makes of the judged series."""
    if evidence.facts.get("coverage") is None:
        raise Unproved("no month before this one was judged")
    outside = 1 - evidence.once(_how_past_ranges_did)["inside"]
    return {"usually_outside": evidence.once(judged_series) * outside}


@proves("effect")
def effect(claim: Claim, evidence: AuditEvidence) -> Found:
    """What was recorded since an activity began is summed from the raw files; its range is that of the prepared month.

    The first month is the first whole one since the activity's start, the last the cycle's, at most two years later.
    Where what it is judged by ends earlier, it ends a quarter, half or a whole year before the start.
    """
    ref = claim.values["ref"]
    kept = next((row for row in evidence.facts["effects"] if row["ref"] == ref), None)
    begun = next((row["start"] for row in evidence.facts["activities"] if row["ref"] == ref), None)
    if kept is None or begun is None:
        raise Unproved(f"the prepared month keeps no effect of {ref}")
    first = first_whole_month(date.fromisoformat(str(begun)))
    last = min(evidence.month, add_months(first, LONGEST - 1))
    found = {"ref": ref, "first": first, "last": last}
    if kept["reason"] is not None:
        return found
    seen = [evidence.observed(kept["area"], kept["category"], month) for month in months_between(first, last)]
    held = [n for n in seen if n is not None]
    enough = len(held) >= FEWEST_MONTHS and in_order(kept)
    ends = {name: kept[name] if enough else None for name in ("expected", "lower", "upper")}
    ends = {name: kept[name] if enough else None for name in ("expected", "lower", "upper")}
    left_out = {add_months(first, -1 - months) for months in LEFT_OUT}
    baseline = {"baseline_to": kept["baseline_to"]} if kept.get("baseline_to") in left_out else {}
    return {**found, "months": len(held), "observed": sum(held) if enough else None, **ends, **baseline}


def first_whole_month(start: date) -> str:
    """The first month that lies wholly after a day.

    >>> first_whole_month(date(2026, 4, 1)), first_whole_month(date(2026, 4, 2))
    ('2026-04', '2026-05')
    """
    month = f"{start:%Y-%m}"
    return month if start.day == 1 else add_months(month, 1)


@proves("effects_alt")
def effects_alt(claim: Claim, evidence: AuditEvidence) -> Found:
    """The dots are the kept effects with a verdict: all of them, or those of one area and its neighbourhoods."""
    gazetteer = evidence.recount.gazetteer
    kept = [row["area"] for row in evidence.facts["effects"] if row["reason"] is None]
    areas = [{code, *gazetteer.parts(code)} for code in gazetteer.at("area")]
    numbers = [len(kept), *(sum(code in own for code in kept) for own in areas)]
    return likeliest(claim, [{"effects": n} for n in numbers])
