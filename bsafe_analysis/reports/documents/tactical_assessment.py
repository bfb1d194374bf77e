"""The tactical assessment: the borough's month for the partnership's monthly meeting."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bsafe_analysis.model.areas import Area
from bsafe_analysis.model.cycle import ExceptionalTime, Prepared
from bsafe_analysis.model.disclosure import Audience
from bsafe_analysis.model.findings import Direction, Status
from bsafe_analysis.model.incidents import Category
from bsafe_analysis.model.periods import add_months
from bsafe_analysis.model.register_entries import Comment
from bsafe_analysis.reports.documents.decisions_sought import (
    decisions_sought,
    is_replayed,
    needs_attention,
    told_on,
)
from bsafe_analysis.reports.documents.meeting_document import MeetingDocument
from bsafe_analysis.reports.facts.addresses import LAP_ASSESSMENT, TACTICAL_ASSESSMENT, Elsewhere, elsewhere
from bsafe_analysis.reports.facts.alert_history import AlertHistory, track_of
from bsafe_analysis.reports.facts.area_escalations import Escalated, from_areas
from bsafe_analysis.reports.facts.data_notes import data_notes
from bsafe_analysis.reports.facts.judgements import Call
from bsafe_analysis.reports.facts.outlook import Outlook, outlook_of
from bsafe_analysis.reports.facts.priority_places import gathering_of
from bsafe_analysis.reports.facts.review import is_refused, review
from bsafe_analysis.reports.facts.series import PictureRow, picture_of
from bsafe_analysis.reports.facts.signals import Signal, concerns, is_shared_by, signals_of
from bsafe_analysis.reports.facts.tasking import Tasking, tasking_of
from bsafe_analysis.reports.views.promoted_views import raised_in

NAME = TACTICAL_ASSESSMENT
SECTIONS = (
    "page-one", "picture", "signals", "slow-changes", "places", "series", "high-risk", "ahead", "activities",
    "options", "flow", "track-record", "data-notes",
)  # fmt: skip
UNOWNED_NAMED = 3
"""Signals without an activity that one sentence names."""


@dataclass(frozen=True, kw_only=True)
class TacticalAssessment(MeetingDocument):
    """What the partnership's meeting reads, in its order."""

    slow: tuple[Signal, ...]
    outlook: Outlook
    track: AlertHistory
    tasking: Tasking

    name = NAME
    every_section = SECTIONS

    @property
    def attending(self) -> int:
        return len(needs_attention(self.signals))

    @property
    def improved(self) -> int:
        """How many went the better way; in an exceptional time no improvement is claimed of them."""
        return len(self.signals) - self.attending

    @property
    def exceptional_of_two_years(self) -> tuple[ExceptionalTime, ...]:
        """Exceptional times that leave months out of the comparison of the last two years."""
        first = add_months(self.month, -23)
        return tuple(time for time in self.prepared.cycle.exceptional_times if time.last >= first)

    @property
    def month_pairs(self) -> int:
        """How many of the last twelve months the borough has counts of, as of the same month a year before.

        Of the kind of incident that has most such months; exceptional times are left out, as slow changes leave them.
        """
        held, time_of = self.prepared.held, self.prepared.cycle.detection.exceptional_time
        pairs = [(month, add_months(month, -12)) for month in (add_months(self.month, -n) for n in range(12))]
        ordinary = [pair for pair in pairs if not any(map(time_of, pair))]
        months_of = (held.months_of(category.key) for category in self.prepared.cycle.categories)
        return max((sum(months.issuperset(pair) for pair in ordinary) for months in months_of), default=0)

    @property
    def cleared(self) -> int:
        return len(self.better) - self.improved

    @property
    def slow_rises(self) -> int:
        return sum(s.finding.direction is Direction.UP for s in self.slow)

    @property
    def replayed(self) -> bool:
        """Whether this is a month long past, made again."""
        return is_replayed(self.prepared.cycle)

    @property
    def unowned(self) -> tuple[Signal, ...]:
        """Signals on which no open activity works, improvements left out."""
        return tuple(s for s in needs_attention(self.signals) if s.plan_shown and not s.activities)

    @property
    def unowned_named(self) -> tuple[Signal, ...]:
        """Those of them that a sentence names."""
        return self.unowned[:UNOWNED_NAMED]

    @property
    def more_unowned(self) -> int:
        return len(self.unowned) - len(self.unowned_named)

    @property
    def to_decide(self) -> int:
        """How many recommendations wait for a decision, with boxes to tick: editions for others have none."""
        boxes = self.prepared.audience == Audience.INTERNAL
        return sum(not (r.decided and r.decided.choice) for r in self.tasking.recommendations) if boxes else 0

    @property
    def to_act_on(self) -> tuple[Signal, ...]:
        return self._called(Call.ACT)

    @property
    def to_analyse(self) -> tuple[Signal, ...]:
        return self._called(Call.ANALYSE)

    @property
    def to_watch(self) -> tuple[Signal, ...]:
        return self._called(Call.WATCH)

    def _called(self, call: Call) -> tuple[Signal, ...]:
        return tuple(signal for signal in self.signals if signal.call is call)

    @property
    def without_signal(self) -> int:
        """How many of the counts that were judged gave no signal."""
        return self.notes.series - len(self.signals)

    @property
    def high_risk(self) -> tuple[PictureRow, ...]:
        """The borough's rows of the categories that policy.yml calls high risk."""
        return tuple(row for row in self.rows if row.category.key in self.prepared.cycle.high_risk)

    @property
    def fires(self) -> tuple[PictureRow, ...]:
        """The borough's rows of what a fire service counts, where one sends it: damage and arson are the police's."""
        return tuple(row for row in self.rows if re.search(r"\bfires?\b", row.category.name, re.IGNORECASE))

    @property
    def not_mapped(self) -> tuple[Category, ...]:
        return tuple(c for c in self.prepared.cycle.categories if c.key in self.prepared.cycle.not_by_place)

    @property
    def from_areas(self) -> tuple[Escalated, ...]:
        """What the areas' meetings of last month put to this one."""
        return from_areas(self.prepared)

    @property
    def plan_refused(self) -> bool:
        """Whether there is a delivery plan of which nothing could be used."""
        return is_refused(self.review, self.prepared.notices)

    @property
    def parts(self) -> tuple[Area, ...]:
        return (*self.prepared.areas.local_areas, *self.prepared.areas.neighbourhoods)

    @property
    def comments(self) -> tuple[Comment, ...]:
        """What analysts wrote of the month as a whole."""
        return self.prepared.register.comments_on(self.name, self.month, self.month)

    def elsewhere(self, signal: Signal) -> tuple[Elsewhere, ...]:
        """Where the areas' own assessments tell of this signal: each area that it is in, names or is shared by."""
        areas = self.prepared.areas
        inside = ((a, {a.code, *(c.code for c in areas.children(a.code))}) for a in areas.local_areas)
        telling = (a for a, codes in inside if concerns(signal, codes) or is_shared_by(signal, a))
        found = (elsewhere(self.prepared, LAP_ASSESSMENT, area, signal.id) for area in telling)
        return tuple(page for page in found if page)


def build_tactical_assessment(prepared: Prepared) -> TacticalAssessment:
    """What does the partnership need to know and decide this month?"""
    signals = signals_of(prepared, prepared.findings)
    live = tuple(s for s in signals if s.finding.status is not Status.CLEARED)
    cleared = tuple(s for s in signals if s.finding.status is Status.CLEARED)
    plan = review(prepared.activities, told_on(prepared))
    tasking = tasking_of(prepared, live)
    return TacticalAssessment(
        prepared=prepared,
        place=prepared.areas.borough,
        decisions=decisions_sought(prepared, live, plan, tasking, from_areas(prepared)),
        signals=live,
        better=tuple(s for s in live if not s.verdict.wants_attention) + cleared,
        rows=picture_of(prepared, prepared.areas.borough),
        slow=signals_of(prepared, prepared.slow_changes),
        gathering=gathering_of(prepared, prepared.areas.borough),
        outlook=outlook_of(prepared, prepared.areas.borough),
        track=track_of(prepared),
        review=plan,
        tasking=tasking,
        raised=raised_in(prepared),
        notes=data_notes(prepared),
    )
