import numpy as np
import pytest

from bsafe_analysis.detection.counts_model import upper_mid_p
from bsafe_analysis.detection.design import DAMPING, DAYS, STEPS, design, precision, step_edges, trend_years
from bsafe_analysis.detection.dispersion import correction
from bsafe_analysis.detection.fit import FitSeries, Prior, batches, fit, newton, refit
from bsafe_analysis.detection.robust import deviance_score, robust_weights
from bsafe_analysis.model.periods import month_index


def test_the_fit_equals_statsmodels_where_the_prior_says_nothing():
    sm = pytest.importorskip("statsmodels.api")
    rng = np.random.default_rng(3)
    x = design(60, 24000)[:, :STEPS]
    y = rng.poisson(np.exp(2 + x[:, 1:2].T * 0.1 + 0.3 * x[:, 2:3].T), (5, 60)).astype(float)
    weight = rng.uniform(0.3, 1, y.shape)
    prior = Prior(np.full((5, STEPS), 1e-10), np.zeros((5, STEPS)))
    b, mu, hessian = newton(y, weight, x, prior, np.zeros((5, STEPS)), np.full(5, 1.7))
    for i in range(5):
        glm = sm.GLM(y[i], x, family=sm.families.Poisson(), freq_weights=weight[i]).fit(scale=1.7)
        assert b[i] == pytest.approx(glm.params, abs=1e-6)
        assert mu[i] == pytest.approx(glm.fittedvalues, rel=1e-5)
        assert np.sqrt(np.diag(np.linalg.inv(hessian[i]))) == pytest.approx(glm.bse, rel=1e-4)


def test_the_design_stands_at_the_judged_month():
    x = design(61, 24000)
    assert list(x[-1, STEPS:]) == [0.0] * len(step_edges(61))
    assert x[-1, 1] == 0.0
    assert x[0, 1] == -5.0
    assert list(step_edges(61)) == [1, 2, 3, 5, 8, 12, 18, 24, 36, 48]
    assert precision(x.shape[1], np.array([0.01]), np.array([0.1]), np.array([0.1])).shape == (1, x.shape[1])


def test_the_trend_runs_on_over_a_few_months_apart_and_dies_away_over_many():
    ordinary = np.array([True, True, False, False, True, *[False] * 12])
    passed = 12 * np.diff(trend_years(17, ordinary))
    assert passed[:7] == pytest.approx([1.0] * 7)  # two months apart, and the first three of many
    assert passed[7:] == pytest.approx([DAMPING**n for n in range(1, 10)])
    assert trend_years(17, ordinary)[-1] == 0.0


def test_the_trend_counts_every_month_in_ordinary_times():
    assert trend_years(13, np.ones(13, dtype=bool)) == pytest.approx(trend_years(13))


def test_the_design_knows_how_long_each_month_is():
    leap, february, march = (design(13, month_index(month))[-1, DAYS] for month in ("2024-02", "2023-02", "2023-03"))
    assert np.exp(leap - february) == pytest.approx(29 / 28)
    assert np.exp(march - february) == pytest.approx(31 / 28)


def test_a_year_of_history_has_no_step_without_months_on_both_sides():
    assert list(step_edges(13)) == [1, 2, 3, 5]
    assert (design(13, 24000)[:, STEPS:].sum(axis=0) >= 6).all()


def test_the_quick_score_is_near_the_exact_one_where_it_decides_a_weight():
    mean, phi = np.array([0.5, 2.0, 10.0, 40.0]), np.array([1.0, 1.5, 2.0, 3.0])
    for m, f in zip(mean, phi, strict=True):
        y = np.arange(m + 1, m + 8 * np.sqrt(f * m) + 2).round()
        p = upper_mid_p(y, np.full(len(y), m), np.full(len(y), f * m))
        from scipy.special import ndtri

        exact, quick = -ndtri(p), deviance_score(y, np.full(len(y), m), np.full(len(y), f))
        decisive = (exact > 1.5) & (exact < 4)
        assert np.abs(exact - quick)[decisive].max() < 0.16


def test_outlying_months_weigh_less_on_either_side():
    y, mu = np.array([[20.0, 60.0, 2.0]]), np.full((1, 3), 20.0)
    weight = robust_weights(y, mu, np.array([1.0]))[0]
    assert weight[0] == 1.0
    assert weight[1] < 0.5
    assert weight[2] < 0.5


def test_the_correction_for_weights_is_a_little_below_one():
    found = correction(np.array([0.1, 2.0, 50.0]), np.array([1.0, 2.0, 3.0]))
    assert ((found > 0.6) & (found <= 1.0)).all()


def test_dispersion_is_found():
    rng = np.random.default_rng(8)
    mean, phi = 12.0, 2.5
    y = rng.poisson(rng.gamma(mean / (phi - 1), phi - 1, (300, 61))).astype(float)
    x = design(61, 24000)
    prior = Prior(precision(x.shape[1], *(np.full(300, v) for v in (0.004, 0.05, 0.02))), np.zeros((300, x.shape[1])))
    series = FitSeries(y, np.ones(y.shape, dtype=bool), np.zeros(300, dtype=int), np.ones(300, dtype=bool))
    assert np.median(fit(series, x, prior, 1).phi) == pytest.approx(phi, rel=0.12)


@pytest.mark.parametrize("groups", [[0, 0, 1, 1, 1, 2], [2, 0, 2, 0, 1], [0] * 7, [5, 3, 5]])
def test_batches_hold_whole_groups_and_every_row_once(groups):
    parts = list(batches(np.array(groups), np.ones(len(groups), dtype=bool), 3))
    assert sorted(int(i) for part in parts for i in part) == list(range(len(groups)))
    homes = [{groups[i] for i in part} for part in parts]
    assert sum(len(home) for home in homes) == len(set(groups))


def test_batches_leave_out_what_is_not_among_them():
    parts = list(batches(np.array([0, 1, 0, 1]), np.array([True, False, True, False]), 3))
    assert [list(part) for part in parts] == [[0, 2]]
    assert list(batches(np.array([0, 1]), np.zeros(2, dtype=bool))) == []


def test_side_by_side_each_series_is_fitted_as_by_itself_whatever_is_left_out_of_it():
    rng = np.random.default_rng(8)
    x = design(48, 24000)
    y = np.tile(rng.poisson(30, (3, 48)).astype(float), (2, 1))
    everything, leaf = np.ones(y.shape, dtype=bool), np.ones(6, dtype=bool)
    prior = Prior(precision(x.shape[1], *(np.full(6, value) for value in (0.02, 0.1, 0.05))), np.zeros((6, x.shape[1])))
    whole = FitSeries(y, everything, np.repeat([0, 1], 3), leaf)  # a group each: dispersion is shared within it
    left_out = np.repeat([2, 7], 3)
    together = fit(whole, x, prior, left_out)
    again = refit(whole, x, prior, left_out + 1, together)
    for k, months in enumerate((2, 7)):
        rows = np.arange(3) + 3 * k
        alone = fit(FitSeries(y[rows], everything[rows], np.zeros(3, dtype=int), leaf[rows]), x, prior[rows], months)
        assert together.mu[rows] == pytest.approx(alone.mu, rel=1e-9)
        assert together.phi[rows] == pytest.approx(alone.phi, rel=1e-9)
        assert again.mu[rows] == pytest.approx(refit(whole[rows], x, prior[rows], months + 1, alone).mu, rel=1e-9)
