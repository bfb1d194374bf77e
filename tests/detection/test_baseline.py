import subprocess
import sys
from calendar import monthrange
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

from bsafe_analysis.detection.baseline import expect
from bsafe_analysis.model.cycle import ExceptionalTime
from bsafe_analysis.model.findings import EXPECTATION_COLUMNS
from bsafe_analysis.model.periods import add_months, months_between
from tests.detection.counts import LAST, SETTINGS, steady, table, wavering
from tests.examples import examples


def judged(counts, month=LAST, **changes):
    return expect(counts, (month,), replace(SETTINGS, **changes)).set_index("area")


def test_a_steady_series_is_expected_to_go_on():
    row = judged(table({"N1": wavering(20)})).loc["N1"]
    assert row["expected"] == pytest.approx(20, abs=0.7)
    assert row["lower"] < 20 < row["upper"]
    assert row["reason"] == ""
    assert row["observed"] == 20


def test_the_table_has_one_row_for_each_series_and_month_and_the_agreed_columns():
    found = expect(table({"N1": steady(5), "N2": steady(9, seed=2)}), ("2025-11", "2025-12"), SETTINGS)
    assert tuple(found.columns) == EXPECTATION_COLUMNS
    assert list(zip(found["area"], found["month"], strict=True)) == [
        ("N1", "2025-11"), ("N2", "2025-11"), ("N1", "2025-12"), ("N2", "2025-12")
    ]  # fmt: skip


def test_a_season_is_expected_to_return():
    wave = [round(30 + 15 * np.cos(2 * np.pi * i / 12)) for i in range(72)]
    summer, winter = (judged(table({"N1": wave[:n]}))["expected"].iloc[0] for n in (67, 73 - 0))
    assert summer == pytest.approx(wave[66], abs=4)
    assert winter == pytest.approx(wave[71], abs=4)


def test_twelve_months_before_are_answered_and_eleven_are_not():
    counts = pd.concat([table({"N1": wavering(6, 13)}), table({"N2": wavering(6, 12)})])
    found = judged(counts)
    assert found.loc["N1", "reason"] == ""
    assert found.loc["N2", "reason"] == "short_history"
    assert np.isnan(found.loc["N2", "expected"])
    assert pd.isna(found.loc["N2", "lower"])


def test_no_series_has_history_at_all():
    found = judged(table({"N1": [4], "N2": [None]}))
    assert list(found["reason"]) == ["short_history", "short_history"]


def test_a_month_not_received_has_a_range_and_no_chance():
    row = judged(table({"N1": [*wavering(8, 40), None]})).loc["N1"]
    assert row["reason"] == "not_received"
    assert row["lower"] <= 8 <= row["upper"]
    assert np.isnan(row["p_high"])
    assert pd.isna(row["observed"])


def test_a_gap_in_history_is_not_nought():
    whole, gap = wavering(20, 61), wavering(20, 61)
    gap[40:44] = [None] * 4
    with_gap = judged(table({"N1": gap}))["expected"].iloc[0]
    assert with_gap == pytest.approx(judged(table({"N1": whole}))["expected"].iloc[0], abs=0.5)


def restrictions(first, last):
    return (ExceptionalTime("Restrictions", add_months(LAST, first), add_months(LAST, last)),)


def test_an_exceptional_time_teaches_neither_level_nor_season():
    fell = {"N1": [*wavering(40, 30), *[4] * 13, *wavering(40, 18)]}
    without = {"N1": [*wavering(40, 30), *[None] * 13, *wavering(40, 18)]}
    told = judged(table(fell), exceptional=restrictions(-30, -18))
    assert_frame_equal(told, judged(table(without), exceptional=restrictions(-30, -18)))


def test_a_month_of_an_exceptional_time_is_judged_by_ordinary_ones():
    falling = table({"N1": [*wavering(40, 55), *[10] * 6]})
    ordinary = table({"N1": [*wavering(40, 55), *[None] * 5, 10]})
    told = judged(falling, exceptional=restrictions(-5, 0))
    plain = judged(ordinary, exceptional=restrictions(-5, 0))
    assert told["expected"].iloc[0] == pytest.approx(plain["expected"].iloc[0])
    assert told["observed"].iloc[0] < told["lower"].iloc[0]
    # how far the five months before lay off makes the range wider, though they move nothing else
    assert plain["p_low"].iloc[0] < told["p_low"].iloc[0] < 0.001
    assert told["lower"].iloc[0] < plain["lower"].iloc[0] < plain["upper"].iloc[0] < told["upper"].iloc[0]


def test_a_trend_that_nobody_has_seen_go_on_dies_away_in_an_exceptional_time():
    falling = table({"N1": [round(60 * 0.985**month) for month in range(48)] + [30] * 13})
    onward = judged(falling, exceptional=restrictions(-12, -10))["expected"].iloc[0]  # learnt from until last month
    apart = judged(falling, exceptional=restrictions(-12, 0)).iloc[0]
    last_ordinary = judged(falling, month=add_months(LAST, -12)).iloc[0]
    run_on = 60 * 0.985**60
    assert run_on + 1 < apart["expected"] < last_ordinary["expected"]
    assert abs(onward - 30) < 3
    # what lies further off is known less surely, for its size
    assert apart["upper"] / apart["lower"] > last_ordinary["upper"] / last_ordinary["lower"]


