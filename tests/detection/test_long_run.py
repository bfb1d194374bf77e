"""Years beside one another, by hand first."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bsafe_analysis.detection.long_run import YearVerdict, dispersion_between, least_provable, years_of
from bsafe_analysis.model.annotations import Rebase
from bsafe_analysis.model.cycle import DetectionSettings, ExceptionalTime
from bsafe_analysis.model.findings import EXPECTATION_COLUMNS
from bsafe_analysis.model.periods import add_months, months_between

LAST, SETTINGS = "2021-09", DetectionSettings()
NOTHING_EXPECTED = pd.DataFrame(columns=list(EXPECTATION_COLUMNS))


def table(counts, missing=()):
    """One series of the borough, the newest count last; `missing`: months that are not held."""
    months = months_between(add_months(LAST, 1 - len(counts)), LAST)
    seen = [pd.NA if month in missing else n for month, n in zip(months, counts, strict=True)]
    rows = {"area": "B", "level": "borough", "category": "burglary", "month": months}
    return pd.DataFrame(rows | {"count": pd.array(seen, dtype="Int64")})


def run(counts, missing=(), settings=SETTINGS):
    (only,) = years_of(table(counts, missing), NOTHING_EXPECTED, LAST, settings)
    return only


def test_three_years_are_summed_over_the_calendar_months_that_all_of_them_hold():
    found = run([10] * 12 + [20] * 12 + [30] * 12, missing=("2019-07", "2021-02"))
    assert [year.total for year in found.years] == [100, 200, 300]
    assert found.left_out == ("2021-02", "2021-07")
    assert (found.beside.first, found.beside.last) == ("2019-10", "2020-09")


def test_twice_as_many_is_more_and_a_few_more_are_no_evidence():
    assert run([20] * 12 + [40] * 12).verdict is YearVerdict.MORE
    assert run([40] * 12 + [20] * 12).verdict is YearVerdict.FEWER
    assert run([20] * 12 + [21] * 12).verdict is YearVerdict.NO_EVIDENCE
    assert run([1] * 12 + [2] * 12).verdict is YearVerdict.TOO_FEW
    assert run([20] * 12).verdict is YearVerdict.NOTHING_TO_COMPARE


def test_a_poisson_ratio_has_the_interval_of_the_book():
    found = run([10] * 12 + [15] * 12)
    by = np.exp(1.96 * np.sqrt(1 / 120 + 1 / 180))
    assert (found.ratio, found.low, found.high) == pytest.approx((1.5, 1.5 / by, 1.5 * by))


def test_years_that_touch_an_exceptional_time_are_shown_and_not_compared_with():
    lockdown = ExceptionalTime("Restrictions", "2020-03", "2020-05")
    found = run([30] * 12 + [10] * 12 + [30] * 12, settings=replace(SETTINGS, exceptional=(lockdown,)))
    assert [year.exceptional for year in found.years] == [False, True, False]
    assert found.beside.last == "2019-09"
    assert found.verdict is YearVerdict.NO_EVIDENCE


def test_nothing_is_compared_across_a_recording_change():
    change = Rebase(("B",), "burglary", "2020-10", "another way of counting")
    found = run([10] * 24 + [30] * 12, settings=replace(SETTINGS, rebases=(change,)))
    assert (found.verdict, found.rebased_from) == (YearVerdict.NOTHING_TO_COMPARE, "2020-10")
    assert [year.total for year in found.years] == [360]


def test_a_change_before_all_that_is_held_is_none():
    change = Rebase(("B",), "*", "2019-10", "another way of counting")
    assert run([10] * 24, settings=replace(SETTINGS, rebases=(change,))).rebased_from == ""


def test_less_than_nine_common_months_are_no_second_year():
    gaps = tuple(months_between("2019-10", "2020-01"))
    assert [year.total for year in run([10] * 24, missing=gaps).years] == [120]
    assert [year.total for year in run([10] * 24, missing=gaps[:3]).years] == [90, 90]


def test_what_a_year_wavers_by_widens_its_interval():
    calm, wild = run([20] * 12 + [26] * 12), run([5, 35] * 6 + [26] * 12)
    assert calm.verdict is YearVerdict.MORE and wild.verdict is YearVerdict.NO_EVIDENCE
    assert wild.least > calm.least


def test_the_month_s_own_dispersion_is_the_least_that_a_year_may_have():
    counts = table([20] * 12 + [26] * 12)
    row = {"area": "B", "category": "burglary", "month": LAST, "dispersion": 9.0}
    wide = pd.DataFrame([row]).reindex(columns=list(EXPECTATION_COLUMNS))
    (found,) = years_of(counts, wide, LAST, SETTINGS)
    assert found.verdict is YearVerdict.NO_EVIDENCE


@given(st.integers(20, 50_000), st.floats(1, 20))
def test_the_least_provable_rise_is_just_provable(then, phi):
    least = least_provable(then, phi)
    for factor, provable in ((1.001, True), (0.999, False)):
        now = then * np.exp(np.log1p(least) * factor)
        assert (np.log(now / then) > 1.96 * np.sqrt(phi * (1 / now + 1 / then))) is np.bool_(provable)


@given(st.lists(st.tuples(st.integers(0, 500), st.integers(0, 500)), min_size=2, max_size=12))
def test_dispersion_is_the_same_whichever_year_comes_first(pairs):
    one, other = (np.array(side) for side in zip(*pairs, strict=True))
    assert dispersion_between(one, other) == pytest.approx(dispersion_between(other, one))
    assert dispersion_between(one, other) >= 1
