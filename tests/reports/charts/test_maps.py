"""Maps: names that do not cover one another, and a list of all places by which each can be picked out."""

import re

import pytest
from bs4 import BeautifulSoup
from hypothesis import given, settings
from hypothesis import strategies as st

from bsafe_analysis.mime import FIGURE_MIME
from bsafe_analysis.model.cycle import Outline
from bsafe_analysis.model.map_context import ContextKind, ContextShape
from bsafe_analysis.pages.export import figure_html
from bsafe_analysis.reports.charts import palette
from bsafe_analysis.reports.charts.figures import mime_bundle
from bsafe_analysis.reports.charts.map_ground import MapGround, MapMark
from bsafe_analysis.reports.charts.map_labels import HIGH, PER_LETTER, LabelledPlace, place_labels
from bsafe_analysis.reports.charts.maps import NARROW, WIDE, PlacesDrawn, neighbourhood_map
from tests.examples import examples

SIZE = (456, 424)
EXTENT = (9000.0, 9000.0)


def boxes(placed, extent, size):
    """Where each label stands, in pixels, as a browser draws it."""
    scale = min(size[0] / (1.04 * extent[0]), size[1] / (1.08 * extent[1]))
    for label in placed:
        x, y = label.spot.x * scale + label.shift[0], label.spot.y * scale + label.shift[1]
        wide = PER_LETTER * len(label.text)
        left = {"center": x - wide / 2, "left": x, "right": x - wide}[label.anchor]
        yield left, y - HIGH / 2, left + wide, y + HIGH / 2


def overlap(one, other):
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def over_one_another(placed, extent, size):
    held = list(boxes(placed, extent, size))
    return [(i, j) for i in range(len(held)) for j in range(i) if overlap(held[i], held[j])]


places = st.tuples(st.floats(0, 9000), st.floats(0, 9000), st.text("abcdefgh ", min_size=3, max_size=24))


@settings(max_examples=examples(15), deadline=None)
@given(st.lists(places, min_size=1, max_size=40))
def test_no_label_covers_another_however_dense_the_places(where):
    spots = [LabelledPlace(x, y, name, i) for i, (x, y, name) in enumerate(where, start=1)]
    for size in (WIDE, NARROW):
        placed = place_labels(spots, EXTENT, size)
        assert over_one_another(placed, EXTENT, size) == []
        assert {label.text for label in placed} <= {t for s in spots for t in (s.name, str(s.number))}


def test_labels_at_their_symbols_do_cover_one_another_in_a_dense_place():
    """The check itself: names all below their symbols, as they stood before, are found to collide."""
    crowd = [LabelledPlace(2000.0 + 450 * i, 4000.0, f"Neighbourhood {i}", i) for i in range(1, 9)]
    before = [type(p)(s, s.name, (0, -17), "center") for s in crowd for p in place_labels([s], EXTENT, SIZE)]
    assert over_one_another(before, EXTENT, SIZE)
    after = place_labels(crowd, EXTENT, SIZE)
    assert {"Neighbourhood 1"} <= {label.text for label in after}
    assert sum(not label.text.isdigit() for label in after) < len(crowd)


def the_map(n, kinds, ground=None):
    """A row of n square places, 1,000 metres each."""
    ring = ((0, 0), (1000, 0), (1000, 1000), (0, 1000), (0, 0))
    outlines = [
        Outline(f"N{i}", (tuple((x + 1000.0 * i, float(y)) for x, y in ring),), (1000.0 * i + 500, 500.0))
        for i in range(n)
    ]
    names = {f"N{i}": f"Long Neighbourhood {i:02d}" for i in range(n)}
    words = {"high": "Above", "none": "No signal"}
    alt = "Map of places in a row, 3 of which stand above what was expected and the others do not."
    drawn = PlacesDrawn(outlines, dict(zip(names, kinds, strict=True)), words, names)
    return neighbourhood_map("map", "Heading", "Caption", alt, drawn, ground)


