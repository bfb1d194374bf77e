"""A month's choices: parameters/cycles/<month>.yml where there is one, else the defaults of docs/workspace.md."""

from __future__ import annotations

import calendar
from collections.abc import Sequence
from datetime import date

from bsafe_analysis.faults import Fault, InputError
from bsafe_analysis.model.cycle import Cycle, Meeting
from bsafe_analysis.model.periods import Window, add_months, months_between, parse_month
from bsafe_analysis.parameters import forms
from bsafe_analysis.parameters.form_files import read_form
from bsafe_analysis.parameters.workspace import Workspace

FOLDER = "parameters/cycles"
BASELINE_MONTHS = 36
SETTLED_MONTHS = 6
"""A baseline ends at least so many months ago: its counts have settled, and nothing in it is news."""


def _cycle_form(workspace: Workspace, month: str) -> forms.CycleForm | None:
    name = f"{_checked_month(month)}.yml"
    if not (workspace.root / FOLDER / name).exists():
        return None
    form, faults = read_form(workspace.root, name, forms.CycleForm, FOLDER)
    if form is not None:
        faults = _cycle_faults(form, workspace, month, f"{FOLDER}/{name}")
    if faults:
        raise InputError(faults)
    return form


def _cycle_faults(form: forms.CycleForm, workspace: Workspace, month: str, file: str) -> tuple[Fault, ...]:
    faults: list[Fault] = []
    if form.month != month:
        faults.append(Fault(file, "month", f"the file says {form.month}", "Name the file after its month"))
    unknown = sorted(set(form.meetings) - {meeting.key for meeting in workspace.meetings})
    faults += [Fault(file, "meetings", f"no meeting {key!r}", "See parameters/groups.yml") for key in unknown]
    if form.baseline and form.baseline.last > month:
        faults.append(
            Fault(file, "baseline", f"it ends after {month}", "A cycle looks at nothing later than its month")
        )
    if form.baseline and form.baseline.first > form.baseline.last:
        faults.append(Fault(file, "baseline", "it ends before it starts", "Put the earlier month first"))
    return tuple(faults)


def _checked_month(month: str) -> str:
    try:
        return parse_month(month)
    except ValueError as error:
        raise InputError(
            [Fault("the command", "month", str(error).split(";")[0], "Write it as YYYY-MM, for example 2026-09")]
        ) from None


def declared_as_of(workspace: Workspace, month: str) -> date | None:
    """The day of the cycle's file after which nothing may be looked at; None where none is declared."""
    form = _cycle_form(workspace, month)
    return form.as_of if form else None


def read_cycle(workspace: Workspace, month: str, newest_download: date | None, months_received: Sequence[str]) -> Cycle:
    """The month's choices, from its file or by the defaults of docs/workspace.md; InputError where they cannot hold."""
    form = _cycle_form(workspace, month) or forms.CycleForm(month=month)
    first = max(
        months_received[0] if months_received else month, add_months(month, 1 - workspace.detection.history_months)
    )
    months = months_between(first, month)
    baseline = Window(form.baseline.first, form.baseline.last) if form.baseline else default_baseline(first, month)
    dates = dict(form.meetings)
    return Cycle(
        month=month,
        months=months,
        as_of=form.as_of or newest_download or _last_day(month),
        meetings=tuple(Meeting(m.key, m.name, m.document, m.area, dates.get(m.key)) for m in workspace.meetings),
        boundaries=form.boundaries,
        baseline=baseline,
        partnership=workspace.partnership,
        detection=workspace.detection,
        documents=workspace.documents,
        categories=workspace.categories,
        markings=workspace.markings,
        not_by_place=workspace.not_by_place,
        high_risk=workspace.high_risk,
        policy=workspace.policy,
        meeting_policy=workspace.meeting_policy,
        scoring=workspace.scoring,
        groups=workspace.groups,
        indicators=workspace.indicators,
        monitor=workspace.monitor,
        resourcing=workspace.resourcing,
        similar=workspace.similar,
        sources=tuple((s.name, s.title, s.source_class) for s in workspace.sources),
    )


def default_baseline(first: str, month: str) -> Window:
    """Whole financial years, three at most, ended half a year ago: fixed for twelve months, so a profile stands still.

    Where less than a year of that is held: everything up to the month.
    """
    ended = add_months(month, -SETTLED_MONTHS)
    last = f"{int(ended[:4]) - (int(ended[5:7]) < 3)}-03"
    for length in (BASELINE_MONTHS, 24, 12):
        if add_months(last, 1 - length) >= first:
            return Window(add_months(last, 1 - length), last)
    return Window(max(first, add_months(month, 1 - BASELINE_MONTHS)), month)


def _last_day(month: str) -> date:
    year, number = int(month[:4]), int(month[5:7])
    return date(year, number, calendar.monthrange(year, number)[1])
