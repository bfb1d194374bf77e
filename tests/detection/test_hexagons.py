"""Hexagons of a year: none is lost between them, each point is in the nearest, the curve is what it says."""

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from bsafe_analysis.audit.proofs.maps_told import cell_of
from bsafe_analysis.detection.hexagons import ASIDE, hexagon_shares, hexagons, middles
from bsafe_analysis.model.areas import Area, Areas, Level
from bsafe_analysis.model.periods import add_months
from tests.examples import examples

MONTH = "2026-09"
AREAS = Areas(
    (
        Area("B", "Borough", Level.BOROUGH, None),
        Area("A1", "North", Level.AREA, "B"),
        Area("N1", "Mill", Level.NEIGHBOURHOOD, "A1"),
        Area("A2", "South", Level.AREA, "B"),
        Area("N2", "Quarry", Level.NEIGHBOURHOOD, "A2"),
    )
)
metres = st.integers(0, 700_000)


def points(*rows, month=MONTH):
    """Rows (east, north, neighbourhood, how many)."""
    table = [(e, n, place, "burglary", month) for e, n, place, many in rows for _ in range(many)]
    return pd.DataFrame(table, columns=["east", "north", "neighbourhood", "category", "month"])


@settings(max_examples=examples(20), deadline=None)
@given(metres, metres, st.sampled_from((200, 750, 2000)))
def test_a_point_lies_in_the_hexagon_whose_middle_is_nearest(x, y, width):
    ((east, north),) = middles(np.array([float(x)]), np.array([float(y)]), width).tolist()
    away = np.hypot(east + ASIDE - x, north - y)
    assert away <= width / np.sqrt(3) + 1  # middles are told to the metre


@settings(max_examples=examples(20), deadline=None)
@given(st.lists(st.tuples(metres, metres), min_size=2, max_size=30, unique=True), st.sampled_from((200, 750)))
def test_the_audits_own_road_puts_the_same_points_together(where, width):
    x, y = (np.array([float(place[i]) for place in where]) for i in (0, 1))
    ours = [tuple(middle) for middle in middles(x, y, width).tolist()]
    theirs = [cell_of((a - ASIDE) / width, b / width) for a, b in zip(x, y, strict=True)]
    assert len({*zip(ours, theirs, strict=True)}) == len(set(ours)) == len(set(theirs))


def test_areas_have_their_own_incidents_and_the_borough_all_of_them():
    _, table = hexagons(points((50, 50, "N1", 3), (5000, 5000, "N2", 2)), AREAS, MONTH, ["burglary"])
    assert table.groupby("scope")["count"].sum().to_dict() == {"B": 5, "A1": 3, "A2": 2}


def test_a_hexagon_of_earlier_years_is_one_of_those_compared_with_nothing_in_it():
    old = points((9000, 9000, "N1", 4), month=add_months(MONTH, -12))
    _, table = hexagons(pd.concat([points((50, 50, "N1", 3)), old]), AREAS, MONTH, ["burglary"])
    assert sorted(table.loc[table["scope"] == "B", "count"]) == [0, 3]


def test_what_has_no_place_on_the_map_is_on_no_grid():
    width, table = hexagons(points((np.nan, np.nan, "N1", 3)), AREAS, MONTH, ["burglary"])
    assert width == 0 and table.empty and hexagon_shares(table, width, MONTH) == ()


def test_the_curve_says_how_few_hexagons_hold_a_quarter_and_half():
    table = pd.DataFrame({"scope": "B", "east": range(10), "north": 0, "count": [100, 60, 40, *[20] * 7]})
    shares = {share.step or share.hexagons: share for share in hexagon_shares(table, 500, MONTH)}
    assert (shares["quarter"].hexagons, shares["quarter"].held, shares["quarter"].total) == (1, 100, 340)
    assert (shares["half"].hexagons, shares["half"].held) == (3, 200)
    assert shares[1].percent == 29.4 and 10 < shares[1].percent_by_chance < 20


def test_nothing_is_said_of_a_pattern_of_few():
    table = pd.DataFrame({"scope": "B", "east": range(10), "north": 0, "count": [19] * 10})
    assert hexagon_shares(table, 500, MONTH) == ()
