"""Scores of whole forecasts, beside sums and samples made by hand."""

import numpy as np
import pytest
from scipy import stats

from bsafe_analysis.detection.scores import crps_normal, crps_of, interval_score


def poisson(mean, seen):
    mean, seen = np.array([mean]), np.array([float(seen)])
    return crps_of(lambda at: stats.poisson.cdf(at, mean[:, None]), mean, np.sqrt(mean), seen)[0]


def by_hand(mean, seen):
    at = np.arange(5_000)
    return ((stats.poisson.cdf(at, mean) - (at >= seen)) ** 2).sum()


@pytest.mark.parametrize(("mean", "seen"), [(0.2, 0), (0.2, 3), (3, 2), (12, 30), (40, 25)])
def test_the_score_of_a_small_count_is_the_sum_over_whole_numbers(mean, seen):
    assert poisson(mean, seen) == pytest.approx(by_hand(mean, seen), rel=0.01)


@pytest.mark.parametrize(("mean", "seen"), [(300, 280), (300, 301), (2_000, 2_500)])
def test_the_score_of_a_large_count_is_near_that_sum(mean, seen):
    assert poisson(mean, seen) == pytest.approx(by_hand(mean, seen), rel=0.01)


def test_a_forecast_that_is_certain_scores_its_absolute_error():
    assert crps_normal(np.array([10.0]), np.array([1e-6]), np.array([14.0]))[0] == pytest.approx(4, abs=1e-4)


def test_the_normal_score_is_that_of_many_drawn_from_it():
    drawn = np.random.default_rng(1).normal(50, 8, 4_000)
    sample = np.abs(drawn - 61).mean() - np.abs(drawn[:, None] - drawn[None, :]).mean() / 2
    assert crps_normal(np.array([50.0]), np.array([8.0]), np.array([61.0]))[0] == pytest.approx(sample, rel=0.03)


def test_a_range_costs_its_width_and_forty_times_what_lies_outside():
    lower, upper = np.array([10.0, 10.0, 10.0]), np.array([20.0, 20.0, 20.0])
    assert list(interval_score(lower, upper, np.array([15.0, 22.0, 9.0]), 0.95)) == pytest.approx([10, 90, 50])
