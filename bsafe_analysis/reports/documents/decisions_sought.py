"""What a meeting is asked to decide: owners for what has none, what areas ask, what is stuck and what is late."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from bsafe_analysis.model.activities import Activity
from bsafe_analysis.model.cycle import Cycle, Prepared
from bsafe_analysis.model.disclosure import Audience
from bsafe_analysis.model.periods import add_months
from bsafe_analysis.reports.facts.addresses import TACTICAL_ASSESSMENT
from bsafe_analysis.reports.facts.area_escalations import Escalated
from bsafe_analysis.reports.facts.judgements import NextStep
from bsafe_analysis.reports.facts.review import ActivityReview
from bsafe_analysis.reports.facts.signals import Signal
from bsafe_analysis.reports.facts.tasking import Recommendation, Tasking, lead_for, options_for
from bsafe_analysis.reports.facts.worst_first import worst_first
from bsafe_analysis.reports.wording import in_words

MOST_LEADS = 3
"""Agencies that one request can name and still be read."""


class Ask(StrEnum):
    AGREE_LEAD = "agree_lead"
    COMMISSION = "commission"
    FIND_OUT = "find_out"
    UNBLOCK = "unblock"
    OVERDUE = "overdue"
    ESCALATED = "escalated"


@dataclass(frozen=True)
class DecisionSought:
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
    unranked: bool = False
    """Whether the partnership has no priorities at all."""
    late: bool = False
    """Whether what is to be unblocked is overdue besides."""

    @property
    def activities(self) -> tuple[Activity, ...]:
        """The activities it is about."""
        return (self.activity, *self.with_it) if self.activity else ()


def needs_attention(signals: Iterable[Signal]) -> tuple[Signal, ...]:
    """Those that are no improvement, nor would be one in ordinary times, in the order of detection's ranking."""
    return tuple(s for s in signals if s.verdict.wants_attention)


def attention_first(signals: Iterable[Signal]) -> tuple[Signal, ...]:
    """Those that need attention, the worst first, then those that do not: one order for every list of a meeting."""
    given = tuple(signals)
    return (*worst_first(needs_attention(given)), *(s for s in given if not s.verdict.wants_attention))


ASK_OF = {
    NextStep.AGREE_LEAD: Ask.AGREE_LEAD,
    NextStep.COMMISSION: Ask.COMMISSION,
    NextStep.ANALYSE: Ask.FIND_OUT,
}


def decisions_sought(
    prepared: Prepared,
    signals: tuple[Signal, ...],
    plan: ActivityReview,
    tasking: Tasking,
    asked: tuple[Escalated, ...] = (),
    of_every_signal: bool = False,
) -> tuple[DecisionSought, ...]:
    """As many as page one holds: owners for what has none, what areas ask (`asked`), what is longest stuck or late.

    `of_every_signal`: however many there are.
    """
    by, policy = act_by(prepared), prepared.cycle.meeting_policy
    recommended = {r.signal.finding.id: r for r in tasking.recommendations}
    wanted = [_about_signal(prepared, s, by, recommended.get(s.finding.id)) for s in signals if _wants_owner(s)]
    raised = [_about_escalation(prepared, each, by) for each in asked[: policy.most_asked]]
    told = {each.fact.activity for each in asked}
    worst = plan.worst_blockage if plan.worst_blockage and plan.worst_blockage.ref not in told else None
    late_too = worst is not None and worst.is_overdue(plan.on)
    stuck = [replace(_about_activity(prepared, Ask.UNBLOCK, worst, by), late=late_too)] if worst else []
    late = [_about_late(prepared, plan.longest_overdue, by)] if plan.longest_overdue else []
    most = policy.most_on_page_one
    others = (*raised, *stuck, *late)[:most]
    room = len(wanted) if of_every_signal else max(most - len(others), 0)
    every = (*wanted[:room], *others)
    return tuple(replace(each, unranked=not prepared.priorities.every) for each in every)


def _wants_owner(signal: Signal) -> bool:
    """Whether nobody works on it yet and somebody should."""
    return signal.next_step in ASK_OF and not signal.activities


def act_by(prepared: Prepared) -> date:
    """When a decision of this month's meeting is to be reported on: weeks_to_act after it.

    Without a date of it, the end of the month after the day it is told on, from which late and stuck activities are
    reckoned too.
    """
    held = [m.on for m in prepared.cycle.meetings if m.document == TACTICAL_ASSESSMENT and m.on]
    if held:
        return held[0] + timedelta(weeks=prepared.cycle.meeting_policy.weeks_to_act)
    return date.fromisoformat(f"{add_months(told_on(prepared).isoformat()[:7], 2)}-01") - timedelta(days=1)


def told_on(prepared: Prepared) -> date:
    """The day from which late work is reckoned: the as-of day, unless a month long past is made again.

    Then the fifth day of the month after it, when its meeting would have been prepared.
    """
    cycle = prepared.cycle
    return date.fromisoformat(f"{add_months(cycle.month, 1)}-05") if is_replayed(cycle) else cycle.as_of


def is_replayed(cycle: Cycle) -> bool:
    """Whether the month is long past: its data are as at a day more than long_past_months after it."""
    return cycle.as_of.isoformat()[:7] > add_months(cycle.month, cycle.meeting_policy.long_past_months)


def _about_signal(prepared: Prepared, signal: Signal, by: date, first: Recommendation | None) -> DecisionSought:
    title = signal.priority.title if signal.priority else ""
    if prepared.audience != Audience.INTERNAL:
        lead = ""  # chosen from fewer counts it could be another than the one that the meeting is asked
    else:
        lead = first.lead if first else lead_for(prepared, signal, options_for(prepared, signal))
    return DecisionSought(ASK_OF[signal.next_step], lead, by, title, signal=signal, first=first)


def _about_escalation(prepared: Prepared, raised: Escalated, by: date) -> DecisionSought:
    partnership = prepared.cycle.partnership
    lead = raised.fact.agency or partnership.contact or partnership.name
    return DecisionSought(Ask.ESCALATED, lead, by, raised.priority.title if raised.priority else "", raised=raised)


def _about_late(prepared: Prepared, late: tuple[Activity, ...], by: date) -> DecisionSought:
    """One request about all that is as late: of each one's agency, for each one's priority."""
    each = [_about_activity(prepared, Ask.OVERDUE, activity, by) for activity in late]
    leads = list(dict.fromkeys(asked.lead for asked in each))
    lead = in_words(leads) if len(leads) <= MOST_LEADS else "each one's own agency"
    served = in_words(list(dict.fromkeys(asked.priority for asked in each if asked.priority)))
    return replace(each[0], lead=lead, priority=served, with_it=late[1:])


def _about_activity(prepared: Prepared, ask: Ask, activity: Activity, by: date) -> DecisionSought:
    titles = {p.key: p.title for p in prepared.priorities.every}
    return DecisionSought(ask, activity.agency, by, titles.get(activity.priority, ""), activity=activity)
