"""The auditor and the library place a point by the same rule, each by its own code."""

import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bsafe_analysis.audit.polygons import BOUNDARIES, Polygons
from bsafe_analysis.loading.boundaries import read_boundaries
from bsafe_analysis.loading.placing import Places
from bsafe_analysis.sample.geography import to_degrees
from tests.examples import examples
from tests.loading.test_boundaries import X, Y, degrees, square

LINES = "neighbourhoods.geojson"
CODES = ["N1", "N2", "N3"]


def both(root, features, points):
    """(the library's codes, the auditor's) of points in metres from the corner, to the six decimals that are sent."""
    path = root / BOUNDARIES / LINES
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    x, y = to_degrees(*(np.array(values, dtype=float) for values in zip(*points, strict=True)))
    library = Places({}, "points", read_boundaries(path, CODES), "Thornmere").at_points(x, y)
    return library["neighbourhood"].tolist(), Polygons.of(root, CODES, "code", LINES).holding(x, y)


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    return tmp_path_factory.mktemp("drawn")


def test_beside_a_line_that_lies_between_two_whole_metres_both_go_by_the_line(root):
    features = [square(X, Y, code="N2", x2=X + 1000.4), square(X + 1000.4, Y, x2=X + 2000)]
    features.append(square(X, Y + 1000, code="N3"))
    points = [(X + 1000.1, Y + 400), (X + 1000.7, Y + 400), (X + 1000.4, Y)]
    assert both(root, features, points) == (["N2", "N1", "N1"], ["N2", "N1", "N1"])


def test_a_drawing_that_ran_out_and_back_takes_no_point_to_itself(root):
    spiked = square(X, Y, code="N2")
    ring = [(X, Y), (X + 1000, Y), (X + 1500, Y), (X + 1000, Y), (X + 1000, Y + 1000), (X, Y + 1000), (X, Y)]
    spiked["geometry"]["coordinates"] = [degrees(ring)]
    features = [spiked, square(X + 3000, Y), square(X, Y + 1000, code="N3")]
    assert both(root, features, [(X + 1400, Y + 1), (X + 900, Y + 1)]) == (["", "N2"], ["", "N2"])


@settings(deadline=None, max_examples=examples(10))
@given(
    st.permutations(CODES),
    st.floats(-4, 4),
    st.floats(-4, 4),
    st.lists(st.tuples(st.floats(-10, 10), st.floats(-10, 1010)), min_size=1, max_size=20),
)
def test_in_gaps_overlaps_and_on_lines_both_say_the_same(root, codes, gap, other, points):
    west, middle, east = codes
    features = [
        square(X, Y, code=west),
        square(X + 1000 + gap, Y, code=middle),
        square(X + 2000 + gap + other, Y, code=east),
    ]
    near = [(X + 1000 + dx, Y + dy) for dx, dy in points] + [(X + 2000 + gap + dx, Y + dy) for dx, dy in points]
    library, auditor = both(root, features, near)
    assert library == auditor
