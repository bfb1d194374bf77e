"""What a partnership gives for its maps: read whatever its attributes are called, clipped, or refused in a line."""

import json
import sqlite3

import numpy as np
import pytest
import shapely

from bsafe_analysis.faults import InputError
from bsafe_analysis.loading.boundaries import Boundaries
from bsafe_analysis.loading.context_files import FOLDER, MOST_VERTICES, read_context
from bsafe_analysis.model.map_context import ContextKind
from bsafe_analysis.sample.geography import to_degrees

SQUARE = shapely.box(443_000, 392_000, 453_000, 402_000)
BOROUGH = Boundaries({"N1": SQUARE}, {"N1": SQUARE}, ())
ACROSS = [[440_000.0, 397_000.0], [456_000.0, 397_000.0]]


def feature(coordinates, kind="LineString", **said):
    return {"type": "Feature", "properties": said, "geometry": {"type": kind, "coordinates": coordinates}}


def given(root, name, *features):
    folder = root / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(json.dumps({"type": "FeatureCollection", "features": list(features)}), "utf-8")


def only(root):
    (shape,) = read_context(root, BOROUGH)
    return shape


def test_a_road_of_the_national_grid_is_clipped_to_the_borough(tmp_path):
    given(tmp_path, "roads.geojson", feature(ACROSS, class_of_road="A Road", roadNumber="A630"))
    road = only(tmp_path)
    assert (road.kind, road.name) == (ContextKind.ROAD, "A630")
    assert road.lines == (((-150.0, 5000.0), (10150.0, 5000.0)),)


def test_the_same_road_in_degrees_lies_in_the_same_place(tmp_path):
    x, y = np.array(ACROSS).T
    degrees = np.column_stack(to_degrees(x, y)).tolist()
    given(tmp_path, "roads.geojson", feature(degrees, ref="A630"))
    ((west, south), (east, north)) = only(tmp_path).lines[0]
    assert (west, east) == (-150.0, 10150.0) and abs(south - 5000) < 5 and abs(north - 5000) < 5


def test_what_a_shape_is_goes_by_its_geometry_and_by_words_of_any_attribute(tmp_path):
    ring = [[[444_000, 393_000], [446_000, 393_000], [446_000, 395_000], [444_000, 393_000]]]
    river = feature(ACROSS, form="inlandRiver", watercourse_name="River Don")
    street = feature(ACROSS, name1="River Street", roadFunction="Local Road")
    park, lake = feature(ring, "Polygon", distName1="Clifton Park"), feature(ring, "Polygon", what="Reservoir")
    given(tmp_path, "all.geojson", river, street, park, lake)
    found = {(shape.kind, shape.name) for shape in read_context(tmp_path, BOROUGH)}
    assert found == {(ContextKind.RIVER, "River Don"), (ContextKind.STREET, "River Street"),
                     (ContextKind.PARK, "Clifton Park"), (ContextKind.WATER, "")}  # fmt: skip


def test_pieces_of_one_road_are_one_line(tmp_path):
    cut = [
        feature([[443_000 + 1000 * i, 397_000], [444_000 + 1000 * i, 397_000]], ref="A630", name="Main Street")
        for i in range(9)
    ]
    given(tmp_path, "roads.geojson", *cut)
    assert len(only(tmp_path).lines) == 1


def test_a_geopackage_is_read_as_well(tmp_path):
    (tmp_path / FOLDER).mkdir(parents=True)
    with sqlite3.connect(tmp_path / FOLDER / "open_roads.gpkg") as database:
        database.execute("CREATE TABLE gpkg_geometry_columns (table_name, column_name)")
        database.execute("INSERT INTO gpkg_geometry_columns VALUES ('road_link', 'geom')")
        database.execute(
            "CREATE TABLE road_link (id, geom BLOB, road_classification TEXT, road_classification_number TEXT)"
        )
        blob = b"GP\x00\x01" + (27700).to_bytes(4, "little") + shapely.to_wkb(shapely.LineString(ACROSS))
        database.execute("INSERT INTO road_link VALUES (1, ?, 'A Road', 'A630')", (blob,))
    assert (only(tmp_path).kind, only(tmp_path).name) == (ContextKind.ROAD, "A630")


def test_a_borough_full_of_streets_fits_and_keeps_its_main_roads(tmp_path):
    rng = np.random.default_rng(7)
    lanes = [
        feature((np.array([443_000, 392_000]) + rng.random((60, 2)) * 10_000).tolist(), name=f"Lane {i}")
        for i in range(120)
    ]
    given(tmp_path, "roads.geojson", *lanes, feature(ACROSS, ref="A630"))
    shapes = read_context(tmp_path, BOROUGH)
    assert sum(len(line) for shape in shapes for line in shape.lines) <= MOST_VERTICES
    assert ContextKind.ROAD in {shape.kind for shape in shapes}


@pytest.mark.parametrize(
    ("content", "cause"),
    [
        ("not json", "this is not GeoJSON with features"),
        ('{"type": "FeatureCollection", "features": []}', "it draws nothing: no line and no polygon"),
        (json.dumps({"features": [feature([1.0, 53.0], "Point")]}), "it draws nothing: no line and no polygon"),
        (json.dumps({"features": [feature([[0.1, 51.5], [0.2, 51.6]])]}), "none of its 1 shapes lies in the borough"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_in_one_line(tmp_path, content, cause):
    (tmp_path / FOLDER).mkdir(parents=True)
    (tmp_path / FOLDER / "roads.geojson").write_text(content, "utf-8")
    with pytest.raises(InputError) as refused:
        read_context(tmp_path, BOROUGH)
    ((file, said),) = [(fault.file, fault.cause) for fault in refused.value.faults]
    assert (file, said) == (f"{FOLDER}/roads.geojson", cause)


def test_every_bad_file_is_told_at_once(tmp_path):
    given(tmp_path, "parks.geojson")
    given(tmp_path, "roads.geojson")
    with pytest.raises(InputError) as refused:
        read_context(tmp_path, BOROUGH)
    assert len(refused.value.faults) == 2


def test_where_no_context_is_given_there_is_none(tmp_path):
    assert read_context(tmp_path, BOROUGH) == ()
