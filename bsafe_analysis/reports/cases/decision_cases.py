"""The cases of what is said of decisions and of the plan behind them (findings.md.j2)."""

from __future__ import annotations

from enum import StrEnum

from bsafe_analysis.model.activities import Progress


class Works(StrEnum):
    """Which of the activities meant to work on a count do so."""

    ALL = "all"
    SOME = "some"
    NONE = "none"


def works(working: int, idle: int) -> Works:
    """How many are at work, and how many are meant to be."""
    if working:
        return Works.SOME if idle else Works.ALL
    return Works.NONE


class WorksWhere(StrEnum):
    """The same, with what runs borough-wide told apart from what works in the place."""

    HERE = "here"
    HERE_SOME = "here_some"
    HERE_AND_EVERYWHERE = "here_and_everywhere"
    EVERYWHERE = "everywhere"
    NONE = "none"


def works_where(here: int, everywhere: int, idle: int) -> WorksWhere:
    """How many are at work there, how many borough-wide, and how many are meant to be and are not."""
    if everywhere:
        return WorksWhere.HERE_AND_EVERYWHERE if here else WorksWhere.EVERYWHERE
    if here:
        return WorksWhere.HERE_SOME if idle else WorksWhere.HERE
    return WorksWhere.NONE


class WhyIdle(StrEnum):
    """Why an activity does not work on what it is meant to."""

    BLOCKED = "blocked"
    NOT_STARTED = "not_started"
    AS_THE_PLAN_SAYS = "as_the_plan_says"


def idle_activity(blocked: bool, status: Progress) -> WhyIdle:
    """`status`: what the plan says of it."""
    if blocked:
        return WhyIdle.BLOCKED
    waiting = status in (Progress.PROPOSED, Progress.AGREED)
    return WhyIdle.NOT_STARTED if waiting else WhyIdle.AS_THE_PLAN_SAYS


class Sought(StrEnum):
    """What a meeting is asked to decide."""

    AGREE_LEAD = "agree_lead"
    COMMISSION = "commission"
    FIND_OUT = "find_out"
    ESCALATED = "escalated"
    UNBLOCK = "unblock"
    OVERDUE = "overdue"
    SEVERAL_OVERDUE = "several_overdue"


def sought(ask: str, activities: int) -> Sought:
    """`ask`: an Ask of the documents; `activities`: how many it is about."""
    return Sought.SEVERAL_OVERDUE if ask == "overdue" and activities > 1 else Sought(ask)


class SoughtElsewhere(StrEnum):
    """The same in few words, where a meeting does not decide it: what was put to another one is not told."""

    AGREE_LEAD = "agree_lead"
    COMMISSION = "commission"
    FIND_OUT = "find_out"
    UNBLOCK = "unblock"
    OVERDUE = "overdue"
    SEVERAL_OVERDUE = "several_overdue"


def sought_elsewhere(ask: str, activities: int) -> SoughtElsewhere:
    """As in `sought`. ValueError: an escalation, which is for the meeting that it was put to."""
    return SoughtElsewhere(sought(ask, activities))


class ToFindOut(StrEnum):
    """What can be found out of a change that is neither better nor worse, or that an exceptional time may explain."""

    BEHIND_IT = "behind_it"
    STILL_REPORTED = "still_reported"


def to_find_out(up: bool) -> ToFindOut:
    """`up`: whether it is a rise; of a fall less may happen, or less be told."""
    return ToFindOut.BEHIND_IT if up else ToFindOut.STILL_REPORTED


class Served(StrEnum):
    """Which priority of the partnership something serves."""

    PRIORITY = "priority"
    NONE_OF_THEM = "none_of_them"
    UNRANKED = "unsaid"
    """The partnership has none, so that it serves none says nothing."""


def served(serves: bool, unranked: bool) -> Served:
    """`serves`: whether it serves one; `unranked`: whether the partnership has none."""
    if serves:
        return Served.PRIORITY
    return Served.UNRANKED if unranked else Served.NONE_OF_THEM


SENTENCES = (to_find_out, served, works, works_where, idle_activity, sought, sought_elsewhere)
