"""The rules of today, as yardsticks: each judges the last month of each series from those before it."""

import numpy as np
import pytest

from bsafe_analysis.detection.peers.simple_rules import rolling_mean, same_month_last_year, xmr_rules

TWO_YEARS = [10.0, 12.0] * 12
"""Mean 11, every moving range 2: a limit 2.66 * 2 above the mean."""


def judged(rule, *counts):
    (expected,), (score,), (alarm,) = rule(np.array([counts], dtype=float))
    return expected, score, bool(alarm)


def test_a_month_is_set_beside_the_same_one_of_last_year():
    year = [30.0, *[10.0] * 11]
    assert judged(same_month_last_year, *year, 36.0) == (30.0, pytest.approx(0.2), False)
    assert judged(same_month_last_year, *year, 37.0)[2]


def test_a_month_is_set_beside_the_last_twelve_and_their_spread():
    expected, score, alarm = judged(rolling_mean, *[10.0, 12.0] * 6, 13.2)
    assert (expected, alarm) == (11.0, True)
    assert score == pytest.approx(2.2 / np.std([10.0, 12.0] * 6, ddof=1))
    assert not judged(rolling_mean, *[10.0, 12.0] * 6, 13.0)[2]


def test_a_limit_is_the_mean_and_two_point_six_six_mean_moving_ranges():
    expected, score, alarm = judged(xmr_rules, *TWO_YEARS, 11 + 2.66 * 2)
    assert (expected, score, alarm) == (11.0, pytest.approx(1.0), False)
    assert judged(xmr_rules, *TWO_YEARS, 11.1 + 2.66 * 2)[2]


def test_a_range_that_is_itself_a_special_cause_does_not_widen_the_limits():
    loud = [*TWO_YEARS[:12], 60.0, *TWO_YEARS[13:]]
    above, score, _ = judged(xmr_rules, *loud, 20.0)
    assert score == pytest.approx((20.0 - above) / (2.66 * 2))


@pytest.mark.parametrize("above, alarm", [(7, True), (6, False)])
def test_seven_above_the_mean_and_six_are_told_apart(above, alarm):
    before = [9.0, 13.0] * 9 + [9.0] * (30 - 18 - above)
    assert judged(xmr_rules, *before, *[11.7, 11.8] * (above // 2), *[11.7] * (above % 2))[2] is alarm


def test_seven_rising_months_are_an_alarm_below_the_limit():
    rising = [7.0, 8.0, 9.0, 10.0, 11.0, 12.0, 13.0]
    assert judged(xmr_rules, *[10.0, 14.0] * 12, *rising)[2]
    assert not judged(xmr_rules, *[10.0, 14.0] * 12, *rising[:3], 8.0, *rising[4:])[2]


def test_two_of_three_near_the_limit_are_an_alarm_where_the_last_is_one_of_them():
    near = 11 + 0.8 * 2.66 * 2
    assert judged(xmr_rules, *TWO_YEARS, near, 11.0, near)[2]
    assert not judged(xmr_rules, *TWO_YEARS, near, near, 11.0)[2]


def test_one_incident_in_years_of_none_puts_no_other_month_outside_the_limits():
    rare = [0.0] * 30 + [1.0] + [0.0] * 30
    alarms = [judged(xmr_rules, *rare[: end + 1])[2] for end in range(24, len(rare))]
    assert [month + 24 for month, alarm in enumerate(alarms) if alarm] == [30]
