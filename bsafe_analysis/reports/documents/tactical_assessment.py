"""The tactical assessment: the borough's month for the partnership's monthly meeting."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from bsafe_analysis.model.activities import Activity, Effect
from bsafe_analysis.model.areas import Area
from bsafe_analysis.model.cycle import Cycle, Prepared
from bsafe_analysis.model.disclosure import Audience
from bsafe_analysis.model.findings import Direction, Status
from bsafe_analysis.model.incidents import Category
from bsafe_analysis.model.periods import add_months
from bsafe_analysis.model.priorities import Verdict
from bsafe_analysis.model.register_entries import Comment
from bsafe_analysis.reports.documents.required_contents import Contents
from bsafe_analysis.reports.facts.addresses import Elsewhere, elsewhere
from bsafe_analysis.reports.facts.alert_history import Track, track_of
from bsafe_analysis.reports.facts.area_escalations import Escalated, from_areas
from bsafe_analysis.reports.facts.cleared_signals import Past, past_of
from bsafe_analysis.reports.facts.data_notes import DataNotes, data_notes
from bsafe_analysis.reports.facts.hours import Hours, hours_of
from bsafe_analysis.reports.facts.outlook import Outlook, outlook_of
from bsafe_analysis.reports.facts.priority_places import Gathering, gathering_of
from bsafe_analysis.reports.facts.review import Review, review
from bsafe_analysis.reports.facts.series import PictureRow, more_than_chance, outside_of, picture_of
from bsafe_analysis.reports.facts.signals import Call, NextStep, Signal, signals_of
from bsafe_analysis.reports.facts.tasking import Recommendation, Tasking, comments_on, lead_for, options_for, tasking_of
from bsafe_analysis.reports.views.promoted_views import Raised, figures_of, raised_in
from bsafe_analysis.reports.wording import in_words

NAME = "tactical_assessment"
SECTIONS = (
    "page-one", "picture", "signals", "slow-changes", "places", "series", "high-risk", "ahead", "activities",
    "options", "flow", "track-record", "data-notes",
)  # fmt: skip
MOST_ON_PAGE_ONE = 5
MOST_GOOD_NEWS = 3
WEEKS_TO_ACT = 4
LONG_PAST = 6
"""Months after which a month that is made is a past one replayed."""
MOST_ASKED = 2
"""Of what areas ask, on page one; the rest stands in the section on what passes between meetings."""


class Ask(StrEnum):
    AGREE_LEAD = "agree_lead"
    COMMISSION = "commission"
    FIND_OUT = "find_out"
    UNBLOCK = "unblock"
    OVERDUE = "overdue"
    ESCALATED = "escalated"


@dataclass(frozen=True)
class Decision:
    """One decision sought: about a signal without an activity, what an area asks, or an activity that is stuck or late.

    `lead`: the agency proposed; `by`: the day by which it should report; `first`: the step recommended, if any.
    """

    ask: Ask
    lead: str
    by: date
    priority: str = ""
    signal: Signal | None = None
    activity: Activity | None = None
    first: Recommendation | None = None
    raised: Escalated | None = None
    with_it: tuple[Activity, ...] = ()
    """Further activities of which the same is asked, for they are as late."""
    late: bool = False
    """Whether what is to be unblocked is overdue besides."""

    @property
    def activities(self) -> tuple[Activity, ...]:
        """The activities it is about."""
        return (self.activity, *self.with_it) if self.activity else ()


@dataclass(frozen=True)
class TacticalAssessment:
    """What the meeting reads, in its order. `signals` are the live ones, ranked; `better` improved or cleared."""

    prepared: Prepared
    place: Area
    decisions: tuple[Decision, ...]
    signals: tuple[Signal, ...]
    better: tuple[Signal, ...]
    rows: tuple[PictureRow, ...]
    slow: tuple[Signal, ...]
    gathering: Gathering
    outlook: Outlook
    track: Track
    review: Review
    tasking: Tasking
    notes: DataNotes

    raised: tuple[Raised, ...] = ()
    """What analysts promoted and is not closed."""

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
    def slow_rises(self) -> int:
        return sum(s.finding.direction is Direction.UP for s in self.slow)

    @property
    def unexplained(self) -> tuple[Signal, ...]:
        """Signals of which no analyst has written anything yet."""
        return tuple(s for s in self.signals if not self.comments_on(s))

    @property
    def replayed(self) -> bool:
        """Whether this is a month long past, made again."""
        return is_replayed(self.prepared.cycle)

    @property
    def unowned(self) -> tuple[Signal, ...]:
        """Signals on which no open activity works, improvements left out."""
        return tuple(s for s in needs_attention(self.signals) if s.plan_shown and not s.activities)

    @property
    def outside(self) -> tuple[PictureRow, ...]:
        """Counts of the picture outside their ranges that are no signal, nor part of one."""
        return self._outside[0]

    @property
    def told_of_parts(self) -> tuple[tuple[PictureRow, Area], ...]:
        """Counts outside their ranges as a signal of a part of the place is, with the part."""
        return self._outside[1]

    @property
    def _outside(self) -> tuple[tuple[PictureRow, ...], tuple[tuple[PictureRow, Area], ...]]:
        areas = self.prepared.areas
        return outside_of(self.rows, self.place, (*areas.local_areas, *areas.neighbourhoods), self.prepared.findings)

    @property
    def together(self) -> tuple[int, int]:
        """How many of how many judged counts of the picture lie outside, where more than chance explains; else 0, 0."""
        return more_than_chance(self.rows, self.prepared.cycle.detection.coverage)

    @property
    def by(self) -> date:
        """When what this month's meeting asks is to be reported."""
        return act_by(self.prepared)

    @property
    def to_decide(self) -> int:
        """How many recommendations wait for a decision, with boxes to tick: editions for others have none."""
        boxes = self.prepared.audience == Audience.INTERNAL
        return sum(not (r.decided and r.decided.choice) for r in self.tasking.recommendations) if boxes else 0

    def called(self, call: str) -> tuple[Signal, ...]:
        """The signals of one verdict: act, analyse, watch."""
        return tuple(s for s in self.signals if s.call is Call(call))

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
    def by_chance(self) -> int:
        """About how many of the signals chance alone would give, at the stated false-discovery rate."""
        return round(len(self.signals) * self.prepared.cycle.detection.false_discovery_rate)

    @property
    def from_areas(self) -> tuple[Escalated, ...]:
        """What the areas' meetings of last month put to this one."""
        return from_areas(self.prepared)

    @property
    def hours(self) -> Hours | None:
        """When incidents began, where a source gives the time."""
        return hours_of(self.prepared, self.place)

    @property
    def plan_refused(self) -> bool:
        """Whether there is a delivery plan of which nothing could be used."""
        return not self.review.every and any(n.kind == "activity_refused" for n in self.prepared.notices)

    @property
    def effects(self) -> tuple[Effect, ...]:
        return self.prepared.effects

    @property
    def told_effects(self) -> tuple[Effect, ...]:
        """Those of which something can be said."""
        return tuple(effect for effect in self.effects if effect.reason is None and effect.expected)

    @property
    def comments(self) -> tuple[Comment, ...]:
        """What analysts wrote of the month as a whole."""
        return self.prepared.register.comments_on(self.name, self.month, self.month)

    @property
    def past(self) -> tuple[Past, ...]:
        """What was written in the last year of signals that have cleared."""
        return past_of(self.prepared)

    def elsewhere(self, signal: Signal) -> tuple[Elsewhere, ...]:
        """Where the areas' own assessments tell of this signal: each area that it is in or names."""
        areas = self.prepared.areas
        codes = {place.code for place in signal.places}
        touched = (a for a in areas.local_areas if codes & {a.code, *(c.code for c in areas.children(a.code))})
        found = (elsewhere(self.prepared, "lap_assessment", area, signal.id) for area in touched)
        return tuple(page for page in found if page)

    def comments_on(self, signal: Signal) -> tuple[Comment, ...]:
        """What analysts wrote of one signal since it began."""
        return comments_on(self.prepared, signal)

    @property
    def contents(self) -> Contents:
        figures = tuple(f"signal-{signal.id}" for signal in self.signals) + figures_of(self.raised)
        after = SECTIONS.index("signals") + 1
        sections = (*SECTIONS[:after], *(["promoted"] if self.raised else []), *SECTIONS[after:])
        maps = ("map",) if self.prepared.outlines else ()
        ahead = tuple(row.id for row in self.outlook.drawn)
        effects = ("effects",) if self.told_effects else ()
        hours = ("hours",) if self.hours and self.hours.week else ()
        tables = {
            "picture-table": True,
            **{f"where-{signal.id}": True for signal in self.signals},
            "slow-table": bool(self.slow),
            "places-table": bool(self.gathering.spots),
            "high-risk-table": bool(self.high_risk),
            "ahead-table": bool(self.outlook.rows),
            "calendar-table": bool(self.outlook.calendar),
            "activities-table": bool(self.review.every),
            "effects-table": bool(self.effects),
            "options-table": bool(self.tasking.recommendations),
            "alerts-table": bool(self.track.alerts),
            "receipt-table": True,
        }
        return Contents(
            sections, figures + maps + hours + ahead + effects, tuple(name for name, shown in tables.items() if shown)
        )


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
        better=tuple(s for s in live if s.verdict is Verdict.IMPROVEMENT) + cleared,
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


