"""The cases of the tactical assessment's sentences."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from bsafe_analysis.model.disclosure import Audience


class Apart(StrEnum):
    """How many counts stand apart from what was expected, and what of that needs attention."""

    UNJUDGED = "unjudged"
    NONE = "none"
    ALL_NEED_ATTENTION = "all_need_attention"
    ALL_IMPROVED = "all_improved"
    SOME_IMPROVED = "some_improved"
    ALL_UNCLAIMED = "all_unclaimed"
    SOME_UNCLAIMED = "some_unclaimed"


def apart(signals: int, improved: int, judged: int, exceptional: bool) -> Apart:
    """`signals`: counts that stand apart, `improved` of them for the better; `judged`: how many could be judged;
    `exceptional`: whether the month lies in an exceptional time, in which no improvement is claimed.
    """
    if not signals:
        return Apart.NONE if judged else Apart.UNJUDGED
    if not improved:
        return Apart.ALL_NEED_ATTENTION
    if exceptional:
        return Apart.ALL_UNCLAIMED if improved == signals else Apart.SOME_UNCLAIMED
    return Apart.ALL_IMPROVED if improved == signals else Apart.SOME_IMPROVED


class NothingToAttend(StrEnum):
    """Why nothing is listed under "Needs attention"."""

    UNJUDGED = "unjudged"
    ALL_IMPROVED = "all_improved"
    ALL_UNCLAIMED = "all_unclaimed"
    NOTHING_APART = "nothing_apart"


def nothing_to_attend(signals: int, judged: int, exceptional: bool) -> NothingToAttend:
    """`signals`: counts that stand apart, none of which needs attention; `judged`: how many could be judged;
    `exceptional`: whether the month lies in an exceptional time, in which no improvement is claimed.
    """
    if not judged:
        return NothingToAttend.UNJUDGED
    if not signals:
        return NothingToAttend.NOTHING_APART
    return NothingToAttend.ALL_UNCLAIMED if exceptional else NothingToAttend.ALL_IMPROVED


USUAL_UP_TO, SMALL_UP_TO = 900, 1350
"""Characters of page one that still stand on one screen in the usual hand, and in a small one."""
NARROWER = 1.5
"""The third box is narrower than the first two: its words take so many times the room."""


class Hand(StrEnum):
    """How small page one is written, that it stand on one screen."""

    USUAL = "usual"
    SMALL = "small"
    SMALLEST = "smallest"


def hand(decisions: int, attention: int, better: int) -> Hand:
    """Characters in each of the first three boxes, of which the first two stand side by side."""
    length = max(decisions, attention) + NARROWER * better
    if length > SMALL_UP_TO:
        return Hand.SMALLEST
    return Hand.SMALL if length > USUAL_UP_TO else Hand.USUAL


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

    UNJUDGED = "unjudged"
    ALL = "all"
    OTHERS = "others"


def rest(judged: int, signals: int) -> Rest:
    """`judged`: how many counts could be judged; `signals`: how many of them gave one."""
    if not judged:
        return Rest.UNJUDGED
    return Rest.OTHERS if signals else Rest.ALL


class ClearedOnes(StrEnum):
    """What is said of last month's signals that are back within their ranges."""

    NONE = "unsaid"
    AGAIN_USUAL = "again_usual"
    IN_EXCEPTIONAL_TIME = "in_exceptional_time"


def cleared_ones(cleared: int, exceptional: bool) -> ClearedOnes:
    """`exceptional`: whether the month lies in an exceptional time: the range of ordinary months proves no return."""
    if not cleared:
        return ClearedOnes.NONE
    return ClearedOnes.IN_EXCEPTIONAL_TIME if exceptional else ClearedOnes.AGAIN_USUAL


class OutsideAtOnce(StrEnum):
    """Whether chance explains that so many counts of one place lie outside their ranges at once."""

    MORE_THAN_CHANCE = "more_than_chance"
    AS_CHANCE_MAY = "as_chance_may"


def outside_at_once(more_than_chance: int) -> OutsideAtOnce:
    """`more_than_chance`: how many lie outside, where that is more than chance explains; else 0."""
    return OutsideAtOnce.MORE_THAN_CHANCE if more_than_chance else OutsideAtOnce.AS_CHANCE_MAY


class SlowOnes(StrEnum):
    """Which way the slow changes go."""

    ALL_RISES = "all_rises"
    SOME_RISES = "some_rises"
    ALL_FALLS = "all_falls"


def slow_ones(changes: int, rises: int) -> SlowOnes:
    """`changes`: how many slow changes there are, `rises` of them upwards."""
    if rises == changes:
        return SlowOnes.ALL_RISES
    return SlowOnes.SOME_RISES if rises else SlowOnes.ALL_FALLS


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


SENTENCES = (
    apart, nothing_to_attend, cleared_ones, hand, plan, rest, outside_at_once, slow_ones, called, raised_by_areas,
    last_decisions, decisions_now, alerts_fate, slow_section, ranges_ahead, told_before,
)  # fmt: skip
