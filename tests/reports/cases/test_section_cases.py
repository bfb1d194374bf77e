"""Which case of each sentence on one signal holds."""

import pytest

from bsafe_analysis.reports.cases.section_cases import (
    AlsoMoved,
    CallsFor,
    HeldSource,
    InTheForce,
    MaybeWhy,
    MonthsTogether,
    NearBy,
    NothingMoved,
    NotTold,
    PartsOf,
    PlacelessRows,
    PointName,
    PointsOf,
    ToldUnder,
    also_moved,
    calls_for,
    held_source,
    in_the_force,
    maybe_why,
    months_together,
    near_by,
    not_told,
    nothing_moved,
    parts_of,
    placeless_rows,
    point_name,
    points_of,
    told_under,
)
from bsafe_analysis.reports.facts.judgements import Call


def test_a_decision_links_to_its_signal_else_to_what_was_raised_else_to_the_plan():
    assert told_under(of_a_signal=True, raised=False) is ToldUnder.SIGNAL
    assert told_under(of_a_signal=False, raised=True) is ToldUnder.FLOW
    assert told_under(of_a_signal=False, raised=False) is ToldUnder.ACTIVITIES


@pytest.mark.parametrize("call", Call)
def test_every_verdict_has_its_words(call):
    assert calls_for(call) == CallsFor(call)


def test_a_change_that_no_part_shows_by_itself_is_spread_over_them():
    assert parts_of(outside=0, held=3) is PartsOf.SPREAD
    assert parts_of(outside=1, held=3) is PartsOf.SOME
    assert parts_of(outside=0, held=0) is PartsOf.NOT_HELD


def test_a_source_that_is_not_held_throughout_is_told_by_what_is_held_of_it():
    assert held_source("", "", False) is HeldSource.NOTHING
    assert held_source("2026-01", "2026-05", False) is HeldSource.NOT_THIS_MONTH
    assert held_source("2026-04", "", True) is HeldSource.THIS_MONTH
    assert held_source("2026-01", "", False) is HeldSource.FROM_THE_FIRST


@pytest.mark.parametrize(
    ("mapped", "shown", "spots", "case"),
    [
        (False, True, 3, PointsOf.TOO_SENSITIVE),
        (False, False, 3, PointsOf.TOO_SENSITIVE),
        (True, False, 3, PointsOf.NOT_IN_EDITION),
        (True, True, 3, PointsOf.SOME),
        (True, True, 0, PointsOf.NONE),
    ],
)
def test_map_points_are_told_where_category_and_readers_allow(mapped, shown, spots, case):
    assert points_of(mapped, shown, spots) is case


@pytest.mark.parametrize(
    ("is_its_kind", "kind", "named_before", "case"),
    [
        (True, "park", False, PointName.A_KIND),
        (True, "park", True, PointName.ANOTHER_OF_A_KIND),
        (False, "", False, PointName.NAME),
        (False, "park", False, PointName.NAME_AND_KIND),
        (False, "", True, PointName.SAME_NAME),
        (False, "park", True, PointName.SAME_NAME_AND_KIND),
    ],
)
def test_two_points_of_one_name_are_told_apart(is_its_kind, kind, named_before, case):
    assert point_name(is_its_kind, kind, named_before) is case


@pytest.mark.parametrize(
    ("outside", "judged", "more_than_chance", "case"),
    [
        (3, 8, True, AlsoMoved.MORE_THAN_CHANCE),
        (1, 5, False, AlsoMoved.ONE_OF_MANY),
        (1, 4, False, AlsoMoved.SOME),
        (2, 8, False, AlsoMoved.SOME),
        (0, 1, False, AlsoMoved.ONLY_ONE_JUDGED),
        (0, 5, False, AlsoMoved.NONE),
        (0, 0, False, AlsoMoved.UNJUDGED),
    ],
)
def test_what_else_moved_is_weighed_against_chance(outside, judged, more_than_chance, case):
    assert also_moved(outside, judged, more_than_chance) is case


@pytest.mark.parametrize(
    ("outside", "around", "judged", "with_signals", "touching", "in_area"),
    [
        (1, 4, 4, 0, NearBy.OUTSIDE_TOUCHING, NearBy.OUTSIDE_IN_AREA),
        (0, 0, 0, 0, NearBy.NONE_TOUCHING, NearBy.NONE_IN_AREA),
        (0, 4, 0, 0, NearBy.UNJUDGED_TOUCHING, NearBy.UNJUDGED_IN_AREA),
        (0, 4, 2, 0, NearBy.WITHIN_TOUCHING, NearBy.WITHIN_IN_AREA),
        (0, 4, 2, 1, NearBy.OTHERS_WITHIN_TOUCHING, NearBy.OTHERS_WITHIN_IN_AREA),
    ],
)
def test_places_near_by_touch_it_or_lie_in_its_area(outside, around, judged, with_signals, touching, in_area):
    assert near_by(True, outside, around, judged, with_signals) is touching
    assert near_by(False, outside, around, judged, with_signals) is in_area


@pytest.mark.parametrize(
    ("lasting", "months", "direction", "has_parts", "case"),
    [
        (True, 5, "up", False, MaybeWhy.LASTING),
        (False, 2, "down", True, MaybeWhy.TWO_MONTHS),
        (False, 1, "down", True, MaybeWhy.ONE_MONTH_FEWER),
        (False, 1, "up", True, MaybeWhy.ONE_MONTH_WIDE),
        (False, 1, "up", False, MaybeWhy.ONE_MONTH_LOCAL),
    ],
)
def test_what_may_lie_behind_a_signal_depends_on_how_long_it_has_run(lasting, months, direction, has_parts, case):
    assert maybe_why(lasting, months, direction, has_parts) is case


def test_what_the_police_publish_has_no_time_and_no_person():
    assert not_told(by_police=0) is NotTold.REPORTING
    assert not_told(by_police=1) is NotTold.WHEN_AND_BY_WHOM


def test_that_a_run_is_no_sum_is_said_where_there_is_a_run():
    assert months_together([]) is months_together(["single"]) is MonthsTogether.NONE
    assert months_together(["single", "persistent"]) is MonthsTogether.SOME


@pytest.mark.parametrize("there", [True, False])
@pytest.mark.parametrize("in_the_force", [True, False])
def test_nothing_moved_anywhere_only_where_neither_the_places_nor_the_districts_moved(there, in_the_force):
    quiet = nothing_moved(there, in_the_force) is NothingMoved.ANYWHERE
    assert quiet == (there and in_the_force)


@pytest.mark.parametrize(
    ("outside", "within", "unjudged", "case"),
    [
        (0, 0, 0, InTheForce.NO_DISTRICT),
        (0, 0, 2, InTheForce.UNJUDGED),
        (0, 2, 1, InTheForce.WITHIN),
        (1, 2, 0, InTheForce.SOME_OUTSIDE),
        (3, 0, 1, InTheForce.ALL_OUTSIDE),
    ],
)
def test_other_districts_are_told_by_how_many_lie_outside_and_within_their_ranges(outside, within, unjudged, case):
    assert in_the_force(outside, within, unjudged) is case


def test_rows_without_a_place_are_told_of_the_years_that_are_held():
    assert placeless_rows(None, None) is PlacelessRows.NONE
    assert placeless_rows(0.0, 0.0) is PlacelessRows.NONE
    assert placeless_rows(0.04, None) is PlacelessRows.ONE_YEAR
    assert placeless_rows(0.0, 0.04) is PlacelessRows.TWO_YEARS