def needs_attention(signals: Iterable[Signal]) -> tuple[Signal, ...]:
    """Those that are not improvements, in the order of detection's ranking."""
    return tuple(s for s in signals if s.verdict is not Verdict.IMPROVEMENT)


ASK_OF = {
    NextStep.AGREE_LEAD: Ask.AGREE_LEAD,
    NextStep.COMMISSION: Ask.COMMISSION,
    NextStep.ANALYSE: Ask.FIND_OUT,
}


def decisions_sought(
    prepared: Prepared,
    signals: tuple[Signal, ...],
    plan: Review,
    tasking: Tasking,
    asked: tuple[Escalated, ...] = (),
) -> tuple[Decision, ...]:
    """At most five: owners for what has none, what areas ask (`asked`), what is longest blocked, longest overdue."""
    by = act_by(prepared)
    recommended = {r.signal.finding.id: r for r in tasking.recommendations}
    wanted = [_about_signal(prepared, s, by, recommended.get(s.finding.id)) for s in signals if _wants_owner(s)]
    raised = [_about_escalation(prepared, each, by) for each in asked[:MOST_ASKED]]
    told = {each.fact.activity for each in asked}
    worst = plan.worst_blockage if plan.worst_blockage and plan.worst_blockage.ref not in told else None
    late_too = worst is not None and worst.is_overdue(plan.on)
    stuck = [replace(_about_activity(prepared, Ask.UNBLOCK, worst, by), late=late_too)] if worst else []
    late = [_about_late(prepared, plan.longest_overdue, by)] if plan.longest_overdue else []
    room = MOST_ON_PAGE_ONE - len(raised) - len(stuck) - len(late)
    return (*wanted[:room], *raised, *stuck, *late)


