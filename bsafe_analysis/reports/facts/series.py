"""The picture of one place in one month: each category beside what was to be expected. Shared by several documents."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import comb
from typing import Any, Protocol

import pandas as pd

from bsafe_analysis.claims.telling import tell, tell_each
from bsafe_analysis.detection.whose_change import Counted, holds_more_than_half
from bsafe_analysis.model.areas import Area
from bsafe_analysis.model.counts import rolling_total
from bsafe_analysis.model.cycle import Prepared
from bsafe_analysis.model.findings import Direction, Finding, Status
from bsafe_analysis.model.incidents import Category
from bsafe_analysis.model.periods import add_months, months_between
from bsafe_analysis.model.priorities import Priority
from bsafe_analysis.reports.charts.expected_series import ExpectedSeries
from bsafe_analysis.reports.charts.tables import HIDDEN

TOO_FEW_A_YEAR = 20
"""Below this many expected in a year, one month cannot be judged in words: the page gives the count and says so."""

RECENT_MONTHS = 24
RARE = 0.01
"""Below this chance, counts of one place that lie outside at once are said to have something in common."""
_TOLD = ("count", "provisional", "hidden", "expected", "lower", "upper")
CHART_MONTHS = 36


class Standing(StrEnum):
    """Where a month's count lies. These words are fixed; a page never says "significant"."""

    ABOVE = "above"
    WITHIN = "within"
    BELOW = "below"
    TOO_FEW = "too_few"
    NO_RANGE = "no_range"
    NOT_RECEIVED = "not_received"
    HIDDEN = "hidden"
    """Too small for this edition's readers, or hidden so that a small count cannot be worked out."""
    UNJUDGED = "unjudged"
    """Some months of the series are hidden, so nothing says what was to be expected."""


@dataclass(frozen=True)
class SeriesPoint:
    """One month of one series. `observed` None: not received, or hidden. Range None: that month was not judged."""

    month: str
    observed: int | None
    expected: float | None
    lower: int | None
    upper: int | None
    provisional: bool
    hidden: bool = False

    @property
    def told(self) -> int | str | None:
        """What a table shows of it."""
        return HIDDEN if self.hidden else tell(self, "observed")


@dataclass(frozen=True)
class MonthCount:
    """How many of one category were recorded in one place in one month."""

    place: Area
    category: Category
    month: str
    observed: int


@dataclass(frozen=True)
class MonthTotal:
    """How many incidents of all categories were recorded in one place in one month."""

    place: Area
    month: str
    observed: int


@dataclass(frozen=True)
class Series:
    """One category in one place over the months up to the judged one, oldest first."""

    place: Area
    category: Category
    points: tuple[SeriesPoint, ...]

    @property
    def latest(self) -> SeriesPoint:
        return self.points[-1]

    @property
    def drawn(self) -> ExpectedSeries:
        """The series as charts take it."""
        return as_drawn(tell(self, "points"))


@dataclass(frozen=True)
class PictureRow:
    """One category of the picture. `total` is the last 12 months' count, of which `months_held` were received.

    None where one of those months is hidden: the total would tell of it.
    """

    category: Category
    priority: Priority | None
    series: Series
    standing: Standing
    total: int | None
    months_held: int


def as_drawn(points: Sequence[SeriesPoint]) -> ExpectedSeries:
    """The months as charts take them; one without a count is a gap."""
    return ExpectedSeries(
        months=tell_each(points, "month"),
        observed=tell_each(points, "observed"),
        expected=tell_each(points, "expected"),
        lower=tell_each(points, "lower"),
        upper=tell_each(points, "upper"),
        provisional=[p.month for p in points if p.provisional],
        gaps=[p.month for p in points if p.observed is None],
    )


class Stands(Protocol):
    """Any row of one place that stands somewhere beside its expected range."""

    @property
    def standing(self) -> Standing: ...


def hidden_months(prepared: Prepared, place: Area, category: Category) -> frozenset[str]:
    """The months of one series that this edition's readers may not see."""
    rows = prepared.hidden
    if rows.empty:
        return frozenset()
    return frozenset(rows.loc[(rows["area"] == place.code) & (rows["category"] == category.key), "month"])


def series_of(prepared: Prepared, place: Area, category: Category, length: int = CHART_MONTHS) -> Series:
    """The last `length` months of one series, with the expected range of every month that was judged."""
    month = prepared.cycle.month
    months = months_between(max(add_months(month, 1 - length), prepared.cycle.months[0]), month)
    counted = _by_month(prepared.counts, place, category)
    judged = _by_month(prepared.expectations, place, category)
    return Series(place, category, tuple(point_of(m, counted.get(m, {}), judged.get(m, {})) for m in months))


def _by_month(table: pd.DataFrame, place: Area, category: Category) -> dict[str, dict[str, object]]:
    """Month -> what is told of it, of one series."""
    places = _held.of(table)
    if place.code not in places:
        rows = table[table["area"] == place.code]
        names = [name for name in _TOLD if name in rows]
        series: dict[str, dict[str, dict[str, object]]] = {}
        columns = (rows[name].tolist() for name in ("category", "month", *names))
        for key, month, *row in zip(*columns, strict=True):
            series.setdefault(key, {})[month] = dict(zip(names, row, strict=True))
        places[place.code] = series
    return places[place.code].get(category.key, {})


