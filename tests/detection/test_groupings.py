"""Ways to share places out among teams: what each gives and costs, and what may be suggested."""

from itertools import chain

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bsafe_analysis.detection.groupings import (
    balance,
    best_balanced,
    likeness,
    longest_way,
    moved,
    random_connected,
    team_draws,
    teams_differ,
)
from bsafe_analysis.detection.place_rates import CountedPlace, place_rates
from bsafe_analysis.detection.suggested_sets import balanced, pairs, spread
from bsafe_analysis.detection.workloads import Third, thirds_of_draws, workloads
from bsafe_analysis.model.team_clusters import HoursPerIncident, pieces_of
from tests.examples import examples

SIDE = 6
GRID = [f"{x}{y}" for x in range(SIDE) for y in range(SIDE)]


def beside(place):
    x, y = map(int, place)
    around = [(x - 1, y), (x + 1, y), (x, y - 1), (x, y + 1)]
    return tuple(f"{a}{b}" for a, b in around if 0 <= a < SIDE and 0 <= b < SIDE)


TOUCHING = {place: beside(place) for place in GRID}
CENTRES = {place: (float(place[0]) * 1000, float(place[1]) * 1000) for place in GRID}
TODAY = [
    [p for p in GRID if (p[0] < "3") == west and (p[1] < "3") == south]
    for west in (True, False)
    for south in (True, False)
]


def rates_of(counts, people=1000.0, years=3):
    return place_rates(
        [CountedPlace(place, int(n), people * years) for place, n in zip(GRID, counts, strict=True)], 1.0
    )


def work_of(counts, hours=None):
    return workloads({"burglary": rates_of(counts)}, hours, {"burglary": [1000.0] * len(GRID)})


def test_without_hours_every_incident_counts_one_and_a_week_is_a_week():
    work = work_of([156] * len(GRID))
    assert work.central.sum() == pytest.approx(36 * 52 / (365.25 / 7), rel=0.01)
    assert (work.low < work.central).all() and (work.central < work.high).all()


def test_hours_are_alike_in_all_places_so_they_widen_work_and_leave_ratios():
    wide = work_of([156] * len(GRID), [HoursPerIncident("burglary", 1, 5, 9, "diary")])
    assert wide.central.sum() == pytest.approx(5 * 36, rel=0.02)
    assert wide.high.mean() / wide.low.mean() > 5
    ratio = balance(team_draws(wide, TODAY), team_draws(wide, TODAY)).busiest_over_quietest
    assert ratio.high < 1.2


def test_a_category_without_hours_makes_no_work():
    rates = {"burglary": rates_of([156] * 36), "drugs": rates_of([900] * 36)}
    hours = [HoursPerIncident("burglary", 1, 1, 1, "diary")]
    alone = workloads({"burglary": rates["burglary"]}, hours, dict.fromkeys(rates, [1000.0] * 36))
    assert np.allclose(workloads(rates, hours, dict.fromkeys(rates, [1000.0] * 36)).central, alone.central)
    with pytest.raises(ValueError, match="no category"):
        workloads({"drugs": rates["drugs"]}, hours, dict.fromkeys(rates, [1000.0] * 36))


def test_the_same_counts_give_the_same_draws():
    assert np.array_equal(work_of(range(100, 136)).draws, work_of(range(100, 136)).draws)


def test_teams_that_are_truly_alike_are_not_told_apart():
    rng = np.random.default_rng(1)
    apart = sum(teams_differ(team_draws(work_of(rng.poisson(150, 36)), TODAY)) for _ in range(20))
    assert apart <= 2


def test_an_uneven_set_is_found_out_and_an_even_one_beats_it():
    counts = [400 if place[0] == "0" else 100 for place in GRID]
    work = work_of(counts)
    columns = [[p for p in GRID if p[0] == str(x)] for x in range(SIDE)]
    rows = [[p for p in GRID if p[1] == str(y)] for y in range(SIDE)]
    uneven, even = team_draws(work, columns), team_draws(work, rows)
    told = balance(even, uneven)
    assert teams_differ(uneven) and not teams_differ(even)
    assert told.better == 1.0 and told.busiest_over_quietest.high < 1.3
    assert balance(uneven, uneven).busiest_over_quietest.low > 3 and balance(uneven, uneven).better == 0.0
    assert best_balanced({"columns": uneven, "rows": even}) == {"columns": 0.0, "rows": 1.0}


