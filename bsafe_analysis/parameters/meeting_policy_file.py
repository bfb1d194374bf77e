"""Reads parameters/meetings.yml, which may be left out: what meetings can bear and how long they remember."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from bsafe_analysis.faults import Fault, InputError, system_fault
from bsafe_analysis.model.meeting_policy import MeetingPolicy
from bsafe_analysis.parameters import forms
from bsafe_analysis.plain_files import read_plain
from bsafe_analysis.yaml_files import read_yaml

FILE = "parameters/meetings.yml"


def shipped_meeting_policy() -> bytes:
    """The file that `bsafe init` copies: every key at its default, with its reason."""
    return (files("bsafe_analysis.parameters") / "starter" / FILE).read_bytes()


def read_meeting_policy(root: Path) -> tuple[MeetingPolicy, tuple[Fault, ...]]:
    """The policy, a key that is not given at its default, and every fault of the file. No such file: the defaults."""
    try:
        value, lines = read_yaml(read_plain(root / FILE).decode("utf-8-sig"), FILE)
    except FileNotFoundError:
        return MeetingPolicy(), ()
    except OSError as error:
        return MeetingPolicy(), (Fault(FILE, "", *system_fault(error, "read")),)
    except UnicodeDecodeError:
        return MeetingPolicy(), (Fault(FILE, "", "this is not UTF-8 text", "Save it as plain UTF-8 text"),)
    except InputError as error:
        return MeetingPolicy(), error.faults
    form = forms.check(forms.MeetingPolicyForm, value, FILE, lines)
    if isinstance(form, list):
        return MeetingPolicy(), tuple(form)
    policy = MeetingPolicy(**form.model_dump(exclude_none=True))
    return policy, _disagreement(policy)


def _disagreement(policy: MeetingPolicy) -> tuple[Fault, ...]:
    if policy.overdue_months >= policy.review_months:
        return ()
    cause = f"a profile would be overdue ({policy.overdue_months} months) before it is due ({policy.review_months})"
    return (Fault(FILE, "overdue_months", cause, "Make it no smaller than review_months"),)
