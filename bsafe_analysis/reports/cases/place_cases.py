"""The cases of the sentences on places and times that several documents share."""

from __future__ import annotations

from enum import StrEnum

from bsafe_analysis.model.disclosure import Audience


class DaysAndHours(StrEnum):
    """What can be told of when incidents began."""

    NOT_IN_EDITION = "not_in_edition"
    NOT_HELD = "not_held"
    TOO_FEW = "too_few"
    BUSIEST = "busiest"


def days_and_hours(audience: Audience, held: bool, parts: int) -> DaysAndHours:
    """`held`: whether the time of any incident is known; `parts`: how many busy parts of the week can be named."""
    if audience != Audience.INTERNAL:
        return DaysAndHours.NOT_IN_EDITION
    if not held:
        return DaysAndHours.NOT_HELD
    return DaysAndHours.BUSIEST if parts else DaysAndHours.TOO_FEW


class TimesSetAside(StrEnum):
    """Which incidents take no part in the hours of the week."""

    NONE = "unsaid"
    BOTH = "both"
    TOO_LONG = "too_long"
    NOT_SAID = "not_said"


def times_set_aside(too_long: int, not_said: int) -> TimesSetAside:
    """`too_long`: those of which a long span is known; `not_said`: those without a time."""
    if too_long and not_said:
        return TimesSetAside.BOTH
    if too_long:
        return TimesSetAside.TOO_LONG
    return TimesSetAside.NOT_SAID if not_said else TimesSetAside.NONE


ENOUGH_FOR_SHARES = 50
"""Incidents from which on a share in a hundred is told, else how many of how many."""


class HeldByFew(StrEnum):
    """Whether what the busiest map points hold is told as a share or as a number."""

    SHARE = "share"
    NUMBER = "number"


def held_by_few(held: int) -> HeldByFew:
    """`held`: incidents at the busiest points."""
    return HeldByFew.SHARE if held >= ENOUGH_FOR_SHARES else HeldByFew.NUMBER


class BusiestPoints(StrEnum):
    """Whether the busiest map points are some of all, or all there are."""

    SOME = "some"
    ALL = "all"
    THE_ONLY_ONE = "the_only_one"


def busiest_points(points: int, of_points: int) -> BusiestPoints:
    """`points`: the busiest; `of_points`: all with any incident."""
    if of_points == 1:
        return BusiestPoints.THE_ONLY_ONE
    return BusiestPoints.SOME if points < of_points else BusiestPoints.ALL


MOSTLY_THE_SAME = 0.75
"""Of the busiest points' share, what last year's busiest hold where they are called mostly the same places."""


class SamePlaces(StrEnum):
    """Whether the busiest map points are those of the year before."""

    MOSTLY = "mostly"
    CHANGED = "changed"


def same_places(share: float, last_years: float) -> SamePlaces:
    """`share`: what the busiest points hold of all; `last_years`: what those that were busiest the year before hold."""
    return SamePlaces.MOSTLY if last_years > MOSTLY_THE_SAME * share else SamePlaces.CHANGED


class Emerging(StrEnum):
    """Whether map points moved apart from the others."""

    SOME = "some"
    ONLY_FADING = "only_fading"
    NONE = "none"
    UNJUDGED = "unjudged"


def emerging(points: int, fading: int, judged: int) -> Emerging:
    """`points`: how many emerge; `fading`: how many fade; `judged`: of how many that could be told at all."""
    if points:
        return Emerging.SOME
    if fading:
        return Emerging.ONLY_FADING
    return Emerging.NONE if judged else Emerging.UNJUDGED


class EmergedFate(StrEnum):
    """What is said of the points that past months called emerging."""

    UNSAID = "unsaid"
    """None was, or what came after is not known."""
    ONE_STAYED = "one_stayed"
    ONE_WENT_BACK = "one_went_back"
    SOME = "some"


def emerged_fate(named: int, stayed: int) -> EmergedFate:
    """`named`: how many there were; `stayed`: of how many more were recorded in the half-year after than before."""
    if named != 1:
        return EmergedFate.SOME if named else EmergedFate.UNSAID
    return EmergedFate.ONE_STAYED if stayed else EmergedFate.ONE_WENT_BACK


class BusyPoints(StrEnum):
    """Whether busy map points can be listed."""

    LISTED = "listed"
    NOT_IN_EDITION = "not_in_edition"
    NONE = "none"


def busy_points(points: int, in_edition: bool) -> BusyPoints:
    """`points`: how many there are; `in_edition`: whether this edition's readers are shown map points."""
    if points:
        return BusyPoints.LISTED
    return BusyPoints.NONE if in_edition else BusyPoints.NOT_IN_EDITION


class NoPointsOf(StrEnum):
    """Of what no map points are listed."""

    SENSITIVE = "sensitive"
    UNPLACED = "unplaced"
    BOTH = "both"
    UNSAID = "unsaid"


def no_points_of(sensitive: int, unplaced: int) -> NoPointsOf:
    """`sensitive`: categories that may not be mapped; `unplaced`: sources without points that may be shown."""
    if sensitive:
        return NoPointsOf.BOTH if unplaced else NoPointsOf.SENSITIVE
    return NoPointsOf.UNPLACED if unplaced else NoPointsOf.UNSAID


class HighRates(StrEnum):
    """Where rates are told that are high in a place and next to it."""

    LISTED = "listed"
    ON_AREAS_PAGES = "on_areas_pages"
    UNSAID = "unsaid"


def high_rates(places: int, of_an_area: bool) -> HighRates:
    """`places`: how many there are; `of_an_area`: whether the page is an area's, which tells its own."""
    if not places:
        return HighRates.UNSAID
    return HighRates.LISTED if of_an_area else HighRates.ON_AREAS_PAGES


SENTENCES = (
    days_and_hours, times_set_aside, held_by_few, busiest_points, same_places, emerging, emerged_fate,
    busy_points, no_points_of, high_rates,
)  # fmt: skip
