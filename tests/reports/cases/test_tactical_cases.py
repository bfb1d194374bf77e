"""Which case of each sentence of the tactical assessment holds."""

import pytest

from bsafe_analysis.detection.drift import LEAST_PAIRS
from bsafe_analysis.reports.cases.tactical_cases import (
    FEWEST_PAIRS,
    AlertsFate,
    Apart,
    Called,
    ClearedOnes,
    DecisionsNow,
    Hand,
    LastDecisions,
    NothingToAttend,
    OutsideAtOnce,
    Plan,
    RaisedByAreas,
    RangesAhead,
    Rest,
    SlowOnes,
    SlowSection,
    ToldBefore,
    alerts_fate,
    apart,
    called,
    cleared_ones,
    decisions_now,
    hand,
    last_decisions,
    nothing_to_attend,
    outside_at_once,
    plan,
    raised_by_areas,
    ranges_ahead,
    rest,
    slow_ones,
    slow_section,
    told_before,
)


@pytest.mark.parametrize(
    ("signals", "improved", "judged", "exceptional", "case"),
    [
        (0, 0, 40, False, Apart.NONE),
        (0, 0, 0, False, Apart.UNJUDGED),
        (3, 0, 40, False, Apart.ALL_NEED_ATTENTION),
        (3, 3, 40, False, Apart.ALL_IMPROVED),
        (3, 1, 40, False, Apart.SOME_IMPROVED),
        (3, 3, 40, True, Apart.ALL_UNCLAIMED),
        (3, 1, 40, True, Apart.SOME_UNCLAIMED),
        (3, 0, 40, True, Apart.ALL_NEED_ATTENTION),
    ],
)
def test_page_one_says_of_what_stands_apart_how_much_needs_attention(signals, improved, judged, exceptional, case):
    assert apart(signals, improved, judged, exceptional) is case


def test_nothing_to_attend_to_is_not_said_of_a_month_that_could_not_be_judged():
    assert nothing_to_attend(signals=0, judged=0, exceptional=False) is NothingToAttend.UNJUDGED
    assert nothing_to_attend(signals=0, judged=40, exceptional=True) is NothingToAttend.NOTHING_APART
    assert nothing_to_attend(signals=1, judged=40, exceptional=False) is NothingToAttend.ALL_IMPROVED
    assert nothing_to_attend(signals=1, judged=40, exceptional=True) is NothingToAttend.ALL_UNCLAIMED
    assert rest(judged=0, signals=0) is Rest.UNJUDGED
    assert rest(judged=40, signals=3) is Rest.OTHERS


def test_in_an_exceptional_time_a_signal_within_its_range_is_not_called_back_in_it():
    assert cleared_ones(0, exceptional=True) is ClearedOnes.NONE
    assert cleared_ones(1, exceptional=False) is ClearedOnes.AGAIN_USUAL
    assert cleared_ones(1, exceptional=True) is ClearedOnes.IN_EXCEPTIONAL_TIME


def test_where_nothing_gave_a_signal_nothing_is_called_the_other_84_of_84():
    assert rest(judged=84, signals=0) is Rest.ALL


def test_page_one_is_written_smaller_the_more_its_first_boxes_hold():
    assert hand(decisions=900, attention=100, better=0) is Hand.USUAL
    assert hand(decisions=100, attention=901, better=0) is Hand.SMALL
    assert hand(decisions=600, attention=600, better=201) is Hand.SMALL
    assert hand(decisions=1350, attention=0, better=0) is Hand.SMALL
    assert hand(decisions=1351, attention=0, better=0) is Hand.SMALLEST


