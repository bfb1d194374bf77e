"""When a change began: by hand rows, and how often the stated range holds a planted onset."""

from dataclasses import replace

import numpy as np
import pytest

from bsafe_analysis.detection.baseline import expect
from bsafe_analysis.detection.judged_past import JudgedPast, JudgedRows
from bsafe_analysis.detection.onset import onset_of
from bsafe_analysis.model.findings import Direction, Finding, Onset, Rule, Status
from bsafe_analysis.model.periods import add_months, months_between
from tests.detection.counts import LAST, SETTINGS, months, steady, table


def rows(observed, expected, dispersion=1.0):
    return [
        {"month": month, "observed": seen, "expected": usual, "dispersion": dispersion}
        for month, seen, usual in zip(months(len(observed)), observed, expected, strict=True)
    ]


def finding(direction=Direction.UP, first_told=""):
    return Finding(
        "N1", "burglary", LAST, Rule.PERSISTENT, direction, 9, 3.0, 0, 8, 0.001, LAST, Status.NEW, first_told=first_told
    )


def began(observed, expected, **more):
    return onset_of(finding(**more), rows(observed, expected))


def test_a_month_below_what_was_expected_is_not_the_beginning_of_a_rise():
    """The run of five held May, with 2 recorded and 2.9 expected, and May was told as its beginning."""
    onset = began([3, 3, 2, 3, 2, 9, 8, 10, 9], [2.9] * 9)
    assert onset.month == onset.first == onset.last == add_months(LAST, -3)


def test_a_single_month_is_the_shortest_step():
    onset = began([10, 11, 9, 10, 30], [10.0] * 5)
    assert (onset.month, onset.first, onset.last) == (LAST, LAST, LAST)


def test_a_month_that_may_belong_to_it_is_within_the_range():
    onset = began([10, 10, 10, 12, 20, 21, 20], [10.0] * 7)
    assert onset.month == onset.last == add_months(LAST, -2)
    assert onset.first == add_months(LAST, -3)


def test_a_fall_is_dated_as_a_rise_is():
    onset = began([20, 21, 19, 8, 7, 9], [20.0] * 6, direction=Direction.DOWN)
    assert onset.month == add_months(LAST, -2)


def test_a_change_did_not_begin_after_it_was_first_told():
    onset = began([10, 10, 16, 15, 40], [10.0] * 5, first_told=add_months(LAST, -1))
    assert onset.last <= add_months(LAST, -1)


def test_nothing_is_looked_for_beyond_a_month_that_was_not_held():
    assert began([30, 30, None, 30, 30], [10.0] * 5).first == add_months(LAST, -1)
    assert began([10, 10, 10, 10, None], [10.0] * 5) is None


def test_an_onset_that_lies_further_back_than_is_looked_stands_as_it_was_known():
    known = Onset("2024-11", "2024-10", "2024-12")
    story = replace(finding(first_told="2024-12"), onset=known)
    assert onset_of(story, rows([30] * 12, [20.0] * 12)) is known


def test_wider_dispersion_makes_the_range_no_narrower():
    counts, usual = [10, 12, 9, 14, 17, 18, 17], [10.0] * 7
    narrow, wide = (onset_of(finding(), rows(counts, usual, phi)) for phi in (1.0, 3.0))
    assert wide.first <= narrow.first and narrow.last <= wide.last


MANY = pytest.mark.parametrize("number", [100, pytest.param(300, marks=pytest.mark.proof)])


def judged(counts_of, seed, number):
    """For so many series with a change of one to six months' age: (the onset told, the true one) of each."""
    rng = np.random.default_rng(seed)
    planted, true = {}, {}
    for i in range(number):
        mean, age = float(rng.uniform(8, 40)), int(rng.integers(1, 7))
        counts = np.array(steady(mean, 60, seed=i))
        counts[-age:] = rng.poisson(mean * counts_of(rng.uniform(1.6, 2.5), age))
        planted[f"N{i}"], true[f"N{i}"] = counts.tolist(), add_months(LAST, 1 - age)
    past = JudgedPast(JudgedRows(expect(table(planted), months(13), SETTINGS)), LAST, SETTINGS)
    return [(onset_of(finding(), past.of(code, "burglary")), true[code]) for code in planted]