def test_months_of_an_exceptional_time_are_told_together_and_never_with_ordinary_ones():
    counts = table({"N1": [*wavering(40, 55), *[20] * 6]})
    inside = judged(counts, exceptional=restrictions(-5, 0)).loc["N1"]
    assert (inside["run_months"], inside["run_observed"]) == (5, 100)
    across = judged(counts, exceptional=restrictions(-5, -2)).loc["N1"]
    assert (across["run_months"], across["run_observed"]) == (2, 40)  # the last two months are ordinary


def test_a_run_does_not_reach_across_a_month_that_was_not_received():
    counts = [*wavering(40, 55), *[20] * 3, None, 20, 20]
    found = judged(table({"N1": counts})).loc["N1"]
    assert (found["run_months"], found["run_observed"]) == (2, 40)


def test_an_exceptional_month_and_a_month_before_a_rebase_are_not_used():
    wild = wavering(10, 61)
    wild[30] = 400
    away = judged(table({"N1": wild}), exceptional=restrictions(-30, -30))
    none = wavering(10, 61)
    none[30] = None
    assert away["expected"].iloc[0] == pytest.approx(judged(table({"N1": none}))["expected"].iloc[0])
    step = [3] * 31 + wavering(20, 30)
    rebased = judged(table({"N1": step}), rebase=(("burglary", add_months(LAST, -29)),))
    assert rebased["expected"].iloc[0] == pytest.approx(20, abs=1)
    elsewhere = judged(table({"N1": step}), rebase=(("drugs", add_months(LAST, -29)),))
    assert elsewhere["expected"].iloc[0] == pytest.approx(judged(table({"N1": step}))["expected"].iloc[0])


def test_a_rebase_still_to_come_changes_nothing():
    counts = table({"N1": steady(9, 61)})
    later = judged(counts, rebase=(("*", add_months(LAST, 3)),))
    assert_frame_equal(later, judged(counts))


def test_a_rebase_that_leaves_less_than_a_year_is_a_short_history():
    found = judged(table({"N1": wavering(10, 61)}), rebase=(("*", add_months(LAST, -5)),))
    assert found["reason"].iloc[0] == "short_history"


def test_series_of_noughts_and_of_a_single_count_are_answered():
    one = [0] * 61
    one[20] = 1
    found = judged(table({"N1": [0] * 61, "N2": one}))
    assert found["expected"].between(0, 0.1).all()
    assert list(found["lower"]) == [0, 0]
    assert (found["upper"] <= 1).all()
    assert found["p_high"].between(0.4, 1).all()


def test_a_lockdown_does_not_lower_the_expectation():
    dip = wavering(40, 61)
    dip[50:53] = [5, 8, 12]
    assert judged(table({"N1": dip}))["expected"].iloc[0] == pytest.approx(40, abs=3)


def test_the_level_follows_a_doubling_within_a_year_not_at_once():
    soon, late = (judged(table({"N1": [*wavering(20, 61 - n), *wavering(40, n)]})).loc["N1"] for n in (4, 13))
    assert soon["expected"] < 30
    assert 36 < late["expected"] < 44


def test_a_short_month_is_expected_to_hold_fewer():
    months = months_between(add_months(LAST, -60), LAST)
    counts = {"N1": [10 * monthrange(int(m[:4]), int(m[5:]))[1] for m in months]}
    february, march = (expect(table(counts), (m,), SETTINGS)["expected"].iloc[0] for m in ("2025-02", "2025-03"))
    assert february == pytest.approx(280, rel=0.02)
    assert march == pytest.approx(310, rel=0.02)


def test_three_months_on_a_new_level_are_half_believed_and_one_hardly():
    one, three = (judged(table({"N1": [*wavering(60, 60 - n), *[90] * n, 90]})).loc["N1"] for n in (1, 3))
    assert one["expected"] < 69
    assert 70 < three["expected"] < 90


def test_a_run_of_high_months_stands_out_more_than_each_of_them():
    row = judged(table({"N1": [*wavering(20, 58), 29, 29, 29]})).loc["N1"]
    assert row["p_run"] < row["p_high"] < 0.2
    assert row["run_months"] in (2, 3)
    assert row["run_observed"] == 29 * row["run_months"]


def test_one_wild_month_is_no_run():
    row = judged(table({"N1": [*wavering(20, 59), 90, 22]})).loc["N1"]
    assert row["p_run"] > 0.01


def test_the_wider_the_coverage_the_wider_the_range():
    counts = table({"N1": steady(12, 61)})
    narrow, wide = (judged(counts, coverage=c).iloc[0] for c in (0.8, 0.99))
    assert wide["lower"] < narrow["lower"] < narrow["upper"] < wide["upper"]


panel = st.lists(st.lists(st.integers(0, 40), min_size=30, max_size=30), min_size=2, max_size=5)