class _Held:
    """What was read of the last few tables, by place: a document asks for a place's every category, one by one."""

    FEW = 4

    def __init__(self) -> None:
        self._tables: list[tuple[pd.DataFrame, dict[str, Any]]] = []

    def of(self, table: pd.DataFrame) -> dict[str, Any]:
        """Place -> category -> month -> what is told; filled by whoever asks. Another table begins anew."""
        for known, places in self._tables:
            if known is table:
                return places
        self._tables = [(table, {}), *self._tables[: self.FEW - 1]]
        return self._tables[0][1]


_held = _Held()


def point_of(month: str, count: dict, range_: dict) -> SeriesPoint:
    """One month of a series, from its row of the counts and its row of the expectations (empty where it has none)."""
    return SeriesPoint(
        month,
        _whole(count.get("count")),
        _real(range_.get("expected")),
        _whole(range_.get("lower")),
        _whole(range_.get("upper")),
        bool(count.get("provisional", False)),
        bool(count.get("hidden", False)),
    )


def _whole(value: object) -> int | None:
    return None if pd.isna(value) else int(value)  # type: ignore[call-overload, arg-type]


def _real(value: object) -> float | None:
    return None if pd.isna(value) else float(value)  # type: ignore[arg-type, call-overload]


def standing(point: SeriesPoint) -> Standing:
    """Is the month above, within or below what was to be expected, or can that not be said?"""
    if point.hidden:
        return Standing.HIDDEN
    if point.observed is None:
        return Standing.NOT_RECEIVED
    if point.expected is None or point.lower is None or point.upper is None:
        return Standing.NO_RANGE
    if point.observed > point.upper:
        return Standing.ABOVE
    if point.expected * 12 < TOO_FEW_A_YEAR:
        return Standing.TOO_FEW
    return Standing.BELOW if point.observed < point.lower else Standing.WITHIN


def outside_of(
    rows: Iterable[PictureRow], place: Area, parts: Iterable[Area], findings: Iterable[Finding]
) -> tuple[tuple[PictureRow, ...], tuple[tuple[PictureRow, Area], ...]]:
    """Rows outside their expected range of which no finding about the place tells: the page must say why not.

    Those with nothing to show for it; and (row, part) of those that lie outside because a part does, whose signal holds
    more than half of what is out.
    """
    live = [f for f in findings if f.status is not Status.CLEARED]
    way = {Standing.ABOVE: Direction.UP, Standing.BELOW: Direction.DOWN}
    told = {f.category for f in live if place.code in (f.area, *f.also)}
    # what is a larger place's change is told as this one's share of it
    shared = {(f.category, f.direction) for f in live for part in f.parts if part.area == place.code}
    unsaid = [
        row
        for row in rows
        if row.standing in way and row.category.key not in told
        if (row.category.key, way[row.standing]) not in shared
    ]
    inside = {part.code: part for part in parts}
    of_parts = tuple(
        (row, inside[f.area])
        for row in unsaid
        for f in live
        if f.area in inside and row.category.key == f.category and way[row.standing] is f.direction
        if holds_more_than_half(_counted(row.series.latest), Counted(f.observed, f.expected), f.direction)
    )
    explained = [row for row, _ in of_parts]
    return tuple(row for row in unsaid if row not in explained), of_parts


def _counted(point: SeriesPoint) -> Counted:
    return Counted(float(point.observed or 0), float(point.expected or 0.0))


def more_than_chance(rows: Iterable[Stands], coverage: float) -> tuple[int, int]:
    """How many of how many judged counts of one place lie outside, where chance would seldom do that; else 0, 0.

    The binomial tail of the range's nominal coverage, as if counts of one place went their own ways.
    """
    judged = [row.standing for row in rows if row.standing in (Standing.ABOVE, Standing.WITHIN, Standing.BELOW)]
    n, k, p = len(judged), sum(standing is not Standing.WITHIN for standing in judged), 1 - coverage
    tail = 1 - sum(comb(n, i) * p**i * (1 - p) ** (n - i) for i in range(k))
    return (k, n) if tail < RARE else (0, 0)


def picture_of(prepared: Prepared, place: Area) -> tuple[PictureRow, ...]:
    """Every category of one place this month, in the order of categories.csv, grouped by priority."""
    counts = prepared.counts
    totals = rolling_total(counts[counts["area"] == place.code], prepared.cycle.month).set_index("category")
    year = months_between(add_months(prepared.cycle.month, -11), prepared.cycle.month)
    rows = []
    for category in prepared.cycle.categories:
        series = series_of(prepared, place, category, RECENT_MONTHS)
        rolling = totals.loc[category.key]
        priority = prepared.priorities.of_category(category.key)
        hidden = hidden_months(prepared, place, category)
        total = None if hidden & set(year) else int(rolling["total"])
        stands = standing(series.latest)
        if stands is Standing.NO_RANGE and hidden:
            stands = Standing.UNJUDGED
        rows.append(PictureRow(category, priority, series, stands, total, int(rolling["months_held"])))
    order = {priority.key: i for i, priority in enumerate(prepared.priorities.every)}
    return tuple(sorted(rows, key=lambda row: order.get(row.priority.key, len(order)) if row.priority else len(order)))
