"""A finding as the meeting meets it: with its place, its history, what is already being done, and how sure we are."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from math import floor

from bsafe_analysis.model.activities import Activity, Progress
from bsafe_analysis.model.areas import Area, Areas, Level
from bsafe_analysis.model.cycle import ExceptionalTime, Prepared
from bsafe_analysis.model.findings import Caution, Direction, Finding, PartShare
from bsafe_analysis.model.incidents import Category
from bsafe_analysis.model.meeting_policy import MeetingPolicy
from bsafe_analysis.model.periods import add_months, month_index
from bsafe_analysis.model.priorities import Harm, Priority, Verdict
from bsafe_analysis.model.register_entries import Choice, Proposal
from bsafe_analysis.reports.cases.finding_cases import LEVELS
from bsafe_analysis.reports.facts.calendar import Coming, fell_in
from bsafe_analysis.reports.facts.force_districts import RestOfForce, rest_of_force
from bsafe_analysis.reports.facts.how_long import OutsideMonths, began_during, expected_until, outside_months
from bsafe_analysis.reports.facts.how_long import surely_during as certainly_during
from bsafe_analysis.reports.facts.judgements import (
    CALL_OF,
    CAME_IN,
    Call,
    Confidence,
    NextStep,
    began_in,
    confidence,
    is_restrained,
    months_of,
    next_step,
    unclaimed_in,
    verdict_of,
)
from bsafe_analysis.reports.facts.series import Series, Standing, series_of
from bsafe_analysis.reports.facts.signal_hours import SignalHours, signal_hours
from bsafe_analysis.reports.facts.whereabouts import Points, Whereabouts, latest_points, shows, whereabouts

NOT_BEGUN = (Progress.PROPOSED, Progress.AGREED)


@dataclass(frozen=True)
class Share:
    """What a part of a signal's place adds to it."""

    place: Area
    fact: PartShare
    excess: int
    """Incidents beyond what was expected on the side of the change, rounded; below nought: on the other side."""


