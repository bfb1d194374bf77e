"""What became of the map points that past months called emerging."""

from __future__ import annotations

from dataclasses import dataclass

from bsafe_analysis.detection.emerged import judged_again
from bsafe_analysis.model.cycle import Prepared


@dataclass(frozen=True)
class EmergedRecord:
    """Of the points `named` from `first` to `last`, by what was known then, how many `stayed` up in the half-year
    after: had more a month than before they emerged."""

    first: str
    last: str
    named: int
    stayed: int


def emerged_record(prepared: Prepared) -> EmergedRecord | None:
    """None where no point was emerging in those months, or it cannot be told what came after."""
    months, points = judged_again(prepared.cycle.month), prepared.emerged
    if not points:
        return None
    return EmergedRecord(months[0], months[-1], len(points), sum(point.stayed for point in points))
