"""Themes of the delivery plan that no group manages, and the reverse: lines that no group's papers would show."""

from __future__ import annotations

from collections.abc import Iterable

from bsafe_analysis.model.activities import Activity
from bsafe_analysis.model.business_groups import BusinessGroup
from bsafe_analysis.model.receipts import Notice
from bsafe_analysis.model.same_names import name_as_seen
from bsafe_analysis.register.refusals import refused

FILE = "parameters/groups.yml"


def themes_told(groups: Iterable[BusinessGroup], plan: Iterable[Activity]) -> tuple[Notice, ...]:
    """A line for each theme of the plan without a group, and for each theme of a group that no activity has.

    Nothing where no group manages a theme, or where there is no plan.
    """
    managed = {name_as_seen(theme): (theme, group.name) for group in groups for theme in group.themes}
    planned = {name_as_seen(activity.theme): activity.theme for activity in plan if activity.theme}
    if not managed or not planned:
        return ()
    alone = [
        f"The theme {theme!r} of the delivery plan belongs to no group of {FILE}: add it to one"
        for seen, theme in planned.items()
        if seen not in managed
    ]
    empty = [
        f"{group} manages the theme {theme!r}, of which the delivery plan has no line: mend its spelling or take it out"
        for seen, (theme, group) in managed.items()
        if seen not in planned
    ]
    return tuple(refused("theme_without_group", FILE, text) for text in (*alone, *empty))
