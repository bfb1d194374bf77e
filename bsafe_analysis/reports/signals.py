"""A finding as the meeting meets it: with its place, its history, what is already being done, and how sure we are."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from bsafe_analysis.activities import Activity
from bsafe_analysis.areas import Area, Areas
from bsafe_analysis.cycle import Prepared
from bsafe_analysis.findings import Caution, Finding, Status
from bsafe_analysis.incidents import Category
from bsafe_analysis.periods import month_index
from bsafe_analysis.priorities import Priority, Verdict
from bsafe_analysis.reports.picture import Series, series_of

WEAKENING = (Caution.SMALL_COUNT, Caution.SHORT_HISTORY, Caution.INCOMPLETE_MONTH, Caution.RECORDING_CHANGE)
STRONG_EVIDENCE = 0.001
LASTING_MONTHS = 3


class Confidence(StrEnum):
    HIGH = "high"
    MODERATE = "moderate"
    LOW = "low"


class NextStep(StrEnum):
    """What a finding asks of the meeting."""

    AGREE_LEAD = "agree_lead"
    REVIEW_ACTIVITY = "review_activity"
    ANALYSE = "analyse"
    WATCH = "watch"


@dataclass(frozen=True)
class Signal:
    finding: Finding
    place: Area
    category: Category
    also: tuple[Area, ...]
    verdict: Verdict
    priority: Priority | None
    activities: tuple[Activity, ...]
    series: Series
    confidence: Confidence
    next_step: NextStep

    @property
    def id(self) -> str:
        """Stable on the page and from month to month."""
        return f"{self.place.code}-{self.category.key}-{self.finding.rule}".lower().replace("_", "-")

    @property
    def months_running(self) -> int:
        return month_index(self.finding.month) - month_index(self.finding.since) + 1

    @property
    def places(self) -> tuple[Area, ...]:
        return (self.place, *self.also)


def signals_of(prepared: Prepared, findings: Iterable[Finding]) -> tuple[Signal, ...]:
    """The findings with all that a page says of them, in the order given."""
    return tuple(_signal(prepared, finding) for finding in findings)


def _signal(prepared: Prepared, finding: Finding) -> Signal:
    place = prepared.areas[finding.area]
    category = prepared.cycle.category(finding.category)
    verdict = prepared.priorities.verdict(category.key, finding.direction)
    working = activities_on(prepared, place, category)
    return Signal(
        finding=finding,
        place=place,
        category=category,
        also=tuple(prepared.areas[code] for code in finding.also),
        verdict=verdict,
        priority=prepared.priorities.of_category(category.key),
        activities=working,
        series=series_of(prepared, place, category),
        confidence=confidence(finding),
        next_step=next_step(finding, verdict, working),
    )


def family(areas: Areas, code: str) -> tuple[str, ...]:
    """Codes of the place, those that hold it and those it holds."""
    below = [child.code for child in areas.children(code)]
    below += [grandchild.code for child in below for grandchild in areas.children(child)]
    return (*(area.code for area in areas.chain(code)), *below)


def activities_on(prepared: Prepared, place: Area, category: Category) -> tuple[Activity, ...]:
    """Open activities that work on this category in this place, in places that hold it or places it holds."""
    codes = family(prepared.areas, place.code)
    return tuple(a for a in prepared.activities if a.is_open and category.key in a.categories and a.touches(codes))


def confidence(finding: Finding) -> Confidence:
    """High: strong evidence or lasting, with nothing against it. Low: something weakens evidence that is not strong."""
    strong = finding.p < STRONG_EVIDENCE
    lasting = month_index(finding.month) - month_index(finding.since) + 1 >= LASTING_MONTHS
    weakened = any(caution in WEAKENING for caution in finding.cautions)
    if weakened:
        return Confidence.MODERATE if strong else Confidence.LOW
    return Confidence.HIGH if strong or lasting else Confidence.MODERATE


def next_step(finding: Finding, verdict: Verdict, working: tuple[Activity, ...]) -> NextStep:
    """A worsening needs an owner, or a look at what its owner does; what is merely different needs understanding."""
    if verdict is Verdict.IMPROVEMENT or finding.status is Status.CLEARED:
        return NextStep.WATCH
    if verdict is Verdict.NEUTRAL:
        return NextStep.ANALYSE
    return NextStep.REVIEW_ACTIVITY if working else NextStep.AGREE_LEAD
