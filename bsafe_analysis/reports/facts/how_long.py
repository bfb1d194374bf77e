"""For how long has a signal stood, and how far back do the ordinary months lie from which its range comes?"""

from __future__ import annotations

from dataclasses import dataclass

from bsafe_analysis.model.cycle import DetectionSettings, ExceptionalTime
from bsafe_analysis.model.findings import Finding
from bsafe_analysis.model.periods import add_months, month_index
from bsafe_analysis.reports.facts.series import Series, standing

FAR_OFF = 3
"""Months back from which on a page says where the last ordinary one lies: a range from further off is a guess of how
the level went on meanwhile."""


@dataclass(frozen=True)
class OutsideMonths:
    """Since the first month of a change whose own count lay outside its range on that side, this one included.

    `outside` of `of` months that can be judged lay so. Never told of months between two that were not held.
    """

    since: str
    outside: int
    of: int


def outside_months(finding: Finding, series: Series) -> OutsideMonths | None:
    """In how many of its months the count itself lay outside; None where it did in none: they stand out together."""
    began = finding.onset.told.month if finding.onset else finding.since
    told = [p for p in series.points if began <= p.month <= finding.month and not p.hidden]
    judged = [p for p in told if p.observed is not None and p.expected is not None]
    out = [point.month for point in judged if standing(point) == finding.side]
    if not out:
        return None
    return OutsideMonths(out[0], len(out), sum(point.month >= out[0] for point in judged))


def began_during(finding: Finding, settings: DetectionSettings) -> ExceptionalTime | None:
    """The exceptional time before its own in which a change began, or may have."""
    time = settings.exceptional_time(finding.onset.told.month) if finding.onset else None
    return None if time is None or finding.month in time else time


def expected_until(finding: Finding, series: Series, settings: DetectionSettings) -> str | None:
    """The last ordinary month held before those that the finding is about, where it lies FAR_OFF months back or more.

    None where it is nearer, or no such month is held.
    """
    first = add_months(finding.month, 1 - finding.run_months)
    held = [
        point.month
        for point in series.points
        if point.month < first and point.observed is not None and settings.exceptional_time(point.month) is None
    ]
    if not held or month_index(first) - month_index(held[-1]) <= FAR_OFF:
        return None
    return held[-1]
