"""Which case of what is said of a finding holds."""

import pytest

from bsafe_analysis.model.findings import Direction, Finding, Rule, Status
from bsafe_analysis.model.priorities import Verdict
from bsafe_analysis.reports.cases.finding_cases import (
    AskInShort,
    Begun,
    BesideItsRange,
    CountedOver,
    GotBetter,
    HowLongItStood,
    SinceWhen,
    SoWhat,
    WhySure,
    ask_of,
    begun,
    counted_over,
    got_better,
    next_step,
    since,
    stands,
    stood,
    why_sure,
)
from bsafe_analysis.reports.facts.series import Standing
from bsafe_analysis.reports.facts.signals import NextStep


def found(rule=Rule.MONTH, status=Status.NEW, began="2026-09", run_months=1):
    return Finding(
        "N1", "burglary", "2026-09", rule, Direction.UP, 20, 9.5, 4, 15, 0.001, began, status, run_months=run_months
    )


@pytest.mark.parametrize(
    ("rule", "status", "case"),
    [
        (Rule.MONTH, Status.NEW, CountedOver.MONTH),
        (Rule.PERSISTENT, Status.CONTINUING, CountedOver.MONTHS),
        (Rule.PERSISTENT, Status.CLEARED, CountedOver.MONTH),
    ],
)
def test_months_that_stand_out_together_are_counted_together_until_they_clear(rule, status, case):
    assert counted_over(rule, status) is case


def test_what_cleared_in_the_month_after_it_came_stood_for_one_month():
    assert stood(2) is HowLongItStood.ONE_MONTH  # the month in which it had cleared is the second
    assert stood(3) is HowLongItStood.LONGER


@pytest.mark.parametrize(
    ("finding", "months_running", "case"),
    [
        (found(), 1, SinceWhen.NEW_THIS_MONTH),
        (found(status=Status.CONTINUING), 2, SinceWhen.RUNNING),
        (found(Rule.DRIFT), 1, SinceWhen.RUNNING),
        (found(Rule.PERSISTENT, run_months=5), 3, SinceWhen.FIRST_STOOD),
        (found(Rule.PERSISTENT, run_months=3), 3, SinceWhen.NEWLY_RUNNING_TOGETHER),
        (found(Rule.PERSISTENT, Status.CONTINUING, run_months=3), 4, SinceWhen.RUNNING_TOGETHER),
        (found(Rule.PERSISTENT, Status.CLEARED, run_months=3), 4, SinceWhen.CLEARED),
    ],
)
def test_since_when_a_finding_stands_out_depends_on_its_rule_and_its_months(finding, months_running, case):
    assert since(finding, months_running) is case


@pytest.mark.parametrize(
    ("status", "months_running", "case"),
    [
        (Status.CONTINUING, 4, Begun.CONTINUING),
        (Status.NEW, 1, Begun.NEW),
        (Status.NEW, 3, Begun.NEW_OF_MONTHS),
    ],
)
def test_a_new_signal_of_several_months_says_since_when(status, months_running, case):
    assert begun(status, months_running) is case


@pytest.mark.parametrize(
    ("finding", "case"),
    [
        (found(status=Status.CLEARED, began="2026-07"), GotBetter.CLEARED),
        (found(), GotBetter.THIS_MONTH),
        (found(status=Status.CONTINUING, began="2026-07"), GotBetter.FOR_MONTHS),
    ],
)
def test_good_news_says_whether_it_cleared_is_new_or_lasts(finding, case):
    assert got_better(finding) is case


def test_a_count_is_told_beside_its_range_wherever_it_has_one():
    assert {stands(s) for s in (Standing.ABOVE, Standing.WITHIN, Standing.BELOW)} == {BesideItsRange.BESIDE_ITS_RANGE}
    assert stands(Standing.TOO_FEW) is BesideItsRange.TOO_FEW
    assert stands(Standing.NO_RANGE) is BesideItsRange.NO_RANGE
    assert stands(Standing.NOT_RECEIVED) is BesideItsRange.NOT_RECEIVED


def test_strong_evidence_and_months_that_last_are_two_reasons_to_be_sure():
    assert why_sure(strong=True, lasting=True) is WhySure.STRONG_AND_LASTING
    assert why_sure(strong=True, lasting=False) is WhySure.STRONG
    assert why_sure(strong=False, lasting=True) is WhySure.LASTING
    assert why_sure(strong=False, lasting=False) is WhySure.NEITHER


@pytest.mark.parametrize(
    ("step", "plan_shown", "activities", "case"),
    [
        (NextStep.AGREE_LEAD, True, 0, SoWhat.AGREE_LEAD),
        (NextStep.AGREE_LEAD, False, 0, SoWhat.AGREE_LEAD_PLAN_NOT_SHOWN),
        (NextStep.COMMISSION, True, 0, SoWhat.COMMISSION),
        (NextStep.COMMISSION, False, 0, SoWhat.COMMISSION_PLAN_NOT_SHOWN),
        (NextStep.REVIEW_ACTIVITY, True, 2, SoWhat.REVIEW_ACTIVITY),
        (NextStep.ANALYSE, True, 2, SoWhat.ASK_WHY),
        (NextStep.ANALYSE, True, 0, SoWhat.FIND_OUT_WHY),
    ],
)
def test_an_edition_without_the_plan_says_nothing_of_what_is_in_it(step, plan_shown, activities, case):
    assert next_step(step, plan_shown, activities, Verdict.CONCERN, Status.NEW) is case


def test_a_weak_concern_is_looked_at_again_and_what_is_better_or_cleared_needs_nothing():
    def watched(verdict, status):
        return next_step(NextStep.WATCH, True, 0, verdict, status)

    assert watched(Verdict.CONCERN, Status.NEW) is SoWhat.LOOK_AGAIN
    assert watched(Verdict.CONCERN, Status.CLEARED) is SoWhat.NOTHING
    assert watched(Verdict.IMPROVEMENT, Status.NEW) is SoWhat.NOTHING


def test_every_step_asks_something_in_short_and_names_agencies_where_any_work_on_it():
    assert [ask_of(step, 0) for step in NextStep] == [
        AskInShort.AGREE_LEAD,
        AskInShort.COMMISSION,
        AskInShort.REVIEW_ACTIVITY,
        AskInShort.FIND_OUT_WHY,
        AskInShort.WATCH,
    ]
    assert ask_of(NextStep.ANALYSE, 1) is AskInShort.ASK_WHY
