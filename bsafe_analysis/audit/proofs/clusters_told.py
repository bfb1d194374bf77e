"""Neighbourhoods with high or low rates that lie together."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from scipy.special import ndtr

from bsafe_analysis.audit.audit_evidence import AuditEvidence
from bsafe_analysis.audit.gazetteer import NEIGHBOURHOOD
from bsafe_analysis.audit.proofs.counts_told import last_year
from bsafe_analysis.audit.proofs.groups_told import group_of
from bsafe_analysis.audit.proofs.named_of_many import named_of_many
from bsafe_analysis.audit.proofs.parameters_read import detection_file
from bsafe_analysis.audit.proofs.registry import Found, proves, proves_more
from bsafe_analysis.claims.records import Claim

NAMED, LIKE_THE_OTHERS = 3, 0.8
"""How many are named; a lower share of the rate around it lies beside a cluster, not in it."""
LEAST_COUNT = 100
"""With fewer incidents in the year a kind of incident is not tested."""


@proves("cluster")
def cluster(claim: Claim, evidence: AuditEvidence) -> Found:
    """Rates are the raw files' twelve months over residents; Getis and Ord's statistic is worked out from them anew."""
    found = evidence.once(_clusters).get((str(claim.values["area"]), str(claim.values["category"])))
    return found or {"kind": None, "rate": None, "around": None, "z": None, "p": None}


@proves_more("gathering")
def more_clusters(claim: Claim, evidence: AuditEvidence) -> Found:
    """High rates, no more than a fifth below what lies around them, are counted in the place: three are named."""
    inside = evidence.recount.gazetteer.inside(claim.places[0])
    high = [
        code
        for (code, _), found in evidence.once(_clusters).items()
        if found["kind"] == "high" and found["rate"] >= LIKE_THE_OTHERS * found["around"] and code in inside
    ]
    return {"more_clusters": max(len(high) - NAMED, 0)}


def _clusters(evidence: AuditEvidence) -> Mapping[tuple[str, str], Found]:
    """(neighbourhood, category) -> its rates and statistic, where the list of the month names it."""
    codes = list(evidence.recount.gazetteer.at(NEIGHBOURHOOD))
    people = np.array([float(evidence.recount.residents(code) or 0) for code in codes])
    if not people.all():
        return {}
    near = np.eye(len(codes))
    for code, touching in evidence.facts["neighbours"].items():
        near[codes.index(code), [codes.index(other) for other in touching]] = 1
    found: dict[tuple[str, str], Found] = {}
    for kinds in _families(evidence):
        counts = {c: np.array([_year_of(evidence, code, c) for code in codes]) for c in kinds}
        found |= _of_family(counts, codes, people, near, detection_file(evidence)["false_discovery_rate"])
    return found


def _of_family(
    counts: Mapping[str, np.ndarray], codes: list[str], people: np.ndarray, near: np.ndarray, rate: float
) -> dict[tuple[str, str], Found]:
    """Those of one family of tests that its list names."""
    z = {c: local_statistic(n / people * 1000, near) for c, n in counts.items()}
    p = 2 * ndtr(-np.abs(np.concatenate([z[c] for c in counts])))
    named = named_of_many(p, rate)
    found: dict[tuple[str, str], Found] = {}
    for at, (c, k) in enumerate((c, k) for c in counts for k in range(len(codes))):
        if named[at]:
            around = near[k] @ counts[c] / (near[k] @ people) * 1000
            kind, own = "high" if z[c][k] > 0 else "low", counts[c][k] / people[k] * 1000
            found[codes[k], c] = {"kind": kind, "rate": own, "around": around, "z": z[c][k], "p": p[at]}
    return found


def local_statistic(values: np.ndarray, near: np.ndarray) -> np.ndarray:
    """Getis and Ord's Gi*, standardised. `near`: 1 where a place touches another, itself included."""
    n, mean, spread = len(values), values.mean(), values.std()
    weight = near.sum(axis=1)
    below = spread * np.sqrt((n * (near**2).sum(axis=1) - weight**2) / (n - 1))
    with np.errstate(invalid="ignore"):  # a place that touches all others lies in no cluster
        return np.nan_to_num((near @ values - mean * weight) / below)


def _families(evidence: AuditEvidence) -> list[list[str]]:
    """The kinds of incident that are tested, those that the same sources count together."""
    codes = evidence.recount.gazetteer.at(NEIGHBOURHOOD)
    found: dict[tuple[str, ...], list[str]] = {}
    for category in evidence.recount.gazetteer.nouns:
        if sum(_year_of(evidence, code, category) for code in codes) >= LEAST_COUNT:
            found.setdefault(group_of(evidence, category), []).append(category)
    return list(found.values())


def _year_of(evidence: AuditEvidence, place: str, category: str) -> int:
    """What was recorded in those of the last twelve months that were held."""
    return sum(evidence.observed(place, category, month) or 0 for month in last_year(evidence.month))


@proves("cluster_row")
def cluster_row(claim: Claim, evidence: AuditEvidence) -> Found:
    """The borough's rate is the raw files' twelve months over its residents."""
    borough = evidence.recount.gazetteer.borough
    people = evidence.recount.residents(borough)
    total = _year_of(evidence, borough, str(claim.values["category"]))
    return {"borough": 1000 * total / people if people else None}