def _wants_owner(signal: Signal) -> bool:
    """Whether nobody works on it yet and somebody should."""
    return signal.next_step in ASK_OF and not signal.activities


def act_by(prepared: Prepared) -> date:
    """When a decision of this month's meeting is to be reported on: four weeks after it; without a date of it, the end
    of the month after the day it is told on, from which late and stuck activities are reckoned too.
    """
    held = [m.on for m in prepared.cycle.meetings if m.document == NAME and m.on]
    if held:
        return held[0] + timedelta(weeks=WEEKS_TO_ACT)
    return date.fromisoformat(f"{add_months(told_on(prepared).isoformat()[:7], 2)}-01") - timedelta(days=1)


def told_on(prepared: Prepared) -> date:
    """The day from which late work is reckoned: the as-of day, unless a month long past is made again.

    Then the fifth day of the month after it, when its meeting would have been prepared.
    """
    cycle = prepared.cycle
    return date.fromisoformat(f"{add_months(cycle.month, 1)}-05") if is_replayed(cycle) else cycle.as_of


def is_replayed(cycle: Cycle) -> bool:
    """Whether the month is long past: its data are as at a day more than LONG_PAST months after it."""
    return cycle.as_of.isoformat()[:7] > add_months(cycle.month, LONG_PAST)


def _about_signal(prepared: Prepared, signal: Signal, by: date, first: Recommendation | None) -> Decision:
    title = signal.priority.title if signal.priority else ""
    lead = first.lead if first else lead_for(prepared, signal, options_for(prepared, signal))
    return Decision(ASK_OF[signal.next_step], lead, by, title, signal=signal, first=first)


def _about_escalation(prepared: Prepared, raised: Escalated, by: date) -> Decision:
    partnership = prepared.cycle.partnership
    lead = raised.fact.agency or partnership.contact or partnership.name
    return Decision(Ask.ESCALATED, lead, by, raised.priority.title if raised.priority else "", raised=raised)


def _about_late(prepared: Prepared, late: tuple[Activity, ...], by: date) -> Decision:
    """One request about all that is as late: of each one's agency, for each one's priority."""
    each = [_about_activity(prepared, Ask.OVERDUE, activity, by) for activity in late]
    leads = list(dict.fromkeys(asked.lead for asked in each))
    lead = in_words(leads) if len(leads) <= MOST_ASKED + 1 else "each one's own agency"
    served = in_words(list(dict.fromkeys(asked.priority for asked in each if asked.priority)))
    return replace(each[0], lead=lead, priority=served, with_it=late[1:])


def _about_activity(prepared: Prepared, ask: Ask, activity: Activity, by: date) -> Decision:
    titles = {p.key: p.title for p in prepared.priorities.every}
    return Decision(ask, activity.agency, by, titles.get(activity.priority, ""), activity=activity)
