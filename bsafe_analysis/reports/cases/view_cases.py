"""The cases of what a view of the workbench says (views.md.j2)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from enum import StrEnum


class KindsShown(StrEnum):
    """Which kinds of incident a view counts."""

    ONE = "one"
    ALL = "all"
    SEVERAL = "several"


def kinds_shown(chosen: int, shown: int) -> KindsShown:
    """How many categories were chosen, none for all, and how many there are then."""
    if shown == 1:
        return KindsShown.ONE
    return KindsShown.SEVERAL if chosen else KindsShown.ALL


class RateToldAs(StrEnum):
    """Whether a rate can be told."""

    KNOWN = "known"
    NO_BASE = "no_base"
    TOO_FEW = "too_few"


def rate(rate: float | None, base: int | None) -> RateToldAs:
    """`base`: residents or households; `rate`: None where these readers may not see it, or there is no base."""
    if rate is not None:
        return RateToldAs.KNOWN
    return RateToldAs.TOO_FEW if base else RateToldAs.NO_BASE


class StandsBeside(StrEnum):
    """What is drawn beside the place of a view, and how far it can be told."""

    YEAR_BEFORE = "year_before"
    YEAR_BEFORE_NOT_ALL_SHOWN = "year_before_not_all_shown"
    YEAR_BEFORE_NOT_ALL_HELD = "year_before_not_all_held"
    SIMILAR = "similar"
    LARGER_PLACE = "larger_place"
    LARGER_PLACE_SCALED = "larger_place_scaled"


def beside(key: str, values: Sequence[float | None], hidden: Collection[int], scaled: bool) -> StandsBeside:
    """A line's `key`: "last_year", "similar", or that of a larger place, which is `scaled` to the view's total.

    `values`: None for a month that is not held; `hidden`: months that these readers may not see.
    """
    if key != "last_year":
        return StandsBeside(beside_name(key, scaled))
    if hidden:
        return StandsBeside.YEAR_BEFORE_NOT_ALL_SHOWN
    return StandsBeside.YEAR_BEFORE_NOT_ALL_HELD if None in values else StandsBeside.YEAR_BEFORE


class NamedBeside(StrEnum):
    """What the line beside a view is called."""

    YEAR_BEFORE = "year_before"
    SIMILAR = "similar"
    LARGER_PLACE = "larger_place"
    LARGER_PLACE_SCALED = "larger_place_scaled"


def beside_name(key: str, scaled: bool) -> NamedBeside:
    """As in `beside`."""
    if key == "last_year":
        return NamedBeside.YEAR_BEFORE
    if key == "similar":
        return NamedBeside.SIMILAR
    return NamedBeside.LARGER_PLACE_SCALED if scaled else NamedBeside.LARGER_PLACE


class WhySeries(StrEnum):
    """Why a view shows its series in place of the chart that was asked for."""

    NO_BOUNDARIES = "no_boundaries"
    NO_TIMES = "no_times"
    TIMES_INSIDE = "times_inside"
    ONE_CATEGORY = "one_category"
    NO_FORECAST = "no_forecast"
    NOT_SHOWN = "not_shown"
    SHORT_HISTORY = "short_history"


def why_series(reason: str) -> WhySeries:
    """The case of a view's `reason`. ValueError: it has no sentence."""
    return WhySeries(reason)


class GaveWay(StrEnum):
    """What of a saved view this month does not hold."""

    PLACE = "place"
    CATEGORY = "category"
    PERIOD = "period"


def gave_way(kind: str) -> GaveWay:
    """The case of what `fit` found. ValueError: it has no sentence."""
    return GaveWay(kind)


SENTENCES = (kinds_shown, rate, beside, beside_name, why_series, gave_way)
