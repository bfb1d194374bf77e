"""The cases of the tactical assessment's sentences."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from bsafe_analysis.model.disclosure import Audience


class Plan(StrEnum):
    """Whether the delivery plan can be told of."""

    SHOWN = "shown"
    NOT_IN_EDITION = "not_in_edition"
    REFUSED = "refused"
    NONE = "none"


def plan(activities: int, audience: Audience, refused: bool) -> Plan:
    """`activities`: how many this edition shows; `refused`: whether a plan was sent of which nothing could be used."""
    if activities:
        return Plan.SHOWN
    if audience != Audience.INTERNAL:
        return Plan.NOT_IN_EDITION
    return Plan.REFUSED if refused else Plan.NONE


class Rest(StrEnum):
    """Whether there are counts that gave no signal."""

    UNJUDGED = "unsaid"
    ALL = "all"
    OTHERS = "others"


def rest(judged: int, signals: int) -> Rest:
    """`judged`: how many counts could be judged; `signals`: how many of them gave one."""
    if not judged:
        return Rest.UNJUDGED
    return Rest.OTHERS if signals else Rest.ALL


class Called(StrEnum):
    """What the signals call for."""

    ONE_TO_ACT_ON = "one_to_act_on"
    ONE_TO_ANALYSE = "one_to_analyse"
    ONE_TO_WATCH = "one_to_watch"
    SEVERAL = "several"


ONE_CALLED = {"act": Called.ONE_TO_ACT_ON, "analyse": Called.ONE_TO_ANALYSE, "watch": Called.ONE_TO_WATCH}


def called(verdicts: Sequence[str]) -> Called:
    """`verdicts`: act, analyse or watch, of each signal; at least one."""
    return Called.SEVERAL if len(verdicts) > 1 else ONE_CALLED[verdicts[0]]


class RaisedByAreas(StrEnum):
    """Whether the areas' meetings put anything to this one, as far as it is told here."""

    SOME = "some"
    NOT_IN_EDITION = "not_in_edition"
    NONE = "none"


def raised_by_areas(raised: int, audience: Audience) -> RaisedByAreas:
    """`raised`: how many things they put to this meeting."""
    if raised:
        return RaisedByAreas.SOME
    return RaisedByAreas.NONE if audience == Audience.INTERNAL else RaisedByAreas.NOT_IN_EDITION


class LastDecisions(StrEnum):
    """Whether the decisions of last month's meeting can be told."""

    TOLD = "told"
    NOT_IN_EDITION = "not_in_edition"
    NOT_HELD = "not_held"


def last_decisions(proposals: int, audience: Audience) -> LastDecisions:
    """`proposals`: how many of last month's are held, with what was decided on them."""
    if proposals:
        return LastDecisions.TOLD
    return LastDecisions.NOT_HELD if audience == Audience.INTERNAL else LastDecisions.NOT_IN_EDITION


class DecisionsNow(StrEnum):
    """Whether the decisions of this month's meeting can be told."""

    TOLD = "told"
    NOT_IN_EDITION = "not_in_edition"
    NOT_RECORDED = "not_recorded"


def decisions_now(final: bool, audience: Audience) -> DecisionsNow:
    """`final`: whether all of this month's decisions are recorded."""
    if final:
        return DecisionsNow.TOLD
    return DecisionsNow.NOT_RECORDED if audience == Audience.INTERNAL else DecisionsNow.NOT_IN_EDITION


class AlertsFate(StrEnum):
    """What became of the year's alerts."""

    ONE_TOO_NEW = "one_too_new"
    ALL_TOO_NEW = "all_too_new"
    TOLD = "told"


def alerts_fate(alerts: int, too_new: int) -> AlertsFate:
    """`alerts`: how many were raised, `too_new` of them to tell whether they last; at least one."""
    if too_new < alerts:
        return AlertsFate.TOLD
    return AlertsFate.ONE_TOO_NEW if alerts == 1 else AlertsFate.ALL_TOO_NEW


FEWEST_PAIRS = 9
"""Months that must be known in both of two years for a slow change to be looked for (detection/drift.py)."""


class SlowSection(StrEnum):
    """What can be said of slow changes."""

    TOLD = "told"
    UNJUDGED = "unjudged"
    NOT_LOOKED_FOR = "not_looked_for"
    NONE = "none"


def slow_section(slow: int, judged: int, pairs: int) -> SlowSection:
    """`slow`: changes found; `judged`: counts judged this month; `pairs`: months known in both of the two years."""
    if slow:
        return SlowSection.TOLD
    if not judged:
        return SlowSection.UNJUDGED
    return SlowSection.NONE if pairs >= FEWEST_PAIRS else SlowSection.NOT_LOOKED_FOR


class RangesAhead(StrEnum):
    """Whether ranges of the coming months are given."""

    TOLD = "told"
    EXCEPTIONAL = "exceptional"
    NONE = "none"


def ranges_ahead(rows: int, exceptional: bool) -> RangesAhead:
    """`rows`: categories of which a range is given; `exceptional`: whether coming months lie in such a time."""
    if rows:
        return RangesAhead.TOLD
    return RangesAhead.EXCEPTIONAL if exceptional else RangesAhead.NONE


class ToldBefore(StrEnum):
    """When a count that was revised had been told."""

    ISSUED = "issued"
    FIRST_RECEIVED = "first_received"


def told_before(issued: bool) -> ToldBefore:
    """`issued`: whether the count was in a document that was issued."""
    return ToldBefore.ISSUED if issued else ToldBefore.FIRST_RECEIVED


class NoOptionPut(StrEnum):
    """Why no option is put to the meeting."""

    NOTHING_APART = "nothing_apart"
    NONE_HELD = "none_held"


def no_option_put(attending: int) -> NoOptionPut:
    """`attending`: signals that need attention."""
    return NoOptionPut.NONE_HELD if attending else NoOptionPut.NOTHING_APART


SENTENCES = (no_option_put, 
    plan, rest, called, raised_by_areas, last_decisions, decisions_now, alerts_fate, slow_section, ranges_ahead,
    told_before,
)  # fmt: skip
