from dataclasses import replace

import pytest

from bsafe_analysis.model.findings import Direction, Finding, Onset, Rule, Status
from bsafe_analysis.reports.cases.how_long_cases import (
    BeganThen,
    CountedMonths,
    HowOften,
    Lasted,
    MonthOfRun,
    NoNewsAlone,
    RunWindow,
    SumBegins,
    began_then,
    counted_months,
    how_often,
    lasted,
    month_of_run,
    no_news_alone,
    run_window,
    sum_begins,
)

JUNE, ABOUT_JUNE = Onset("2026-06", "2026-06", "2026-06"), Onset("2026-06", "2026-05", "2026-07")


@pytest.mark.parametrize(
    "onset, outside, of, months, case",
    [
        (JUNE, 0, 0, 0, HowOften.NEVER), (None, 1, 1, 1, HowOften.THIS_MONTH), (JUNE, 4, 4, 4, HowOften.ALWAYS),
        (JUNE, 1, 2, 2, HowOften.SOMETIMES), (JUNE, 3, 3, 4, HowOften.SOMETIMES),
        (ABOUT_JUNE, 4, 4, 4, HowOften.SOME_OF_A_SPAN), (ABOUT_JUNE, 6, 12, 12, HowOften.SOME_OF_A_SPAN),
    ],
)  # fmt: skip
def test_how_often_a_count_lay_outside_is_told_of_all_months_since_it_began(onset, outside, of, months, case):
    assert how_often(onset, outside, of, months) is case


def test_months_that_cannot_be_judged_are_not_counted_in_silence():
    assert counted_months(of=12, months=12) is CountedMonths.ALL
    assert counted_months(of=9, months=12) is CountedMonths.JUDGED


def test_what_may_have_begun_in_an_exceptional_time_is_told_as_surely_as_that_is_known():
    assert began_then(may_be=False, surely=False) is BeganThen.UNSAID
    assert began_then(may_be=True, surely=True) is BeganThen.DURING
    assert began_then(may_be=True, surely=False) is BeganThen.PERHAPS


@pytest.mark.parametrize(
    "outside, of, months, case",
    [
        (0, 0, 0, Lasted.TOGETHER), (12, 12, 12, Lasted.THROUGHOUT), (6, 12, 12, Lasted.ON_AND_OFF),
        (3, 3, 5, Lasted.ON_AND_OFF),
    ],
)  # fmt: skip
def test_only_what_lay_outside_in_every_month_has_lasted(outside, of, months, case):
    assert lasted(outside, of, months) is case


RUN = Finding(
    "N1",
    "burglary",
    "2026-09",
    Rule.PERSISTENT,
    Direction.UP,
    20,
    9.5,
    4,
    15,
    0.001,
    "2026-04",
    Status.NEW,
    run_months=5,
)


def test_the_first_month_of_a_sum_is_named_where_the_change_began_in_another():
    """Shoplifting: "428 in five months" stood beside "since April", and April was none of the five."""
    onsets = {"2026-05": RunWindow.AS_IT_BEGAN, "2026-04": RunWindow.NAMED}
    assert {m: run_window(replace(RUN, onset=Onset(m, m, m))) for m in onsets} == onsets
    unsure = Onset("2026-05", "2026-04", "2026-05")
    assert run_window(replace(RUN, onset=unsure)) is RunWindow.NAMED
    assert run_window(replace(RUN, run_months=1, onset=unsure)) is RunWindow.AS_IT_BEGAN


def test_a_sum_that_takes_in_a_month_from_before_the_change_says_when_it_began():
    """Burglary: "40 in five months from May" stood below "since June", and nobody could say which it was."""
    onsets = {"2026-06": SumBegins.BEFORE_IT, "2026-05": SumBegins.WITH_IT, "2026-04": SumBegins.WITH_IT}
    assert {m: sum_begins(replace(RUN, onset=Onset(m, m, m))) for m in onsets} == onsets
    assert sum_begins(replace(RUN, onset=ABOUT_JUNE)) is SumBegins.WITH_IT
    assert sum_begins(replace(RUN, run_months=1, onset=JUNE)) is SumBegins.WITH_IT


def test_beside_a_sum_of_months_the_newest_is_said_to_lie_within_its_range_where_it_does():
    """Burglary: "40 in five months" was told of a place whose month, 11 against 1 to 11, was ordinary."""
    cases = {15: (MonthOfRun.WITHIN, NoNewsAlone.WITHIN), 20: (MonthOfRun.OUTSIDE, NoNewsAlone.UNSAID)}
    runs = {count: replace(RUN, observed=count) for count in cases}
    assert {count: (month_of_run(run), no_news_alone(run)) for count, run in runs.items()} == cases
    assert month_of_run(replace(RUN, run_months=1)) is MonthOfRun.ONE_MONTH