def share_held(told):
    return np.mean([onset is not None and onset.first <= true <= onset.last for onset, true in told])


@pytest.mark.slow
@MANY
def test_the_stated_range_holds_at_least_nine_in_ten_planted_steps(number):
    told = judged(lambda factor, age: np.full(age, factor), 20_260_930, number)
    assert share_held(told) >= 0.90
    assert np.mean([onset.month == true for onset, true in told]) >= 0.80
    assert np.mean([len(months_between(onset.first, onset.last)) for onset, _ in told]) <= 3


@pytest.mark.slow
@MANY
def test_the_stated_range_holds_three_in_four_planted_ramps(number):
    told = judged(lambda factor, age: 1 + (factor - 1) * np.arange(1, age + 1) / age, 20_260_931, number)
    assert share_held(told) >= 0.75


def across(observed, expected, ordinary, **more):
    """The onset where only the last so many months are of ordinary times, after a time of restrictions."""
    every = rows(observed, expected)
    return onset_of(finding(Direction.DOWN, **more), every[-ordinary:], every)


def test_a_count_that_was_as_low_in_the_exceptional_time_did_not_fall_when_that_ended():
    """Shoplifting was told to have begun to fall in April 2021: it had been low since April 2020."""
    onset = across([50, 52, 49, 51, 50, 48, 52], [100.0] * 7, ordinary=3)
    assert onset.month == add_months(LAST, -2)
    assert (onset.told.month, onset.told.or_before) == (add_months(LAST, -6), True)


def test_a_count_that_fell_within_the_exceptional_time_is_told_since_then():
    onset = across([101, 99, 100, 51, 50, 48, 52], [100.0] * 7, ordinary=3)
    assert (onset.told.month, onset.told.or_before) == (add_months(LAST, -3), False)


def test_a_count_that_fell_when_the_exceptional_time_was_over_is_told_from_its_end():
    onset = across([101, 99, 100, 103, 50, 48, 52], [100.0] * 7, ordinary=3)
    assert (onset.told.first, onset.told.last, onset.told.or_before) == (
        add_months(LAST, -2),
        add_months(LAST, -2),
        False,
    )


def test_a_fall_after_usual_months_is_not_set_back_into_the_exceptional_time():
    onset = across([50, 50, 50, 50, 100, 101, 99, 50, 48], [100.0] * 9, ordinary=5)
    assert onset.month == onset.told.month == add_months(LAST, -1)


def test_the_first_month_that_could_be_looked_at_is_told_as_no_more_than_that():
    assert began([30] * 14, [10.0] * 14).or_before
    assert not began([10] * 5 + [30] * 3, [10.0] * 8).or_before


def test_a_month_within_its_range_is_not_told_as_the_beginning_beside_one_outside():
    """Vehicle crime was told as low since March 2020, a month that lay within its range."""
    within, out = ({"lower": lower, "upper": 300} for lower in (70, 90))
    every = rows([100, 76, 75, 74], [100.0] * 4, dispersion=4.0)
    every = [row | limits for row, limits in zip(every, (within, within, out, out), strict=True)]
    onset = onset_of(finding(Direction.DOWN), every)
    assert onset.told.month == add_months(LAST, -1) and onset.told.first < onset.told.month


def test_a_month_outside_its_range_and_as_far_out_as_those_after_it_is_not_left_out_of_a_ramp():
    limits = {"lower": 0, "upper": 120}
    every = [row | limits for row in rows([100, 100, 190, 125, 150, 180, 215, 250], [100.0] * 8)]
    assert onset_of(finding(), every).first <= add_months(LAST, -5)


def test_a_change_is_not_set_back_beyond_the_edge_where_the_month_there_was_no_further_out_than_chance():
    """Vehicle crime fell in April 2020; a winter a little low is not its beginning."""
    onset = across([88, 86, 84, 88, 84, 55], [100.0] * 6, ordinary=2)
    assert onset.told.last == LAST and onset.told.first >= add_months(LAST, -1)
