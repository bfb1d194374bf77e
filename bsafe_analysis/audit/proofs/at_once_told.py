"""Many kinds of incident that moved in one month: worked out anew from the kept table and the raw counts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from math import copysign, isnan, sqrt
from statistics import NormalDist

from bsafe_analysis.audit.audit_evidence import AuditEvidence
from bsafe_analysis.audit.proofs.groups_told import group_of, is_exceptional
from bsafe_analysis.audit.proofs.registry import Found, proves
from bsafe_analysis.claims.records import Claim

CHANCE, FURTHEST, FAR, LEAST_SHARE = 0.01, 3.0, NormalDist().inv_cdf(0.9), 1 / 3
FEWEST, LEAST_EXPECTED = 6, 1.0
USUAL, WORTH, MOST_SQUARE, MONTHS = 1.5, 20.0, 6.0, 12
"""The variance of a sum of scores over that of independent kinds: what is usual, what that is worth, what is read."""
NORMAL = NormalDist()


@proves("many_at_once")
def many_at_once(claim: Claim, evidence: AuditEvidence) -> Found:
    """Each kind's kept chance gives its score; their sum is beyond chance, and those far out are counted."""
    place = claim.places[0]
    groups = {group_of(evidence, kind) for kind in evidence.recount.gazetteer.category_names} - {()}
    events = [found for group in groups if (found := _event(evidence, place, group))]
    if not events:
        return dict.fromkeys(("moved", "judged", "direction", "month"))
    _, side, moved, judged = min(events)
    direction = "up" if side > 0 else "down"
    return {"moved": len(moved), "judged": judged, "direction": direction, "month": evidence.month}


@proves("kind_in_event")
def kind_in_event(claim: Claim, evidence: AuditEvidence) -> Found:
    """The count is that of the raw files; its part is what it has beyond its expected count, of all that moved."""
    place, kind = claim.places[0], claim.categories[0]
    event = _event(evidence, place, group_of(evidence, kind))
    if event is None or kind not in event[2]:
        return dict.fromkeys(("observed", "expected", "percent"))
    beyond = {each: _beyond(evidence, place, each) for each in event[2]}
    return {
        "observed": evidence.observed(place, kind, evidence.month),
        "expected": evidence.expected(place, kind, evidence.month)["expected"],
        "percent": round(100 * beyond[kind] / sum(beyond.values())),
    }


Event = tuple[float, float, tuple[str, ...], int]
"""The chance, the side (above or below nought), the kinds that moved, and of how many."""


def _event(evidence: AuditEvidence, place: str, group: tuple[str, ...]) -> Event | None:
    every = [kind for kind in evidence.recount.gazetteer.category_names if group_of(evidence, kind) == group]
    now = {kind: evidence.expected(place, kind, evidence.month) for kind in every}
    kinds = [kind for kind, row in now.items() if _score_of_kind(row) is not None and row["expected"] >= LEAST_EXPECTED]
    if len(kinds) < FEWEST:
        return None
    total = _sum_of_scores(evidence, place, kinds, evidence.month)
    variance = max(_variance(list(_past_squares(evidence, place, kinds))), 1.0)
    chance = 2 * NORMAL.cdf(-abs(total or 0.0) / sqrt(variance))
    side = copysign(1.0, total or 0.0)
    moved = tuple(kind for kind in kinds if (_score_of_kind(now[kind]) or 0.0) * side >= FAR)
    found = chance < CHANCE and len(moved) >= LEAST_SHARE * len(kinds)
    return (chance, side, moved, len(kinds)) if found else None


def _score_of_kind(row: Found) -> float | None:
    """How far out a kept row lies, by its chance of a count at least so high; None where it has none."""
    chance = row.get("p_high")
    if chance is None or isnan(chance):
        return None
    if not 0 < chance < 1:
        return FURTHEST if chance <= 0 else -FURTHEST
    return min(max(-NORMAL.inv_cdf(chance), -FURTHEST), FURTHEST)


def _sum_of_scores(evidence: AuditEvidence, place: str, kinds: Iterable[str], month: str) -> float | None:
    scores = [_score_of_kind(evidence.expected(place, kind, month)) for kind in kinds]
    told = [score for score in scores if score is not None]
    return sum(told) / sqrt(len(scores)) if len(told) == len(scores) else None


def _variance(squares: list[float]) -> float:
    return (sum(squares) + WORTH * USUAL) / (len(squares) + WORTH)


def _past_squares(evidence: AuditEvidence, place: str, kinds: list[str]) -> Iterator[float]:
    """The squared sums of the last ordinary months in which all of these kinds were judged."""
    judged = sorted({month for area, _, month in evidence.expectations if area == place and month < evidence.month})
    sums = (_sum_of_scores(evidence, place, kinds, month) for month in judged if not is_exceptional(evidence, month))
    for total in [total for total in sums if total is not None][-MONTHS:]:
        yield min(total**2, MOST_SQUARE)


def _beyond(evidence: AuditEvidence, place: str, kind: str) -> float:
    row = evidence.expected(place, kind, evidence.month)
    return float((evidence.observed(place, kind, evidence.month) or 0) - row["expected"])
