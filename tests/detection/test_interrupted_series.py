import numpy as np
import pandas as pd
import pytest

from bsafe_analysis.detection.interrupted_series import COLUMNS, interrupted_series
from bsafe_analysis.model.periods import add_months
from tests.detection.counts import LAST, SETTINGS, steady, table, wavering

FIRST = add_months(LAST, -5)


def told(counts, first=FIRST, last=LAST):
    return interrupted_series(counts, first, last, SETTINGS).set_index("area")


def test_six_months_together_beside_what_those_before_led_to_expect():
    found = told(table({"N1": [*wavering(20, 60), 10, 11, 9, 10, 10, 10], "N2": wavering(20, 66)}))
    assert (found.loc["N1", "observed"], found.loc["N1", "months"]) == (60, 6)
    assert found["expected"].to_numpy() == pytest.approx([120, 120], abs=5)
    assert found.loc["N1", "observed"] < found.loc["N1", "lower"]
    assert found.loc["N1", "p_low"] < 0.001
    assert found.loc["N2", "lower"] < found.loc["N2", "observed"] < found.loc["N2", "upper"]


def test_the_months_after_do_not_touch_the_forecast():
    before = wavering(20, 60)
    few, many = (told(table({"N1": [*before, *after]})) for after in ([1] * 6, [90] * 6))
    assert few.loc["N1", "expected"] == many.loc["N1", "expected"]
    assert few.loc["N1", "upper"] == many.loc["N1", "upper"]


def test_one_month_agrees_with_the_expectation_of_that_month():
    from bsafe_analysis.detection.baseline import expect

    counts = table({"N1": steady(12, 61), "N2": steady(4, 61, 2)})
    one, other = told(counts, LAST, LAST), expect(counts, (LAST,), SETTINGS).set_index("area")
    assert one["expected"].to_numpy() == pytest.approx(other["expected"].to_numpy())
    assert one["upper"].tolist() == other["upper"].tolist()


def test_a_month_that_was_not_received_is_in_neither_sum():
    found = told(table({"N1": [*wavering(20, 60), 20, None, 20, 20, 20, None]})).loc["N1"]
    assert (found["months"], found["observed"]) == (4, 80)
    assert found["expected"] == pytest.approx(80, abs=4)


def test_the_range_widens_by_more_than_chance_as_months_pass():
    counts = table({"N1": steady(30, 72)})
    short, long = (told(counts, add_months(LAST, 1 - n)).loc["N1"] for n in (2, 12))
    assert (long["upper"] - long["lower"]) / 12 > (short["upper"] - short["lower"]) / 2 / 6**0.5


def test_too_little_before_is_no_forecast():
    found = told(table({"N1": wavering(9, 14)})).loc["N1"]
    assert np.isnan(found["expected"])
    assert pd.isna(found["upper"])
    assert tuple(found.index) == COLUMNS[1:]
