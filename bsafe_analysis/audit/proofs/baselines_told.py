"""What is usual in a place over the fixed baseline: totals, typical months, yearly rates and their intervals."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

import numpy as np
from scipy.special import chdtri

from bsafe_analysis.audit.audit_evidence import AuditEvidence
from bsafe_analysis.audit.gazetteer import NEIGHBOURHOOD
from bsafe_analysis.audit.proofs.groups_told import leads
from bsafe_analysis.audit.proofs.parameters_read import baseline_months
from bsafe_analysis.audit.proofs.registry import Found, Unproved, likeliest, proves
from bsafe_analysis.claims.records import Claim
from bsafe_analysis.model.periods import month_index

PER_YEAR = 12_000
"""Months of a year, for each thousand residents."""
YEAR, LEAST_YEARS = 12, 2


@proves("baseline_row")
def baseline_row(claim: Claim, evidence: AuditEvidence) -> Found:
    """Total and typical months are those of the raw files over the baseline; the rate is worked out from residents.

    A cell does not name its place: its category and total tell which it is.
    """
    facts = evidence.once(_facts)
    category = str(claim.values["category"])
    if claim.places:
        return _beside_borough(evidence, facts[claim.places[0], category])
    meant = [fact for (_, of), fact in facts.items() if of == category and fact["count"] == claim.values.get("count")]
    every = meant or [fact for (_, of), fact in facts.items() if of == category]
    return _beside_borough(evidence, likeliest(claim, every))


def _beside_borough(evidence: AuditEvidence, fact: Found) -> Found:
    borough = evidence.once(_facts)[evidence.recount.gazetteer.borough, str(fact["category"])]
    return {**fact, "borough_rate": borough["rate"]}


def _facts(evidence: AuditEvidence) -> Mapping[tuple[str, str], Found]:
    gazetteer = evidence.recount.gazetteer
    every = ((place, category) for place in gazetteer.levels for category in gazetteer.category_names)
    found = {(place, category): _fact(evidence, place, category) for place, category in every}
    return {series: fact for series, fact in found.items() if fact["months"]}


def baseline_counts(evidence: AuditEvidence) -> Mapping[tuple[str, str], float]:
    """Place and category -> how many a month the baseline holds."""
    return {series: fact["count"] / fact["months"] for series, fact in evidence.once(_facts).items()}


def _held(evidence: AuditEvidence) -> Mapping[tuple[str, str], Mapping[str, int]]:
    """Place and category -> the count of each month of the baseline that was held."""
    gazetteer, months = evidence.recount.gazetteer, baseline_months(evidence)
    found = {}
    for place, category in ((p, c) for p in gazetteer.levels for c in gazetteer.category_names):
        seen = ((month, evidence.observed(place, category, month)) for month in months)
        found[place, category] = {month: n for month, n in seen if n is not None}
    return found


def _fact(evidence: AuditEvidence, place: str, category: str) -> Found:
    """One series over those months of the baseline that were held."""
    held = list(evidence.once(_held)[place, category].values())
    low, high = typical(held) if held else (None, None)
    rate, lower, upper = yearly_rate(sum(held), len(held), evidence.recount.residents(place))
    return {
        "category": category, "count": sum(held), "months": len(held), "typical_low": low, "typical_high": high,
        "rate": rate, "rate_lower": lower, "rate_upper": upper,
    }  # fmt: skip


def typical(counts: list[int]) -> tuple[int, int]:
    """The middle four fifths of months: the lowest and the highest count of them.

    >>> typical([3, 9, 4, 5, 1, 7, 6, 8, 2, 10, 0])
    (1, 9)
    """
    ordered = sorted(counts)
    at = 0.1 * (len(ordered) - 1)
    return ordered[int(np.floor(at + 1e-9))], ordered[int(np.ceil(0.9 * (len(ordered) - 1) - 1e-9))]


def yearly_rate(count: int, months: int, residents: int | None) -> tuple[float | None, float | None, float | None]:
    """A year's rate per 1,000 residents with the exact 95 % interval of a Poisson count (Garwood 1936)."""
    if not residents or not months:
        return None, None, None
    each = PER_YEAR / months / residents
    lower = chdtri(2 * count, 0.975) / 2 if count else 0.0
    return count * each, float(lower) * each, float(chdtri(2 * count + 2, 0.025)) / 2 * each


@proves("interval")
def interval(claim: Claim, evidence: AuditEvidence) -> Found:
    """The interval is the exact one of a Poisson count (Garwood), worked out from a total and the residents of a place.

    It is a cell that names no series: it must be that of one of them.
    """
    ends = evidence.once(_intervals)
    if not len(ends):
        raise Unproved("residents are known of no place")
    low, high = ends[np.abs(ends - [claim.values["low"], claim.values["high"]]).sum(axis=1).argmin()]
    return {"low": float(low), "high": float(high)}


def _intervals(evidence: AuditEvidence) -> np.ndarray:
    facts = evidence.once(_facts).values()
    return np.array([(f["rate_lower"], f["rate_upper"]) for f in facts if f["rate_upper"] is not None])


@proves("rates_alt")
def rates_alt(claim: Claim, evidence: AuditEvidence) -> Found:
    """How many rates there are, and how many intervals lie above the borough's rate, is counted for a neighbourhood."""
    codes = claim.places[:1] or evidence.recount.gazetteer.at(NEIGHBOURHOOD)
    return likeliest(claim, [_rates(evidence, code) for code in codes])


def _summed(evidence: AuditEvidence, place: str) -> tuple[str, ...]:
    """The categories of which a sum over the baseline is made: those held in each month of it that the leading are.

    One of which a month is missing would make the sum one of other months: of another thing in each of them.
    """
    held = evidence.once(_held)
    leading = [set(held[place, c]) for c in evidence.summed if leads(evidence, c)]
    wanted: set[str] = set().union(*leading)
    return tuple(c for c in evidence.summed if wanted <= set(held[place, c]))


def _rates(evidence: AuditEvidence, place: str) -> Found:
    facts, summed = evidence.once(_facts).items(), _summed(evidence, place)
    rows = [_beside_borough(evidence, f) for (code, c), f in facts if code == place and c in summed]
    rated = [row for row in rows if row["rate"] is not None]
    return {"total": len(rated), "above": sum(row["rate_lower"] > (row["borough_rate"] or 0) for row in rated)}


@proves("season_row")
def season_row(claim: Claim, evidence: AuditEvidence) -> Found:
    """Usual is the mean of the raw files' totals of that calendar month in the baseline, beside lowest and highest."""
    months: dict[int, list[int]] = defaultdict(list)
    summed = _summed(evidence, claim.places[0])
    for month in baseline_months(evidence):
        every = (evidence.once(_held)[claim.places[0], c] for c in summed)
        held = [counts[month] for counts in every if month in counts]
        if held:
            months[month_index(month) % YEAR + 1].append(sum(held))
    if len(months) < YEAR or min(map(len, months.values())) < LEAST_YEARS:
        return {"usual": None, "lowest": None, "highest": None}
    of = months[int(claim.values["month"] or 0)]
    return {"usual": round(sum(of) / len(of)), "lowest": min(of), "highest": max(of)}


@proves("neighbourhood_profile")
def neighbourhood_profile(claim: Claim, evidence: AuditEvidence) -> Found:
    """The months of the baseline are those of which a source was held."""
    place = str(claim.values["place"])
    held = [fact["months"] for (code, _), fact in evidence.once(_facts).items() if code == place]
    return {"baseline_months": max(held, default=0)}
