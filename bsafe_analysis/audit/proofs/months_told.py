"""What is told of a month as a whole beside what was expected of all its categories: worked out from the kept table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import ceil, floor, sqrt
from statistics import NormalDist

from bsafe_analysis.audit.audit_evidence import AuditEvidence
from bsafe_analysis.audit.proofs.groups_told import is_exceptional
from bsafe_analysis.audit.proofs.registry import Found, proves, proves_more
from bsafe_analysis.claims.records import Claim

USUAL, WORTH, MONTHS, LEAST, MOST = 1.5, 20.0, 12, 1.0, 6.0
"""The factor of a sum's variance: what is usual, what that is worth in months, how many are read, and its limits."""
FEWEST = 4


@proves("month_beside_expected")
def month_beside_expected(claim: Claim, evidence: AuditEvidence) -> Found:
    """The sum of the raw counts, and of the categories' expected counts; its range is theirs, widened by past sums."""
    place, month = claim.places[0], evidence.month
    kinds = [c for c in evidence.summed if evidence.observed(place, c, month) is not None]
    found = range_of_sum(evidence, place, kinds) if len(kinds) >= FEWEST else None
    if found is None:
        return {"lower": None, "upper": None}
    _, lower, upper = found
    observed = sum(evidence.observed(place, c, month) or 0 for c in kinds)
    return {"month": month, "observed": observed, "lower": lower, "upper": upper}


def range_of_sum(evidence: AuditEvidence, place: str, kinds: list[str]) -> tuple[float, int, int] | None:
    """What was expected of several kinds together this month, with its range; None where one was not judged."""
    found = _sum(evidence, place, kinds, evidence.month)
    if found is None:
        return None
    expected, variance = found
    factor = min(max(_factor(list(_past_errors(evidence, place, kinds))), LEAST), MOST)
    half = _z(evidence) * sqrt(factor * variance)
    return expected, max(floor(expected - half), 0), ceil(expected + half)


def _factor(squares: list[float]) -> float:
    return (sum(squares) + WORTH * USUAL) / (len(squares) + WORTH)


def _past_errors(evidence: AuditEvidence, place: str, kinds: list[str]) -> Iterator[float]:
    """How far the sums of the last ordinary months that were judged lay off, squared, over independent variance."""
    judged = sorted({month for area, _, month in evidence.expectations if area == place and month < evidence.month})
    sums = ((month, _sum(evidence, place, kinds, month)) for month in judged if not is_exceptional(evidence, month))
    held = [(month, *told) for month, told in sums if told is not None]
    for month, expected, variance in held[-MONTHS:]:
        seen = sum(evidence.expected(place, c, month)["observed"] for c in kinds)
        yield (seen - expected) ** 2 / variance


def _sum(evidence: AuditEvidence, place: str, kinds: list[str], month: str) -> tuple[float, float] | None:
    """Expected count and variance of independent categories; None where one was not counted or not judged."""
    rows = [evidence.expected(place, c, month) for c in kinds]
    if any(not row or None in (row["observed"], row["expected"]) for row in rows):
        return None
    spread = sum(((row["upper"] - row["lower"]) / (2 * _z(evidence))) ** 2 for row in rows)
    return (sum(row["expected"] for row in rows), spread) if spread > 0 else None


def _z(evidence: AuditEvidence) -> float:
    return NormalDist().inv_cdf((1 + evidence.facts["cycle"]["detection"]["coverage"]) / 2)


@proves_more("data_notes")
def months_of_notes(claim: Claim, evidence: AuditEvidence) -> Found:
    """Months that may be revised are the newest, as many as detection.yml says; gaps are the leading sources' own."""
    told: dict[str, Sequence[str]] = {}
    if "provisional[0]" in claim.values:
        cycle = evidence.facts["cycle"]
        told["provisional"] = cycle["months"][-int(cycle["detection"]["provisional_months"]) :]
    if "gaps[0]" in claim.values:
        required = (source for source in evidence.facts["held"]["sources"] if source["required"])
        gaps = sorted({gap for source in required for gap in source["gaps"]})
        told["gaps"] = [gap for gap in gaps if gap in evidence.facts["cycle"]["months"]]
    return {f"{name}[{i}]": month for name, months in told.items() for i, month in enumerate(months)}
