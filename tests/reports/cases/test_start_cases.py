"""Which case of each sentence of the start page and of a new problem profile holds."""

import pytest

from bsafe_analysis.model.view_state import ViewState
from bsafe_analysis.reports.cases.start_cases import (
    LookedAt,
    MonthsReceived,
    NextMeeting,
    NextToDo,
    looked_at,
    months_received,
    next_meeting,
    next_to_do,
)
from bsafe_analysis.workbench.profile_starter import views_of


def test_what_was_received_is_told_with_the_day_it_was_read_where_that_is_known():
    assert months_received(received=0, as_of_known=True) is MonthsReceived.NOTHING
    assert months_received(received=3, as_of_known=False) is MonthsReceived.MONTHS
    assert months_received(received=3, as_of_known=True) is MonthsReceived.MONTHS_AND_AS_AT


def test_the_next_meeting_is_ahead_or_was_the_last_or_has_no_date():
    assert next_meeting(dated=True, ahead=True) is NextMeeting.AHEAD
    assert next_meeting(dated=True, ahead=False) is NextMeeting.ONLY_PAST
    assert next_meeting(dated=False, ahead=False) is NextMeeting.NONE_DATED


def test_an_unknown_next_step_is_refused():
    assert next_to_do("run") is NextToDo.RUN
    with pytest.raises(ValueError, match="guess"):
        next_to_do("guess")


def test_every_look_of_a_problem_profile_has_its_heading():
    state = ViewState(place="A1", first="2026-01", last="2026-09")
    assert [looked_at(look.key) for look in views_of(state)] == list(LookedAt)
