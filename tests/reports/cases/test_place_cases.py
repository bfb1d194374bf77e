"""Which case of each sentence on places and times holds."""

import pytest

from bsafe_analysis.reports.cases.place_cases import (
    BusiestPoints,
    BusyPoints,
    DaysAndHours,
    EmergedFate,
    Emerging,
    HeldByFew,
    HighRates,
    NoPointsOf,
    SamePlaces,
    busiest_points,
    busy_points,
    days_and_hours,
    emerged_fate,
    emerging,
    held_by_few,
    high_rates,
    no_points_of,
    same_places,
)


@pytest.mark.parametrize(
    ("audience", "held", "parts", "case"),
    [
        ("partner", True, 3, DaysAndHours.NOT_IN_EDITION),
        ("internal", False, 0, DaysAndHours.NOT_HELD),
        ("internal", True, 0, DaysAndHours.TOO_FEW),
        ("internal", True, 3, DaysAndHours.BUSIEST),
    ],
)
def test_busy_hours_are_told_where_enough_is_held_and_to_the_partnership_only(audience, held, parts, case):
    assert days_and_hours(audience, held, parts) is case


def test_a_share_in_a_hundred_is_told_of_fifty_incidents_or_more():
    assert held_by_few(49) is HeldByFew.NUMBER
    assert held_by_few(50) is HeldByFew.SHARE


def test_all_map_points_are_not_called_the_busiest_of_as_many():
    assert busiest_points(3, 40) is BusiestPoints.SOME
    assert busiest_points(2, 2) is BusiestPoints.ALL
    assert busiest_points(1, 1) is BusiestPoints.THE_ONLY_ONE


def test_places_are_the_same_where_last_years_hold_more_than_three_quarters_of_the_share():
    assert same_places(share=0.4, last_years=0.31) is SamePlaces.MOSTLY
    assert same_places(share=0.4, last_years=0.3) is SamePlaces.CHANGED


def test_points_emerge_or_only_fade_or_stay_as_they_are():
    assert emerging(points=1, fading=1, judged=2) is Emerging.SOME
    assert emerging(points=0, fading=1, judged=2) is Emerging.ONLY_FADING
    assert emerging(points=0, fading=0, judged=2) is Emerging.NONE
    assert emerging(points=0, fading=0, judged=0) is Emerging.UNJUDGED


def test_that_no_point_is_listed_has_its_reason():
    assert busy_points(points=3, in_edition=True) is BusyPoints.LISTED
    assert busy_points(points=0, in_edition=False) is BusyPoints.NOT_IN_EDITION
    assert busy_points(points=0, in_edition=True) is BusyPoints.NONE


def test_what_is_not_mapped_is_too_sensitive_or_has_no_points():
    assert no_points_of(sensitive=2, unplaced=1) is NoPointsOf.BOTH
    assert no_points_of(sensitive=2, unplaced=0) is NoPointsOf.SENSITIVE
    assert no_points_of(sensitive=0, unplaced=1) is NoPointsOf.UNPLACED
    assert no_points_of(sensitive=0, unplaced=0) is NoPointsOf.UNSAID


@pytest.mark.parametrize(
    ("named", "stayed", "case"),
    [
        (0, 0, EmergedFate.UNSAID),
        (1, 1, EmergedFate.ONE_STAYED),
        (1, 0, EmergedFate.ONE_WENT_BACK),
        (5, 0, EmergedFate.SOME),
    ],
)
def test_points_that_emerged_are_told_by_what_came_after(named, stayed, case):
    assert emerged_fate(named, stayed) is case


def test_high_rates_are_listed_on_the_page_of_the_area_that_has_them_alone():
    cases = [(0, True), (0, False), (2, True), (2, False)]
    said = [HighRates.UNSAID, HighRates.UNSAID, HighRates.LISTED, HighRates.ON_AREAS_PAGES]
    assert [high_rates(*case) for case in cases] == said
