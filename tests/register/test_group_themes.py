"""Themes without a group, and groups without a line: told, for nobody's papers would show them."""

from dataclasses import replace

from bsafe_analysis.model.business_groups import BusinessGroup, GroupKind
from bsafe_analysis.register.group_themes import themes_told
from tests.reports.months import activity

HOMES = BusinessGroup("homes", "Safer homes", GroupKind.THEME, themes=("Homes", "Cars"))


def plan(*themes):
    return [replace(activity(f"P{i}"), theme=theme) for i, theme in enumerate(themes)]


def test_a_theme_without_a_group_and_a_theme_without_a_line_are_told():
    told = [notice.text for notice in themes_told([HOMES], plan("homes", "Fire", "Fire"))]
    assert told == [
        "The theme 'Fire' of the delivery plan belongs to no group of parameters/groups.yml: add it to one.",
        "Safer homes manages the theme 'Cars', of which the delivery plan has no line: "
        "mend its spelling or take it out.",
    ]


def test_nothing_is_told_where_themes_and_groups_agree_or_where_one_of_them_is_not_held():
    assert themes_told([HOMES], plan("Homes", "Cars")) == ()
    assert themes_told([], plan("Homes")) == themes_told([HOMES], []) == ()
