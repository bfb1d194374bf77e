"""What a theme group is told of its work: how much is open, what was written since it met, what others ask."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from bsafe_analysis.model.activities import Activity, Progress
from bsafe_analysis.model.areas import Level
from bsafe_analysis.model.business_groups import BusinessGroup
from bsafe_analysis.model.cycle import Prepared
from bsafe_analysis.model.findings import Direction, Finding, Status
from bsafe_analysis.model.indicators import Indicator
from bsafe_analysis.model.plan_lines import Telling, WhenTold, work_of_themes
from bsafe_analysis.model.tactical_options import Option
from bsafe_analysis.reports.facts.indicators_told import IndicatorTold
from bsafe_analysis.reports.facts.open_work import RaisedIssue, open_work
from bsafe_analysis.reports.facts.plan_states import WorkReviewed
from bsafe_analysis.reports.facts.signals import Signal, signals_of
from bsafe_analysis.reports.facts.tasking import meets_in

MOST_OPTIONS = 3


@dataclass(frozen=True)
class ThemeWork:
    """Of one group (`key`) for its `meeting`: how much is open on the day that is told, and of it `late` and `blocked`.

    `lines` were written since its last meeting or were not told then; of these `told_late` are dated before it, and
    `amended` read otherwise than they were told. `done`: activities that are complete and have one of these lines.
    """

    key: str
    meeting: date
    open: int
    late: int
    blocked: int
    done: int
    lines: int
    told_late: int
    amended: int


@dataclass(frozen=True)
class FromOthers:
    """What waits for the group (`key`): `passed_down` by the meeting above and not in the plan, `raised` by areas."""

    key: str
    passed_down: int
    raised: int


@dataclass(frozen=True)
class AgencyUnmeasured:
    """An agency that leads open work of a group (`key`) and gives it no indicator."""

    key: str
    agency: str


@dataclass(frozen=True)
class IndicatorInTrouble:
    """An indicator that is off course or in doubt: where signals of its kinds stand, and what nobody tries."""

    told: IndicatorTold
    signals: tuple[Signal, ...]
    options: tuple[Option, ...]


def theme_work(group: BusinessGroup, every: Iterable[WorkReviewed], telling: Telling) -> ThemeWork:
    """How much is open, and what is new? `every`: the group's activities on that day."""
    work = tuple(every)
    running = open_work(work)
    written = {each.activity.ref for each in telling.lines}
    done = sum(w.activity.status is Progress.COMPLETE and w.activity.ref in written for w in work)
    when = [each.when for each in telling.lines]
    late, amended = when.count(WhenTold.LATE), when.count(WhenTold.AMENDED)
    return ThemeWork(
        group.key, telling.meeting.on, running.open, running.late, running.blocked, done, len(when), late, amended
    )


def kinds_of_themes(prepared: Prepared, group: BusinessGroup) -> frozenset[str]:
    """The kinds of incident that its indicators count, or its work is about."""
    counted = {kind for each in indicators_of(prepared, group) for kind in each.categories}
    return frozenset(counted | {kind for a in work_of_themes(group, prepared.activities) for kind in a.categories})


def indicators_of(prepared: Prepared, group: BusinessGroup) -> tuple[Indicator, ...]:
    """The indicators that the group answers for."""
    return tuple(each for each in prepared.cycle.indicators if each.group == group.key)


def passed_down(prepared: Prepared, kinds: frozenset[str]) -> tuple[Activity, ...]:
    """What a meeting agreed about these kinds of incident and nobody entered in the plan."""
    return tuple(a for a in prepared.activities if a.adopted and kinds & {*a.categories})


def raised_about(raised: Iterable[RaisedIssue], kinds: frozenset[str]) -> tuple[RaisedIssue, ...]:
    """What areas passed up about these kinds and nobody answered."""
    return tuple(each for each in raised if each.fact.category in kinds)


def agencies_unmeasured(prepared: Prepared, group: BusinessGroup) -> tuple[AgencyUnmeasured, ...]:
    """Agencies with open work and without an indicator; none where of an indicator it is not written whose it is."""
    own = indicators_of(prepared, group)
    if not all(each.agency for each in own):
        return ()
    leading = {a.agency for a in work_of_themes(group, prepared.activities) if a.is_open}
    return tuple(AgencyUnmeasured(group.key, name) for name in sorted(leading - {each.agency for each in own}))


def exceptions_of(prepared: Prepared, kinds: frozenset[str]) -> tuple[Signal, ...]:
    """The month's findings of neighbourhoods of these kinds, by area and name: those of the monitor."""
    every = signals_of(prepared, _live_findings(prepared, kinds))
    return _by_place_and_kind(signal for signal in every if signal.place.level is Level.NEIGHBOURHOOD)


def trouble_with(prepared: Prepared, told: IndicatorTold) -> IndicatorInTrouble:
    """Where signals of its kinds stand on the side that misses it, and options that no activity names."""
    every = signals_of(prepared, _live_findings(prepared, frozenset(told.indicator.categories)))
    worse = Direction.UP if told.indicator.fewer else Direction.DOWN
    inside = (s for s in every if s.finding.direction is worse and told.place in prepared.areas.chain(s.place.code))
    return IndicatorInTrouble(told, _by_place_and_kind(inside), _unused(prepared, told.indicator))


def _live_findings(prepared: Prepared, kinds: frozenset[str]) -> tuple[Finding, ...]:
    return tuple(
        f
        for f in prepared.findings
        if f.category in kinds and f.status is not Status.CLEARED and f.area in prepared.areas
    )


def _by_place_and_kind(signals: Iterable[Signal]) -> tuple[Signal, ...]:
    """By area, place and kind: never by size, which would be a rank."""
    return tuple(sorted(signals, key=lambda s: (s.place.parent or "", s.place.name, s.place.code, s.category.name)))


def _unused(prepared: Prepared, indicator: Indicator) -> tuple[Option, ...]:
    """Of the library, in its order: what can be done with what is held, in these weeks, and is named by no activity."""
    used = {activity.option for activity in prepared.activities}
    held = {*prepared.options.held, *(("points",) if len(prepared.spots) else ())}
    every = dict.fromkeys(o for kind in indicator.categories for o in prepared.options.of_category(kind))
    month = meets_in(prepared)
    fitting = [o for o in every if o.short and not o.profile and set(o.needs) <= held and o.fits(month)]
    return tuple(option for option in fitting if option.id not in used)[:MOST_OPTIONS]
