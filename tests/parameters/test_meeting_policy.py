"""What the meetings can bear: read from meetings.yml, at its defaults where the file or a key is missing."""

from dataclasses import asdict, fields
from pathlib import Path

import pytest
import yaml

from bsafe_analysis.model.meeting_policy import MeetingPolicy
from bsafe_analysis.parameters import forms
from bsafe_analysis.parameters.meeting_policy_file import FILE, read_meeting_policy, shipped_meeting_policy

REPOSITORY = Path(__file__).parents[2]


def written(tmp_path, text):
    (tmp_path / "parameters").mkdir()
    (tmp_path / FILE).write_text(text)
    return tmp_path


def test_without_the_file_every_judgement_is_at_its_default(tmp_path):
    assert read_meeting_policy(tmp_path) == (MeetingPolicy(), ())


def test_a_key_that_is_left_out_keeps_its_default(tmp_path):
    policy, faults = read_meeting_policy(written(tmp_path, "weeks_to_act: 6\n"))
    assert (policy, faults) == (MeetingPolicy(weeks_to_act=6), ())


def test_the_shipped_file_gives_every_key_its_default_and_a_reason():
    assert yaml.safe_load(shipped_meeting_policy()) == asdict(MeetingPolicy())
    lines = shipped_meeting_policy().decode().splitlines()
    assert all(line.split("#", 1)[1].strip() for line in lines)


def test_the_repository_s_own_file_is_the_shipped_one():
    assert (REPOSITORY / FILE).read_bytes() == shipped_meeting_policy()


def test_the_form_holds_the_keys_of_the_policy():
    assert list(forms.MeetingPolicyForm.model_fields) == [field.name for field in fields(MeetingPolicy)]


@pytest.mark.parametrize(
    "text, place, cause",
    [
        ("weeks_to_act: 0\n", "line 1, weeks_to_act", "'0' cannot stand here"),
        ("strong_evidence: 0.5\n", "line 1, strong_evidence", "'0.5' cannot stand here"),
        ("lasting_months: three\n", "line 1, lasting_months", "'three' cannot stand here"),
        ("week_to_act: 4\n", "line 1, week_to_act", "'week_to_act' is not a known key"),
    ],
)
def test_what_cannot_hold_is_refused_with_its_line(tmp_path, text, place, cause):
    _, (fault,) = read_meeting_policy(written(tmp_path, text))
    assert (fault.file, fault.place, fault.cause) == (FILE, place, cause)


def test_a_profile_cannot_be_overdue_before_it_is_due(tmp_path):
    _, (fault,) = read_meeting_policy(written(tmp_path, "review_months: 8\n"))
    assert fault.place == "overdue_months"
    assert "6 months" in fault.cause and "(8)" in fault.cause
