"""Which case of each sentence of the tactical assessment holds."""

import pytest

from bsafe_analysis.detection.drift import LEAST_PAIRS
from bsafe_analysis.reports.cases.tactical_cases import (
    FEWEST_PAIRS,
    AlertsFate,
    Called,
    DecisionsNow,
    LastDecisions,
    Plan,
    RaisedByAreas,
    RangesAhead,
    Rest,
    SlowSection,
    ToldBefore,
    alerts_fate,
    called,
    decisions_now,
    last_decisions,
    plan,
    raised_by_areas,
    ranges_ahead,
    rest,
    slow_section,
    told_before,
)


def test_where_nothing_gave_a_signal_nothing_is_called_the_other_84_of_84():
    assert rest(judged=84, signals=0) is Rest.ALL
    assert rest(judged=84, signals=3) is Rest.OTHERS
    assert rest(judged=0, signals=0) is Rest.UNJUDGED


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
