from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from benchmarks.detection.forecasts import score_forecasts
from bsafe_analysis.detection.forecast import forecast_months
from bsafe_analysis.model.areas import NOT_PLACED
from bsafe_analysis.model.findings import FORECAST_COLUMNS
from bsafe_analysis.model.periods import add_months
from tests.detection.counts import AREAS, LAST, SETTINGS, borough, steady, wavering

STEADY = {"N1": steady(12, 60, 1), "N2": steady(6, 60, 2), "N3": steady(20, 60, 3)}


def told(neighbourhoods=STEADY, **more):
    return forecast_months(borough(neighbourhoods), AREAS, LAST, SETTINGS, **more)


def test_the_next_six_months_of_every_series_with_ranges():
    found = told()
    assert tuple(found.columns) == FORECAST_COLUMNS
    assert sorted(found["month"].unique()) == [add_months(LAST, k) for k in range(1, 7)]
    assert len(found) == 6 * 7
    assert (found["lower"] <= found["expected"]).all()
    placed = found[found["area"] != NOT_PLACED]
    assert (placed["expected"] <= placed["upper"]).all()


def test_parts_add_up_to_their_whole():
    wide = told().pivot(index="month", columns="area", values="expected")
    assert (wide["A1"] + wide["A2"] + wide[NOT_PLACED]).to_numpy() == pytest.approx(wide["B"].to_numpy())
    assert (wide["N1"] + wide["N2"]).to_numpy() == pytest.approx(wide["A1"].to_numpy())
    assert wide["N3"].to_numpy() == pytest.approx(wide["A2"].to_numpy())


def test_a_season_is_forecast():
    wave = [round(60 + 30 * np.cos(2 * np.pi * i / 12)) for i in range(66)]
    found = forecast_months(borough(dict.fromkeys(("N1", "N2", "N3"), wave[:60])), AREAS, LAST, SETTINGS)
    n1 = found[found["area"] == "N1"]["expected"].to_numpy()
    assert n1 == pytest.approx(wave[60:66], abs=9)


def test_what_comes_later_changes_no_forecast():
    counts = borough({code: [*values, 900] for code, values in STEADY.items()}, last=add_months(LAST, 1))
    later = forecast_months(counts, AREAS, LAST, SETTINGS)
    pd.testing.assert_frame_equal(later, told())


def test_the_further_off_the_wider_the_range():
    rng = np.random.default_rng(6)
    wander = np.exp(np.cumsum(rng.normal(0, 0.06, 60)))
    found = told({code: [int(c) for c in rng.poisson(200 * wander)] for code in STEADY})
    width = found[found["area"] == "B"].eval("upper - lower").astype(float).to_numpy()
    assert width[-1] > width[0]


def test_nothing_useful_is_said_below_two_a_month_or_without_a_year():
    few = told({"N1": [0, 1] * 30, "N2": wavering(12), "N3": wavering(20)})
    assert not few[few["area"] == "N1"]["useful"].any()
    assert few[few["area"] == "N2"]["useful"].all()
    short = told({code: values[:11] for code, values in STEADY.items()})
    assert short["expected"].isna().all()
    assert not short["useful"].any()


def test_forecasts_of_past_months_are_scored_against_last_years():
    counts = borough({code: steady(m, 72, i) for i, (code, m) in enumerate({"N1": 12, "N2": 30, "N3": 50}.items())})
    score = score_forecasts(counts, AREAS, [add_months(LAST, -k) for k in (6, 9)], replace(SETTINGS, coverage=0.8))
    assert score.series_months == 2 * 6 * 7
    # without season or trend the naive error is that of two counts, ours of one: 1 / sqrt 2, and a little
    assert 0.45 < score.mase < 0.85
    assert 0.7 < score.inside <= 1
    assert score_forecasts(counts, AREAS, ["2019-01"], SETTINGS) is None
