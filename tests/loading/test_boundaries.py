"""Boundaries are repaired and told, neighbours share their edges, and every point has one place by one rule."""

import json

import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from bsafe_analysis.faults import InputError
from bsafe_analysis.loading.boundaries import Boundaries, outlines, read_boundaries
from bsafe_analysis.loading.placing import Places, place
from bsafe_analysis.model.areas import NOT_PLACED
from bsafe_analysis.sample.geography import to_degrees
from tests.examples import examples


def degrees(ring):
    xy = np.array(ring, dtype=float)
    return [list(map(float, point)) for point in zip(*to_degrees(xy[:, 0], xy[:, 1]), strict=True)]


def square(x, y, size=1000, code="N1", x2=None):
    right = x + size if x2 is None else x2
    ring = [(x, y), (right, y), (right, y + size), (x, y + size), (x, y)]
    return {
        "type": "Feature",
        "properties": {"code": code},
        "geometry": {"type": "Polygon", "coordinates": [degrees(ring)]},
    }


def write(path, *features):
    path.write_text(json.dumps({"type": "FeatureCollection", "features": list(features)}))
    return path


X, Y = 610_000, 460_000


def test_squares_that_touch_share_their_edge_exactly(tmp_path):
    file = write(tmp_path / "n.geojson", square(X, Y), square(X + 1000, Y, code="N2"))
    polygons = read_boundaries(file, ["N1", "N2"]).polygons
    assert shapely.length(shapely.intersection(polygons["N1"], polygons["N2"])) == pytest.approx(1000, abs=3)


def test_a_hairline_hole_between_neighbours_is_closed_and_told(tmp_path):
    file = write(tmp_path / "n.geojson", square(X, Y), square(X + 1003, Y, code="N2"))
    boundaries = read_boundaries(file, ["N1", "N2"])
    one, two = boundaries.polygons.values()
    assert shapely.length(shapely.intersection(one, two)) > 900
    assert [notice.kind for notice in boundaries.notices] == ["joined_boundaries"]


def test_a_place_wider_than_a_hairline_is_not_given_away(tmp_path):
    file = write(tmp_path / "n.geojson", square(X, Y), square(X + 1100, Y, code="N2"))
    one, two = read_boundaries(file, ["N1", "N2"]).polygons.values()
    assert one.distance(two) == pytest.approx(100, abs=3)


def test_a_polygon_that_crosses_itself_is_repaired_and_told(tmp_path):
    ring = [(X, Y), (X + 1000, Y + 1000), (X + 1000, Y), (X, Y + 1000), (X, Y)]
    bow = {
        "type": "Feature",
        "properties": {"code": "N1"},
        "geometry": {"type": "Polygon", "coordinates": [degrees(ring)]},
    }
    boundaries = read_boundaries(write(tmp_path / "n.geojson", bow), ["N1"])
    assert boundaries.polygons["N1"].is_valid
    assert boundaries.notices[0].kind == "repaired_boundary"


@pytest.mark.parametrize("text", ["", "{}", "[1]", '{"features": 3}', '{"features": [1]}', "\x00", "{" * 3000])
def test_what_is_no_geojson_is_refused_in_plain_words(tmp_path, text):
    file = tmp_path / "n.geojson"
    file.write_text(text)
    with pytest.raises(InputError, match=r"not GeoJSON|no polygon"):
        read_boundaries(file, ["N1"])


def test_missing_and_doubled_codes_are_named(tmp_path):
    with pytest.raises(InputError, match=r"1 of 2 neighbourhoods have no polygon \(first: N2\)"):
        read_boundaries(write(tmp_path / "n.geojson", square(X, Y)), ["N1", "N2"])


def test_a_neighbourhood_in_several_features_is_joined_and_told(tmp_path):
    island = square(X + 5000, Y, size=500)
    boundaries = read_boundaries(write(tmp_path / "n.geojson", square(X, Y), square(X + 1000, Y), island), ["N1"])
    assert boundaries.polygons["N1"].area == pytest.approx(2 * 1000**2 + 500**2, rel=0.01)
    (notice,) = boundaries.notices
    assert (notice.kind, notice.text) == (
        "several_features",
        "1 neighbourhood is drawn in several features, which were joined (N1 in 3).",
    )


def test_the_same_polygon_twice_is_one_polygon(tmp_path):
    boundaries = read_boundaries(write(tmp_path / "n.geojson", square(X, Y), square(X, Y)), ["N1"])
    assert boundaries.polygons["N1"].area == pytest.approx(1000**2, rel=0.01)


