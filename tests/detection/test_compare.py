import numpy as np
import pandas as pd
import pytest

from bsafe_analysis.detection.any_counts import counts_of_table
from bsafe_analysis.detection.baseline import grid_of
from bsafe_analysis.detection.compare import OURS, PEER, RIVALS, _share, compare, judge_all, plant
from bsafe_analysis.faults import InputError
from bsafe_analysis.model.cycle import DetectionSettings
from bsafe_analysis.model.periods import months_between

SETTINGS = DetectionSettings()
MONTHS = months_between("2025-01", "2025-06")


def counts(n=40, mean=8, first="2022-01", seed=3):
    rng = np.random.default_rng(seed)
    rows = [
        (f"s{i:02d}", month, int(rng.poisson(mean))) for i in range(n) for month in months_between(first, MONTHS[-1])
    ]
    return counts_of_table(pd.DataFrame(rows, columns=["series", "month", "count"]), MONTHS[-1])


def test_every_method_answers_and_ours_is_among_those_that_find_most():
    told = {row.method: row for row in compare(counts(120), MONTHS, SETTINGS)}
    assert list(told) == [OURS, PEER, *RIVALS]
    assert told["20 % above the same month last year"].error == pytest.approx(1)
    assert told["20 % above the same month last year"].rises_a_month > 10 * max(told[OURS].rises_a_month, 0.1)
    assert told[OURS].error < 0.9
    # with 18 of each planted two methods may differ by a few of chance; the rule of 20 % finds hardly any
    found = {name: row.spikes_found + row.shifts_found for name, row in told.items()}
    assert found[OURS] > 0.8 and found[OURS] >= max(found.values()) - 0.25
    assert found[OURS] > 2 * found["20 % above the same month last year"]


def test_the_counts_as_they_are_stay_as_they_are():
    table = counts()
    before = table.copy()
    compare(table, MONTHS, SETTINGS)
    pd.testing.assert_frame_equal(table, before)


def test_planting_only_adds_only_in_the_judged_months_and_always_the_same():
    table = counts()
    grid = grid_of(table)
    one, other = plant(table, grid, MONTHS), plant(table, grid, MONTHS)
    pd.testing.assert_frame_equal(one.counts, other.counts)
    more = one.counts["count"].astype(int) - table["count"].astype(int)
    assert (more >= 0).all() and more.sum() > 0
    assert set(one.counts.loc[more > 0, "month"]) <= set(MONTHS)
    assert not (one.spike & one.shift).any()
    assert one.spike.any(axis=1).sum() == 6


def test_nothing_is_looked_at_before_its_time():
    table = counts()
    later = judge_all(table, MONTHS, SETTINGS)
    earlier = judge_all(table[table["month"] <= MONTHS[2]], MONTHS[:3], SETTINGS)
    for name in (OURS, PEER, *RIVALS):
        np.testing.assert_allclose(later[name].score[:, :3], earlier[name].score, err_msg=name)


def test_too_little_history_is_refused_with_the_cure():
    with pytest.raises(InputError, match="It takes 24"):
        compare(counts(first="2024-01"), MONTHS, SETTINGS)


def test_a_share_of_nothing_is_nothing():
    found, held = np.ones((2, 3), dtype=bool), np.zeros((2, 3), dtype=bool)
    assert np.isnan(_share(found, held))
    held[0, 1] = True
    assert _share(found, held) == 1.0
