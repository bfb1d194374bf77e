"""A view and a prepared month to what it shows, as numbers. Nothing is drawn or worded here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import pandas as pd

from bsafe_analysis.model.areas import Area, Level
from bsafe_analysis.model.cycle import ExceptionalTime, Prepared
from bsafe_analysis.model.disclosure import Audience
from bsafe_analysis.model.incidents import Category
from bsafe_analysis.model.periods import add_months, months_between
from bsafe_analysis.model.view_state import Chart, Comparison, Measure, Split, ViewState, in_a_line
from bsafe_analysis.reports.facts.held_sources import sum_of
from bsafe_analysis.reports.facts.series import SeriesPoint, Standing, series_of, standing
from bsafe_analysis.reports.views.cube import YEAR, Cube, CubeLine, PlaceCount
from bsafe_analysis.reports.views.similar import similar_to
from bsafe_analysis.reports.views.week_hours import Week, WeekOfView, week_of

LONGEST = 600
"""More months than any history holds."""


@dataclass(frozen=True)
class ViewResult:
    """What the view shows. `drawn`: the chart that can be drawn; `reason`: why it is not the one asked for, or "".

    `whole`: the place over the months of the view; `lines`: what is drawn of it, several where it is split. `points`:
    its counts with their expected range, where one place and one category are asked for. `places`: each neighbourhood's
    count over the period. `base`: residents or households that its rates are made with; `rate`: that of the whole
    period, or None. `week`: by hour and weekday, those that have a time. `likened`: the places that `beside` is the
    mean of.
    `left_out`: of several categories told together those of which a month was not held.
    """

    state: ViewState
    prepared: Prepared
    place: Area
    categories: tuple[Category, ...]
    months: tuple[str, ...]
    whole: CubeLine
    lines: tuple[CubeLine, ...]
    beside: CubeLine | None
    likened: tuple[Area, ...]
    points: tuple[SeriesPoint, ...]
    rolling: CubeLine
    ahead: pd.DataFrame
    places: tuple[PlaceCount, ...]
    base: int | None
    rate: float | None
    not_placed: int
    week: Week
    gaps: tuple[str, ...]
    provisional: tuple[str, ...]
    drawn: Chart
    reason: str
    left_out: tuple[Category, ...] = ()

    claimed_as = "view"

    @property
    def claimed_values(self) -> Mapping[str, Any]:
        told = {"view": in_a_line(self.state), "place": self.place, "categories": self.categories}
        return {**told, "first": self.state.first, "last": self.state.last}

    @property
    def first(self) -> str:
        return self.state.first

    @property
    def last(self) -> str:
        return self.state.last

    @property
    def denominator(self) -> str:
        return str(self.state.denominator)

    @property
    def is_rate(self) -> bool:
        return self.state.measure is Measure.RATE

    @property
    def total(self) -> int:
        return self.whole.total

    @property
    def exceptional_before(self) -> tuple[ExceptionalTime, ...]:
        """Exceptional times of which the year before, where that is set beside it, holds a month."""
        if self.beside is None or self.beside.key != "last_year":
            return ()
        before = [add_months(month, -YEAR) for month in self.months]
        times = self.prepared.cycle.detection.exceptional
        return tuple(time for time in times if any(month in time for month in before))

    @cached_property
    def hours(self) -> WeekOfView:
        """The week by the hour, of those that have a time; ValueError where none has."""
        return WeekOfView.of_week(self.week, replace(self.whole.of, kinds=tuple(c.key for c in self.categories)))

    @property
    def unseen(self) -> int:
        """How many months of the place these readers may not see."""
        return len(self.whole.hidden)

    @property
    def smallest(self) -> int:
        """The smallest count that these readers may be shown of what the view counts; 0 where none is hidden."""
        rules = self.prepared.cycle.policy.smallest.get(self.prepared.audience, {})
        classes = self.prepared.classes
        return max((rules.get(classes[c.key], 0) for c in self.categories if c.key in classes), default=0)

    @property
    def category(self) -> Category | None:
        """The category, where there is one only."""
        return self.categories[0] if len(self.categories) == 1 else None

    @property
    def latest(self) -> SeriesPoint | None:
        """The last month, where its expected range is known."""
        return self.points[-1] if self.points and self.points[-1].upper is not None else None

    @property
    def standing(self) -> Standing | None:
        return standing(self.latest) if self.latest else None


def fit(state: ViewState, prepared: Prepared) -> tuple[ViewState, tuple[tuple[str, str], ...]]:
    """The view as this month can show it, and what had to give way: (kind, what), worded by the templates.

    A place that no longer exists gives way to the borough, a category to the others, the period to the months held.
    """
    gave_way: list[tuple[str, str]] = []
    if state.place not in prepared.areas or prepared.areas[state.place].level is Level.NOT_PLACED:
        gave_way.append(("place", state.place))
        state = state.but(place=prepared.areas.borough.code)
    known = {category.key for category in prepared.cycle.categories}
    gave_way += [("category", key) for key in state.categories if key not in known]
    state = state.but(categories=tuple(key for key in state.categories if key in known))
    held = prepared.cycle.months
    first, last = max(state.first, held[0]), min(state.last, held[-1])
    if first > last:
        first, last = held[max(0, len(held) - YEAR)], held[-1]
    if (first, last) != (state.first, state.last):
        gave_way.append(("period", f"{state.first} to {state.last}"))
        state = state.but(first=first, last=last)
    return state, tuple(gave_way)


def query(state: ViewState, prepared: Prepared) -> ViewResult:
    """What does this view show? KeyError where its place or a category does not exist: `fit` it first."""
    place = prepared.areas[state.place]
    categories = tuple(prepared.cycle.category(key) for key in state.categories) or prepared.cycle.categories
    keys = [category.key for category in categories]
    summed, left_out = _summed(state, prepared, place, categories)
    cube = Cube(prepared, state, keys, [category.key for category in summed])
    whole = cube.line(place, place.name)
    drawn, reason = drawable(state, prepared, place, categories)
    week = week_of(prepared, place.code, keys, cube.months) if drawn is Chart.WHEN else ()
    if drawn is Chart.WHEN and not week:
        drawn, reason = Chart.SERIES, "no_times" if prepared.audience == Audience.INTERNAL else "times_inside"
    if drawn is Chart.SEASON and whole.hidden:
        drawn, reason = Chart.SERIES, "not_shown"
    likened = similar_to(prepared, place) if state.comparison is Comparison.SIMILAR else ()
    plain = state.split is Split.NONE and drawn is Chart.SERIES
    return ViewResult(
        state=state,
        prepared=prepared,
        place=place,
        categories=categories,
        months=cube.months,
        whole=whole,
        lines=_lines(cube, state, prepared, place, categories) or (whole,),
        beside=_beside(cube, state, prepared, place, whole, likened) if plain else None,
        likened=likened if plain else (),
        points=_points(prepared, place, categories, cube.months) if _judged(state) else (),
        rolling=cube.rolling(place),
        ahead=_ahead(prepared, place, categories),
        places=tuple(cube.over_period(area) for area in prepared.areas.neighbourhoods),
        base=cube.base(place),
        rate=cube.over_period(place).value if state.measure is Measure.RATE and not whole.hidden else None,
        not_placed=cube.not_placed,
        week=week,
        gaps=cube.gaps,
        provisional=cube.provisional,
        drawn=drawn,
        reason=reason,
        left_out=left_out,
    )


def _summed(
    state: ViewState, prepared: Prepared, place: Area, categories: tuple[Category, ...]
) -> tuple[tuple[Category, ...], tuple[Category, ...]]:
    """Of several categories told together those that are held in all of the months compared, and those left out.

    Where none is, all are summed: their months that are not held are gaps.
    """
    earlier = YEAR if state.comparison is Comparison.LAST_YEAR or state.chart is Chart.ROLLING else 0
    months = set(months_between(add_months(state.first, -earlier), state.last)) & set(prepared.cycle.months)
    in_parts = state.split is Split.PLACE or state.chart is Chart.MAP
    made_of = sum_of(prepared, prepared.areas.neighbourhoods[0].code if in_parts else place.code, months)
    summed = tuple(category for category in categories if category in made_of.categories)
    if len(categories) == 1 or not summed:
        return categories, ()
    return summed, tuple(category for category in categories if category not in summed)


def _judged(state: ViewState) -> bool:
    """Whether an expected range can stand in the view: ranges are made for one place and one category, in counts."""
    return len(state.categories) == 1 and state.split is Split.NONE and state.measure is Measure.COUNT


def drawable(state: ViewState, prepared: Prepared, place: Area, categories: Sequence[Category]) -> tuple[Chart, str]:
    """The chart asked for where it can be drawn; else the series, with the reason (a key of the templates)."""
    months = len(prepared.cycle.months)
    reasons = {
        Chart.MAP: "no_boundaries" if not prepared.outlines else "",
        Chart.FORECAST: "one_category" if not _judged(state) else "" if len(_ahead(prepared, place, categories))
        else "no_forecast",
        Chart.SEASON: "short_history" if months < 2 * YEAR else "",
        Chart.ROLLING: "short_history" if months < YEAR else "",
    }  # fmt: skip
    reason = reasons.get(state.chart, "")
    return (Chart.SERIES, reason) if reason else (state.chart, "")


def _lines(
    cube: Cube, state: ViewState, prepared: Prepared, place: Area, categories: Sequence[Category]
) -> tuple[CubeLine, ...]:
    if state.split is Split.CATEGORY and len(categories) > 1:
        return tuple(cube.line(place, category.name, category.key) for category in categories)
    if state.split is Split.PLACE:
        return tuple(cube.line(child, child.name) for child in prepared.areas.children(place.code))
    return ()


def _beside(
    cube: Cube, state: ViewState, prepared: Prepared, place: Area, whole: CubeLine, likened: Sequence[Area]
) -> CubeLine | None:
    if state.comparison is Comparison.LAST_YEAR:
        return replace(cube.line(place, "", shift=YEAR), key="last_year")
    if state.comparison is Comparison.SIMILAR and likened:
        return cube.average(likened, "similar")
    level = {Comparison.AREA: Level.AREA, Comparison.BOROUGH: Level.BOROUGH}.get(state.comparison)
    above = next((a for a in prepared.areas.chain(place.code) if a.level is level and a.code != place.code), None)
    if above is None:
        return None
    line = cube.line(above, above.name)
    return line if state.measure is Measure.RATE else _scaled(line, whole)


def _scaled(line: CubeLine, whole: CubeLine) -> CubeLine:
    """The larger place brought to the smaller one's total, so that their shapes can be compared."""
    if not line.total:
        return line
    share = whole.total / line.total
    return replace(line, values=tuple(None if v is None else v * share for v in line.values), scaled=True)


def _points(
    prepared: Prepared, place: Area, categories: Sequence[Category], months: Sequence[str]
) -> tuple[SeriesPoint, ...]:
    series = series_of(prepared, place, categories[0], LONGEST)
    return tuple(point for point in series.points if point.month in months)


def _ahead(prepared: Prepared, place: Area, categories: Sequence[Category]) -> pd.DataFrame:
    """The coming months of one series, where something worth saying is known of them."""
    rows = prepared.forecasts
    if len(categories) != 1:
        return rows.iloc[:0]
    return rows[(rows["area"] == place.code) & (rows["category"] == categories[0].key) & rows["useful"].astype(bool)]
