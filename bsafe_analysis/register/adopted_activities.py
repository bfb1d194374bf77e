"""From a decision to the plan: what a meeting agreed is an activity from the month after, entered or not."""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from bsafe_analysis.model.activities import Activity, ExpectedEffect, Progress, Strand
from bsafe_analysis.model.areas import Areas
from bsafe_analysis.model.cycle import Cycle
from bsafe_analysis.model.findings import Direction
from bsafe_analysis.model.periods import add_months
from bsafe_analysis.model.priorities import Priorities
from bsafe_analysis.model.register_entries import DecisionSheet, GroupSheet, Proposal
from bsafe_analysis.model.tactical_options import Options

TO_BE_NAMED = "owner to be named"


def adopted_activities(
    decisions: Iterable[DecisionSheet],
    planned: Iterable[Activity],
    cycle: Cycle,
    areas: Areas,
    priorities: Priorities,
    options: Options,
    of_groups: Iterable[GroupSheet] = (),
) -> tuple[Activity, ...]:
    """Agreed proposals of earlier months that no activity of the plan names in its column `decision`, as activities.

    Agreed where the meeting named an owner, else proposed and "owner to be named": what was decided is not lost because
    nobody typed it in. A coordinator who enters it, with the proposal's reference, takes it over. What a group's own
    meeting agreed is under the first of its themes.
    """
    entered = {activity.decision for activity in planned if activity.decision}
    refs = {activity.ref for activity in planned}
    earliest = add_months(cycle.month, -cycle.meeting_policy.carried_months)
    themes = {group.key: next(iter(group.themes), "") for group in cycle.groups}
    sheets = [(said, said.held, "") for said in decisions]
    sheets += [(sheet.decisions, sheet.decisions.held or sheet.on, themes.get(sheet.group, "")) for sheet in of_groups]
    found = [
        replace(_activity(proposal, held, cycle, areas, priorities, options), theme=theme)
        for said, held, theme in sheets
        if earliest <= said.month < cycle.month
        for proposal in said.proposals
        if proposal.is_agreed and proposal.ref not in entered
    ]
    return tuple(_first_of_each(found, refs))


def _first_of_each(activities: Iterable[Activity], refs: set[str]) -> Iterator[Activity]:
    for activity in activities:
        if activity.ref not in refs:
            refs.add(activity.ref)
            yield activity


def _activity(
    proposal: Proposal, held: date | None, cycle: Cycle, areas: Areas, priorities: Priorities, options: Options
) -> Activity:
    start = held or _last_day(proposal.month)
    assessed = add_months(start.isoformat()[:7], cycle.meeting_policy.assessed_after_months)
    due = max(proposal.due or _last_day(assessed), start)
    option = options.get(proposal.option)
    serving = priorities.of_category(proposal.category)
    everywhere = proposal.area == areas.borough.code
    return Activity(
        ref=f"P{proposal.ref}", title=title_of(proposal, areas), priority=serving.key if serving else "", theme="",
        strand=option.strand if option else Strand.PREVENTION, areas=() if everywhere else (proposal.area,),
        categories=(proposal.category,) if proposal.category else (), owner=proposal.owner or TO_BE_NAMED,
        agency=proposal.agency or "agency to be named",
        measure="to be agreed", baseline="to be agreed", target="to be agreed", start=start, due=due,
        status=Progress.AGREED if proposal.owner else Progress.PROPOSED, option=proposal.option, decision=proposal.ref,
        expects=ExpectedEffect(proposal.category, proposal.area, Direction.DOWN, due)
        if proposal.category and _acts(option) else None,
        adopted=True,
    )  # fmt: skip


def title_of(proposal: Proposal, areas: Areas) -> str:
    """What was agreed with the place that it is for: lists of work are read where no proposal names it.

    "Fit locks in its terraces" of Anchor Fold: "Fit locks in Anchor Fold's terraces".
    """
    place = areas[proposal.area]
    if place == areas.borough or place.name in proposal.action:
        return proposal.action
    if " its " in proposal.action:
        return proposal.action.replace(" its ", f" {place.name}'s ", 1)
    return f"{proposal.action} ({place.name})"


def _acts(option: object) -> bool:
    return getattr(option, "strand", None) in (Strand.PREVENTION, Strand.ENFORCEMENT)


def _last_day(month: str) -> date:
    year, number = int(month[:4]), int(month[5:])
    return date(year, number, calendar.monthrange(year, number)[1])
