"""Reads parameters/monitor.yml, which may be left out: what the neighbourhood monitor's grid adds up."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

from pydantic import Field

from bsafe_analysis.faults import Fault
from bsafe_analysis.model.monitor_groups import MonitorGroup
from bsafe_analysis.model.priorities import Priorities
from bsafe_analysis.parameters.form_files import read_form
from bsafe_analysis.parameters.forms import Form, Key, Text
from bsafe_analysis.parameters.groups_file import nearest_name

FILE = "parameters/monitor.yml"


class MonitorGroupForm(Form):
    key: Key
    title: Text
    categories: tuple[Key, ...] = Field(min_length=1, strict=False)


class MonitorForm(Form):
    groups: list[MonitorGroupForm] = Field(min_length=1, max_length=12)


def read_monitor(
    root: Path, categories: Collection[str], priorities: Priorities
) -> tuple[tuple[MonitorGroup, ...], tuple[Fault, ...]]:
    """The groups in the order of the file, and every fault of it. No such file: a group for each priority."""
    if not (root / FILE).exists():
        return tuple(MonitorGroup(p.key, p.title, p.categories) for p in priorities.every), ()
    form, faults = read_form(root, FILE.rpartition("/")[2], MonitorForm)
    if form is None:
        return (), faults
    groups = tuple(MonitorGroup(given.key, given.title, given.categories) for given in form.groups)
    return groups, tuple(_monitor_faults(groups, categories))


def _monitor_faults(groups: Sequence[MonitorGroup], categories: Collection[str]) -> Iterator[Fault]:
    keys = [group.key for group in groups]
    for key in sorted({key for key in keys if keys.count(key) > 1}):
        yield Fault(FILE, key, "two groups have this key", "Give each a key of its own")
    named = [(group.key, category) for group in groups for category in group.categories]
    for key, category in named:
        if category not in categories:
            yield Fault(FILE, key, f"{category!r} is no category", nearest_name(category, categories))
    meant = [category for _, category in named]
    for category in sorted({each for each in meant if meant.count(each) > 1}):
        owners = ", ".join(dict.fromkeys(key for key, each in named if each == category))
        yield Fault(FILE, owners, f"{category!r} stands twice: it would be added up twice", "Keep it in one group")
