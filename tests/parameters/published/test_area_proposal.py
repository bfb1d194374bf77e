"""Proposed areas: connected, alike in residents, wards kept together, the same each time."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bsafe_analysis.parameters.published.area_proposal import Patch, compass_names, number_of_areas, propose_areas
from tests.examples import examples


def grid(columns, rows, size=lambda x, y: 1000.0, ward=lambda x, y: {}):
    """Squares that border on those left, right, above and below."""
    near = ((1, 0), (-1, 0), (0, 1), (0, -1))
    return [
        Patch(f"N{x}{y}", size(x, y), x, y, frozenset(f"N{x + a}{y + b}" for a, b in near), ward(x, y))
        for x in range(columns) for y in range(rows)
    ]  # fmt: skip


def pieces(patches, codes):
    """Into how many parts the codes fall."""
    borders = {patch.code: patch.borders for patch in patches}
    left, parts = set(codes), 0
    while left:
        waiting, parts = [left.pop()], parts + 1
        while waiting:
            reached = borders[waiting.pop()] & left
            left -= reached
            waiting += reached
    return parts


def sizes(patches, groups):
    held = [sum(p.size for p in patches if groups[p.code] == area) for area in set(groups.values())]
    return sorted(held)


def test_a_square_of_alike_places_falls_into_four_quarters():
    groups = propose_areas(grid(4, 4), 4)
    assert sizes(grid(4, 4), groups) == [4000.0] * 4
    assert {frozenset(code for code in groups if groups[code] == area) for area in range(4)} == {
        frozenset(f"N{x + a}{y + b}" for a in (0, 1) for b in (0, 1)) for x in (0, 2) for y in (0, 2)
    }  # fmt: skip


def test_wards_are_kept_together_where_that_costs_nothing():
    patches = grid(4, 2, ward=lambda x, y: {f"ward {y}": 1.0})  # wards lie as rows; columns would be more compact
    groups = propose_areas(patches, 2)
    assert len({groups[f"N{x}0"] for x in range(4)}) == len({groups[f"N{x}1"] for x in range(4)}) == 1


def test_a_part_that_touches_nothing_is_joined_to_the_nearest():
    island = Patch("N99", 1000.0, 9.0, 0.0, frozenset(), {})
    groups = propose_areas([*grid(4, 1), island], 2)
    assert groups["N99"] == groups["N30"] != groups["N00"]


@settings(max_examples=examples(15), deadline=None)
@given(
    st.integers(2, 6), st.integers(1, 5), st.integers(1, 4),
    st.lists(st.integers(100, 9000), min_size=30, max_size=30), st.randoms(use_true_random=False),
)  # fmt: skip
def test_areas_are_connected_all_used_and_the_same_in_any_order(columns, rows, areas, people, order):
    patches = grid(columns, rows, size=lambda x, y: float(people[5 * x + y]))
    areas = min(areas, len(patches))
    groups = propose_areas(patches, areas)
    assert set(groups) == {patch.code for patch in patches}
    assert set(groups.values()) == set(range(areas))
    assert all(pieces(patches, [c for c in groups if groups[c] == area]) == 1 for area in range(areas))
    shuffled = list(patches)
    order.shuffle(shuffled)
    assert propose_areas(shuffled, areas) == groups


def test_areas_are_called_by_where_they_lie():
    patches = grid(6, 1)
    assert compass_names(patches, {f"N{x}0": x // 2 for x in range(6)}) == ("West", "Central", "East")
    assert compass_names(patches, dict.fromkeys((f"N{x}0" for x in range(6)), 0)) == ("Central",)


@pytest.mark.parametrize("residents, neighbourhoods, expected", [
    (265_000, 33, 4), (589_000, 70, 8), (9_700, 6, 1), (1_100_000, 132, 8), (120_000, 2, 1),
])  # fmt: skip
def test_as_many_areas_are_proposed_as_a_meeting_can_know(residents, neighbourhoods, expected):
    assert number_of_areas(residents, neighbourhoods) == expected
