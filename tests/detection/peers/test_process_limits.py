import numpy as np
import pytest

from bsafe_analysis.detection.peers.process_limits import SpecialCause, u_chart, xmr


def causes(limits, cause):
    return [i for i, found in enumerate(limits.causes) if cause in found]


def test_limits_are_the_mean_and_two_point_six_six_mean_moving_ranges():
    limits = xmr([10, 12, 11, 13, 12])
    assert limits.centre[0] == pytest.approx(11.6)
    assert limits.upper[0] - limits.centre[0] == pytest.approx(2.66 * 1.5)
    assert limits.lower[0] == pytest.approx(11.6 - 2.66 * 1.5)


def test_a_range_that_is_itself_a_special_cause_does_not_widen_the_limits():
    quiet, loud = [10, 11] * 10, [10, 11] * 5 + [60] + [10, 11] * 5
    assert xmr(loud).upper[0] - xmr(loud).centre[0] == pytest.approx(xmr(quiet).upper[0] - xmr(quiet).centre[0])
    assert 10 in causes(xmr(loud), SpecialCause.OUTSIDE)


def test_seven_on_one_side_and_six_are_told_apart():
    seven = xmr([9, 11, 9, 11, 9, 11, 9] + [12] * 7, baseline=7)
    six = xmr([9, 11, 9, 11, 9, 11, 9] + [12] * 6, baseline=7)
    assert causes(seven, SpecialCause.RUN) == [7, 8, 9, 10, 11, 12, 13]
    assert causes(six, SpecialCause.RUN) == []


def test_seven_rising_points_are_a_trend():
    assert causes(xmr([5, 4, 1, 2, 3, 4, 5, 6, 7, 3]), SpecialCause.TREND) == [2, 3, 4, 5, 6, 7, 8]


def test_two_of_three_near_a_limit():
    limits = xmr([10, 12] * 6 + [15, 11, 15.2], baseline=12)
    assert causes(limits, SpecialCause.NEAR_LIMIT) == [12, 14]


def test_a_rebase_gives_each_stretch_its_own_limits():
    limits = xmr([10, 11] * 6 + [20, 21] * 6, rebase_at=[12])
    assert (limits.centre[0], limits.centre[-1]) == (10.5, 20.5)
    assert causes(limits, SpecialCause.RUN) == []


def test_a_missing_month_has_no_limits_and_parts_no_run():
    limits = xmr([9, 11, 9, 11, 9, 11, 9, 12, 12, 12, None, 12, 12, 12, 12], baseline=7)
    assert np.isnan(limits.upper[10])
    assert causes(limits, SpecialCause.RUN) == [7, 8, 9, 11, 12, 13, 14]


def test_too_few_months_have_no_limits():
    assert np.isnan(xmr([5]).upper).all()


def test_a_u_chart_allows_more_where_fewer_live():
    limits = u_chart([10, 12, 11, 3, 9, 12], [1000, 1000, 1000, 250, 1000, 1000])
    assert limits.upper[3] > limits.upper[0] > limits.centre[0]
    assert limits.centre[0] == pytest.approx(57 / 5250)
