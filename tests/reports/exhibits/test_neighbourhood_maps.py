"""What a map shows of signals and of the year, and what it never shows."""

import pandas as pd
import pytest

from bsafe_analysis.model.map_context import ContextKind, ContextShape
from bsafe_analysis.model.map_points import HEXAGON_COLUMNS, SPOT_COLUMNS, Change, HexagonShare
from bsafe_analysis.reports.charts import palette
from bsafe_analysis.reports.documents import build_lap_assessment, build_tactical_assessment
from bsafe_analysis.reports.exhibits.neighbourhood_maps import signals_map
from tests.reports.months import MONTH, finding, prepared

AT = ("N1", 1, "On or near Mill Street", "N1", 12, 3, 0, str(Change.UNKNOWN), "", 0, 500.0, 500.0)
SPOTS = pd.DataFrame([("finding", "burglary", *AT), ("borough", "", "B", *AT[1:])], columns=list(SPOT_COLUMNS))
HEXAGONS = pd.DataFrame(
    [(scope, 300.0, 300.0, 90) for scope in ("B", "A1")] + [("B", 900.0, 300.0, 60), ("B", 300.0, 900.0, 2)],
    columns=list(HEXAGON_COLUMNS),
)
ROAD = ContextShape(ContextKind.ROAD, "A630", (((0.0, 400.0), (700.0, 410.0), (1500.0, 420.0)),))


def share(area, step, k):
    return HexagonShare(area, step, "2025-10", MONTH, 500, k, 3, 90, 152, 0.4)


SHARES = tuple(share(area, step, k) for area in ("B", "A1") for step, k in (("quarter", 1), ("half", 3)))


def month(**more):
    held = {"spots": SPOTS, "hexagons": HEXAGONS, "hexagon_shares": SHARES, "context": (ROAD,)}
    return prepared(findings=(finding(),), **(held | more))


def drawn(document):
    return signals_map(document).spec["data"]


def of_look(data, **look):
    return [t for t in data if all(t.get(k) == v or (t.get("marker") or {}).get(k) == v for k, v in look.items())]


def test_a_signals_points_are_circles_and_rows_of_the_table():
    figure = signals_map(build_tactical_assessment(month()))
    (circles,) = of_look(figure.spec["data"], symbol="circle", opacity=0.85)
    assert circles["text"] == ["Mill Street, Mill Lane (burglary)"]
    assert dict(figure.table.rows)["Mill Street, Mill Lane (burglary)"] == "12 incidents"


def test_readers_who_see_no_map_points_and_kinds_too_sensitive_get_no_circle():
    data = drawn(build_tactical_assessment(month(spots=SPOTS.iloc[:0])))
    assert of_look(data, symbol="circle", opacity=0.85) == []


def test_the_years_pattern_is_grey_and_leaves_out_hexagons_of_few():
    data = drawn(build_tactical_assessment(month()))
    dark, pale = (of_look(data, fillcolor=shade) for shade in palette.SHADES[::-1])
    assert len(dark) == 1 and dark[0]["x"].count(None) == 1
    assert len(pale) == 1 and pale[0]["x"].count(None) == 1  # of two, one has fewer incidents than a point must have
    quiet = prepared(findings=(), hexagons=HEXAGONS, hexagon_shares=SHARES)
    assert of_look(drawn(build_tactical_assessment(quiet)), fillcolor=palette.SHADES[1])


def test_no_pattern_is_drawn_and_none_is_told_of_where_none_may_be():
    figure = signals_map(build_tactical_assessment(month(hexagons=HEXAGONS.iloc[:0], hexagon_shares=())))
    assert "hexagon" not in figure.caption + figure.alt
    assert not [t for t in figure.spec["data"] if t.get("fillcolor") in palette.SHADES]


@pytest.mark.parametrize(("context", "named"), [((ROAD,), "A630"), ((), "Mill Street, Mill Lane")])
def test_roads_that_were_given_are_named_else_the_streets_of_the_busiest_points(context, named):
    rows = dict(signals_map(build_tactical_assessment(month(context=context))).table.rows)
    assert named in rows


def test_an_areas_map_shows_its_own_neighbourhoods_and_what_lies_beside_them():
    figure = signals_map(build_lap_assessment(build_tactical_assessment(month()), "A2"))
    whole = signals_map(build_tactical_assessment(month()))
    span = [fig.spec["layout"]["xaxis"]["range"] for fig in (figure, whole)]
    assert span[0][1] - span[0][0] < span[1][1] - span[1][0]