def test_the_list_beside_names_what_stands_out_by_kind_and_knows_its_outline():
    figure = the_map(6, ["none", "high", "none", "high", "none", "high"])
    listed = figure.spec["layout"]["meta"]["places"]
    assert [place["kind"] for place in listed] == ["Above"] * 3  # the others are in the table
    for place in listed:
        trace = figure.spec["data"][place["trace"]]
        at = int(re.search(r"\d+", place["name"])[0])
        assert [x for x in trace["x"][place["from"] : place["to"]] if x is not None] == [
            x + 1000 * at for x in (0, 1000, 1000, 0, 0)
        ]
    soup = BeautifulSoup(figure_html(mime_bundle(figure)[FIGURE_MIME]), "html.parser")
    said = [re.sub(r"^\d+ ", "", item.get_text()) for item in soup.select(".places li")]
    assert said == [place["name"] for place in listed]
    assert [p.get_text() for p in soup.select(".places p")] == ["▲ Above"]


@pytest.mark.parametrize(("n", "numbered"), [(2, False), (12, True)])
def test_numbers_stand_in_the_list_only_where_a_name_does_not_fit_on_the_map(n, numbered):
    figure = the_map(n, ["high"] * n)
    assert [bool(place["number"]) for place in figure.spec["layout"]["meta"]["places"]] == [numbered] * n
    texts = {a["text"] for layout in (figure.spec["layout"], figure.narrow) for a in layout["annotations"]}
    assert any(text.isdigit() for text in texts) == numbered


def test_a_name_in_the_list_is_text():
    figure = the_map(2, ["high", "none"])
    whole = mime_bundle(figure)[FIGURE_MIME]
    whole["spec"]["layout"]["meta"]["places"][0]["name"] = "<img src=x onerror=alert(1)>"
    soup = BeautifulSoup(figure_html(whole), "html.parser")
    assert soup.find("img") is None
    assert "<img" in soup.select_one(".places li").get_text()


def trace_of(figure, **wanted):
    return [t for t in figure.spec["data"] if all((t.get("marker") or {}).get(k) == v for k, v in wanted.items())]


def test_a_point_is_drawn_by_its_count_and_stands_in_the_table_with_the_same_words():
    marks = [MapMark(500.0, 500.0, "Mill Lane, North", "40 of its incidents", "Mill Lane", 40),
             MapMark(1500.0, 500.0, "Dye House, North", "10 of its incidents", "Dye House", 10)]  # fmt: skip
    figure = the_map(3, ["none"] * 3, MapGround(marks=marks))
    (circles,) = trace_of(figure, symbol="circle")
    large, small = circles["marker"]["size"]
    assert large == pytest.approx(2 * small)  # four times the ground
    rows = dict(figure.table.rows)
    assert [rows[name] for name in circles["text"]] == circles["customdata"]


def test_a_map_of_an_area_shows_that_area_and_nothing_far_from_it():
    figure = the_map(6, ["none"] * 6, MapGround(window=(0.0, 0.0, 1800.0, 1000.0)))
    assert [name for name, _ in figure.table.rows] == ["Long Neighbourhood 00", "Long Neighbourhood 01"]
    assert figure.spec["layout"]["xaxis"]["range"] == [-36.0, 1836.0]


def test_context_and_pattern_lie_under_the_places_that_stand_out_and_roads_end_at_the_window():
    road = ContextShape(ContextKind.ROAD, "A630", (tuple((float(x), 500.0) for x in range(0, 9000, 1000)),))
    ground = MapGround((0.0, 0.0, 2500.0, 1000.0), [road], [(500.0, 500.0, 1)], 400.0)
    data = the_map(3, ["high", "none", "none"], ground).spec["data"]
    order = [(t.get("line") or {}).get("color") or t.get("fillcolor") for t in data]
    fills = [t.get("fillcolor") for t in data]
    assert fills.index(palette.WHITE) < fills.index(palette.SHADES[1]) < order.index(palette.ROADWAY)
    assert order.index(palette.ROADWAY) < fills.index(palette.HIGH_GROUND)
    assert max(x for x in data[order.index(palette.ROADWAY)]["x"] if x is not None) <= 3000


def test_a_label_keeps_off_a_large_point():
    spots = [LabelledPlace(4500.0, 4500.0, "Mill Lane", 1001, False, 17.0), LabelledPlace(4700.0, 4500.0, "North", 1)]
    placed = place_labels(spots, EXTENT, SIZE)
    scale = min(SIZE[0] / (1.04 * EXTENT[0]), SIZE[1] / (1.08 * EXTENT[1]))
    middle = 4500.0 * scale
    circle = (middle - 17, middle - 17, middle + 17, middle + 17)
    assert not [box for box in boxes(placed, EXTENT, SIZE) if overlap(box, circle)]
