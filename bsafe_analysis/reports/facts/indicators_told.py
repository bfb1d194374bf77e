"""Each indicator: its baseline, the year as far as it is known, what its end may be, and how it stands by rule."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property

import numpy as np
import pandas as pd

from bsafe_analysis.detection.hyperparameters import Hyper
from bsafe_analysis.detection.long_run import dispersion_between, least_provable
from bsafe_analysis.detection.projection import YearTotal, widths, year_totals
from bsafe_analysis.detection.target_status import TargetClass, TargetStatus, chance_of, class_of, status_of
from bsafe_analysis.detection.year_ahead import USEFUL_FROM, Tried
from bsafe_analysis.model.areas import Area
from bsafe_analysis.model.business_groups import BusinessGroup
from bsafe_analysis.model.cycle import Cycle, Prepared
from bsafe_analysis.model.indicators import Indicator, YearTarget
from bsafe_analysis.model.periods import Window, add_months

LEAST_HISTORY = 24
TENTHS = 10
Years = Callable[[str, str], Mapping[tuple[str, str], YearTotal]]
"""Given the month up to which counts are known and the first of a year: the total of each series."""


class NotJudged(StrEnum):
    """Why nothing is said of a target."""

    NO_BASELINE = "no_baseline"
    NO_TARGET = "no_target"
    SHORT_HISTORY = "short_history"
    NOT_RECEIVED = "not_received"
    RECORDING_CHANGE = "recording_change"
    TOO_FEW = "too_few"


@dataclass(frozen=True)
class IndicatorTold:
    """One indicator on the month that is told. `status` None: not judged, and `why_not` says why.

    `baseline`, `last_year`: totals, None where a month is missing. `received`: of the target's year so far, of so many
    months; `lower` to `upper`: what it may end with, 80 in 100 such ranges held. `tenths`: chance to meet it, of 10,
    told where it is in doubt. `least`: the smallest change on the baseline, in a hundred, that chance does not make.
    """

    key: str
    indicator: Indicator
    place: Area
    group: BusinessGroup | None
    target: YearTarget | None
    baseline: int | None
    last_year: int | None
    received: int | None = None
    months: int = 0
    lower: int | None = None
    upper: int | None = None
    status: TargetStatus | None = None
    why_not: NotJudged | None = None
    tenths: int | None = None
    kind: TargetClass | None = None
    least: int | None = None


@dataclass(frozen=True)
class RangesHeld:
    """How past totals with as many months left fell inside their ranges: `inside` of `tried`."""

    inside: int
    tried: int


@dataclass(frozen=True)
class IndicatorsTold:
    """All of them, in the order of indicators.yml; `held`: None where too few past totals could be tried."""

    every: tuple[IndicatorTold, ...]
    held: RangesHeld | None

    def of(self, *statuses: TargetStatus) -> tuple[IndicatorTold, ...]:
        return tuple(each for each in self.every if each.status in statuses)


@dataclass(frozen=True)
class _IndicatorGround:
    """The counts by which indicators are told: every category of the places asked for, and sums under their own key."""

    prepared: Prepared
    own: pd.DataFrame
    """The categories alone: on these past ranges are tried."""
    counts: pd.DataFrame
    learnt: dict[str, Hyper] = field(default_factory=dict)
    """Of `counts`; of another table it would say nothing."""

    @cached_property
    def wider(self) -> Mapping[int, Tried]:
        """How past ranges held: tried only where something is judged, for it takes seconds."""
        cycle = self.prepared.cycle
        return widths(self.own, self.prepared.areas, cycle.month, cycle.detection, {})

    def year(self, month: str, first: str) -> Mapping[tuple[str, str], YearTotal]:
        cycle = self.prepared.cycle
        return year_totals(self.counts, self.prepared.areas, month, first, cycle.detection, self.wider, self.learnt)

    def row(self, told: IndicatorTold) -> pd.Series:
        """Month -> count of one indicator."""
        of = self.counts[
            (self.counts["area"] == told.place.code) & (self.counts["category"] == _series_key(told.indicator))
        ]
        return of.set_index("month")["count"]


def indicators_told(prepared: Prepared, group: str = "") -> IndicatorsTold:
    """How does each indicator stand? `group`: a key, to tell of those alone that this group answers for."""
    mine = (indicator for indicator in prepared.cycle.indicators if group in ("", indicator.group))
    every = tuple(_unjudged(prepared, indicator) for indicator in mine)
    if not every:
        return IndicatorsTold((), None)
    ground = _ground_of(prepared, every)
    totals: dict[tuple[str, str], Mapping[tuple[str, str], YearTotal]] = {}

    def year(month: str, first: str) -> Mapping[tuple[str, str], YearTotal]:
        if (month, first) not in totals:
            totals[month, first] = ground.year(month, first)
        return totals[month, first]

    told = []
    for each in every:
        begun = _with_sums(each, ground.row(each), prepared.cycle.month)
        why = _why_not_judged(begun, ground)
        told.append(replace(begun, why_not=why) if why else _against_target(begun, prepared.cycle, year))
    left = next((12 - each.months for each in told if each.status), 0)
    tried = ground.wider.get(left) if left else None
    return IndicatorsTold(tuple(told), RangesHeld(tried.inside, tried.tried) if tried and tried.inside else None)


def _unjudged(prepared: Prepared, indicator: Indicator) -> IndicatorTold:
    group = next((g for g in prepared.cycle.groups if g.key == indicator.group), None)
    place = prepared.areas[indicator.area] if indicator.area else prepared.areas.borough
    return IndicatorTold(indicator.key, indicator, place, group, indicator.target_of(prepared.cycle.month), None, None)


def _ground_of(prepared: Prepared, every: Iterable[IndicatorTold]) -> _IndicatorGround:
    counts = prepared.counts
    places = {told.place.code for told in every}
    own = counts[counts["area"].isin(places)][["area", "level", "category", "month", "count", "provisional"]]
    sums = [_as_one_series(own, told) for told in every if len(told.indicator.categories) > 1]
    table = pd.concat([own, *sums], ignore_index=True)
    return _IndicatorGround(prepared, own, table)


def _as_one_series(counts: pd.DataFrame, told: IndicatorTold) -> pd.DataFrame:
    """Several categories of one place as one; a month in which one of them is not known is not known."""
    mine = counts[(counts["area"] == told.place.code) & counts["category"].isin(told.indicator.categories)]
    by_month = mine.groupby("month", sort=True)
    whole = {
        "level": by_month["level"].first(),
        "count": by_month["count"].agg(lambda counts: counts.sum(skipna=False)),
        "provisional": by_month["provisional"].any(),
    }
    sums = pd.DataFrame(whole)
    return (
        sums.reset_index().assign(area=told.place.code, category=_series_key(told.indicator)).astype({"count": "Int64"})
    )


def _series_key(indicator: Indicator) -> str:
    """The category that it is, or the name of its own series where it is several."""
    return indicator.categories[0] if len(indicator.categories) == 1 else f"={indicator.key}"


def _with_sums(told: IndicatorTold, row: pd.Series, month: str) -> IndicatorTold:
    base = told.indicator.baseline
    total = _total_of(row, base) if base else None
    year = Window(add_months(month, -11), month)
    least = None
    if base and total:
        before = Window(add_months(base.first, -12), add_months(base.last, -12))
        one, other = (row.reindex(list(w.months)).astype("float64").to_numpy() for w in (base, before))
        known = ~(np.isnan(one) | np.isnan(other))
        phi = dispersion_between(one[known], other[known]) if known.sum() > 1 else 1.0
        least = round(100 * least_provable(total, phi))
    return replace(told, baseline=total, last_year=_total_of(row, year), least=least)


def _total_of(row: pd.Series, window: Window) -> int | None:
    counts = row.reindex(list(window.months))
    return None if counts.isna().any() else int(counts.sum())


def _why_not_judged(told: IndicatorTold, ground: _IndicatorGround) -> NotJudged | None:
    cycle, target, row = ground.prepared.cycle, told.target, ground.row(told).dropna()
    if told.indicator.baseline is None or told.baseline is None:
        return NotJudged.NO_BASELINE
    if target is None:
        return NotJudged.NO_TARGET
    if len(row[row.index <= cycle.month]) < LEAST_HISTORY:
        return NotJudged.SHORT_HISTORY
    if not {cycle.month, add_months(cycle.month, -1)} & set(row.index):
        return NotJudged.NOT_RECEIVED
    if any(told.indicator.baseline.first < since <= target.last for since in _rebased(told, ground)):
        return NotJudged.RECORDING_CHANGE
    return NotJudged.TOO_FEW if told.baseline < USEFUL_FROM else None


def _rebased(told: IndicatorTold, ground: _IndicatorGround) -> Iterable[str]:
    """Since when its categories are recorded otherwise in its place."""
    settings, kinds = ground.prepared.cycle.detection, {*told.indicator.categories, "*"}
    yield from (since for category, since in settings.rebase if category in kinds)
    yield from (r.since for r in settings.rebases if r.category in kinds and told.place.code in r.places)


def _against_target(told: IndicatorTold, cycle: Cycle, year: Years) -> IndicatorTold:
    target, series = told.target, (told.place.code, _series_key(told.indicator))
    assert target is not None
    total = year(cycle.month, target.first).get(series)
    before = year(add_months(target.first, -1), target.first).get(series)
    if total is None:
        return replace(told, why_not=NotJudged.SHORT_HISTORY)
    fewer, number = told.indicator.fewer, target.number
    settled = add_months(target.last, cycle.detection.provisional_months) <= cycle.month
    status = status_of(total, number, fewer, settled)
    tenths = round(TENTHS * chance_of(total, number, fewer)) if status is TargetStatus.IN_DOUBT else None
    return replace(
        told, received=total.received, months=12 - total.left, lower=total.lower, upper=total.upper, status=status,
        tenths=tenths, kind=class_of(before, number, fewer) if before and before.left else None,
    )  # fmt: skip