@pytest.mark.parametrize(
    "second, share",
    [
        (square(X + 600, Y, code="N2"), "40 % of N1 lies inside N2 too"),
        (square(X + 200, Y + 200, size=500, code="N2"), "100 % of N2 lies inside N1 too"),
        (square(X - 500, Y - 500, size=3000, code="N2"), "100 % of N1 lies inside N2 too"),
        (square(X + 980, Y, code="N2"), "2 % of N1 lies inside N2 too"),
    ],
)
def test_two_neighbourhoods_that_share_ground_are_refused_with_both_names_and_how_much(tmp_path, second, share):
    with pytest.raises(InputError) as refused:
        read_boundaries(write(tmp_path / "n.geojson", square(X, Y), second), ["N1", "N2"])
    (fault,) = refused.value.faults
    assert fault.cause == share
    assert "so that each place lies in one of them" in fault.cure


def test_every_pair_that_shares_ground_is_named_at_once(tmp_path):
    file = write(tmp_path / "n.geojson", square(X, Y), square(X + 600, Y, code="N2"), square(X + 1300, Y, code="N3"))
    with pytest.raises(InputError) as refused:
        read_boundaries(file, ["N1", "N2", "N3"])
    assert [fault.cause for fault in refused.value.faults] == [
        "40 % of N1 lies inside N2 too",
        "30 % of N2 lies inside N3 too",
    ]


@pytest.mark.parametrize("metres", [1, 4])
def test_a_hairline_overlap_is_joined_and_told_with_its_ground(tmp_path, metres):
    file = write(tmp_path / "n.geojson", square(X, Y), square(X + 1000 - metres, Y, code="N2"))
    boundaries = read_boundaries(file, ["N1", "N2"])
    one, two = boundaries.polygons.values()
    assert shapely.area(shapely.intersection(one, two)) == 0
    assert [notice.kind for notice in boundaries.notices] == ["joined_boundaries"]


@pytest.mark.parametrize("turned", [lambda x, y: [y, x], lambda x, y: [400000 + x, 300000 + y]])
def test_polygons_that_lie_elsewhere_are_refused_and_not_left_without_incidents(tmp_path, turned):
    feature = square(X, Y)
    feature["geometry"]["coordinates"] = [[turned(*point) for point in feature["geometry"]["coordinates"][0]]]
    with pytest.raises(InputError, match="Great Britain"):
        read_boundaries(write(tmp_path / "n.geojson", feature), ["N1"])


def test_outlines_keep_shared_borders_and_few_vertices():
    turn = np.linspace(0, np.pi, 400)
    arc = [(X + 1000 + 60 * np.sin(9 * t), Y + 1000 * t / np.pi) for t in turn]
    left = shapely.Polygon([(X, Y), *arc, (X, Y + 1000)])
    right = shapely.Polygon([(X + 2000, Y), *arc, (X + 2000, Y + 1000)])
    drawn = outlines(Boundaries({}, {"N1": left, "N2": right}, ()))
    assert all(sum(len(ring) for ring in outline.rings) <= 60 for outline in drawn)
    shapes = [shapely.Polygon(outline.rings[0]) for outline in drawn]
    assert shapely.coverage_is_valid(np.array(shapes))
    assert all(shape.contains(shapely.Point(outline.label)) for shape, outline in zip(shapes, drawn, strict=True))


SQUARES = {"N2": shapely.box(X, Y, X + 1000, Y + 1000), "N1": shapely.box(X + 1000, Y, X + 2000, Y + 1000)}
TWO = Boundaries(SQUARES, SQUARES, ())
PLACES = Places({}, "points", TWO, "Thornmere")


def placed(*points, places=PLACES):
    longitude, latitude = to_degrees(*(np.array(values, dtype=float) for values in zip(*points, strict=True)))
    return place(pd.DataFrame({"longitude": longitude, "latitude": latitude, "lsoa": ""}), places)


def test_a_point_goes_to_the_polygon_that_holds_it():
    incidents, notices = placed((X + 500, Y + 500), (X + 1500, Y + 500), (X + 500, Y + 5000))
    assert incidents["neighbourhood"].tolist() == ["N2", "N1", NOT_PLACED]
    assert incidents["placed_by"].tolist() == ["point", "point", "outside_every_neighbourhood"]
    assert notices == ()


def places_of(tmp_path, *features):
    return Places({}, "points", read_boundaries(write(tmp_path / "n.geojson", *features), ["N1", "N2"]), "Thornmere")


def test_a_point_beside_the_line_goes_to_the_side_it_is_on_as_the_line_was_drawn(tmp_path):
    drawn = places_of(tmp_path, square(X, Y, code="N2", x2=X + 1000.4), square(X + 1000.4, Y, x2=X + 2000))
    incidents, _ = placed((X + 1000.2, Y + 300), (X + 1000.6, Y + 300), places=drawn)
    assert incidents["neighbourhood"].tolist() == ["N2", "N1"]
    assert incidents["placed_by"].tolist() == ["point", "point"]


