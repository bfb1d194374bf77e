"""What pages say of the settings is worked out from the settings."""

import pytest

from bsafe_analysis.model.meeting_policy import MeetingPolicy


@pytest.mark.parametrize(("days", "months"), [(92, 3), (7, 1), (31, 1), (61, 2), (365, 12)])
def test_how_far_the_log_goes_back_is_said_in_whole_months(days, months):
    assert MeetingPolicy(log_days=days).log_months == months
