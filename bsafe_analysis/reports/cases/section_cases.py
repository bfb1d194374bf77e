"""The cases of the sentences on one signal that several documents share."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum


class ToldUnder(StrEnum):
    """Under which heading of its page a decision sought is told in full."""

    SIGNAL = "signal"
    FLOW = "flow"
    ACTIVITIES = "activities"


def told_under(of_a_signal: bool, raised: bool) -> ToldUnder:
    """`of_a_signal`: whether it is about a signal; `raised`: whether an area's meeting asks for it."""
    if of_a_signal:
        return ToldUnder.SIGNAL
    return ToldUnder.FLOW if raised else ToldUnder.ACTIVITIES


class HeldSource(StrEnum):
    """What is held of a source that is not held throughout."""

    NOTHING = "nothing"
    NOT_THIS_MONTH = "not_this_month"
    THIS_MONTH = "this_month"
    FROM_THE_FIRST = "from_the_first"


def held_source(first: str, last: str, late: bool) -> HeldSource:
    """`first`: the first month held, or ""; `last`: the last, "" where that is this month; `late`: it began late."""
    if not first:
        return HeldSource.NOTHING
    if last:
        return HeldSource.NOT_THIS_MONTH
    return HeldSource.THIS_MONTH if late else HeldSource.FROM_THE_FIRST


class PlacelessRows(StrEnum):
    """What is told of the rows that came without a place."""

    NONE = "unsaid"
    ONE_YEAR = "one_year"
    TWO_YEARS = "two_years"


def placeless_rows(now: float | None, before: float | None) -> PlacelessRows:
    """Their share of the last twelve months and of the twelve before; None: not held."""
    if not now and not before:
        return PlacelessRows.NONE
    if now is None:
        return PlacelessRows.NONE
    return PlacelessRows.ONE_YEAR if before is None else PlacelessRows.TWO_YEARS


class CountedKinds(StrEnum):
    """Of how many kinds of incident a month's total is."""

    ONE = "one"
    SEVERAL = "several"


def counted_kinds(categories: int) -> CountedKinds:
    """`categories`: how many are declared."""
    return CountedKinds.ONE if categories == 1 else CountedKinds.SEVERAL


class CallsFor(StrEnum):
    """What a signal calls for, as the word after "Verdict"."""

    ACT = "act"
    ANALYSE = "analyse"
    WATCH = "watch"


def calls_for(call: str) -> CallsFor:
    """`call`: the signal's own; ValueError where it is none of these."""
    return CallsFor(call)


class PartsOf(StrEnum):
    """Whether parts of the signal's place stand out by themselves."""

    SOME = "some"
    SPREAD = "spread"
    NOT_HELD = "not_held"


def parts_of(outside: int, held: int) -> PartsOf:
    """`outside`: how many parts stand outside their ranges; `held`: of how many the month is held."""
    if not held:
        return PartsOf.NOT_HELD
    return PartsOf.SOME if outside else PartsOf.SPREAD


class PointsOf(StrEnum):
    """Whether the map points of a signal can be told."""

    TOO_SENSITIVE = "too_sensitive"
    NOT_IN_EDITION = "not_in_edition"
    NO_SUCH_SOURCE = "no_such_source"
    SOME = "some"
    NONE = "none"


def points_of(mapped: bool, shown: bool, spots: int, held: bool = True) -> PointsOf:
    """`mapped`: whether the category may be shown at map points; `shown`: whether this edition's readers see any;
    `spots`: at how many points it gathers; `held`: whether a source that counts it is open.
    """
    if not mapped:
        return PointsOf.TOO_SENSITIVE
    if not held:
        return PointsOf.NO_SUCH_SOURCE
    if not shown:
        return PointsOf.NOT_IN_EDITION
    return PointsOf.SOME if spots else PointsOf.NONE


class PointName(StrEnum):
    """How a map point is named, which may bear the name of another, or of no more than its kind of place."""

    A_KIND = "a_kind"
    ANOTHER_OF_A_KIND = "another_of_a_kind"
    NAME = "name"
    NAME_AND_KIND = "name_and_kind"
    SAME_NAME = "same_name"
    SAME_NAME_AND_KIND = "same_name_and_kind"


def point_name(is_its_kind: bool, kind: str, named_before: bool) -> PointName:
    """`is_its_kind`: whether the name says no more than the kind of place; `kind`: of place, "" where not known;
    `named_before`: whether a point of this name stands before it in the list.
    """
    if is_its_kind:
        return PointName.ANOTHER_OF_A_KIND if named_before else PointName.A_KIND
    if named_before:
        return PointName.SAME_NAME_AND_KIND if kind else PointName.SAME_NAME
    return PointName.NAME_AND_KIND if kind else PointName.NAME


MANY_JUDGED = 5
"""Judged categories of which one outside its range is told as what chance may do."""


class AlsoMoved(StrEnum):
    """Whether other categories moved in the signal's place."""

    MORE_THAN_CHANCE = "more_than_chance"
    ONE_OF_MANY = "one_of_many"
    SOME = "some"
    ONLY_ONE_JUDGED = "only_one_judged"
    NONE = "none"
    UNJUDGED = "unjudged"


def also_moved(outside: int, judged: int, more_than_chance: bool) -> AlsoMoved:
    """`outside`: how many of the `judged` other categories there lie outside their ranges; `more_than_chance`: whether
    those are more than chance explains.
    """
    if not outside:
        return _none_moved(judged)
    if more_than_chance:
        return AlsoMoved.MORE_THAN_CHANCE
    return AlsoMoved.ONE_OF_MANY if outside == 1 and judged >= MANY_JUDGED else AlsoMoved.SOME


