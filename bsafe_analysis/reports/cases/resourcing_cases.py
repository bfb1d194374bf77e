"""The cases of what the resourcing paper says (resourcing_paper.md.j2)."""

from __future__ import annotations

from enum import StrEnum


class PaperHeld(StrEnum):
    """Whether there is anything to compare: no year is held, no hours name a kind, today's areas alone, or options."""

    NO_YEAR = "no_year"
    NO_WORK = "no_work"
    TODAY_ALONE = "today_alone"
    OPTIONS = "options"


def paper_held(enough: bool, options: int) -> PaperHeld:
    """`enough`: a kind of incident is held for a year; `options`: sets compared, today's areas among them."""
    if not enough:
        return PaperHeld.NO_YEAR
    if not options:
        return PaperHeld.NO_WORK
    return PaperHeld.TODAY_ALONE if options == 1 else PaperHeld.OPTIONS


class TeamsDiffer(StrEnum):
    """Whether today's teams' work differs by more than chance."""

    NO_MORE_THAN_CHANCE = "no_more_than_chance"
    DIFFER = "differ"


def teams_told(differ: bool) -> TeamsDiffer:
    """`differ`: any two of today's teams can surely be told apart."""
    return TeamsDiffer.DIFFER if differ else TeamsDiffer.NO_MORE_THAN_CHANCE


class BestOfSets(StrEnum):
    """Which sets may be the best balanced."""

    ONE = "one"
    SEVERAL = "several"


def best_of_sets(good: int) -> BestOfSets:
    """`good`: how many may be."""
    return BestOfSets.ONE if good == 1 else BestOfSets.SEVERAL


class HoursHeld(StrEnum):
    """What an incident counts."""

    ONE_EACH = "one_each"
    HOURS = "hours"


def hours_held(given: bool) -> HoursHeld:
    """`given`: workload.yml is held."""
    return HoursHeld.HOURS if given else HoursHeld.ONE_EACH


class NeedHeld(StrEnum):
    """Whether deprivation is held of every place."""

    NOT_HELD = "not_held"
    HELD = "held"


def need_held(year: str, unknown: int) -> NeedHeld:
    """`year`: of the indices, "" for none; `unknown`: places whose need is not known."""
    return NeedHeld.HELD if year and not unknown else NeedHeld.NOT_HELD


SENTENCES = (best_of_sets, hours_held, need_held, paper_held, teams_told)
"""Which case of a sentence holds. The templates have one plain sentence for each case, in a ladder named after it."""
