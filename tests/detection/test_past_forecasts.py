"""Forecasts of past months by size: ours beside a forecaster's, each from the months before alone."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from bsafe_analysis.detection.past_forecasts import LAST, OURS, SMOOTHING, own_forecasts, score_by_size
from bsafe_analysis.model.cycle import ExceptionalTime
from tests.detection.counts import SETTINGS, steady, table

MONTHS = ("2025-11", "2025-12")


@pytest.fixture(scope="module")
def counts():
    return table({"N1": steady(3), "N2": steady(9, seed=2), "N3": steady(150, seed=3)})


def test_each_size_tells_every_method_that_was_asked(counts):
    told = {(row.band, row.method): row for row in score_by_size(counts, MONTHS, SETTINGS)}
    assert {method for band, method in told if band == "over 100"} == {OURS, LAST, SMOOTHING}
    assert {method for band, method in told if band == "1 to 5"} == {OURS, LAST}
    assert all(row.series_months == 2 for row in told.values())
    assert told["over 100", OURS].beside_ours == 1
    last = told["over 100", LAST]
    assert last.beside_ours == pytest.approx(last.crps / told["over 100", OURS].crps)


def test_last_months_count_is_a_worse_forecast_of_steady_small_counts(counts):
    months = tuple(f"2025-{m:02d}" for m in range(1, 13))
    told = {(row.band, row.method): row for row in score_by_size(counts, months, SETTINGS)}
    assert told["1 to 5", LAST].beside_ours > 1.1


def test_months_of_an_exceptional_time_are_left_out(counts):
    time = ExceptionalTime("Restrictions", "2025-11", "2025-11")
    rows = score_by_size(counts, MONTHS, replace(SETTINGS, exceptional=(time,)))
    assert {row.series_months for row in rows} == {1}


def test_what_comes_later_changes_no_forecast(counts):
    until = counts[counts["month"] <= MONTHS[0]]
    one, other = (own_forecasts(held, MONTHS[:1], SETTINGS) for held in (counts, until))
    pd.testing.assert_frame_equal(one, other)
    assert np.isfinite(one["crps"]).all()


def test_no_month_no_score(counts):
    assert score_by_size(counts, (), SETTINGS) == ()
