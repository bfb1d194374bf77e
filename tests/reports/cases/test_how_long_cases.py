from dataclasses import replace

import pytest

from bsafe_analysis.model.findings import Direction, Finding, Onset, Rule, Status
from bsafe_analysis.reports.cases.how_long_cases import (
    HowOften,
    Lasted,
    RunWindow,
    TitleSince,
    how_often,
    lasted,
    run_window,
    title_since,
)


@pytest.mark.parametrize(
    "outside, of, case",
    [
        (0, 0, HowOften.NEVER), (1, 1, HowOften.THIS_MONTH), (4, 4, HowOften.ALWAYS), (1, 2, HowOften.SOMETIMES),
        (6, 12, HowOften.SOMETIMES),
    ],
)  # fmt: skip
def test_how_often_a_count_lay_outside_is_told_of_all_months_held(outside, of, case):
    assert how_often(outside, of) is case


@pytest.mark.parametrize(
    "outside, of, months, case",
    [
        (0, 0, 5, Lasted.TOGETHER), (12, 12, 12, Lasted.THROUGHOUT), (6, 12, 12, Lasted.ON_AND_OFF),
        (1, 1, 5, Lasted.BEGAN_BEFORE), (2, 3, 5, Lasted.BEGAN_BEFORE),
    ],
)  # fmt: skip
def test_only_what_lay_outside_in_every_month_has_lasted(outside, of, months, case):
    assert lasted(outside, of, months) is case


@pytest.mark.parametrize(
    "outside, of, months, case",
    [
        (0, 0, 1, TitleSince.THIS_MONTH), (0, 0, 5, TitleSince.TOGETHER), (1, 1, 5, TitleSince.THIS_MONTH),
        (3, 3, 1, TitleSince.SINCE), (6, 12, 5, TitleSince.ON_AND_OFF),
    ],
)  # fmt: skip
def test_a_heading_names_no_month_that_lay_within(outside, of, months, case):
    assert title_since(outside, of, months) is case


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
