"""Which signal comes first on page one: the worst harm, then the largest excess, whatever is the least likely."""

from __future__ import annotations

from collections.abc import Iterable

from bsafe_analysis.model.findings import Direction
from bsafe_analysis.model.priorities import HarmClass, Verdict
from bsafe_analysis.reports.facts.signals import Signal


def worst_first(signals: Iterable[Signal]) -> tuple[Signal, ...]:
    """Risks before what is neither better nor worse; of these by class of harm, then by size.

    A kind of incident of which the partnership says nothing stands behind those that it has classed; where it has
    classed none the order is kept: detection's own.
    """
    given = tuple(signals)
    if not any(signal.harm for signal in given):
        return given
    return tuple(sorted(given, key=lambda s: (not is_risk(s), _place_in_order(s), -s.excess)))


def is_risk(signal: Signal) -> bool:
    """Whether more of it is recorded than expected, and more is worse."""
    return signal.verdict is Verdict.CONCERN and signal.finding.direction is Direction.UP


def _place_in_order(signal: Signal) -> int:
    return signal.harm.level.rank if signal.harm else len(HarmClass)
