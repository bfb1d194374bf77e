"""Writes parameters/cycles/<month>.yml: from the newest file before it, with the days on which its groups meet."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from bsafe_analysis.atomic_files import create_whole
from bsafe_analysis.faults import Fault, InputError
from bsafe_analysis.model.group_meetings import GroupMeeting
from bsafe_analysis.parameters import forms
from bsafe_analysis.parameters.cycle_file import FOLDER
from bsafe_analysis.parameters.form_files import read_form
from bsafe_analysis.parameters.workspace import Workspace


def write_cycle(workspace: Workspace, month: str, meetings: Iterable[GroupMeeting]) -> str:
    """Write the month's file and return its name in the workspace. InputError where there is one already."""
    name = f"{FOLDER}/{month}.yml"
    days = {key: min(on) for key, on in _days(workspace, month, meetings).items()}
    dates = ", ".join(f"{key}: {day.isoformat()}" for key, day in days.items())
    lines = [f'month: "{month}"', *_carried(workspace, month)]
    lines.append(f"meetings: {{{dates}}}    # as data/register/meetings.csv has them" if dates else "meetings: {}")
    (workspace.root / FOLDER).mkdir(parents=True, exist_ok=True)
    if not create_whole(workspace.root / name, "".join(f"{line}\n" for line in lines)):
        raise InputError([Fault(name, "", "this month has its file already", "Change it by hand, or remove it first")])
    return name


def _days(workspace: Workspace, month: str, meetings: Iterable[GroupMeeting]) -> dict[str, list[date]]:
    """The days of the groups for which documents are made; of several areas all."""
    served = [meeting.key for meeting in workspace.meetings if meeting.document]
    held = [m for m in meetings if m.month == month and m.held is not False]
    return {key: on for key in served if (on := [m.on for m in held if m.group == key])}


def _carried(workspace: Workspace, month: str) -> list[str]:
    """Boundaries and baseline of the newest file before, if there is one that can be read."""
    earlier = sorted(p.stem for p in (workspace.root / FOLDER).glob("[0-9]*.yml") if p.stem < month)
    form = read_form(workspace.root, f"{earlier[-1]}.yml", forms.CycleForm, FOLDER)[0] if earlier else None
    if form is None:
        return []
    said = f"    # as in {earlier[-1]}"
    lines = [f"boundaries: {_quoted(form.boundaries)}{said}"] if form.boundaries else []
    if form.baseline:
        first, last = form.baseline.first, form.baseline.last
        lines.append(f'baseline: {{first: "{first}", last: "{last}"}}{said}')
    return lines


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
