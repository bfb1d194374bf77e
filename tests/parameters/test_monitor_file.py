"""What the neighbourhood monitor's grid adds up: read from monitor.yml, else the priorities."""

from pathlib import Path

import pytest

from bsafe_analysis.model.monitor_groups import MonitorGroup
from bsafe_analysis.model.priorities import Priorities, Priority
from bsafe_analysis.parameters.monitor_file import FILE, read_monitor
from bsafe_analysis.sample.invented_monitor import monitor
from bsafe_analysis.sample.inventions import THORNMERE

REPOSITORY = Path(__file__).parents[2]
COUNTED = {"burglary", "robbery", "violence"}
PRIORITIES = Priorities((Priority("homes", "Safer homes", ("burglary",)),), {})


def read(tmp_path, text):
    (tmp_path / "parameters").mkdir()
    (tmp_path / FILE).write_text(text)
    return read_monitor(tmp_path, COUNTED, PRIORITIES)


def test_without_the_file_each_priority_is_a_group(tmp_path):
    assert read_monitor(tmp_path, COUNTED, PRIORITIES) == ((MonitorGroup("homes", "Safer homes", ("burglary",)),), ())


def test_the_repository_s_own_file_is_the_one_that_is_invented():
    assert (REPOSITORY / FILE).read_text("utf-8") == monitor(THORNMERE)


def test_the_invented_file_holds_every_kind_of_the_police_once(tmp_path):
    kinds = {c for supplier, c, _, _ in THORNMERE.categories} | {a.category for a in THORNMERE.agencies}
    (tmp_path / "parameters").mkdir()
    (tmp_path / FILE).write_text(monitor(THORNMERE))
    groups, faults = read_monitor(tmp_path, kinds, PRIORITIES)
    assert faults == ()
    assert sorted(category for group in groups for category in group.categories) == sorted(kinds)


def test_every_fault_of_the_file_is_told_at_once_with_its_cure(tmp_path):
    _, faults = read(
        tmp_path,
        "groups:\n  - {key: a, title: A, categories: [burglry, robbery]}\n"
        "  - {key: a, title: B, categories: [robbery]}\n",
    )
    told = [(fault.cause, fault.cure) for fault in faults]
    assert ("'burglry' is no category", "Did you mean 'burglary'?") in told
    assert ("two groups have this key", "Give each a key of its own") in told
    assert ("'robbery' stands twice: it would be added up twice", "Keep it in one group") in told


@pytest.mark.parametrize("text", ["groups: []\n", "groups:\n  - {key: a, title: A, categories: []}\n", "rank: yes\n"])
def test_a_file_that_says_nothing_usable_is_refused(tmp_path, text):
    assert read(tmp_path, text)[1]
