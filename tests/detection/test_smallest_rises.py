import numpy as np
import pandas as pd
import pytest

from bsafe_analysis.detection.baseline import expect
from bsafe_analysis.detection.rules import judge
from bsafe_analysis.detection.smallest_rises import smallest_rises
from tests.detection.counts import LAST, SETTINGS, steady, table

MEANS = {"N1": 0.5, "N2": 5, "N3": 50}


def rises(**more):
    counts = table({name: steady(mean, 61, i) for i, (name, mean) in enumerate(MEANS.items())})
    return smallest_rises(counts, LAST, SETTINGS, **more).set_index("area")


def test_three_months_show_a_smaller_rise_than_one():
    found = rises()
    assert (found["rise_in_3"] < found["rise_in_1"]).all()


def test_the_larger_the_series_the_larger_the_rise_and_the_smaller_its_share():
    found = rises()["rise_in_1"]
    assert found.is_monotonic_increasing
    assert (found / pd.Series(MEANS)).is_monotonic_decreasing


def test_a_poisson_series_of_fifty_shows_about_what_arithmetic_says():
    # 3.09 + 0.84 standard deviations of a count of about 50 to 78, and a little for the expectation's own uncertainty
    assert rises()["rise_in_1"]["N3"] == pytest.approx(33, abs=6)


def test_a_rise_of_that_size_is_seen_about_four_times_in_five():
    expected, rise = rises(alarm=0.01).loc["N2", ["expected", "rise_in_1"]]
    rng = np.random.default_rng(2)
    bar = next(k for k in range(60) if (rng.poisson(5, 200_000) > k).mean() < 0.01)
    seen = (rng.poisson(expected + rise, 20_000) > bar).mean()
    assert seen == pytest.approx(0.8, abs=0.1)


def test_what_has_no_expectation_has_no_rise():
    found = smallest_rises(table({"N1": steady(5, 10)}), LAST, SETTINGS)
    assert found[["expected", "rise_in_1", "rise_in_3"]].isna().all().all()


def test_a_month_that_was_not_received_changes_what_could_be_seen_but_little():
    whole, holed = steady(20, 61), steady(20, 61)
    holed[-2] = None
    one, other = (smallest_rises(table({"N1": counts}), LAST, SETTINGS).iloc[0] for counts in (whole, holed))
    assert other["expected"] == pytest.approx(one["expected"], rel=0.05)
    assert other["rise_in_3"] == pytest.approx(one["rise_in_3"], rel=0.1)


def test_the_more_series_are_judged_together_the_larger_a_rise_must_be():
    few = table({f"N{i}": steady(5, 61, i) for i in range(3)})
    many = table({f"N{i}": steady(5, 61, i) for i in range(60)})
    of_few, of_many = (smallest_rises(rows, LAST, SETTINGS).set_index("area").loc["N1"] for rows in (few, many))
    assert of_many["rise_in_1"] > of_few["rise_in_1"] + 1
    assert of_many["rise_in_3"] > of_few["rise_in_3"]


def test_the_smallest_rise_makes_a_series_the_first_of_its_months_list():
    rows = table({f"N{i}": steady(20, 61, i) for i in range(40)})
    rise = smallest_rises(rows, LAST, SETTINGS).set_index("area").loc["N7"]
    first = (rows["area"] == "N7") & (rows["month"] == LAST)
    high = rows.assign(count=rows["count"].mask(first, round(rise["expected"] + 1.5 * rise["rise_in_1"])))
    assert listed(high) == ["N7"]
    low = rows.assign(count=rows["count"].mask(first, round(rise["expected"] + 0.5 * rise["rise_in_1"])))
    assert listed(low) == []


def listed(rows):
    told = judge(expect(rows, [LAST], SETTINGS), LAST, SETTINGS)
    return told.loc[told["alarm"], "area"].tolist()