def test_teams_that_are_alike_inside_are_more_so_than_sets_drawn_at_random():
    profiles = {place: np.array([10.0 if place[0] < "3" else 1.0, 5.0]) for place in GRID}
    assert likeness(TODAY, profiles, TOUCHING) > 0.95
    assert likeness(TODAY, {}, TOUCHING) is None
    halves = [[p for p in GRID if p[1] < "3"], [p for p in GRID if p[1] >= "3"]]
    assert likeness(halves, profiles, TOUCHING) < 0.2


def test_sets_drawn_at_random_hang_together_and_have_the_same_sizes():
    drawn = random_connected(TODAY, TOUCHING)
    assert len(drawn) == 200
    for groups in drawn:
        assert sorted(map(len, groups)) == [9, 9, 9, 9] and sorted(chain(*groups)) == sorted(GRID)
        assert all(len(pieces_of(group, TOUCHING)) == 1 for group in groups)


def test_moves_and_ways_are_counted_by_hand():
    swapped = [[*TODAY[0][1:], TODAY[1][0]], [*TODAY[1][1:], TODAY[0][0]], *TODAY[2:]]
    assert moved(swapped, TODAY) == 2 and moved(TODAY, TODAY) == 0
    assert longest_way([["00", "03"], ["10"]], CENTRES) == 3000.0
    assert longest_way(TODAY, {}) is None


@settings(max_examples=examples(10), deadline=None)
@given(st.lists(st.floats(1, 9), min_size=36, max_size=36), st.integers(2, 9))
def test_suggested_sets_hang_together_and_hold_every_place_once(sizes, teams):
    work = dict(zip(GRID, sizes, strict=True))
    groups = balanced(work, TOUCHING, teams, beginnings=2)
    assert len(groups) == teams and sorted(chain(*groups)) == sorted(GRID)
    assert all(len(pieces_of(group, TOUCHING)) == 1 for group in groups)


def test_equal_places_are_shared_out_evenly():
    assert spread(balanced(dict.fromkeys(GRID, 1.0), TOUCHING, 9, beginnings=5), dict.fromkeys(GRID, 1.0)) == 1.0


def test_pairs_are_the_cheapest_there_are_and_an_odd_place_joins_one():
    line = {"a": ("b",), "b": ("a", "c"), "c": ("b", "d"), "d": ("c", "e"), "e": ("d",)}
    cheap = {("a", "b"): 1.0, ("b", "c"): 0.1, ("c", "d"): 1.0, ("d", "e"): 0.2}
    assert pairs(list("abcd"), line, lambda a, b: cheap[min(a, b), max(a, b)]) == [["a", "b"], ["c", "d"]]
    five = pairs(list("abcde"), line, lambda a, b: cheap.get((min(a, b), max(a, b)), 9.0))
    assert sorted(map(len, five)) == [2, 3] and ["d", "e"] in five
    assert pairs(["a", "z"], {"a": (), "z": ()}, lambda a, b: 0.0) == [["a"], ["z"]]


def test_a_place_whose_range_crosses_a_cut_stands_on_the_line():
    rng, central = np.random.default_rng(1), np.arange(1.0, 10.0)
    told = thirds_of_draws(central + rng.normal(0, 0.1, (500, 9)))
    assert told == (Third.LOWER,) * 3 + (Third.MIDDLE,) * 3 + (Third.UPPER,) * 3
    assert thirds_of_draws(rng.normal(5, 1, (500, 9))) == (Third.ON_THE_LINE,) * 9
    assert thirds_of_draws(rng.uniform(1, 9, (500, 1)) * central) == told


@pytest.mark.parametrize("teams", [0, 37])
def test_teams_that_cannot_be_are_refused(teams):
    with pytest.raises(ValueError, match="shared out"):
        balanced(dict.fromkeys(GRID, 1.0), TOUCHING, teams)