MOST_PARTS = 5
"""Parts of a place that a sentence names by their shares; the others are told together."""
MOST_HOLDERS = 3
"""Of these, as many as can be said in few words, and as a meeting can send somebody to."""


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
    where: Whereabouts
    force: RestOfForce
    """Its category in the force's other districts."""
    dates: tuple[Coming, ...] = ()
    """What is known to have fallen in the months that stand out."""
    by_partners: bool = False
    """Whether partner agencies take part in counting the category."""
    plan_shown: bool = True
    """Whether this edition shows the delivery plan: if not, `activities` are empty and that says nothing."""
    policy: MeetingPolicy = field(default_factory=MeetingPolicy)
    parts: tuple[Share, ...] = ()
    """The parts of its place, the largest share first."""
    took_on: Area | None = None
    """The place whose story it carries on, where that is another."""
    exceptional: ExceptionalTime | None = None
    """The exceptional time in which its month lies."""
    began_during: ExceptionalTime | None = None
    """The exceptional time before its own in which the change began, or may have."""
    restrained: bool = False
    """Whether it is a change of that time, of which no problem profile is asked."""
    unranked: bool = False
    """Whether the partnership has no priorities at all: then that it serves none says nothing."""
    outside: OutsideMonths | None = None
    """In how many of its months its count itself lay outside its range."""
    expected_until: str | None = None
    """The last ordinary month before it, where that lies far back."""
    hours: SignalHours | None = None
    """When its incidents happened, where enough times are held."""
    harm: Harm | None = None
    """How bad one incident of its kind is, where the partnership has said so."""

    @property
    def doubts(self) -> tuple[Caution, ...]:
        """What of the files that came in may be behind it: said wherever it is told, page one first."""
        return tuple(caution for caution in self.finding.cautions if caution in CAME_IN)

    @property
    def widespread(self) -> bool:
        """Whether much of the force moved the same way."""
        return self.force.widespread

    @property
    def call(self) -> Call:
        return CALL_OF[self.next_step]

    @property
    def strong(self) -> bool:
        """Whether chance alone would seldom give this (meetings.yml: strong_evidence)."""
        return self.finding.p < self.policy.strong_evidence

    @property
    def lasting(self) -> bool:
        return self.months_running >= self.policy.lasting_months

    @property
    def working(self) -> tuple[Activity, ...]:
        """Those of its activities that are under way and not blocked."""
        return tuple(a for a in self.activities if a.status is Progress.UNDER_WAY and not a.is_blocked())

    @property
    def at_work_everywhere(self) -> tuple[Activity, ...]:
        """Of these, what goes on in the whole borough."""
        return tuple(activity for activity in self.working if not activity.areas)

    @property
    def worked_apart(self) -> tuple[Activity, ...]:
        """The other activities that touch it: of its own place, stuck or not begun."""
        return tuple(a for a in self.activities if a not in self.at_work_everywhere)

    @property
    def begun(self) -> tuple[Activity, ...]:
        """Those of which somebody can be asked what has been done."""
        return tuple(a for a in self.activities if a.status not in NOT_BEGUN)

    @property
    def idle(self) -> tuple[Activity, ...]:
        return tuple(a for a in self.activities if a not in self.working)

    @property
    def id(self) -> str:
        """Stable on the page and from month to month."""
        return f"{self.place.code}-{self.category.key}-{self.finding.rule}".lower().replace("_", "-")

    @property
    def months_running(self) -> int:
        return months_of(self.finding)

    @property
    def months_told(self) -> int:
        """For how many months a page says that it has stood: those of another time included, before which it began."""
        return month_index(self.finding.month) - month_index(self.told_from) + 1

    @property
    def told_from(self) -> str:
        """The likeliest first month as pages tell it."""
        return self.finding.onset.told.month if self.finding.onset else self.finding.since

    @property
    def places(self) -> tuple[Area, ...]:
        return (self.place, *self.also)

    @property
    def larger(self) -> tuple[Area, ...]:
        """Places around its own of whose change it holds most."""
        return tuple(area for area in self.also if LEVELS.index(area.level) < LEVELS.index(self.place.level))

    @property
    def smaller(self) -> tuple[Area, ...]:
        """Places inside its own that stand out by themselves."""
        return tuple(area for area in self.also if area not in self.larger)

    @property
    def surely_during(self) -> bool:
        """Whether it began in that time for certain."""
        return certainly_during(self.finding, self.began_during)

    @property
    def excess(self) -> int:
        """How many more (or fewer) than expected, over the months that it is about, rounded."""
        return round(abs(self.finding.excess))

    @property
    def excess_most(self) -> int | None:
        """The other end of the range of `excess`, of which `excess_least` is one: what the count lies beyond the range
        of what was expected, from its near end to its far one. None where several months are taken together, of which
        no range is held.
        """
        return self._beyond[1] if self._beyond else None

    @property
    def excess_least(self) -> int | None:
        """As `excess_most`; nought or below where the count lies within the range."""
        return self._beyond[0] if self._beyond else None

    @property
    def _beyond(self) -> tuple[int, int] | None:
        f = self.finding
        if f.run_months > 1:
            return None
        if f.direction is Direction.UP:
            return f.observed - f.upper, f.observed - f.lower
        return f.lower - f.observed, f.upper - f.observed

    @property
    def told_parts(self) -> tuple[Share, ...]:
        """Those named; what lies in no neighbourhood only where that adds something."""
        kept = self._kept_parts
        return kept if len(kept) <= MOST_PARTS + 1 else kept[:MOST_PARTS]

    @property
    def other_way_beside(self) -> tuple[Area, ...]:
        """Places that touch it where the same moved the other way: it may have moved between them.

        A rise next to a fall is told though it be no signal: an improvement is not claimed without asking.
        Of whole areas both are: they are few, and what leaves one is soon seen in the next.
        """
        risen = [row.place for row in self.where.near if row.standing is Standing.ABOVE]
        also = risen if self.finding.direction is Direction.DOWN else []
        return (*(each.place for each in self.where.moved_from), *also, *self.where.areas_opposite)

    @property
    def holders(self) -> tuple[Share, ...]:
        """The parts of its place with most of the excess."""
        return tuple(share for share in self.told_parts if share.excess > 0)[:MOST_HOLDERS]

    @property
    def holders_cut(self) -> bool:
        """Whether other parts add to it too, by less than these."""
        return sum(share.excess > 0 for share in self._kept_parts) > len(self.holders)

    @property
    def _kept_parts(self) -> tuple[Share, ...]:
        return tuple(s for s in self.parts if s.excess or s.place.level is not Level.NOT_PLACED)

    @property
    def other_parts(self) -> int:
        return len(self._kept_parts) - len(self.told_parts)

    @property
    def other_excess(self) -> int:
        return sum(share.excess for share in self._kept_parts[len(self.told_parts) :])

    @property
    def not_in_parts(self) -> int:
        """What of `excess` is in none of the parts, as told."""
        return self.excess - sum(share.excess for share in self.parts) if self.parts else 0

    @property
    def moved(self) -> tuple[Share, ...]:
        """The parts in which it shows: of one month those outside their ranges as the page's own table has them, of
        months taken together those that moved by themselves; what lies in no neighbourhood is no part.
        """
        held = self.where.standing_of if self.finding.run_months == 1 else {}
        every = (s for s in self.parts if s.place.level is not Level.NOT_PLACED)
        return tuple(s for s in every if shows(s.fact.moved, held.get(s.place.code), self.finding.side))

    @property
    def in_most_parts(self) -> bool:
        """Whether it shows in more than half of the parts, two at least."""
        return len(self.moved) >= max(2, self.parts_judged // 2 + 1)

    @property
    def parts_judged(self) -> int:
        """How many places are among its parts: what lies in no neighbourhood is none."""
        return sum(share.place.level is not Level.NOT_PLACED for share in self.parts)

    def share_of(self, place: Area) -> Share | None:
        """What a place adds, where it is a part of the signal's."""
        return next((share for share in self.parts if share.place.code == place.code), None)

    @property
    def began(self) -> str:
        """The month in which the change began, as far as is known: what pages say."""
        return began_in(self.finding)


def signals_of(prepared: Prepared, findings: Iterable[Finding]) -> tuple[Signal, ...]:
    """The findings with all that a page says of them, in the order given."""
    told = tuple(findings)
    points = latest_points(prepared) if told else {}
    return tuple(_signal(prepared, finding, points) for finding in told)


def _signal(prepared: Prepared, finding: Finding, points: Points) -> Signal:
    place = prepared.areas[finding.area]
    category = prepared.cycle.category(finding.category)
    exceptional = prepared.cycle.detection.exceptional_time(finding.month)
    verdict = verdict_of(prepared.priorities, finding)
    if exceptional and unclaimed_in(verdict, finding.direction):
        verdict = Verdict.UNCLAIMED
    took_on = finding.continues.partition(".")[0]
    series = series_of(prepared, place, category)
    working = activities_on(prepared, place, category)
    policy = prepared.cycle.meeting_policy
    force = rest_of_force(prepared, finding, category)
    restrained = is_restrained(finding, exceptional, force.widespread, policy)
    refused = (prepared.options.get(id) for id in refused_on(prepared, place, category))
    return Signal(
        finding=finding,
        place=place,
        category=category,
        also=tuple(prepared.areas[code] for code in finding.also),
        verdict=verdict,
        priority=prepared.priorities.of_category(category.key),
        activities=working,
        series=series,
        confidence=confidence(finding, policy),
        next_step=next_step(
            finding, verdict, working, policy, any(option and option.profile for option in refused), restrained
        ),
        where=whereabouts(prepared, finding, points),
        force=force,
        dates=fell_in(prepared.cycle, add_months(finding.month, 1 - finding.run_months), finding.month),
        by_partners=category.key in prepared.classes,
        plan_shown=prepared.plan_shown,
        policy=policy,
        parts=shares_of(finding, prepared.areas),
        took_on=prepared.areas[took_on] if took_on in prepared.areas and took_on != place.code else None,
        exceptional=exceptional,
        began_during=began_during(finding, prepared.cycle.detection),
        restrained=restrained,
        unranked=not prepared.priorities.every,
        outside=outside_months(finding, series),
        expected_until=expected_until(finding, series, prepared.cycle.detection),
        hours=signal_hours(prepared, finding),
        harm=prepared.priorities.harm_of(category.key),
    )


def shares_of(finding: Finding, areas: Areas) -> tuple[Share, ...]:
    """The parts of a finding's place with what each adds, in whole incidents that add up as the finding's own do.

    What is in none of them is rounded first; of the parts, those that rounding down robs of most are rounded up.
    """
    side = 1 if finding.direction is Direction.UP else -1
    exact = [side * part.excess for part in finding.parts]
    whole = [floor(each) for each in exact]
    missing = round(side * finding.excess) - round(side * finding.not_in_parts) - sum(whole)
    robbed = sorted(range(len(exact)), key=lambda i: whole[i] - exact[i])
    for i in robbed[: max(missing, 0)]:
        whole[i] += 1
    return tuple(Share(areas[p.area], p, n) for p, n in zip(finding.parts, whole, strict=True) if p.area in areas)


def family(areas: Areas, code: str) -> tuple[str, ...]:
    """Codes of the place, those that hold it and those it holds."""
    return (*(area.code for area in areas.chain(code)), *within(areas, code))


def within(areas: Areas, code: str) -> tuple[str, ...]:
    """Codes of the places that a place holds."""
    below = [child.code for child in areas.children(code)]
    return (*below, *(grandchild.code for child in below for grandchild in areas.children(child)))


def activities_on(prepared: Prepared, place: Area, category: Category) -> tuple[Activity, ...]:
    """Open activities that work on this category in this place, in places that hold it or places it holds."""
    codes = family(prepared.areas, place.code)
    return tuple(a for a in prepared.activities if a.is_open and category.key in a.categories and a.touches(codes))


def refused_on(prepared: Prepared, place: Area, category: Category) -> set[str]:
    """Options refused for this category in this place, one that holds it or one it holds, in the months before."""
    return {proposal.option for proposal in refused_before(prepared, place, category)}


def refused_before(prepared: Prepared, place: Area, category: Category) -> tuple[Proposal, ...]:
    """The proposals that were refused there: see `refused_on`."""
    month, codes = prepared.cycle.month, family(prepared.areas, place.code)
    earliest = add_months(month, -prepared.cycle.meeting_policy.refused_months)
    return tuple(
        proposal
        for decisions in prepared.register.decisions
        if earliest <= decisions.month < month
        for proposal in decisions.proposals
        if proposal.choice is Choice.REFUSE and proposal.category == category.key and proposal.area in codes
    )


def concerns(signal: Signal, codes: Collection[str]) -> bool:
    """Whether the signal is in these places, or names one of them."""
    return any(place.code in codes for place in signal.places)


def is_shared_by(signal: Signal, area: Area) -> bool:
    """Whether the signal is a larger place's change in which this area has a share, or which shows in most parts."""
    share = signal.share_of(area)
    return share is not None and (signal.finding.in_most_parts or share.excess > 0)
