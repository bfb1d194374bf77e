"""Which case of what is said of a finding holds."""

import pytest

from bsafe_analysis.model.areas import Level
from bsafe_analysis.model.findings import Direction, Finding, Onset, Rule, Status
from bsafe_analysis.model.priorities import Verdict
from bsafe_analysis.reports.cases.finding_cases import (
    AskedFirst,
    AskInShort,
    BeganWhen,
    Begun,
    BesideItsRange,
    CountedOver,
    ExcessRange,
    ForceWide,
    GotBetter,
    HowLongItStood,
    NotInParts,
    PartAdds,
    Shared,
    SinceWhen,
    SoWhat,
    TookOn,
    WhyNeither,
    WhySure,
    ask_of,
    asked_first,
    began_when,
    begun,
    counted_over,
    excess_range,
    force_wide,
    got_better,
    next_step,
    not_in_parts,
    part_adds,
    shared,
    since,
    stands,
    stood,
    took_on,
    why_neither,
    why_sure,
)
from bsafe_analysis.reports.facts.judgements import NextStep
from bsafe_analysis.reports.facts.series import Standing


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
        (found(Rule.PERSISTENT, run_months=5), 3, SinceWhen.NEWLY_RUNNING_TOGETHER),
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
    ("finding", "months_running", "exceptional", "case"),
    [
        (found(status=Status.CLEARED), 3, False, GotBetter.CLEARED),
        (found(status=Status.CLEARED), 3, True, GotBetter.CLEARED_IN_EXCEPTIONAL_TIME),
        (found(), 1, False, GotBetter.THIS_MONTH),
        (found(status=Status.CONTINUING), 3, False, GotBetter.FOR_MONTHS),
        (found(), 1, True, GotBetter.IN_EXCEPTIONAL_TIME),
        (found(status=Status.CONTINUING), 3, True, GotBetter.IN_EXCEPTIONAL_TIME),
    ],
)
def test_good_news_says_whether_it_cleared_is_new_or_lasts_and_never_claims_an_exceptional_time(
    finding, months_running, exceptional, case
):
    assert got_better(finding, months_running, exceptional) is case


@pytest.mark.parametrize(
    ("onset", "case"),
    [
        (None, BeganWhen.KNOWN),
        (Onset("2026-06", "2026-06", "2026-06"), BeganWhen.KNOWN),
        (Onset("2026-06", "2026-05", "2026-06"), BeganWhen.PERHAPS_EARLIER),
        (Onset("2026-06", "2026-06", "2026-07"), BeganWhen.PERHAPS_LATER),
        (Onset("2026-06", "2026-04", "2026-06"), BeganWhen.MONTHS_EARLIER),
        (Onset("2026-06", "2026-06", "2026-08"), BeganWhen.MONTHS_LATER),
        (Onset("2026-06", "2026-05", "2026-07"), BeganWhen.BETWEEN),
        (Onset("2026-06", "2026-06", "2026-07", or_before=True), BeganWhen.OR_BEFORE),
    ],
)
def test_how_surely_it_is_known_when_a_change_began(onset, case):
    assert began_when(onset) is case


def test_a_story_spreads_to_a_larger_place_and_draws_in_to_a_smaller_one():
    assert took_on(Level.BOROUGH, Level.NEIGHBOURHOOD) is TookOn.SPREAD
    assert took_on(Level.AREA, Level.BOROUGH) is TookOn.DREW_IN
    assert took_on(Level.AREA, Level.AREA) is TookOn.NOTHING
    assert took_on(Level.AREA, None) is TookOn.NOTHING


def test_a_change_is_shared_out_over_parts_where_its_place_has_any():
    assert shared(0, 0, False) is Shared.NO_PARTS
    assert shared(4, 4, True) is Shared.IN_ALL
    assert shared(2, 2, True) is Shared.IN_BOTH
    assert shared(4, 3, True) is Shared.IN_MOST
    assert shared(4, 1, False) is Shared.IN_SOME
    assert shared(1, 1, False) is Shared.IN_SOME


def test_an_excess_is_told_with_its_range_where_one_is_held():
    assert excess_range(None) is ExcessRange.NOT_HELD
    assert excess_range(12) is ExcessRange.BETWEEN
    assert excess_range(0) is excess_range(-3) is ExcessRange.FROM_NONE


def test_what_parts_add_and_what_is_in_none_of_them_can_be_more_nothing_or_less():
    assert [part_adds(n) for n in (3, 0, -2)] == [PartAdds.SOME, PartAdds.NOTHING, PartAdds.OTHER_WAY]
    assert [not_in_parts(n) for n in (3, 0, -2)] == [NotInParts.LEFT_OVER, NotInParts.ADDS_UP, NotInParts.TOO_MUCH]


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


def test_what_would_be_better_but_for_the_files_is_not_said_to_be_neither_in_itself():
    assert why_neither(0) is WhyNeither.IN_ITSELF
    assert why_neither(1) is WhyNeither.CAME_IN


def test_work_that_has_not_begun_is_asked_when_it_begins_and_not_what_it_has_done():
    step = NextStep.REVIEW_ACTIVITY
    assert next_step(step, True, 2, Verdict.CONCERN, Status.NEW, begun=0) is SoWhat.ASK_WHEN_IT_BEGINS
    assert next_step(step, True, 2, Verdict.CONCERN, Status.NEW, begun=1) is SoWhat.REVIEW_ACTIVITY
    assert ask_of(step, 2, begun=0) is AskInShort.ASK_WHEN_IT_BEGINS
    assert ask_of(step, 2, begun=1) is AskInShort.REVIEW_ACTIVITY


def test_what_moved_much_of_the_force_is_told_by_whether_it_moved_all_of_it():
    assert force_wide(widespread=False, same_way=1, districts=3) is ForceWide.NO
    assert force_wide(widespread=True, same_way=2, districts=3) is ForceWide.MUCH_OF_IT
    assert force_wide(widespread=True, same_way=3, districts=3) is ForceWide.ALL_OF_IT


def test_only_before_a_problem_profile_the_force_is_asked_of_first():
    assert asked_first(profile=True, widespread=True) is AskedFirst.THE_FORCE
    assert asked_first(profile=True, widespread=False) is AskedFirst.NOTHING
    assert asked_first(profile=False, widespread=True) is AskedFirst.NOTHING
