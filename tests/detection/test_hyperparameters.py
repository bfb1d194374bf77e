"""What series share with their group is an estimate, and its uncertainty is theirs too."""

import numpy as np
import pytest

from bsafe_analysis.detection.design import SEASON, design
from bsafe_analysis.detection.fit import FitSeries
from bsafe_analysis.detection.hyperparameters import Hyper, in_common, in_common_of_each


def group(months, mean=12.0, n=8):
    rng = np.random.default_rng(6)
    y = rng.poisson(mean * (1 + 0.3 * np.cos(2 * np.pi * np.arange(months) / 12)), (n, months)).astype(float)
    everything = np.ones(y.shape, dtype=bool)
    return FitSeries(y, everything, np.zeros(n, dtype=int), np.ones(n, dtype=bool)), design(months, 24_000)


def doubt(months, shares=(1.0, 0.0), mean=12.0):
    series, x = group(months, mean)
    n, columns = len(series.y), x.shape[1]
    hyper = Hyper(*(np.full(n, value) for value in (0.01, 0.1, 0.05)), np.tile(shares, (n, 1)))
    leaning = np.zeros((n, columns))
    leaning[:, SEASON] = x[-1, SEASON]
    return hyper.doubt(in_common(series, x, 1), leaning)[0]


def test_a_season_learnt_from_one_year_is_doubted_more_than_one_from_five():
    assert doubt(13) > 2 * doubt(61) > 0


def test_a_season_learnt_from_more_counts_is_doubted_less():
    assert doubt(25, mean=200) < 0.5 * doubt(25, mean=4)


def test_what_is_not_shared_is_not_doubted():
    assert doubt(25, shares=(0.0, 0.0)) == pytest.approx(0)
    assert doubt(25, shares=(0.0, 1.0)) == pytest.approx(0)  # trend and steps alone: the season stays its own


def test_what_is_in_common_is_the_same_for_several_ends_at_once_as_for_each():
    series, x = group(40)
    for months, together in zip((1, 3, 6), in_common_of_each(series, x, (1, 3, 6)), strict=True):
        alone = in_common(series, x, months)
        assert together.centre == pytest.approx(alone.centre, rel=1e-9)
        assert together.scale == pytest.approx(alone.scale)
        assert together.covariance == pytest.approx(alone.covariance, rel=1e-9)
