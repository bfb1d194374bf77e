from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bsafe_analysis.detection.any_counts import _dense
from bsafe_analysis.detection.baseline import expect
from bsafe_analysis.detection.drift import _chance, compare_years, find_slow_changes
from bsafe_analysis.model.findings import Direction, Rule, Status
from bsafe_analysis.model.periods import months_between
from tests.detection.counts import AREAS, LAST, SETTINGS, borough, months, wavering
from tests.examples import examples

LENGTH = len(wavering(10))
PLAIN = {"N1": wavering(12), "N2": wavering(16), "N3": wavering(20)}


def sloping(mean, change, over=18):
    """A series that wavers about a mean and then moves by `change` of it, a little each month."""
    step = [0.0] * (LENGTH - over) + list(np.linspace(0, change, over))
    return [round(value * (1 + extra)) for value, extra in zip(wavering(mean), step, strict=True)]


def years(counts, month=LAST, settings=SETTINGS):
    table = compare_years(counts, expect(counts, (month,), settings), month, settings)
    return table.set_index("area")


def slow(counts, n=3, settings=SETTINGS, findings=()):
    return find_slow_changes(counts, expect(counts, months(n), settings), AREAS, months(n), settings, findings)


def test_two_years_by_hand():
    table = years(borough(PLAIN))
    series = PLAIN["N1"]
    assert table.loc["N1", "recent"] == sum(series[-12:]) and table.loc["N1", "before"] == sum(series[-24:-12])
    assert table.loc["N1", "pairs"] == 12
    assert not table["alarm"].any()


def test_the_chance_is_the_binomials_where_counts_are_poisson():
    from scipy.stats import binom

    x, y = np.array([7.0, 30.0, 3.0]), np.array([2.0, 18.0, 3.0])
    exact = binom.sf(x, x + y, 0.5) + binom.pmf(x, x + y, 0.5) / 2
    assert _chance(x, y, np.ones(3)) == pytest.approx(exact)


def test_a_rise_that_comes_a_little_at_a_time_is_listed_with_both_years():
    counts = borough(PLAIN | {"N1": sloping(12, 1.0)})
    (finding,) = slow(counts)
    assert (finding.area, finding.rule, finding.direction) == ("N1", Rule.DRIFT, Direction.UP)
    assert finding.run_months == 12
    series = sloping(12, 1.0)
    assert (finding.run_observed, finding.run_expected) == (sum(series[-12:]), sum(series[-24:-12]))


def test_a_fall_is_listed_too():
    assert [f.direction for f in slow(borough(PLAIN | {"N3": sloping(20, -0.6)}))] == [Direction.DOWN]


def test_one_wild_month_is_no_slow_change():
    wild = [*PLAIN["N1"][:-4], 150, *PLAIN["N1"][-3:]]
    assert slow(borough(PLAIN | {"N1": wild})) == ()


def test_what_has_gone_back_is_no_news():
    series = PLAIN["N1"]
    gone = [*series[:-12], *(round(value * 2.2) for value in series[-12:-6]), *series[-6:]]
    assert slow(borough(PLAIN | {"N1": gone})) == ()


def test_what_a_finding_tells_already_is_left_out():
    counts = borough(PLAIN | {"N1": sloping(12, 1.0)})
    (finding,) = slow(counts)
    assert slow(counts, findings=(replace(finding, rule=Rule.PERSISTENT),)) == ()
    assert slow(counts, findings=(replace(finding, rule=Rule.PERSISTENT, status=Status.CLEARED),)) != ()


def test_it_knows_since_when_it_has_been_listed():
    counts = borough(PLAIN | {"N1": sloping(12, 1.4)})
    (finding,) = slow(counts, 6)
    assert finding.status is Status.CONTINUING and finding.since < LAST
    (first,) = slow(counts, 1)
    assert first.status is Status.NEW and first.since == LAST


def test_months_before_a_recording_change_are_not_compared():
    counts = borough(PLAIN | {"N1": sloping(12, 1.0)})
    changed = replace(SETTINGS, rebase=(("*", months(6)[0]),))
    assert slow(counts, settings=changed) == ()
    assert years(counts, settings=changed)["p"].isna().all()


def test_a_month_that_was_not_received_leaves_both_its_years_out():
    counts = borough(PLAIN)
    missing = months(3)[0]
    counts.loc[counts["month"] == missing, "count"] = pd.NA
    table = years(counts)
    assert (table["pairs"] == 11).all()


def test_later_months_change_nothing():
    counts = borough(PLAIN | {"N1": sloping(12, 1.0)})
    earlier = months(4)[0]
    whole, cut = years(counts, earlier), years(counts[counts["month"] <= earlier], earlier)
    pd.testing.assert_frame_equal(whole, cut)


@settings(deadline=None, max_examples=examples(2))
@given(st.integers(0, 2**32 - 1))
def test_the_order_of_series_changes_nothing(seed):
    counts = borough(PLAIN | {"N1": sloping(12, 0.8)})
    shuffled = counts.sample(frac=1, random_state=seed)
    assert years(counts)["p"].to_dict() == pytest.approx(years(shuffled)["p"].to_dict(), nan_ok=True)


@pytest.mark.slow
@pytest.mark.parametrize("number", [150, pytest.param(400, marks=pytest.mark.proof)])
def test_of_quiet_series_the_chance_is_what_it_says(number):
    rng = np.random.default_rng(5)
    y = rng.poisson(8, (number, 60))
    window = months_between("2020-01", "2024-12")
    frame = pd.DataFrame(
        [(f"s{i}", month, y[i, t]) for i in range(len(y)) for t, month in enumerate(window)],
        columns=["series", "month", "count"],
    )
    counts = _dense(frame, window[-1])
    table = compare_years(counts, expect(counts, window[-1:], SETTINGS), window[-1], SETTINGS)
    assert 0.02 < (table["p"] < 0.05).mean() < 0.16  # two sides
    assert (table["p"] < 0.005).mean() < 0.02
    assert table["alarm"].sum() <= 2


def test_a_burst_of_two_months_in_a_higher_year_is_no_slow_rise():
    """Shoplifting in one neighbourhood, 38 after 9 with 8 and 13 in two of the months, was told as a slow rise."""
    before, after = [1, 1, 0, 1, 0, 2, 0, 1, 1, 0, 1, 1], [3, 3, 2, 2, 2, 8, 13, 3, 3, 2, 0, 2]
    calm = [0, 1] * ((LENGTH - 24) // 2)
    burst = [0] * (LENGTH - 24 - len(calm)) + calm + before + after
    assert not years(borough(PLAIN | {"N1": burst})).loc["N1", "holds"]
    even = [*burst[:-12], 3, 4, 3, 3, 4, 2, 3, 4, 3, 3, 3, 3]
    assert years(borough(PLAIN | {"N1": even})).loc["N1", "holds"]
