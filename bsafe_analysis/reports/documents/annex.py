"""The annex: what the month's other documents say in short, once and in full, for whoever looks it up."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar

from bsafe_analysis.model.activities import Effect
from bsafe_analysis.model.areas import Area
from bsafe_analysis.model.cycle import Prepared
from bsafe_analysis.model.findings import Status
from bsafe_analysis.model.register_entries import Comment
from bsafe_analysis.reports.documents.decisions_sought import attention_first, told_on
from bsafe_analysis.reports.facts.activity_log import Logged, logged_in
from bsafe_analysis.reports.facts.addresses import ANNEX
from bsafe_analysis.reports.facts.alert_history import AlertHistory, track_of
from bsafe_analysis.reports.facts.cleared_signals import Past, past_of
from bsafe_analysis.reports.facts.crime_outcomes import OutcomesTold, outcomes_told
from bsafe_analysis.reports.facts.data_notes import DataNotes, data_notes
from bsafe_analysis.reports.facts.emerged_record import EmergedRecord, emerged_record
from bsafe_analysis.reports.facts.many_at_once import ManyAtOnce, many_at_once
from bsafe_analysis.reports.facts.repeats import Repeats, repeats_of
from bsafe_analysis.reports.facts.review import ActivityReview, is_refused, review, with_a_verdict
from bsafe_analysis.reports.facts.signals import Signal, signals_of
from bsafe_analysis.reports.facts.stops_told import StopsTold, stops_told
from bsafe_analysis.reports.facts.tasking import comments_on
from bsafe_analysis.reports.facts.why import PossibleCause, why
from bsafe_analysis.reports.facts.year_pattern import YearPattern, year_pattern

NAME = ANNEX


@dataclass(frozen=True)
class Annex:
    """The whole delivery plan, how ranges are made, all notes on data and every alert of the year. For one borough."""

    name: ClassVar[str] = NAME
    sections: ClassVar[tuple[str, ...]] = (
        "here", "signals", "plan", "gathering", "method", "data-notes", "outcomes", "stops", "alerts",
    )  # fmt: skip

    prepared: Prepared
    place: Area
    review: ActivityReview
    notes: DataNotes
    track: AlertHistory
    outcomes: OutcomesTold
    stops: StopsTold

    @property
    def month(self) -> str:
        return self.prepared.cycle.month

    @property
    def plan_refused(self) -> bool:
        """Whether there is a delivery plan of which nothing could be used."""
        return is_refused(self.review, self.prepared.notices)

    @property
    def effects(self) -> tuple[Effect, ...]:
        """What happened since each activity began."""
        return self.prepared.effects

    @property
    def told_effects(self) -> tuple[Effect, ...]:
        """Those effects of which something can be said."""
        return with_a_verdict(self.effects)

    @property
    def logged(self) -> tuple[Logged, ...]:
        """What was done lately, by every activity, as their logs say."""
        return logged_in(self.review.every, self.review.on, self.prepared.cycle.meeting_policy.log_days)

    @cached_property
    def at_once(self) -> tuple[ManyAtOnce, ...]:
        """The kinds of incident that moved at once in the borough, and in each of its areas."""
        places = (self.place, *self.prepared.areas.local_areas)
        return tuple(found for place in places if (found := many_at_once(self.prepared, place)))

    @property
    def emerged(self) -> EmergedRecord | None:
        """What became of the map points that past months called emerging."""
        return emerged_record(self.prepared)

    @cached_property
    def signals(self) -> tuple[Signal, ...]:
        """The live signals, in the order of the tactical assessment."""
        live = (finding for finding in self.prepared.findings if finding.status is not Status.CLEARED)
        return attention_first(signals_of(self.prepared, live))

    def comments_on(self, signal: Signal) -> tuple[Comment, ...]:
        """What analysts wrote of one signal since it began."""
        return comments_on(self.prepared, signal)

    def causes(self, signal: Signal) -> tuple[PossibleCause, ...]:
        """All that could explain it."""
        return why(signal, self.comments_on(signal))

    @property
    def unexplained(self) -> tuple[Signal, ...]:
        """Signals of which no analyst has written anything yet."""
        return tuple(s for s in self.signals if not self.comments_on(s))

    @cached_property
    def pattern(self) -> YearPattern | None:
        """Where a year's incidents gather in the borough."""
        return year_pattern(self.prepared, self.place)

    @cached_property
    def repeats(self) -> Repeats:
        """How incidents follow one another, where days and points are held."""
        return repeats_of(self.prepared)

    @property
    def past(self) -> tuple[Past, ...]:
        """What was written in the last year of signals that have cleared."""
        return past_of(self.prepared)


def build_annex(prepared: Prepared) -> Annex:
    """What stands behind this month's documents?"""
    return Annex(
        prepared=prepared,
        place=prepared.areas.borough,
        review=review(prepared.activities, told_on(prepared)),
        notes=data_notes(prepared),
        track=track_of(prepared),
        outcomes=outcomes_told(prepared),
        stops=stops_told(prepared),
    )
