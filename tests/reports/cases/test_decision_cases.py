"""Which case of what is said of decisions and of the plan holds."""

import pytest

from bsafe_analysis.model.activities import Progress
from bsafe_analysis.reports.cases.decision_cases import (
    Served,
    Sought,
    SoughtElsewhere,
    ToFindOut,
    WhyIdle,
    Works,
    WorksWhere,
    idle_activity,
    served,
    sought,
    sought_elsewhere,
    to_find_out,
    works,
    works_where,
)
from bsafe_analysis.reports.documents.decisions_sought import Ask


def test_activities_at_work_are_told_apart_from_those_that_are_meant_to_be():
    assert works(working=2, idle=0) is Works.ALL
    assert works(working=2, idle=1) is Works.SOME
    assert works(working=0, idle=1) is Works.NONE


def test_what_runs_borough_wide_is_not_said_to_be_at_work_in_one_place():
    assert [works_where(*given) for given in ((1, 0, 0), (1, 0, 2), (1, 2, 0), (0, 2, 1), (0, 0, 1))] == [
        WorksWhere.HERE, WorksWhere.HERE_SOME, WorksWhere.HERE_AND_EVERYWHERE, WorksWhere.EVERYWHERE, WorksWhere.NONE,
    ]  # fmt: skip


def test_a_blocked_activity_is_called_so_whatever_its_status():
    assert idle_activity(True, Progress.AGREED) is WhyIdle.BLOCKED
    assert idle_activity(False, Progress.AGREED) is WhyIdle.NOT_STARTED
    assert idle_activity(False, Progress.PROPOSED) is WhyIdle.NOT_STARTED
    assert idle_activity(False, Progress.STALLED) is WhyIdle.AS_THE_PLAN_SAYS


def test_every_ask_has_its_sentence_and_several_late_activities_share_one():
    assert [sought(ask, 1).value for ask in Ask] == [ask.value for ask in Ask]
    assert sought(Ask.OVERDUE, 2) is Sought.SEVERAL_OVERDUE
    assert sought(Ask.UNBLOCK, 2) is Sought.UNBLOCK


def test_what_an_area_put_to_one_meeting_is_not_told_to_another():
    assert sought_elsewhere(Ask.OVERDUE, 2) is SoughtElsewhere.SEVERAL_OVERDUE
    assert sought_elsewhere(Ask.COMMISSION, 0) is SoughtElsewhere.COMMISSION
    with pytest.raises(ValueError, match="escalated"):
        sought_elsewhere(Ask.ESCALATED, 0)


def test_that_a_priority_is_served_is_said_that_none_is_only_where_there_are_some():
    assert served(True, unranked=False) is Served.PRIORITY
    assert served(False, unranked=False) is Served.NONE_OF_THEM
    assert served(False, unranked=True) is Served.UNRANKED


def test_of_a_fall_those_who_report_it_are_asked_and_of_a_rise_what_lies_behind_it():
    assert to_find_out(up=True) is ToFindOut.BEHIND_IT
    assert to_find_out(up=False) is ToFindOut.STILL_REPORTED