def _none_moved(judged: int) -> AlsoMoved:
    if not judged:
        return AlsoMoved.UNJUDGED
    return AlsoMoved.ONLY_ONE_JUDGED if judged == 1 else AlsoMoved.NONE


class NearBy(StrEnum):
    """How the places near a signal stand, which touch it (..._touching) or lie in the same area."""

    OUTSIDE_TOUCHING = "outside_touching"
    OUTSIDE_IN_AREA = "outside_in_area"
    NONE_TOUCHING = "none_touching"
    NONE_IN_AREA = "none_in_area"
    UNJUDGED_TOUCHING = "unjudged_touching"
    UNJUDGED_IN_AREA = "unjudged_in_area"
    WITHIN_TOUCHING = "within_touching"
    WITHIN_IN_AREA = "within_in_area"
    OTHERS_WITHIN_TOUCHING = "others_within_touching"
    OTHERS_WITHIN_IN_AREA = "others_within_in_area"


def near_by(known: bool, outside: int, around: int, judged: int, with_signals: int) -> NearBy:
    """`known`: whether it is known which places touch it; `outside`: how many of the `judged` of all `around` lie
    outside their ranges, those `with_signals` of their own left out.
    """
    if outside:
        said = "outside"
    elif not around:
        said = "none"
    elif not judged:
        said = "unjudged"
    else:
        said = "others_within" if with_signals else "within"
    return NearBy(f"{said}_{'touching' if known else 'in_area'}")


class InTheForce(StrEnum):
    """How a signal's category stands in the force's other districts."""

    NO_DISTRICT = "unsaid"
    UNJUDGED = "unjudged"
    WITHIN = "within"
    SOME_OUTSIDE = "some_outside"
    ALL_OUTSIDE = "all_outside"


def in_the_force(outside: int, within: int, unjudged: int) -> InTheForce:
    """How many of the other districts of which the month came lie outside and within their ranges, or have none."""
    if outside:
        return InTheForce.SOME_OUTSIDE if within else InTheForce.ALL_OUTSIDE
    if within:
        return InTheForce.WITHIN
    return InTheForce.UNJUDGED if unjudged else InTheForce.NO_DISTRICT


class MaybeWhy(StrEnum):
    """What may lie behind a signal, from how long it has run."""

    LASTING = "lasting"
    TWO_MONTHS = "two_months"
    ONE_MONTH_FEWER = "one_month_fewer"
    ONE_MONTH_WIDE = "one_month_wide"
    ONE_MONTH_LOCAL = "one_month_local"


def maybe_why(lasting: bool, months: int, direction: str, has_parts: bool) -> MaybeWhy:
    """`months`: for how many it has run; `direction`: up or down; `has_parts`: whether its place has parts."""
    if lasting:
        return MaybeWhy.LASTING
    if months > 1:
        return MaybeWhy.TWO_MONTHS
    if direction == "down":
        return MaybeWhy.ONE_MONTH_FEWER
    return MaybeWhy.ONE_MONTH_WIDE if has_parts else MaybeWhy.ONE_MONTH_LOCAL


class NotTold(StrEnum):
    """What the counts of a section's signals cannot tell, said once before the first."""

    REPORTING = "reporting"
    WHEN_AND_BY_WHOM = "when_and_by_whom"


def not_told(by_police: int) -> NotTold:
    """`by_police`: of how many signals the incidents are of data.police.uk, which gives no time and no person."""
    return NotTold.WHEN_AND_BY_WHOM if by_police else NotTold.REPORTING


class MonthsTogether(StrEnum):
    """Whether any signal of a section is of several months taken together."""

    SOME = "some"
    NONE = "unsaid"


def months_together(rules: Sequence[str]) -> MonthsTogether:
    """`rules`: by which rule each signal was found."""
    return MonthsTogether.SOME if "persistent" in rules else MonthsTogether.NONE


class MovedTogether(StrEnum):
    """Whether other counts moved over the months of a signal of several."""

    ONE_MONTH = "unsaid"
    NONE = "none"
    NONE_BUT_SIGNALS = "none_but_signals"
    """Places next to it have signals of their own, which are told behind it."""
    SOME = "some"


def moved_together(run_months: int, moved: int, signals: int = 0) -> MovedTogether:
    """`run_months`: how many months the signal is about; `moved`: how many other counts moved over them together;
    `signals`: how many places next to it have one of their own.
    """
    if run_months == 1:
        return MovedTogether.ONE_MONTH
    if moved:
        return MovedTogether.SOME
    return MovedTogether.NONE_BUT_SIGNALS if signals else MovedTogether.NONE


class NothingMoved(StrEnum):
    """Whether anything stood outside its range beside a signal."""

    ANYWHERE = "anywhere"
    NOT_ALL = "not_all"


def nothing_moved(there: bool, in_the_force: bool) -> NothingMoved:
    """`there`: whether all is judged and within in and around its place; `in_the_force`: in all other districts."""
    return NothingMoved.ANYWHERE if there and in_the_force else NothingMoved.NOT_ALL


SENTENCES = (
    told_under, held_source, calls_for, parts_of, points_of, point_name, also_moved, near_by, in_the_force, maybe_why,
    not_told, counted_kinds, nothing_moved, moved_together, months_together, placeless_rows,
)  # fmt: skip
