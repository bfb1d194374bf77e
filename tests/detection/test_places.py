from dataclasses import replace
from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bsafe_analysis.detection.anchors import KINDS, TOLD_THERE, anchor_of
from bsafe_analysis.detection.emerging import chance_of_late_months
from bsafe_analysis.detection.places import (
    busiest_places,
    by_chance,
    changes_of,
    concentrations,
    places_of_findings,
    points_of,
)
from bsafe_analysis.model.areas import Area, Areas, Level
from bsafe_analysis.model.findings import Direction, Finding, Status
from bsafe_analysis.model.map_points import SPOT_COLUMNS, Change
from bsafe_analysis.model.periods import add_months, months_between
from tests.detection.counts import SETTINGS
from tests.examples import examples

MONTH = "2026-09"
AREAS = Areas(
    (
        Area("B", "Borough", Level.BOROUGH, None),
        Area("A1", "North", Level.AREA, "B"),
        Area("N1", "Mill", Level.NEIGHBOURHOOD, "A1"),
        Area("N2", "Quarry", Level.NEIGHBOURHOOD, "A1"),
    )
)


def incidents(*rows, source="police"):
    """Rows (point number, month, how many), each point with a name of its own."""
    table = [
        (source, month, "burglary", 1.0 + p / 1000, 53.0, f"On or near Street {p}", "N1" if p % 2 else "N2")
        for p, month, n in rows
        for _ in range(n)
    ]
    names = ["source", "month", "category", "longitude", "latitude", "location", "neighbourhood"]
    return pd.DataFrame(table, columns=names)


def spread(n_points=100, each=1, months=24, busy=None):
    rows = [(p, month, each) for p in range(n_points) for month in months_between(add_months(MONTH, 1 - months), MONTH)]
    return incidents(*rows, *(busy or []))


def points(frame, **more):
    return points_of(frame, ["police"], **more)


def test_five_rows_by_hand():
    frame = incidents((1, MONTH, 3), (2, MONTH, 1), (3, add_months(MONTH, -1), 1))
    table = points(frame)
    assert len(table) == 5 and table["point"].nunique() == 3
    listed = busiest_places(table, AREAS, MONTH, {}, ["burglary"], SETTINGS)
    row = listed[(listed["scope"] == "borough") & (listed["category"] == "")].iloc[0]
    assert (row["location"], row["count"], row["neighbourhood"], row["rank"]) == ("On or near Street 1", 3, "N1", 1)
    assert tuple(listed.columns) == SPOT_COLUMNS


def test_sources_that_may_hold_homes_and_sensitive_categories_take_no_part():
    frame = pd.concat([incidents((1, MONTH, 5)), incidents((2, MONTH, 5), source="council")])
    assert points(frame)["location"].unique() == ["On or near Street 1"]
    assert points(frame, leave_out=["burglary"]).empty


def test_incidents_without_a_point_take_no_part():
    frame = incidents((1, MONTH, 4))
    frame.loc[0, "longitude"] = np.nan
    assert len(points(frame)) == 3


def test_a_point_with_one_or_two_incidents_is_never_listed():
    listed = busiest_places(points(incidents((1, MONTH, 2), (2, MONTH, 3))), AREAS, MONTH, {}, [], SETTINGS)
    assert set(listed["location"]) == {"On or near Street 2"}


def test_how_concentrated_they_are():
    busy = [(0, month, 19) for month in months_between(add_months(MONTH, -11), MONTH)]
    (whole,) = concentrations(points(spread(busy=busy)), MONTH, {}, [])
    assert (whole.points, whole.of_points, whole.total) == (1, 100, 100 * 12 + 19 * 12)
    assert whole.held == 20 * 12
    assert whole.by_chance < whole.share
    assert whole.first == "2025-10"


def test_last_years_busiest_points_are_followed_into_this_year():
    last_year = [(7, month, 19) for month in months_between(add_months(MONTH, -23), add_months(MONTH, -12))]
    (whole,) = concentrations(points(spread(busy=last_year)), MONTH, {}, [])
    assert whole.last_years == pytest.approx(0.01)
    (gap,) = concentrations(points(spread(busy=last_year)), MONTH, {"": (add_months(MONTH, -14),)}, [])
    assert gap.last_years is None


def test_too_few_incidents_are_no_concentration():
    assert concentrations(points(incidents((1, MONTH, 5), (2, MONTH, 2))), MONTH, {}, ["burglary"]) == ()


def test_the_share_by_chance_is_what_a_draw_gives():
    rng = np.random.default_rng(3)
    drawn = [np.sort(rng.multinomial(2000, np.full(500, 1 / 500)))[::-1][:5].sum() / 2000 for _ in range(300)]
    assert by_chance(2000, 500, 5) == pytest.approx(np.mean(drawn), rel=0.05)


def test_a_point_that_has_begun_is_emerging_and_one_that_has_ended_is_fading():
    # 30 months of forty alike points; one begins, one ends, six months ago
    window = months_between(add_months(MONTH, -29), MONTH)
    rows = [(p, month, 2) for p in range(2, 40) for month in window]
    rows += [(0, month, 12) for month in window[-6:]] + [(1, month, 8) for month in window[:-6]]
    frame = points(incidents(*rows))
    names = frame.drop_duplicates("point").set_index("point")["location"]
    changes = {names[point]: change for point, change in changes_of(frame, MONTH, (), 0.10).items()}
    assert changes.pop("On or near Street 0") is Change.EMERGING
    assert changes.pop("On or near Street 1") is Change.FADING
    assert set(changes.values()) == {Change.STEADY}


