"""Reads parameters/indicators.yml, which may be left out: what the partnership measures itself by, with targets."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from bsafe_analysis.faults import Fault
from bsafe_analysis.model.areas import NOT_PLACED, Areas, Level
from bsafe_analysis.model.indicators import Indicator, OwnView, YearTarget
from bsafe_analysis.model.periods import Window, months_between
from bsafe_analysis.parameters.form_files import read_form
from bsafe_analysis.parameters.forms import Form, Key, Month, Text, WindowForm
from bsafe_analysis.parameters.groups_file import nearest_name

FILE = "parameters/indicators.yml"
YEAR = 12
FEWEST_OF_NEIGHBOURHOOD = 100
"""A target for a neighbourhood below so many a year moves more by chance than by anything that is done."""


def _number_itself(value: Any) -> Any:
    if isinstance(value, str) and re.search(r"%|per ?cent|minus", value):
        raise ValueError("write the number itself, for example at_most: 1201")
    return value


Count = Annotated[int, BeforeValidator(_number_itself), Field(ge=0, le=10_000_000)]


class TargetForm(Form):
    first: Month
    last: Month
    at_most: Count | None = None
    at_least: Count | None = None
    set_by: Key
    on: date
    reason: Text


class CountedForm(Form):
    categories: list[Key] = Field(min_length=1)
    area: str = ""


class OwnViewForm(Form):
    on: date
    says: Text


class IndicatorForm(Form):
    key: Key
    title: Text
    of: CountedForm
    better: Literal["fewer", "more"]
    group: Key
    owner: Text
    agency: Text = ""
    tags: tuple[Text, ...] = Field((), strict=False)
    baseline: WindowForm | None = None
    targets: tuple[TargetForm, ...] = Field((), strict=False)
    owner_view: OwnViewForm | None = None


class IndicatorsForm(Form):
    indicators: list[IndicatorForm] = Field(min_length=1)


def read_indicators(
    root: Path, areas: Areas, categories: Collection[str], groups: Collection[str]
) -> tuple[tuple[Indicator, ...], tuple[Fault, ...]]:
    """The indicators in the order of the file, and every fault of it. No such file: none. `groups`: of groups.yml."""
    if not (root / FILE).exists():
        return (), ()
    form, faults = read_form(root, FILE.rpartition("/")[2], IndicatorsForm)
    if form is None:
        return (), faults
    wrong = tuple(fault for given in form.indicators for fault in _faults(given, areas, categories, groups))
    keys = [given.key for given in form.indicators]
    twice = sorted({key for key in keys if keys.count(key) > 1})
    same = (Fault(FILE, key, "two indicators have this key", "Give each a key of its own") for key in twice)
    return tuple(_indicator(given) for given in form.indicators if not wrong), (*wrong, *same)


def _indicator(given: IndicatorForm) -> Indicator:
    baseline, view = given.baseline, given.owner_view
    return Indicator(
        given.key, given.title, tuple(given.of.categories), given.of.area, given.better == "fewer", given.group,
        given.owner, given.tags, Window(baseline.first, baseline.last) if baseline else None,
        tuple(YearTarget(**target.model_dump()) for target in sorted(given.targets, key=lambda t: t.on)),
        OwnView(view.on, view.says) if view else None, given.agency,
    )  # fmt: skip


def _faults(
    given: IndicatorForm, areas: Areas, categories: Collection[str], groups: Collection[str]
) -> Iterator[Fault]:
    for category in given.of.categories:
        if category not in categories:
            yield _fault(given, "of.categories", f"{category!r} is no category", nearest_name(category, categories))
    area = given.of.area
    known = not area or (area in areas and area != NOT_PLACED)
    if not known:
        yield _fault(given, "of.area", f"{area!r} is no place of data/reference/areas.csv", "Write its code, or none")
    named = [("group", given.group), *((f"targets.{t.first}.set_by", t.set_by) for t in given.targets)]
    for column, key in named:
        if key not in groups:
            yield _fault(given, column, f"there is no group {key!r}", nearest_name(key, groups))
    yield from _baseline_faults(given)
    small = known and bool(area) and areas[area].level is Level.NEIGHBOURHOOD
    for target in given.targets:
        yield from _target_faults(given, target, small)


def _baseline_faults(given: IndicatorForm) -> Iterator[Fault]:
    of = given.baseline
    if of is None and given.targets:
        cure = "Add baseline: {first: ..., last: ...}, twelve months before the target's"
        yield _fault(given, "baseline", "a target without a baseline says nothing", cure)
    elif of is not None and (of.first > of.last or len(months_between(of.first, of.last)) != YEAR):
        yield _fault(given, "baseline", f"{of.first} to {of.last} are not twelve months", "Take a whole year")


def _target_faults(given: IndicatorForm, target: TargetForm, small: bool) -> Iterator[Fault]:
    place = f"targets.{target.first}"
    if target.first > target.last or len(months_between(target.first, target.last)) != YEAR:
        cause = f"{target.first} to {target.last} are not twelve months: shorter ones move by chance"
        yield _fault(given, place, cause, "Set it for a whole year")
    if (target.at_most is None) == (target.at_least is None):
        yield _fault(given, place, "it needs at_most or at_least, and one of them only", "Write the number itself")
    elif (target.at_most is not None) != (given.better == "fewer"):
        wanted = "at_most" if given.better == "fewer" else "at_least"
        yield _fault(
            given, place, f"{given.better} is better, so a target is {wanted}", f"Write {wanted}, or correct better"
        )
    elif small and max(target.at_most or 0, target.at_least or 0) < FEWEST_OF_NEIGHBOURHOOD:
        number = target.at_most if target.at_most is not None else target.at_least
        yield _fault(given, place, f"{number} a year in a neighbourhood move by chance alone", "Set it for the area")


def _fault(given: IndicatorForm, column: str, cause: str, cure: str) -> Fault:
    return Fault(FILE, f"{given.key}.{column}", cause, cure)
