"""Whose change it is: by hand rows, and as a property of every list of findings."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bsafe_analysis.detection.baseline import expect
from bsafe_analysis.detection.ranking import find
from bsafe_analysis.detection.whose_change import Counted, holds_most, owners, shares
from bsafe_analysis.model.areas import NOT_PLACED, Area, Areas, Level
from bsafe_analysis.model.findings import Direction, Finding, PartShare, Rule, Status
from tests.detection.counts import AREAS, LAST, SETTINGS, borough, wavering

FOUR = Areas(
    (
        Area("B", "Borough", Level.BOROUGH, None),
        *(Area(f"A{n}", f"Area {n}", Level.AREA, "B") for n in (1, 2, 3, 4)),
        *(Area(f"N{n}", f"Place {n}", Level.NEIGHBOURHOOD, f"A{n}") for n in (1, 2, 3, 4)),
        Area(NOT_PLACED, "Not placed", Level.NOT_PLACED, "B"),
    )
)


def row(direction=Direction.UP, dispersion=1.0):
    return {"direction": str(direction), "dispersion": dispersion}


def over(counted):
    """{place: (observed, expected)} as `owners` asks for them."""
    return lambda _place, part: Counted(*counted[part]) if part in counted else None


def owned(counted, alarms, direction=Direction.UP, areas=FOUR):
    return owners({code: row(direction) for code in alarms}, areas, over(counted))


def test_a_borough_far_outside_its_range_is_not_told_of_a_part_that_holds_a_sixth():
    counted = {"B": (196, 100.0), "A1": (41, 25.0), "N1": (41, 25.0), "A2": (55, 28.0), "A3": (52, 25.0)}
    assert owned(counted, ["B", "N1"]) == {"B": ["N1"]}


def test_a_rise_in_three_of_four_areas_is_the_boroughs_and_not_that_of_the_largest():
    counted = {"B": (190, 100.0), "A1": (60, 25.0), "A2": (55, 25.0), "A3": (50, 25.0), "A4": (25, 25.0)}
    assert owned(counted, ["B", "A1", "A2", "A3"]) == {"B": ["A3", "A2", "A1"]}


def test_a_part_that_holds_three_fifths_is_named_alone_where_the_rest_is_usual():
    counted = {"B": (140, 100.0), "A1": (49, 25.0), "A2": (31, 25.0), "A3": (30, 25.0), "A4": (30, 25.0)}
    assert owned(counted, ["B", "A1"]) == {"A1": ["B"]}


def test_a_part_that_holds_three_fifths_is_not_named_alone_where_the_rest_is_far_out_too():
    counted = {"B": (250, 100.0), "A1": (115, 25.0), "A2": (55, 25.0), "A3": (40, 25.0), "A4": (40, 25.0)}
    assert owned(counted, ["B", "A1"]) == {"B": ["A1"]}


def test_exactly_half_is_not_most():
    assert not holds_most(Counted(120, 100.0), Counted(35, 25.0), 1.0, "up")
    assert holds_most(Counted(120, 100.0), Counted(36, 25.0), 1.0, "up")


def test_a_fall_is_shared_out_as_a_rise_is():
    down = {"B": (40, 96.0), "A1": (8, 40.0), "A2": (32, 56.0)}
    assert owned(down, ["B", "A1"], Direction.DOWN) == {"B": ["A1"]}
    assert owned(down | {"B": (64, 96.0), "A2": (56, 56.0)}, ["B", "A1"], Direction.DOWN) == {"A1": ["B"]}


def test_an_area_that_holds_most_of_the_borough_is_named_though_none_of_its_places_holds_most_of_it():
    counted = {"B": (150, 100.0), "A1": (95, 50.0), "N1": (50, 25.0), "N2": (45, 25.0)}
    assert owned(counted, ["B", "A1", "N1", "N2"], areas=AREAS) == {"A1": ["N2", "N1", "B"]}


def test_shares_say_who_moved_and_what_is_in_none_of_them():
    counted = {"B": (190, 100.0), "A1": (60, 24.0), "A2": (55, 25.0), "A3": (50, 25.0), "A4": (24, 25.0)}
    counted[NOT_PLACED] = (1, 1.0)
    rows = {code: row() for code in counted if code != NOT_PLACED}
    told = shares("B", FOUR, rows, over(counted))
    assert [part.area for part in told] == ["A1", "A2", "A3", NOT_PLACED, "A4"]
    assert [part.moved for part in told] == [True, True, True, False, False]
    finding = finding_of_borough(190, 100.0, told)
    assert finding.in_most_parts
    assert finding.not_in_parts == pytest.approx(90 - (36 + 30 + 25 + 0 - 1))


def finding_of_borough(observed, expected, parts):
    return Finding(
        "B", "burglary", LAST, Rule.MONTH, Direction.UP, observed, expected, 0, 9999, 0.0, LAST, Status.NEW, parts=parts
    )


def test_one_part_of_two_is_not_most_of_them():
    told = (PartShare("A1", 60, 24.0, True), PartShare("A2", 25, 25.0, False))
    assert not finding_of_borough(85, 49.0, told).in_most_parts


@given(
    st.lists(st.tuples(st.integers(0, 200), st.floats(0.5, 150)), min_size=4, max_size=4),
    st.floats(-10, 10),
    st.sampled_from(Direction),
)
def test_shares_and_what_is_in_none_of_them_add_up_to_the_excess_of_the_whole(parts, apart, direction):
    counted = {f"A{n + 1}": part for n, part in enumerate(parts)}
    whole = (sum(seen for seen, _ in parts), max(sum(usual for _, usual in parts) + apart, 0.1))
    told = shares("B", FOUR, {code: row(direction) for code in ("B", *counted)}, over(counted | {"B": whole}))
    finding = finding_of_borough(*whole, told)
    assert sum(part.excess for part in told) + finding.not_in_parts == pytest.approx(whole[0] - whole[1], abs=1e-6)


@given(
    st.lists(st.tuples(st.integers(0, 200), st.floats(0.5, 150)), min_size=4, max_size=4),
    st.sets(st.sampled_from(["A1", "A2", "A3", "A4"])),
    st.sampled_from(Direction),
)
def test_a_part_named_alone_holds_more_than_half_and_everything_is_told_once(parts, alarms, direction):
    counted = {f"A{n + 1}": part for n, part in enumerate(parts)}
    counted["B"] = (sum(seen for seen, _ in parts), sum(usual for _, usual in parts))
    found = owned(counted, ["B", *sorted(alarms)], direction)
    side = 1 if direction is Direction.UP else -1
    for place, others in found.items():
        if "B" in others:
            assert side * Counted(*counted[place]).excess > 0.5 * side * Counted(*counted["B"]).excess
    told = [code for place, others in found.items() for code in (place, *others)]
    assert sorted(told) == sorted(["B", *alarms])


def test_a_rise_over_the_whole_borough_lists_each_areas_share_and_comes_first():
    plain = {"N1": wavering(40), "N2": wavering(45), "N3": wavering(60)}
    everywhere = {code: [*counts[:-1], round(1.7 * counts[-1])] for code, counts in plain.items()}
    alone = {code: counts if code != "N1" else [*counts[:-1], 200] for code, counts in plain.items()}
    counts = pd.concat([borough(alone, category="drugs"), borough(everywhere)])
    first, second = find(expect(counts, (LAST,), SETTINGS), counts, AREAS, (), LAST, SETTINGS)
    assert (first.area, first.category, second.area) == ("B", "burglary", "N1")
    assert {part.area for part in first.parts if part.moved} == {"A1", "A2"}
    assert sum(part.observed for part in first.parts) == first.observed


def test_months_told_together_are_shared_out_over_the_same_months():
    plain = {"N1": wavering(40), "N2": wavering(45), "N3": wavering(60)}
    rising = {code: [*counts[:-3], *(round(1.35 * n) for n in counts[-3:])] for code, counts in plain.items()}
    counts = borough(rising)
    (finding,) = find(expect(counts, (LAST,), SETTINGS), counts, AREAS, (), LAST, SETTINGS)
    assert (finding.area, finding.rule) == ("B", Rule.PERSISTENT)
    assert finding.run_months > 1
    assert sum(part.observed for part in finding.parts) == finding.run_observed
    assert abs(finding.not_in_parts) < 0.1 * finding.excess
