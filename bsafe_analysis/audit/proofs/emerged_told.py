"""What became of the points that past months called emerging: their incidents before and after, counted again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from typing import Any

import numpy as np

from bsafe_analysis.audit.audit_evidence import AuditEvidence
from bsafe_analysis.audit.polygons import grid_metres
from bsafe_analysis.audit.proofs.groups_told import group_of, is_exceptional
from bsafe_analysis.audit.proofs.points_told import keep_points
from bsafe_analysis.audit.proofs.registry import Found, proves
from bsafe_analysis.claims.records import Claim
from bsafe_analysis.model.periods import add_months, months_between

LATELY, AGAINST = 6, 24
"""Months in which a point emerged, and those before them that it was set beside."""
FURTHEST_BACK = 15
"""The first of the months judged again lies so many before the cycle's, the last LATELY before it."""
AT_POINTS = "SELECT x, y, month, count(*) FROM points WHERE list_contains($kinds, category) GROUP BY x, y, month"
Point = tuple[int, int]


@proves("emerged_record")
def emerged_record(claim: Claim, evidence: AuditEvidence) -> Found:
    """The kept points are counted; each one's incidents before and in the half-year after, again in the raw files."""
    kept = evidence.facts.get("emerged") or ()
    counts = evidence.once(_monthly)
    first, last = (add_months(evidence.month, -back) for back in (FURTHEST_BACK, LATELY))
    in_span = all(first <= point["month"] <= last for point in kept)
    return {
        "first": first,
        "last": last,
        "named": len(kept) if in_span else None,
        "stayed": sum(_stayed(evidence, point, counts) for point in kept),
    }


def _stayed(evidence: AuditEvidence, point: Mapping[str, Any], counts: Mapping[Point, Counter[str]]) -> bool:
    """Whether it had more a month in the half-year after than in the months before its late ones."""
    then, late_from = str(point["month"]), add_months(str(point["month"]), 1 - LATELY)
    own = counts.get((int(point["east"]), int(point["north"])), Counter())
    before = _ordinary(evidence, months_between(add_months(late_from, -AGAINST), add_months(late_from, -1)))
    after = _ordinary(evidence, months_between(add_months(then, 1), add_months(then, LATELY)))
    return sum(own[m] for m in after) * len(before) > sum(own[m] for m in before) * len(after)


def _ordinary(evidence: AuditEvidence, months: Collection[str]) -> tuple[str, ...]:
    """Those of the months that every leading source holds, outside exceptional times."""
    held = [set(evidence.recount.held(name)) for name in _leading(evidence)]
    return tuple(m for m in months if all(m in each for each in held) and not is_exceptional(evidence, m))


def _leading(evidence: AuditEvidence) -> tuple[str, ...]:
    """The sources that no month goes out without; where there is none, the first that holds a month."""
    feeds = evidence.recount.declared.feeds
    required = tuple(feed.name for feed in feeds if feed.required)
    return required or tuple(feed.name for feed in feeds if evidence.recount.held(feed.name))[:1]


def _monthly(evidence: AuditEvidence) -> Mapping[Point, Counter[str]]:
    """Where a point lies -> its incidents of each month, of the kinds that the leading sources alone count."""
    evidence.once(keep_points)
    leading = set(_leading(evidence))
    kinds = [kind for kind in evidence.recount.gazetteer.category_names if set(group_of(evidence, kind)) <= leading]
    rows = evidence.recount.ask(AT_POINTS, kinds=kinds)
    metres = np.round(grid_metres(np.array([row[:2] for row in rows], dtype=float).reshape(-1, 2)))
    found: dict[Point, Counter[str]] = {}
    for (east, north), (*_, month, n) in zip(metres.tolist(), rows, strict=True):
        found.setdefault((int(east), int(north)), Counter())[month] += n
    return found
