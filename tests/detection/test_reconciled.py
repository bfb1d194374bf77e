"""What is expected of places that add up adds up too, and is the better for it."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bsafe_analysis.detection.baseline import expect
from bsafe_analysis.detection.predictive import Predictive
from bsafe_analysis.detection.reconciled import NONE, among, reconciled, wholes_of
from bsafe_analysis.model.areas import NOT_PLACED
from tests.detection.counts import AREAS, LAST, SETTINGS, borough, steady

TREE = np.array([NONE, 0, 0, 1, 1])
"""A borough of two areas, the first of two neighbourhoods."""


def told(*means, phi=1.0):
    mean = np.array(means, dtype=float)
    return Predictive(mean, np.full(len(mean), phi), np.zeros(len(mean)), np.zeros(len(mean)))


def test_two_parts_and_their_whole_meet_by_their_variances():
    # 30 against 10 + 10, variances 30 and 20: the whole gives way by 30/50 of the ten between them, the parts by 20/50
    found = reconciled(told(30, 10, 10), np.array([NONE, 0, 0]))
    assert found.mean == pytest.approx([24, 12, 12])
    assert found.phi == pytest.approx([1, 1, 1])


@given(st.lists(st.floats(1, 500), min_size=5, max_size=5), st.floats(1, 4))
def test_every_level_adds_up_as_in_generalised_least_squares(means, phi):
    before = told(*means, phi=phi)
    found = reconciled(before, TREE).mean
    sums = np.array([[1, 1, 1], [0, 1, 1], [1, 0, 0], [0, 1, 0], [0, 0, 1]], dtype=float)  # of the three lowest
    weight = sums.T / (phi * before.mean)
    lowest = np.linalg.solve(weight @ sums, weight @ before.mean)
    assert found == pytest.approx(np.maximum(sums @ lowest, 1e-6), rel=1e-6, abs=1e-6)


def test_what_adds_up_already_stays():
    assert reconciled(told(60, 40, 20, 30, 10), TREE).mean == pytest.approx([60, 40, 20, 30, 10])


def test_only_parts_that_make_up_their_whole_in_every_known_month_are_held_against_it():
    area, parents = np.array(["B", "A1", "A2"]), {"A1": "B", "A2": "B", "B": None}
    group = np.zeros(3, dtype=int)
    adds = np.array([[5, 7, np.nan], [2, 3, 1], [3, 4, np.nan]])
    assert wholes_of(area, group, adds, parents).tolist() == [NONE, 0, 0]
    hidden = np.array([[5, 7], [2, 3], [3, np.nan]])
    assert wholes_of(area, group, hidden, parents).tolist() == [NONE, NONE, NONE]
    unplaced = np.array([[5, 8], [2, 3], [3, 4]])
    assert wholes_of(area, group, unplaced, parents).tolist() == [NONE, NONE, NONE]
    assert wholes_of(area, np.array([0, 1, 1]), adds, parents).tolist() == [NONE, NONE, NONE]


def test_a_whole_that_lacks_a_part_is_nobodys():
    assert among(TREE, np.array([0, 1, 3, 4])).tolist() == [NONE, NONE, 1, 1]
    assert among(TREE, np.array([1, 3, 4])).tolist() == [NONE, 0, 0]
    assert among(TREE, np.arange(5)).tolist() == TREE.tolist()


@pytest.fixture(scope="module")
def counts():
    return borough({"N1": steady(12, 60, 1), "N2": steady(6, 60, 2), "N3": steady(20, 60, 3)})


def test_the_months_expectations_add_up_by_place(counts):
    found = expect(counts, (LAST,), SETTINGS, parents=AREAS.parents).set_index("area")["expected"]
    assert found["A1"] + found["A2"] + found[NOT_PLACED] == pytest.approx(found["B"])
    assert found["N1"] + found["N2"] == pytest.approx(found["A1"])
    alone = expect(counts, (LAST,), SETTINGS).set_index("area")["expected"]
    assert alone["N1"] + alone["N2"] != pytest.approx(alone["A1"])
    assert found.to_numpy() == pytest.approx(alone.to_numpy(), rel=0.1, abs=0.1)


def test_the_judged_months_own_count_decides_nothing_of_it(counts):
    changed = counts.copy()
    changed.loc[(changed["area"] == "N1") & (changed["month"] == LAST), "count"] = pd.NA
    one, other = (expect(c, (LAST,), SETTINGS, parents=AREAS.parents)["expected"] for c in (counts, changed))
    assert one.to_numpy() == pytest.approx(other.to_numpy())
