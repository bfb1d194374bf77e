"""The performance report: which indicators are off course or in doubt, for the theme leads each month."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from bsafe_analysis.detection.target_status import TargetStatus
from bsafe_analysis.model.areas import Area
from bsafe_analysis.model.business_groups import BusinessGroup, GroupKind
from bsafe_analysis.model.cycle import Prepared
from bsafe_analysis.reports.facts.data_notes import DataNotes, data_notes
from bsafe_analysis.reports.facts.indicators_told import IndicatorsTold, IndicatorTold, indicators_told

NAME = "performance_report"
MOST_TO_DECIDE = 5


@dataclass(frozen=True)
class PerformanceReport:
    """Every indicator of one borough, as it stands by rule and as its owner sees it."""

    name: ClassVar[str] = NAME
    sections: ClassVar[tuple[str, ...]] = ("page-one", "indicators", "targets", "data-notes")

    prepared: Prepared
    place: Area
    told: IndicatorsTold
    notes: DataNotes

    @property
    def month(self) -> str:
        return self.prepared.cycle.month

    @property
    def to_decide(self) -> tuple[IndicatorTold, ...]:
        """What is off course first, then what is in doubt, the least likely first; as many as a meeting can decide."""
        doubtful = sorted(self.told.of(TargetStatus.IN_DOUBT), key=lambda each: (each.tenths or 0, each.key))
        return (*self.told.of(TargetStatus.OFF_COURSE, TargetStatus.MISSED), *doubtful)[:MOST_TO_DECIDE]

    @property
    def well(self) -> tuple[IndicatorTold, ...]:
        """What is on course, or met."""
        return self.told.of(TargetStatus.ON_COURSE, TargetStatus.MET)

    @property
    def with_target(self) -> tuple[IndicatorTold, ...]:
        return tuple(each for each in self.told.every if each.target)

    @property
    def without_indicator(self) -> tuple[BusinessGroup, ...]:
        """Theme groups that answer for none."""
        having = {each.indicator.group for each in self.told.every}
        return tuple(g for g in self.prepared.cycle.groups if g.kind is GroupKind.THEME and g.key not in having)


def build_performance_report(prepared: Prepared) -> PerformanceReport:
    """How does each indicator stand against its target?"""
    return PerformanceReport(prepared, prepared.areas.borough, indicators_told(prepared), data_notes(prepared))
