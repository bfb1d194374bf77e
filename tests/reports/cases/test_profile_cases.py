"""Which case of each sentence of the neighbourhood profile holds."""

import pytest

from bsafe_analysis.reports.cases.profile_cases import (
    LastReview,
    NotWritten,
    NowElsewhere,
    OwnWork,
    homes_not_known,
    last_review,
    nobody_named,
    not_raised,
    now_elsewhere,
    own_work,
)
from bsafe_analysis.reports.documents.neighbourhood_profile import ReviewState


@pytest.mark.parametrize("state", ReviewState)
def test_where_a_review_stands_is_told_to_the_partnership_only(state):
    assert last_review("internal", state) == LastReview(state)
    assert last_review("partner", state) is LastReview.NOT_IN_EDITION


@pytest.mark.parametrize("sentence", [not_raised, nobody_named, homes_not_known])
def test_an_empty_section_is_not_written_yet_or_not_for_these_readers(sentence):
    assert sentence("internal") is NotWritten.NOT_YET
    assert sentence("public") is NotWritten.NOT_IN_EDITION


def test_that_no_work_is_listed_is_not_taken_for_no_work_where_the_plan_is_not_shown():
    assert own_work(activities=1, in_plan=5, audience="partner") is OwnWork.SOME
    assert own_work(activities=0, in_plan=0, audience="partner") is OwnWork.NOT_IN_EDITION
    assert own_work(activities=0, in_plan=5, audience="partner") is OwnWork.NONE
    assert own_work(activities=0, in_plan=0, audience="internal") is OwnWork.NONE


def test_a_profile_says_whether_its_meetings_are_told_of_a_change_and_no_more():
    assert now_elsewhere(0) is NowElsewhere.NOTHING
    assert now_elsewhere(2) is NowElsewhere.SOMETHING
