"""Map points that cannot be where they say are told, or stop the month where they decide the neighbourhood."""

import pandas as pd
import pytest

from bsafe_analysis.loading.far_points import elsewhere_faults, odd_points
from bsafe_analysis.loading.placing import Places

LSOAS = Places({"E01000001": "N1"}, "lsoas", None, "Thornmere")
POINTS = Places({}, "points", None, "Thornmere")


def incidents(*points, lsoa="E01000001", placed_by="lsoa"):
    rows = [("2026-09", lsoa, longitude, latitude, placed_by) for longitude, latitude in points]
    return pd.DataFrame(rows, columns=["month", "lsoa", "longitude", "latitude", "placed_by"])


def test_a_point_far_from_the_others_of_its_lsoa_is_told():
    near = [(-1.5, 53.4), (-1.51, 53.41), (-1.49, 53.4)]
    (told,) = odd_points(incidents(*near, (-3.9, 56.1)), LSOAS)
    assert told.text.startswith("2026-09: 1 map point lies over 25 km from the others of the same LSOA")
    assert odd_points(incidents(*near), LSOAS) == ()
    assert odd_points(incidents(near[0], (-3.9, 56.1)), LSOAS) == ()  # of two nobody knows which is wrong
    assert odd_points(incidents(*near, (-3.9, 56.1), lsoa=""), LSOAS) == ()
    assert odd_points(incidents((None, None)).astype({"longitude": float, "latitude": float}), LSOAS) == ()


@pytest.mark.parametrize(
    ("outside", "inside", "stops"), [(20, 0, True), (19, 0, False), (11, 9, True), (10, 10, False)]
)
def test_polygons_of_another_place_stop_the_month_before_all_is_nought(outside, inside, stops):
    every = pd.concat([
        incidents(*[(0.0, 50.0)] * outside, placed_by="outside_every_neighbourhood"),
        incidents(*[(0.0, 50.0)] * inside, placed_by="point"),
    ])  # fmt: skip
    assert bool(elsewhere_faults(every, POINTS)) is stops
    assert elsewhere_faults(every, LSOAS) == ()
