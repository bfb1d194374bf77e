"""The tactical assessment: the borough's month for the partnership's monthly meeting."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cached_property

from bsafe_analysis.model.areas import Area
from bsafe_analysis.model.cycle import ExceptionalTime, Prepared
from bsafe_analysis.model.disclosure import Audience
from bsafe_analysis.model.findings import Direction, Status
from bsafe_analysis.model.incidents import Category
from bsafe_analysis.model.periods import add_months
from bsafe_analysis.model.register_entries import Comment
from bsafe_analysis.reports.documents.decisions_sought import (
    Ask,
    DecisionSought,
    attention_first,
    decisions_sought,
    needs_attention,
    told_on,
)
from bsafe_analysis.reports.documents.meeting_document import MeetingDocument
from bsafe_analysis.reports.facts.addresses import LAP_ASSESSMENT, TACTICAL_ASSESSMENT, Elsewhere, elsewhere
from bsafe_analysis.reports.facts.agency_tasks import AgencyTasks, agency_tasks
from bsafe_analysis.reports.facts.alert_history import AlertHistory, track_of
from bsafe_analysis.reports.facts.area_escalations import Escalated, from_areas
from bsafe_analysis.reports.facts.beside_expected import MonthBesideExpected, month_beside_expected
from bsafe_analysis.reports.facts.data_notes import data_notes
from bsafe_analysis.reports.facts.judgements import Call
from bsafe_analysis.reports.facts.last_meeting import LastMeeting, last_meeting
from bsafe_analysis.reports.facts.nearest_signal import NearestCount, nearest_signal, told_already
from bsafe_analysis.reports.facts.outlook import Outlook, outlook_of
from bsafe_analysis.reports.facts.priority_places import gathering_of
from bsafe_analysis.reports.facts.repeats import Repeats, repeats_of
from bsafe_analysis.reports.facts.review import is_refused, review
from bsafe_analysis.reports.facts.same_months import SameMonths, same_months
from bsafe_analysis.reports.facts.series import PictureRow, picture_of
from bsafe_analysis.reports.facts.signals import Signal, concerns, is_shared_by, signals_of
from bsafe_analysis.reports.facts.tasking import Recommendation, Tasking, tasking_of
from bsafe_analysis.reports.facts.worst_first import is_risk, worst_first
from bsafe_analysis.reports.views.promoted_views import raised_in

NAME = TACTICAL_ASSESSMENT
SECTIONS = (
    "page-one", "picture", "signals", "slow-changes", "places", "series", "high-risk", "ahead", "activities",
    "options", "flow", "track-record", "data-notes",
)  # fmt: skip
QUIET = 2
"""With so few signals, or fewer, page one tells what came closest to one."""
MOST_SLOW = 3
"""Slow rises that page one names; it says how many others there are."""


@dataclass(frozen=True)
class ToChoose:
    """A signal with what is put to the meeting about it. `first`: None where no option is; `wanted`: what is asked."""

    signal: Signal
    first: Recommendation | None
    wanted: DecisionSought | None = None

    @property
    def lead(self) -> str:
        """The agency that might lead; "" where nobody is named."""
        return self.first.lead if self.first else self.wanted.lead if self.wanted else ""

    @property
    def ask(self) -> str:
        """What is asked where no option is put and somebody is named to lead."""
        return str(self.wanted.ask) if self.wanted and self.wanted.lead else ""

    @property
    def asks_profile(self) -> bool:
        """Whether a problem profile is to be commissioned."""
        return self.first.option.profile if self.first else self.ask == Ask.COMMISSION

    @property
    def is_open(self) -> bool:
        """Whether the meeting has still to decide it, and somebody is proposed to lead."""
        return bool(self.lead) and not self.decided

    @property
    def decided(self) -> bool:
        """Whether the meeting has chosen."""
        return bool(self.first and self.first.decided and self.first.decided.choice)


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
    def leading(self) -> Signal | None:
        """The signal with which page one begins."""
        return next(iter(self.attention), None)

    @property
    def leads_by_harm(self) -> bool:
        """Whether it is the worst by the classes of harm that the partnership has set."""
        return self.leading is not None and self.leading.harm is not None and is_risk(self.leading)

    @property
    def choices(self) -> tuple[ToChoose, ...]:
        """What is put to the meeting about each signal that needs attention, in page one's order: none is left out."""
        put = {r.signal.id: r for r in self.tasking.recommendations}
        asked = {wanted.signal.id: wanted for wanted in self.decisions if wanted.signal}
        every = needs_attention(self.signals)
        return tuple(ToChoose(signal, put.get(signal.id), asked.get(signal.id)) for signal in every)

    @property
    def numbered(self) -> tuple[ToChoose, ...]:
        """Those with an option: page one and the options give them one number."""
        return tuple(choice for choice in self.choices if choice.first)

    @property
    def besides(self) -> tuple[ToChoose, ...]:
        """Those without one."""
        return tuple(choice for choice in self.choices if not choice.first)

    @property
    def besides_told(self) -> tuple[ToChoose, ...]:
        """Of these, those for which page one has a line each."""
        return self.besides[: self._lines_left]

    @property
    def asked_in_short(self) -> tuple[ToChoose, ...]:
        """The others: page one names them in one line."""
        return self.besides[self._lines_left :]

    @property
    def _lines_left(self) -> int:
        return max(0, self.prepared.cycle.meeting_policy.most_on_page_one - len(self.numbered))

    @property
    def has_boxes(self) -> bool:
        """Whether something is put to the meeting here, a row each: editions for others put nothing."""
        return self.prepared.audience == Audience.INTERNAL and bool(self.tasking.recommendations or self.sought)

    @property
    def open_rows(self) -> bool:
        """Whether a row waits for the meeting, its boxes open."""
        unanswered = any(not (wanted.raised and wanted.raised.answer) for wanted in self.raised_to_us)
        return bool(self.to_decide or (self.has_boxes and (self.besides or unanswered)))

    @cached_property
    def repeats(self) -> Repeats:
        """How incidents follow one another, where days and points are held."""
        return repeats_of(self.prepared)

    @property
    def without_hours(self) -> tuple[Signal, ...]:
        """Rises that are put to the meeting and of whose kind no time of day is held."""
        held = set(self.hours.categories) if self.hours else set()
        return tuple(r.signal for r in self.tasking.recommendations if r.signal.category.name not in held)

    @property
    def sought(self) -> int:
        """How many things page one puts to the meeting."""
        return len(self.choices) + len(self.raised_to_us)

    @property
    def raised_to_us(self) -> tuple[DecisionSought, ...]:
        """What the areas ask of this meeting, as far as page one holds it."""
        return tuple(wanted for wanted in self.decisions if wanted.raised)

    @property
    def agency_tasks(self) -> tuple[AgencyTasks, ...]:
        """What each agency is to do before the next meeting; none where this edition shows no plan."""
        leads = [(each.lead, each.signal) for each in self.choices if each.is_open and each not in self.unowned]
        asking = needs_attention(self.signals)
        return agency_tasks(asking, self.review, leads) if self.review.every else ()

    @property
    def unowned(self) -> tuple[ToChoose, ...]:
        """What page one lists on which no open activity works, and of which the meeting has decided nothing yet."""
        return tuple(
            choice
            for choice in self.choices
            if choice.signal.plan_shown and not choice.signal.activities and not choice.decided
        )

    @property
    def agencies_at_work(self) -> tuple[AgencyTasks, ...]:
        """Those that have something to do whatever the meeting decides."""
        return tuple(each for each in self.agency_tasks if each.tasks)

    @property
    def only_reporting(self) -> tuple[AgencyTasks, ...]:
        """Of these, those that have nothing to do but to say what they have done."""
        return tuple(each for each in self.agencies_at_work if each.tasks == len(each.report))

    @cached_property
    def last_meeting(self) -> LastMeeting | None:
        """What became of last month's decisions; told to the meeting alone."""
        internal = self.prepared.audience == Audience.INTERNAL
        return last_meeting(self.tasking.last, self.prepared.activities) if internal else None

    @cached_property
    def same_months(self) -> SameMonths | None:
        """The month as a whole beside the same month of earlier years."""
        return same_months(self.prepared, self.place)

    def put_about(self, signal: Signal) -> Recommendation | None:
        """The recommendation that is put about it and not decided yet."""
        own = (r for r in self.tasking.recommendations if r.signal.id == signal.id)
        return next((r for r in own if not (r.decided and r.decided.choice)), None)

    @cached_property
    def beside_expected(self) -> MonthBesideExpected | None:
        """The month as a whole beside what was expected of all its categories together."""
        return month_beside_expected(self.prepared, self.place)

    @cached_property
    def nearest(self) -> NearestCount | None:
        """In a quiet month, what came closest to a signal, that is no part of one."""
        if self.attending > QUIET:
            return None
        return nearest_signal(self.prepared, told_already(self.prepared, self.signals))

    @property
    def slow_up(self) -> tuple[Signal, ...]:
        """The slow rises that page one names."""
        return self._slow_rises[:MOST_SLOW]

    @property
    def more_slow_up(self) -> int:
        return len(self._slow_rises) - len(self.slow_up)

    @property
    def _slow_rises(self) -> tuple[Signal, ...]:
        return worst_first(s for s in self.slow if s.finding.direction is Direction.UP)

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
    detected = [s for s in signals if s.finding.status is not Status.CLEARED]
    detected.sort(key=lambda signal: not signal.verdict.wants_attention)
    live = attention_first(detected)
    cleared = tuple(s for s in signals if s.finding.status is Status.CLEARED)
    plan = review(prepared.activities, told_on(prepared))
    tasking = in_order_of(live, tasking_of(prepared, detected))
    return TacticalAssessment(
        prepared=prepared,
        place=prepared.areas.borough,
        decisions=decisions_sought(prepared, live, plan, tasking, from_areas(prepared), of_every_signal=True),
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


def in_order_of(signals: tuple[Signal, ...], tasking: Tasking) -> Tasking:
    """What is put to the meeting, in the order in which its page tells the signals.

    Its references are given before, in detection's order: what was written down about one must not move to another
    when a class of harm is set.
    """
    place = {signal.id: n for n, signal in enumerate(signals)}
    return replace(tasking, recommendations=tuple(sorted(tasking.recommendations, key=lambda r: place[r.signal.id])))
