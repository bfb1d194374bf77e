"""What a partnership writes in meetings.yml is what its documents follow."""

import re
from dataclasses import replace
from datetime import date

import pytest

from bsafe_analysis.model.activities import Dated
from bsafe_analysis.model.findings import Direction, Status
from bsafe_analysis.model.meeting_policy import MeetingPolicy
from bsafe_analysis.reports.documents import build_tactical_assessment
from bsafe_analysis.reports.documents.annex import build_annex
from bsafe_analysis.reports.documents.decisions_sought import act_by, is_replayed
from bsafe_analysis.reports.documents.neighbourhood_profile import ReviewState, review_due, review_state
from bsafe_analysis.reports.facts.activity_log import logged_in
from bsafe_analysis.reports.facts.calendar import coming
from bsafe_analysis.reports.facts.judgements import Confidence, NextStep
from bsafe_analysis.reports.show import compose
from tests.reports.months import activity, finding, prepared

THREE = tuple(finding(area) for area in ("N1", "N2", "N3"))


def words(document, section):
    html = "".join(bundle.get("text/html", "") for bundle in compose(document, section))
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", html))


def under(month=None, **policy):
    month = month or prepared(findings=THREE)
    return replace(month, cycle=replace(month.cycle, meeting_policy=MeetingPolicy(**policy)))


@pytest.mark.parametrize("most", [1, 2])
def test_page_one_lists_as_many_signals_as_the_meeting_can_bear_and_says_how_many_more(most):
    tactical = build_tactical_assessment(under(most_on_page_one=most))
    assert (len(tactical.attention), tactical.more_attention) == (most, 3 - most)


@pytest.mark.parametrize("most", [1, 2, 3, 4, 5])
def test_page_one_has_lines_for_as_many_signals_as_it_holds_and_names_the_others(most):
    places = ("N1", "N2", "N3", "A1", "A2", "B")
    stuck = activity("D01", due=date(2026, 6, 1), blockage="no venue", areas=("N3",))
    late = activity("D02", due=date(2026, 5, 1), areas=("N3",))
    month = prepared(findings=tuple(finding(place) for place in places), activities=(stuck, late))
    tactical = build_tactical_assessment(under(month, most_on_page_one=most))
    told = (*tactical.numbered, *tactical.besides_told)
    assert len(told) == max(most, len(tactical.numbered))
    assert sorted(each.signal.place.code for each in (*told, *tactical.asked_in_short)) == sorted(places)


def test_good_news_beyond_what_page_one_tells_is_counted_there():
    fallen = [finding(area, observed=1, direction=Direction.DOWN) for area in ("N1", "N2", "N3")]
    tactical = build_tactical_assessment(under(prepared(findings=tuple(fallen)), most_good_news=1))
    assert len(tactical.good_news) == 1
    assert "Improved or cleared: burglary in Mill Lane; and two more." in words(tactical, "page-one")


def test_evidence_is_as_strong_as_the_partnership_says_and_the_page_says_how_strong():
    month = prepared(findings=(finding(p=0.002),))
    (signal,) = build_tactical_assessment(under(month)).signals
    (stricter,) = build_tactical_assessment(under(month, strong_evidence=0.01)).signals
    assert (signal.confidence, stricter.confidence) == (Confidence.MODERATE, Confidence.HIGH)
    said = words(build_tactical_assessment(under(month, strong_evidence=0.01)), "signals")
    assert "How sure: high." in said
    said = words(build_annex(under(month, strong_evidence=0.01)), "signals")
    assert "Confidence high: chance is a very poor explanation" in said


def test_a_run_becomes_lasting_when_the_partnership_says_so():
    run = finding(since="2026-08", status=Status.CONTINUING)
    month = prepared(findings=(run,), activities=())
    (signal,) = build_tactical_assessment(under(month)).signals
    (sooner,) = build_tactical_assessment(under(month, lasting_months=2)).signals
    assert (signal.next_step, sooner.next_step) == (NextStep.AGREE_LEAD, NextStep.COMMISSION)


def test_a_profile_is_reviewed_as_often_as_the_partnership_says():
    cycle, reviewed = prepared().cycle, date(2026, 8, 1)
    monthly = replace(cycle, meeting_policy=MeetingPolicy(review_months=1, overdue_months=2))
    assert (review_due(reviewed, cycle), review_due(reviewed, monthly)) == (date(2026, 11, 1), date(2026, 9, 1))
    assert review_state(reviewed, cycle) is ReviewState.CURRENT
    assert review_state(reviewed, monthly) is ReviewState.OVERDUE


def test_the_log_the_calendar_and_the_day_to_report_reach_as_far_as_the_partnership_says():
    done = activity(log=(Dated(date(2026, 9, 1), "Gates fitted"), Dated(date(2026, 7, 1), "Gates ordered")))
    on = date(2026, 9, 20)
    assert len(logged_in([done], on, MeetingPolicy().log_days)) == 2
    assert len(logged_in([done], on, 40)) == 1
    month = prepared()
    near, far = (under(month, weeks_ahead=weeks) for weeks in (1, 9))
    assert len(coming(near.cycle)) < len(coming(far.cycle))
    assert (act_by(under(weeks_to_act=2)), act_by(month)) == (date(2026, 11, 3), date(2026, 11, 17))


def test_a_month_is_long_past_when_the_partnership_says_so():
    cycle = prepared().cycle
    later = replace(cycle, as_of=date(2026, 12, 5))
    assert not is_replayed(later)
    assert is_replayed(replace(later, meeting_policy=MeetingPolicy(long_past_months=2)))