@settings(max_examples=examples(3), deadline=None)
@given(panel, st.lists(st.integers(0, 500), min_size=4, max_size=4))
def test_months_that_come_later_change_nothing(rows, later):
    month = add_months(LAST, -4)
    known = table({f"N{i}": row for i, row in enumerate(rows)}, last=month)
    longer = table({f"N{i}": [*row, *later] for i, row in enumerate(rows)})
    assert_frame_equal(expect(known, (month,), SETTINGS), expect(longer, (month,), SETTINGS))


@settings(max_examples=examples(3), deadline=None)
@given(panel, st.lists(st.integers(0, 500), min_size=5, max_size=5))
def test_a_months_own_counts_do_not_touch_its_expectation(rows, others):
    given_ = judged(table({f"N{i}": row for i, row in enumerate(rows)}))
    changed = judged(
        table({f"N{i}": [*row[:-1], other] for i, (row, other) in enumerate(zip(rows, others, strict=False))})
    )
    columns = ["expected", "lower", "upper", "dispersion", "reason"]
    assert_frame_equal(given_[columns], changed[columns])


@settings(max_examples=examples(3), deadline=None)
@given(panel, st.randoms())
def test_the_order_of_series_changes_nothing(rows, random):
    names = [f"N{i}" for i in range(len(rows))]
    mixed = random.sample(names, len(names))
    values = dict(zip(names, rows, strict=True))
    one, other = judged(table(values)), judged(table({name: values[name] for name in mixed})).loc[names]
    assert_frame_equal(one, other, rtol=1e-6, atol=1e-9)


def test_a_change_that_all_share_is_expected_of_the_smallest_too():
    rng = np.random.default_rng(11)
    level = np.repeat([1.0, 0.5, 1.4, 0.7, 1.8], [12, 12, 14, 12, 11])
    rows = {f"N{i}": [int(c) for c in rng.poisson(m * level)] for i, m in enumerate([3, 6, 9, 12, 15, 18, 25, 40])}
    together = judged(table(rows))["expected"]
    alone = judged(table({"N0": rows["N0"]}))["expected"]
    assert abs(together["N0"] - 5.4) < abs(alone["N0"] - 5.4)
    assert together["N7"] == pytest.approx(72, rel=0.15)


def test_unrelated_series_are_not_pooled():
    rng = np.random.default_rng(12)
    steady_ = [int(c) for c in rng.poisson(8, 61)]
    wild = [int(c) for c in rng.poisson(np.linspace(20, 900, 61))]
    together = judged(table({"N1": steady_, "N2": wild, "N3": wild[::-1]}))["expected"]
    assert together["N1"] == pytest.approx(judged(table({"N1": steady_}))["expected"].iloc[0], rel=0.1)


def test_asking_for_more_months_changes_no_month():
    counts = table({"N1": steady(7, 61), "N2": steady(30, 61, 2)})
    together = expect(counts, ("2025-10", "2025-11", "2025-12"), SETTINGS)
    alone = expect(counts, ("2025-12",), SETTINGS)
    assert_frame_equal(together[together["month"] == "2025-12"].reset_index(drop=True), alone)


def test_a_series_of_another_category_hardly_matters():
    counts = table({"N1": steady(7, 61), "N2": steady(30, 61, 2)})
    more = pd.concat([counts, table({"N1": steady(90, 61, 3)}, category="drugs")])
    one, other = expect(counts, (LAST,), SETTINGS), expect(more, (LAST,), SETTINGS)
    other = other[other["category"] == "burglary"]
    assert one["expected"].to_numpy() == pytest.approx(other["expected"].to_numpy(), rel=0.02)


def test_ten_times_the_counts_are_ten_times_the_expectation():
    rows = {f"N{i}": steady(30 + 5 * i, 61, i) for i in range(4)}
    one, ten = judged(table(rows)), judged(table({k: [10 * c for c in v] for k, v in rows.items()}))
    assert ten["expected"].to_numpy() == pytest.approx(10 * one["expected"].to_numpy(), rel=0.08)


def test_where_nothing_happens_one_alarm_in_a_hundred_is_false():
    rng = np.random.default_rng(20)
    means = np.repeat([0.3, 1.0, 4.0, 15.0, 60.0], 50)
    rows = {f"N{i}": [int(c) for c in rng.poisson(m, 66)] for i, m in enumerate(means)}
    found = expect(table(rows), tuple(f"2025-{m:02d}" for m in range(7, 13)), replace(SETTINGS, coverage=0.98))
    assert 0.003 < (found["p_high"] < 0.01).mean() < 0.017
    assert (found["p_low"] < 0.01).mean() < 0.017
    assert (found["p_run"] < 0.01).mean() < 0.03
    inside = (found["observed"] >= found["lower"]) & (found["observed"] <= found["upper"])
    assert 0.972 < inside.mean() < 0.997


def test_the_engine_starts_without_statsmodels():
    names = "sys, bsafe_analysis.detection.ranking, bsafe_analysis.detection.any_counts"
    code = f"import {names}; print('statsmodels' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