def test_of_points_that_differ_by_chance_hardly_any_is_said_to_change():
    rng = np.random.default_rng(11)
    window = months_between(add_months(MONTH, -29), MONTH)
    rate = rng.gamma(0.7, 1.2, 600)
    rows = [(p, month, int(rng.poisson(rate[p]))) for p in range(600) for month in window]
    changes = changes_of(points(incidents(*rows)), MONTH, (), 0.10)
    assert len(changes) > 150
    assert sum(change is not Change.STEADY for change in changes.values()) <= 2


def test_the_only_point_with_enough_to_judge_may_be_wholly_new():
    late = [(0, month, 9) for month in months_between(add_months(MONTH, -3), MONTH)]
    few = [(p, add_months(MONTH, -20), 1) for p in range(1, 40)]
    frame = points(incidents(*late, *few))
    assert set(changes_of(frame, MONTH, (), 0.10).values()) in ({Change.EMERGING}, {Change.STEADY})


def test_a_burst_of_one_month_is_no_emerging_place():
    window = months_between(add_months(MONTH, -29), MONTH)
    rows = [(p, month, 2) for p in range(1, 40) for month in window]
    burst, lasting = [(0, window[-3], 40)], [(0, month, 7) for month in window[-6:]]
    for late, change in ((burst, Change.STEADY), (lasting, Change.EMERGING)):
        frame = points(incidents(*rows, *[(0, month, 1) for month in window], *late))
        of_it = frame.loc[frame["location"] == "On or near Street 0", "point"].iloc[0]
        assert changes_of(frame, MONTH, (), 0.10)[of_it] is change


def test_the_chance_of_the_late_months_is_that_of_every_order_of_them():
    counts, late = np.array([3, 0, 1, 2, 5, 4]), np.array([False] * 4 + [True] * 2)
    sums = [counts[list(pair)].sum() for pair in combinations(range(6), 2)]
    above = sum(s > 9 for s in sums) + sum(s == 9 for s in sums) / 2
    assert chance_of_late_months(counts, late) == pytest.approx((above / 15, 1 - above / 15))


def test_with_hardly_a_late_month_held_nothing_can_be_told():
    frame = points(incidents(*[(p, m, 2) for p in range(40) for m in months_between(add_months(MONTH, -29), MONTH)]))
    assert changes_of(frame, MONTH, [add_months(MONTH, -n) for n in range(2)], 0.10)
    assert changes_of(frame, MONTH, [add_months(MONTH, -n) for n in range(3)], 0.10) == {}


def test_a_rise_has_its_places():
    window = months_between(add_months(MONTH, -20), MONTH)
    rows = [(p, month, 1) for p in range(6) for month in window] + [(3, MONTH, 9), (2, MONTH, 6)]
    rise = Finding("N1", "burglary", MONTH, "month", Direction.UP, 20, 5.0, 2, 9, 1e-5, MONTH, Status.NEW)
    frame = points(incidents(*rows))
    (row,) = places_of_findings(frame, AREAS, [rise], SETTINGS).to_dict("records")
    assert (row["location"], row["count"], row["before"], row["scope"]) == ("On or near Street 3", 10, 12, "finding")
    fall = Finding("N1", "burglary", MONTH, "month", Direction.DOWN, 0, 5.0, 2, 9, 1e-5, MONTH, Status.NEW)
    assert places_of_findings(frame, AREAS, [fall], SETTINGS).empty


def test_no_incident_at_all():
    empty = points(incidents())
    assert busiest_places(empty, AREAS, MONTH, {}, ["burglary"], SETTINGS).empty
    assert concentrations(empty, MONTH, {}, ["burglary"]) == ()
    assert changes_of(empty, MONTH, (), 0.10) == {}


@settings(deadline=None, max_examples=examples(2))
@given(st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing(random):
    frame = spread(30, months=14, busy=[(3, MONTH, 5), (4, MONTH, 5)])
    order = list(range(len(frame)))
    random.shuffle(order)
    one, other = (
        busiest_places(points(f), AREAS, MONTH, {}, ["burglary"], SETTINGS) for f in (frame, frame.iloc[order])
    )
    pd.testing.assert_frame_equal(one, other)


def test_anchors_are_exact_names_of_facilities():
    assert anchor_of("On or near Police Station") == "police station"
    assert anchor_of("On or near Rotherham Central (station)") == "transport"
    assert anchor_of("On or near Prison Lane") == "" and anchor_of("") == ""
    assert set(TOLD_THERE) <= set(KINDS)


def test_how_many_points_are_listed_and_from_how_many_incidents_is_a_setting():
    table = points(incidents((1, MONTH, 9), (2, MONTH, 7), (3, MONTH, 5), (4, MONTH, 2)))
    listed = busiest_places(table, AREAS, MONTH, {}, [], replace(SETTINGS, places_listed=2))
    assert listed.loc[listed["scope"] == "borough", "count"].tolist() == [9, 7]
    fewer = busiest_places(table, AREAS, MONTH, {}, [], replace(SETTINGS, fewest_at_place=6))
    assert fewer.loc[fewer["scope"] == "borough", "count"].tolist() == [9, 7]
    every = busiest_places(table, AREAS, MONTH, {}, [], replace(SETTINGS, fewest_at_place=2))
    assert every.loc[every["scope"] == "borough", "count"].tolist() == [9, 7, 5, 2]


def test_points_with_as_many_as_the_last_of_a_list_are_counted_and_ties_are_in_the_months_list():
    """Ties at the end of a list were cut in silence, by the order of the points' coordinates."""
    rows = [(p, MONTH, 5) for p in range(12)] + [(20, MONTH, 9)]
    points = points_of(incidents(*rows), ["police"])
    table = busiest_places(points, AREAS, MONTH, {}, (), SETTINGS)
    listed = table[table["area"] == "B"]
    assert len(listed) == 10 and set(listed["tied"]) == {3} and set(listed["months_listed"]) == {1}
