"""The forecaster's yardstick does what its name says on series that a person can foresee."""

import numpy as np
import pytest

from bsafe_analysis.detection.peers.exponential_smoothing import ets_and_theta, last_month


def test_a_steady_series_is_foreseen_with_its_own_spread():
    y = np.random.default_rng(2).normal(100, 5, 30)
    told = ets_and_theta(y, 3)
    assert told.mean == pytest.approx([100] * 3, abs=4)
    assert told.sd[0] == pytest.approx(5, abs=2)


def test_a_level_that_moved_is_followed():
    y = np.concatenate([np.full(20, 100.0), np.full(8, 160.0)]) + np.tile([-2.0, 2.0], 14)
    assert ets_and_theta(y).mean[0] > 145


def test_the_last_month_is_told_again_and_the_further_off_the_wider():
    told = last_month(np.cumsum(np.random.default_rng(3).normal(0, 4, 40)) + 200, 4)
    assert len(set(told.mean)) == 1
    assert told.sd[3] > 1.4 * told.sd[0]


def test_a_missing_month_is_drawn_between_its_neighbours():
    y = np.array([np.nan, 10.0, 12, np.nan, 16, 18, 20, 22, 24, 26, 28, 30, 32, 34])
    assert last_month(y).mean[0] == 34
    assert np.isfinite(ets_and_theta(y).mean).all()


def test_a_series_that_never_changes_is_told_as_it_is():
    assert ets_and_theta(np.full(20, 7.0), 2).mean == pytest.approx([7, 7])
