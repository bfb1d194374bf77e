"""The benchmark itself: are its truths true, and does it give a perfect watcher a perfect mark?"""

import numpy as np
import pytest

from benchmarks.detection.evaluate import evaluate
from benchmarks.detection.methods import oracle, ours
from benchmarks.detection.simulate import JUDGED, partnership, set_a


@pytest.fixture(scope="module")
def small():
    return partnership(np.random.default_rng(4), "T", True, 60, crimes=3, areas=2, places=8)


def test_totals_are_the_sums_of_their_parts(small):
    level, group = np.array(small.level), np.array(small.group)
    for crime in set(small.group):
        leaves = small.counts[(level == "neighbourhood") & (group == crime)].sum(0)
        for upper in ("area", "borough"):
            assert np.array_equal(small.counts[(level == upper) & (group == crime)].sum(0), leaves, equal_nan=True)


def test_a_total_with_part_of_an_event_is_left_out(small):
    level = np.array(small.level)
    assert set(small.kind[level == "borough"].ravel()) <= {"", "partial"}
    assert (small.kind[level == "neighbourhood"] != "partial").all()


def test_the_same_seed_gives_the_same_counts():
    one, other = set_a(7, 48), set_a(7, 48)
    assert np.array_equal(one.counts, other.counts, equal_nan=True)
    assert not np.array_equal(one.counts, set_a(8, 48).counts, equal_nan=True)


def test_the_oracle_is_calibrated_and_knows_the_mean(small):
    found = evaluate([(small, oracle(small))])
    assert found["RMSE"] == 0
    assert found["FPR"] < 0.03


def test_our_engine_is_measured_on_every_series_and_month(small):
    result = ours(small)
    found = evaluate([(small, result)])
    assert result.score.shape == (len(small.counts), JUDGED)
    assert found["answered"] == 1
    assert found["RMSE"] < 0.6
    assert found["cover 98"] > 0.96
