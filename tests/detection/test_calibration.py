"""Ranges of large counts are as wide as the engine was wrong lately, and no later month is looked at."""

from dataclasses import replace

import numpy as np
import pytest

from bsafe_analysis.detection.baseline import expect, grid_of, history_of, hyper_of
from bsafe_analysis.detection.calibration import HEAVIER, HEAVIER_AHEAD, LEAST, MOST, recent_scale
from bsafe_analysis.detection.fit import fit
from bsafe_analysis.detection.hyperparameters import in_common
from bsafe_analysis.model.cycle import ExceptionalTime
from bsafe_analysis.model.periods import add_months
from tests.detection.counts import LAST, SETTINGS, table


def scale_of(rows, left_out=1, **changes):
    settings = replace(SETTINGS, **changes)
    grid = grid_of(table(rows))
    series, x, _ = history_of(grid, LAST, settings)
    hyper = hyper_of(grid, LAST, settings, {})
    fitted = fit(series, x, hyper.prior(in_common(series, x, left_out)), left_out=left_out)
    return recent_scale(series, x, hyper, fitted, left_out)


def borough(mean, shock=0.0, months=6, ordinary_after=0, number=8):
    """Series of that mean whose last `months` (before so many ordinary ones) all rise and fall together at random."""
    rng = np.random.default_rng(5)
    level = np.ones(61)
    end = 60 - ordinary_after
    level[end - months : end] = np.exp(rng.choice([-1, 1], months) * shock)
    return {f"N{i}": [int(c) for c in rng.poisson(mean * level)] for i in range(number)}


def test_small_counts_are_never_widened():
    assert list(scale_of(borough(8, shock=0.5))) == [1.0] * 8


def test_quiet_months_widen_next_to_nothing():
    assert (scale_of(borough(150)) < 1.15).all()


def test_the_largest_counts_are_told_wider_than_their_errors_were_and_the_coming_months_more_so():
    rows = borough(60, number=4) | {f"B{i}": counts for i, counts in enumerate(borough(150, number=4).values())}
    next_month, further = scale_of(rows), scale_of(rows, left_out=4)
    assert (next_month[:4] < HEAVIER).all()
    assert (next_month[4:] >= HEAVIER).all()
    assert (further[4:] >= HEAVIER_AHEAD).all()


def test_months_that_shook_everything_widen_the_ranges_of_large_counts():
    shaken = scale_of(borough(150, shock=0.4))
    assert (shaken > 1.5).all()
    assert (shaken <= MOST * HEAVIER).all()


def test_one_wild_series_widens_nobodys_range():
    rows = borough(150)
    rows["N0"] = [*rows["N0"][:54], *[3 * c for c in rows["N0"][54:60]], rows["N0"][60]]
    assert (scale_of(rows)[1:] < 1.25).all()


def test_the_judged_month_itself_is_not_looked_at():
    rows = borough(150, shock=0.3)
    others = {name: [*counts[:-1], 7] for name, counts in rows.items()}
    assert list(scale_of(rows)) == list(scale_of(others))


def test_an_exceptional_time_widens_the_first_month_after_it_and_no_later_one():
    def widened(since):
        time = ExceptionalTime("Restrictions", add_months(LAST, -since - 6), add_months(LAST, -since))
        return scale_of(borough(150, shock=0.4, months=7, ordinary_after=since - 1), exceptional=(time,))

    assert (widened(1) > 1.5).all()
    assert (widened(3) < 1.2).all()


def test_a_short_history_is_answered():
    rows = {name: counts[-14:] for name, counts in borough(150, shock=0.4).items()}
    assert ((scale_of(rows) >= LEAST) & (scale_of(rows) <= MOST * HEAVIER)).all()


def test_a_range_that_is_widened_keeps_its_mean_and_its_chances_agree_with_it():
    shaken = expect(table(borough(150, shock=0.4)), (LAST,), SETTINGS)
    outside = (shaken["observed"] > shaken["upper"]) | (shaken["observed"] < shaken["lower"])
    chance = shaken[["p_high", "p_low"]].min(axis=1)
    assert (outside == (chance < 0.025)).all()
    assert shaken["p_high"].to_numpy() == pytest.approx(1 - shaken["p_low"].to_numpy())
