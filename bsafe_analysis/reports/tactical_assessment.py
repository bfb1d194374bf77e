"""The tactical assessment: the borough's month for the partnership's monthly meeting."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from bsafe_analysis.activities import Activity
from bsafe_analysis.areas import Area
from bsafe_analysis.cycle import Prepared
from bsafe_analysis.findings import Status
from bsafe_analysis.priorities import Verdict
from bsafe_analysis.reports.contents import Contents
from bsafe_analysis.reports.data_notes import DataNotes, data_notes
from bsafe_analysis.reports.picture import PictureRow, picture_of
from bsafe_analysis.reports.review import Review, review
from bsafe_analysis.reports.signals import NextStep, Signal, signals_of

NAME = "tactical_assessment"
SECTIONS = ("page-one", "picture", "signals", "places", "activities", "data-notes")
MOST_ON_PAGE_ONE = 5
MOST_GOOD_NEWS = 3


class Ask(StrEnum):
    AGREE_LEAD = "agree_lead"
    UNBLOCK = "unblock"
    OVERDUE = "overdue"


@dataclass(frozen=True)
class Decision:
    """One decision sought: about a signal without an activity, or an activity that is stuck or late."""

    ask: Ask
    signal: Signal | None = None
    activity: Activity | None = None


@dataclass(frozen=True)
class TacticalAssessment:
    """What the meeting reads, in its order. `signals` are the live ones, ranked; `better` improved or cleared."""

    prepared: Prepared
    place: Area
    decisions: tuple[Decision, ...]
    signals: tuple[Signal, ...]
    better: tuple[Signal, ...]
    rows: tuple[PictureRow, ...]
    review: Review
    notes: DataNotes

    name = NAME

    @property
    def month(self) -> str:
        return self.prepared.cycle.month

    @property
    def attention(self) -> tuple[Signal, ...]:
        """Signals that page one lists; the rest are in their section, and page one says how many."""
        return needs_attention(self.signals)[:MOST_ON_PAGE_ONE]

    @property
    def more_attention(self) -> int:
        """How many signals need attention beyond those on page one."""
        return len(needs_attention(self.signals)) - len(self.attention)

    @property
    def attending(self) -> int:
        return len(needs_attention(self.signals))

    @property
    def improved(self) -> int:
        return len(self.signals) - self.attending

    @property
    def cleared(self) -> int:
        return len(self.better) - self.improved

    @property
    def unowned(self) -> tuple[Signal, ...]:
        """Signals on which no open activity works, improvements left out."""
        return tuple(s for s in needs_attention(self.signals) if not s.activities)

    @property
    def by_chance(self) -> int:
        """About how many of the signals chance alone would give, at the stated false-discovery rate."""
        return round(len(self.signals) * self.prepared.cycle.detection.false_discovery_rate)

    @property
    def contents(self) -> Contents:
        figures = tuple(f"signal-{signal.id}" for signal in self.signals)
        maps = ("map",) if self.prepared.outlines else ()
        tables = ("picture-table", "activities-table", "receipt-table")
        return Contents(SECTIONS, figures + maps, tables if self.review.every else tables[:1] + tables[2:])


def build_tactical_assessment(prepared: Prepared) -> TacticalAssessment:
    """What does the partnership need to know and decide this month?"""
    signals = signals_of(prepared, prepared.findings)
    live = tuple(s for s in signals if s.finding.status is not Status.CLEARED)
    cleared = tuple(s for s in signals if s.finding.status is Status.CLEARED)
    plan = review(prepared.activities, prepared.cycle.as_of)
    return TacticalAssessment(
        prepared=prepared,
        place=prepared.areas.borough,
        decisions=decisions_sought(live, plan),
        signals=live,
        better=tuple(s for s in live if s.verdict is Verdict.IMPROVEMENT) + cleared,
        rows=picture_of(prepared, prepared.areas.borough),
        review=plan,
        notes=data_notes(prepared),
    )


def needs_attention(signals: Iterable[Signal]) -> tuple[Signal, ...]:
    """Those that are not improvements, in the order of detection's ranking."""
    return tuple(s for s in signals if s.verdict is not Verdict.IMPROVEMENT)


def decisions_sought(signals: tuple[Signal, ...], plan: Review) -> tuple[Decision, ...]:
    """At most five: owners for what has none, then the longest blockage, then what is late."""
    wanted = [Decision(Ask.AGREE_LEAD, signal=s) for s in signals if s.next_step is NextStep.AGREE_LEAD]
    stuck = [Decision(Ask.UNBLOCK, activity=plan.worst_blockage)] if plan.worst_blockage else []
    late = [Decision(Ask.OVERDUE, activity=a) for a in plan.overdue if a is not plan.worst_blockage][:1]
    room = MOST_ON_PAGE_ONE - len(stuck) - len(late)
    return (*wanted[:room], *stuck, *late)
