"""For how long has a signal stood, and how far back do the ordinary months lie from which its range comes?"""

from __future__ import annotations

from dataclasses import dataclass

from bsafe_analysis.model.cycle import DetectionSettings, ExceptionalTime
from bsafe_analysis.model.findings import Finding
from bsafe_analysis.model.periods import add_months, month_index, months_between
from bsafe_analysis.reports.cases.finding_cases import BeganWhen, began_when
from bsafe_analysis.reports.facts.series import Series, standing

FAR_OFF = 3
"""Months back from which on a page says where the last ordinary one lies: a range from further off is a guess of how
the level went on meanwhile."""


@dataclass(frozen=True)
class OutsideMonths:
    """In how many months of a change its own count lay outside its range on that side: `outside` of the `of` that can
    be judged, of the `months` from `since` to this one.

    `since`: when it began, as pages say it; where that is left open, the first month that it may have been.
    """

    since: str
    outside: int
    of: int
    months: int


def outside_months(finding: Finding, series: Series) -> OutsideMonths | None:
    """None where its count lay outside in no month by itself: they stand out together."""
    first = max(counted_from(finding), series.points[0].month)
    told = [p for p in series.points if first <= p.month <= finding.month and not p.hidden]
    judged = [p for p in told if p.observed is not None and p.expected is not None]
    out = sum(standing(point) == finding.side for point in judged)
    return OutsideMonths(first, out, len(judged), len(months_between(first, finding.month))) if out else None


def counted_from(finding: Finding) -> str:
    """The first month of a change that is counted: when it began, or the first that it may have been."""
    if finding.onset is None:
        return finding.since
    told = finding.onset.told
    return told.first if began_when(told) is BeganWhen.SOME_TIME else told.month


def began_during(finding: Finding, settings: DetectionSettings) -> ExceptionalTime | None:
    """The exceptional time before its own in which a change began, or may have."""
    told = finding.onset.told if finding.onset else None
    may_be = (told.month, told.first, told.last) if told else ()
    times = (settings.exceptional_time(month) for month in may_be)
    return next((time for time in times if time and finding.month not in time), None)


def surely_during(finding: Finding, time: ExceptionalTime | None) -> bool:
    """Whether no month in which it may have begun lies outside of that time."""
    told = finding.onset.told if finding.onset else None
    return bool(time and told and not told.or_before and told.first in time and told.last in time)


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