@pytest.mark.parametrize(
    ("activities", "audience", "refused", "case"),
    [
        (2, "internal", False, Plan.SHOWN),
        (2, "partner", False, Plan.SHOWN),
        (0, "partner", False, Plan.NOT_IN_EDITION),
        (0, "partner", True, Plan.NOT_IN_EDITION),
        (0, "internal", True, Plan.REFUSED),
        (0, "internal", False, Plan.NONE),
    ],
)
def test_that_no_activity_is_listed_has_its_reason(activities, audience, refused, case):
    assert plan(activities, audience, refused) is case


def test_many_counts_outside_at_once_are_more_than_chance_explains():
    assert outside_at_once(3) is OutsideAtOnce.MORE_THAN_CHANCE
    assert outside_at_once(0) is OutsideAtOnce.AS_CHANCE_MAY


@pytest.mark.parametrize(
    ("changes", "rises", "case"), [(2, 2, SlowOnes.ALL_RISES), (2, 1, SlowOnes.SOME_RISES), (2, 0, SlowOnes.ALL_FALLS)]
)
def test_slow_changes_rise_or_fall_all_or_some(changes, rises, case):
    assert slow_ones(changes, rises) is case


@pytest.mark.parametrize(
    ("verdicts", "case"),
    [
        (["act"], Called.ONE_TO_ACT_ON),
        (["analyse"], Called.ONE_TO_ANALYSE),
        (["watch"], Called.ONE_TO_WATCH),
        (["act", "act"], Called.SEVERAL),
    ],
)
def test_one_signal_is_told_with_what_it_calls_for(verdicts, case):
    assert called(verdicts) is case


def test_what_passes_between_meetings_is_missing_or_not_for_these_readers():
    assert raised_by_areas(1, "partner") is RaisedByAreas.SOME
    assert raised_by_areas(0, "partner") is RaisedByAreas.NOT_IN_EDITION
    assert raised_by_areas(0, "internal") is RaisedByAreas.NONE
    assert last_decisions(2, "partner") is LastDecisions.TOLD
    assert last_decisions(0, "partner") is LastDecisions.NOT_IN_EDITION
    assert last_decisions(0, "internal") is LastDecisions.NOT_HELD
    assert decisions_now(True, "partner") is DecisionsNow.TOLD
    assert decisions_now(False, "partner") is DecisionsNow.NOT_IN_EDITION
    assert decisions_now(False, "internal") is DecisionsNow.NOT_RECORDED


@pytest.mark.parametrize(
    ("alerts", "too_new", "case"),
    [(1, 1, AlertsFate.ONE_TOO_NEW), (3, 3, AlertsFate.ALL_TOO_NEW), (3, 2, AlertsFate.TOLD), (1, 0, AlertsFate.TOLD)],
)
def test_what_became_of_alerts_is_told_once_one_is_old_enough(alerts, too_new, case):
    assert alerts_fate(alerts, too_new) is case


def test_a_revised_count_was_issued_or_only_received():
    assert told_before(issued=True) is ToldBefore.ISSUED
    assert told_before(issued=False) is ToldBefore.FIRST_RECEIVED


@pytest.mark.parametrize(
    ("slow", "judged", "pairs", "case"),
    [
        (1, 40, 12, SlowSection.TOLD),
        (0, 0, 12, SlowSection.UNJUDGED),
        (0, 40, 9, SlowSection.NONE),
        (0, 40, 8, SlowSection.NOT_LOOKED_FOR),
    ],
)
def test_that_no_slow_change_was_found_is_said_only_where_one_was_looked_for(slow, judged, pairs, case):
    assert slow_section(slow, judged, pairs) is case


def test_ranges_ahead_are_told_denied_or_refused():
    assert ranges_ahead(rows=1, exceptional=False) is RangesAhead.TOLD
    assert ranges_ahead(rows=0, exceptional=True) is RangesAhead.EXCEPTIONAL
    assert ranges_ahead(rows=0, exceptional=False) is RangesAhead.NONE


def test_a_slow_change_needs_as_many_pairs_of_months_as_it_is_looked_for_in():
    assert FEWEST_PAIRS == LEAST_PAIRS