@pytest.mark.parametrize("order", [("N1", "N2"), ("N2", "N1")])
def test_a_point_on_the_line_goes_to_the_code_that_sorts_first(tmp_path, order):
    west, east = order
    drawn = places_of(tmp_path, square(X, Y, code=west), square(X + 1000, Y, code=east))
    incidents, notices = placed((X + 1000, Y), places=drawn)  # the corner that both were drawn with
    assert incidents["neighbourhood"].tolist() == ["N1"]
    assert [notice.count for notice in notices] == [1]


@pytest.mark.parametrize("order", [("N1", "N2"), ("N2", "N1")])
def test_where_two_overlap_by_a_hairline_the_code_that_sorts_first_has_the_ground(tmp_path, order):
    west, east = order
    drawn = places_of(tmp_path, square(X, Y, code=west), square(X + 997, Y, code=east, x2=X + 2000))
    incidents, _ = placed(
        (X + 996, Y + 300), (X + 997.5, Y + 300), (X + 999.5, Y + 300), (X + 1001, Y + 300), places=drawn
    )
    assert incidents["neighbourhood"].tolist() == [west, "N1", "N1", east]


def test_a_point_in_a_hairline_gap_goes_to_the_nearest(tmp_path):
    drawn = places_of(tmp_path, square(X, Y, code="N2"), square(X + 1004, Y, x2=X + 2000))
    incidents, _ = placed((X + 1001, Y + 300), (X + 1003, Y + 300), places=drawn)
    assert incidents["neighbourhood"].tolist() == ["N2", "N1"]
    assert incidents["placed_by"].tolist() == ["nearest", "nearest"]


def test_a_point_as_near_to_two_goes_to_the_code_that_sorts_first():
    apart = {"N2": shapely.box(X, Y, X + 1000, Y + 1000), "N1": shapely.box(X + 1002, Y, X + 2000, Y + 1000)}
    codes, _ = Places({}, "points", Boundaries(apart, apart, ()), "Thornmere").holding(
        np.array([X + 1001.0]), np.array([Y + 300.0])
    )
    assert codes.tolist() == ["N1"]


def test_a_point_just_outside_goes_to_the_nearest():
    incidents, _ = placed((X - 4, Y + 300), (X - 9, Y + 300))
    assert incidents["neighbourhood"].tolist() == ["N2", NOT_PLACED]
    assert incidents["placed_by"].tolist() == ["nearest", "outside_every_neighbourhood"]


def test_a_row_without_a_point_is_not_placed():
    incidents, _ = place(pd.DataFrame({"longitude": [np.nan], "latitude": [np.nan], "lsoa": [""]}), PLACES)
    assert incidents[["neighbourhood", "placed_by"]].to_numpy().tolist() == [[NOT_PLACED, "no_point"]]


@settings(deadline=None, max_examples=examples(7))
@given(st.lists(st.tuples(st.integers(-50, 2050), st.integers(-50, 1050)), min_size=1, max_size=8))
def test_placing_is_the_same_whatever_else_is_placed_and_drops_no_row(offsets):
    points = [(X + dx, Y + dy) for dx, dy in offsets]
    together, _ = placed(*points)
    alone = [placed(point)[0]["neighbourhood"].item() for point in points]
    assert together["neighbourhood"].tolist() == alone


def test_by_lsoa_the_table_decides_and_the_point_helps_only_where_it_is_silent():
    longitude, latitude = to_degrees(np.array([X + 1500.0] * 3), np.array([Y + 500.0] * 3))
    rows = pd.DataFrame({"longitude": longitude, "latitude": latitude, "lsoa": ["E01999001", "E01999009", ""]})
    incidents, _ = place(rows, Places({"E01999001": "N2"}, "lsoas", TWO, "Thornmere"))
    assert incidents["neighbourhood"].tolist() == ["N2", "N1", "N1"]
    assert incidents["placed_by"].tolist() == ["lsoa", "point", "point"]


def test_which_points_lie_along_the_lines_that_a_neighbourhood_shares():
    along, inside, outer, beyond = (X + 1008, Y + 500), (X + 1500, Y + 500), (X + 1995, Y + 500), (X + 992, Y + 500)
    longitude, latitude = to_degrees(
        *(np.array(v, dtype=float) for v in zip(along, inside, outer, beyond, strict=True))
    )
    assert PLACES.near_its_lines("N1", longitude, latitude).tolist() == [True, False, False, True]
    assert not PLACES.near_its_lines("N9", longitude, latitude).any()
