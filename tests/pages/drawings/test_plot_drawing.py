"""Charts as drawings: every value where it belongs, words off the points, nothing half drawn, nothing that runs."""

import re
from xml.etree import ElementTree

import pytest

from bsafe_analysis.pages.drawings.page_drawings import drawings_in, inline_drawings
from bsafe_analysis.pages.drawings.plot_axes import axis_of, in_units
from bsafe_analysis.pages.drawings.plot_drawing import plot_svg
from bsafe_analysis.pages.drawings.plot_labels import overlap
from bsafe_analysis.pages.script_free import drawing
from bsafe_analysis.reports.charts.palette import layout

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = '</text><script>alert(1)</script>" onload="x'


def chart(data, **more):
    plain = {"margin": {"l": 0, "r": 0, "t": 0, "b": 0}, "xaxis": {"range": [0, 10]}, "yaxis": {"range": [0, 10]}}
    return {"data": data, "layout": layout(100) | plain | more}


def drawn(spec, width=100, height=100):
    svg = plot_svg(spec, spec["layout"], width, height)
    return svg and ElementTree.fromstring(svg)


def paths(root):
    return [element for element in root.iter(f"{SVG}path") if element.get("stroke") != "#EEE"]


def test_a_line_goes_through_its_values_and_breaks_where_one_is_missing():
    line = {
        "type": "scatter",
        "mode": "lines",
        "x": [0, 5, 6, 10],
        "y": [0, 10, None, 10],
        "line": {"color": "#12436D"},
    }
    (path,) = [p.get("d") for p in drawn(chart([line])).iter(f"{SVG}path") if p.get("stroke") == "#12436D"]
    assert path == "M0,100 50,0"  # a stretch of one month has no line


def test_a_range_is_filled_between_its_sides_and_not_where_one_is_missing():
    low = {"type": "scatter", "mode": "lines", "x": [0, 5, 10], "y": [1, 2, None]}
    high = {
        "type": "scatter",
        "mode": "lines",
        "x": [0, 5, 10],
        "y": [3, 4, 5],
        "fill": "tonexty",
        "fillcolor": "#EEF1F4",
    }
    (ground,) = [p.get("d") for p in drawn(chart([low, high])).iter(f"{SVG}path") if p.get("fill") == "#EEF1F4"]
    assert ground == "M0,70 50,60 50,80 0,90Z"


@pytest.mark.parametrize(
    ("value", "kind", "names", "number"),
    [
        ("2026-09-01", "date", (), 739860.0),
        ("Tue", "category", ("Mon", "Tue"), 1.0),
        (100, "log", (), 2.0),
        (0, "log", (), None),
    ],
)
def test_a_value_of_any_axis_is_a_number(value, kind, names, number):
    assert in_units(value, kind, names) == number


def test_an_axis_without_ticks_of_its_own_has_round_ones():
    axis = axis_of({"range": [0, 132], "nticks": 5}, [0, 132], (0.0, 132.0), marked=False)
    assert [text for _, text in axis.ticks()] == ["0", "50", "100"]


def test_a_map_is_as_wide_as_it_is_high_in_metres():
    ring = {
        "type": "scatter",
        "mode": "lines",
        "x": [0, 10, 10, 0, 0],
        "y": [0, 0, 10, 10, 0],
        "fill": "toself",
        "fillcolor": "#FFF",
    }
    axes = {
        "xaxis": {"range": [0, 10], "visible": False},
        "yaxis": {"range": [0, 10], "visible": False, "scaleanchor": "x"},
    }
    root = drawn(chart([ring], **axes), width=300, height=100)
    xs = [float(x) for x in re.findall(r"(-?[\d.]+),", next(p.get("d") for p in root.iter(f"{SVG}path")))]
    assert (min(xs), max(xs)) == (100.0, 200.0)


def test_words_move_off_a_point_that_they_would_cover():
    dots = {"type": "scatter", "mode": "markers", "x": [5], "y": [5], "marker": {"size": 10, "color": "#12436D"}}
    said = {"x": 5, "y": 5, "text": "expected range", "showarrow": False, "bgcolor": "#FFFFFF", "font": {"size": 12}}
    root = drawn(chart([dots], annotations=[said]), width=300, height=300)
    box = next(r for r in root.iter(f"{SVG}rect") if r.get("x"))
    x, y, w, h = (float(box.get(name)) for name in ("x", "y", "width", "height"))
    assert not overlap((x, y, x + w, y + h), (145, 145, 155, 155))


@pytest.mark.parametrize(
    "trace",
    [
        {"type": "bar", "x": [1], "y": [1]},
        {"type": "scatter", "mode": "lines", "x": [0, 1], "y": [0, 1], "line": {"shape": "spline"}},
        {"type": "scatter", "mode": "markers", "x": [1], "y": [1], "marker": {"symbol": "star"}},
        {"type": "scatter", "mode": "lines", "x": [0, 1], "y": [0, 1], "stackgroup": "one"},
        {"type": "scatter", "mode": "lines", "x": [0, 1], "y": [0, 1], "fill": "tozeroy"},
    ],
)
def test_what_is_not_drawn_here_is_left_to_the_library_whole(trace):
    assert plot_svg({"data": [trace]}, chart([])["layout"], 100, 100) is None
    assert inline_drawings(chart([trace]), 100, 100) == ""


def test_a_hostile_name_is_words_and_nothing_else():
    said = {"x": 5, "y": 5, "text": HOSTILE, "showarrow": False, "bgcolor": HOSTILE}
    root = drawn(chart([{"type": "scatter", "mode": "lines", "x": [0, 1], "y": [0, 1]}], annotations=[said]))
    assert {element.tag.removeprefix(SVG) for element in root.iter()} <= {"svg", "rect", "path", "text", "tspan"}
    assert not [key for element in root.iter() for key in element.attrib if key.startswith("on")]


def test_both_drawings_of_a_chart_are_found_again_in_its_place_and_pass_the_twins_check():
    line = {"type": "scatter", "mode": "lines", "x": [0, 5], "y": [0, 10]}
    inside = inline_drawings(chart([line]), 100, 80)
    two = drawings_in(inside)
    assert [(two[name][1], two[name][2]) for name in ("wide", "phone")] == [(760, 100), (340, 80)]
    assert inside == two["wide"][0] + two["phone"][0]
    assert "script" not in drawing(*two["wide"]).svg
