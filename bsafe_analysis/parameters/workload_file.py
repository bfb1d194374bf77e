"""Reads parameters/workload.yml, which may be left out: hours of work for an incident of each category."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Annotated

from pydantic import Field

from bsafe_analysis.faults import Fault
from bsafe_analysis.model.team_clusters import HoursPerIncident
from bsafe_analysis.parameters.form_files import read_form
from bsafe_analysis.parameters.forms import Form, Key, Text
from bsafe_analysis.parameters.groups_file import nearest_name

FILE = "parameters/workload.yml"
MOST_HOURS = 10_000
Hours = Annotated[float, Field(allow_inf_nan=False, strict=False)]


class HoursForm(Form):
    low: Hours
    central: Hours
    high: Hours
    source: Text


class WorkloadForm(Form):
    hours: dict[Key, HoursForm] = Field(min_length=1)


def read_workload(
    root: Path, categories: Collection[str]
) -> tuple[tuple[HoursPerIncident, ...] | None, tuple[Fault, ...]]:
    """Hours in the order of the file, and every fault of it. No such file: None, for no hours are known."""
    if not (root / FILE).exists():
        return None, ()
    form, faults = read_form(root, FILE.rpartition("/")[2], WorkloadForm)
    if form is None:
        return None, faults
    hours = tuple(HoursPerIncident(key, h.low, h.central, h.high, h.source) for key, h in form.hours.items())
    wrong = tuple(_hours_faults(form.hours, categories))
    return (None if wrong else hours), wrong


def _hours_faults(hours: Mapping[str, HoursForm], categories: Collection[str]) -> Iterator[Fault]:
    for key, given in hours.items():
        if key not in categories:
            yield Fault(FILE, f"hours.{key}", f"{key!r} is no category", nearest_name(key, categories))
        three = (given.low, given.central, given.high)
        if min(three) < 0:
            yield Fault(FILE, f"hours.{key}", f"{min(three):g} hours are below nought", "No incident gives time back")
        elif not given.low <= given.central <= given.high:
            yield Fault(FILE, f"hours.{key}", "low, central and high are not in order", "Put the fewest hours first")
        elif given.high > MOST_HOURS:
            yield Fault(FILE, f"hours.{key}", f"{given.high:g} hours are years of work", "Mend it")
    if not any(given.central > 0 for given in hours.values()):
        yield Fault(FILE, "hours", "all hours are nought: there would be no work", "Give a category its hours")
