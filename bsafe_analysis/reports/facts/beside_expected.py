"""The month as a whole beside what was expected of all its categories together."""

from __future__ import annotations

from dataclasses import dataclass

from bsafe_analysis.detection.whole_month import whole_month
from bsafe_analysis.model.areas import Area
from bsafe_analysis.model.cycle import Prepared
from bsafe_analysis.reports.facts.held_sources import sum_of


@dataclass(frozen=True)
class MonthBesideExpected:
    """How many of all categories were recorded in a place, and the range expected of their sum."""

    place: Area
    month: str
    observed: int
    lower: int
    upper: int


def month_beside_expected(prepared: Prepared, place: Area) -> MonthBesideExpected | None:
    """None where a category of the month's total has no expectation, or they are too few to say more together."""
    cycle = prepared.cycle
    kinds = [category.key for category in sum_of(prepared, place.code, [cycle.month]).categories]
    told = whole_month(prepared.expectations, place.code, kinds, cycle.month, cycle.detection)
    return MonthBesideExpected(place, told.month, told.observed, told.lower, told.upper) if told else None
