"""What a view's result looks like and says: a figure, the table of the very numbers it draws, a sentence."""

from __future__ import annotations

import calendar
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from statistics import median
from typing import Any

from bsafe_analysis.claims.telling import joined, part_of, rounded_to, said_as, shortened, tell, tell_each
from bsafe_analysis.model.periods import short_month_name
from bsafe_analysis.model.view_state import Chart
from bsafe_analysis.reports.charts import control_chart
from bsafe_analysis.reports.charts.figures import LONGEST_ALT, Figure
from bsafe_analysis.reports.charts.tables import HIDDEN, Cell, Column, Table
from bsafe_analysis.reports.facts.outlook import ComingMonth
from bsafe_analysis.reports.facts.series import Standing, as_drawn
from bsafe_analysis.reports.views.annotation_marks import AboutChart, notes_on, with_notes
from bsafe_analysis.reports.views.choropleth import shaded_map
from bsafe_analysis.reports.views.cube import CountedOf, CubeLine, PlaceCount, Values
from bsafe_analysis.reports.views.lines import MOST_LINES, Drawn, lines_spec
from bsafe_analysis.reports.views.query import ViewResult
from bsafe_analysis.reports.views.week_hours import DAYS, HOURS_OF_DAY, week_spec
from bsafe_analysis.reports.wording import words

ID = "view"
MONTHS_OF_YEAR = tuple(calendar.month_abbr[1:])


@dataclass(frozen=True)
class SeasonOfView:
    """January to December: the lowest, the highest and the middle of the years in view; None where a month has none."""

    low: Values
    high: Values
    typical: Values
    of: CountedOf

    claimed_as = "view_season"

    @property
    def claimed_values(self) -> Mapping[str, Any]:
        return self.of.claimed()


def say(macro: str, *facts: Any, **more: Any) -> str:
    """One sentence or word of templates/views.md.j2."""
    if facts:
        more["key" if isinstance(facts[0], str) else "r"] = facts[0]
    return words("views", macro, **more)


def sentence(result: ViewResult) -> str:
    """What the view shows, in words: the count, the expected range where there is one, what stands beside it."""
    return say("sentence", result)


def table(result: ViewResult, id: str = ID) -> Table:
    """The numbers of the figure."""
    return figure(result, id).table


def figure(result: ViewResult, id: str = ID) -> Figure:
    """The chart of the view with its words and its table."""
    drawn = _DRAWN[result.drawn](result, id)
    if result.drawn in (Chart.SERIES, Chart.ROLLING, Chart.FORECAST):
        keys = tuple(category.key for category in result.categories)
        about = AboutChart(result.place.code, keys, result.first, result.last)
        drawn = with_notes(drawn, notes_on(result.prepared, about), result.prepared.areas, about)
    return drawn


def _texts(result: ViewResult) -> tuple[str, str, str]:
    return say("heading", result), say("caption", result), shortened(say("alt", result), LONGEST_ALT)


def _series(result: ViewResult, id: str) -> Figure:
    """The documents' own control chart where it can say all; otherwise lines, the largest four and the others."""
    if result.points and result.beside is None:
        return _control(result, id)
    if len(result.lines) > 1:
        drawn = [Drawn(name, values, hidden=hidden) for name, values, hidden in _largest(result)]
    else:
        column = say("word", "rate" if result.is_rate else "recorded")
        drawn = [Drawn(column, _as_printed(result, result.whole), hidden=result.whole.hidden)]
    if result.points:
        drawn += _range(result)
    if result.beside is not None:
        values = _rounded(tell(result.beside, "values"), 2 if result.is_rate else 1)
        drawn.append(Drawn(say("beside_name", result), values, hidden=result.beside.hidden))
    return _by_month(result, id, drawn)


def _control(result: ViewResult, id: str) -> Figure:
    points = tell(result, "points")
    outside = (Standing.ABOVE, Standing.BELOW)
    series = replace(
        as_drawn(points),
        marked=[result.points[-1].month] if result.standing in outside else [],
        provisional=result.provisional,
        gaps=result.gaps,
    )
    chart = control_chart(id, *_texts(result), series)
    return replace(chart, table=_with_hidden(chart.table, result.whole.hidden)) if result.unseen else chart


def _with_hidden(table: Table, hidden: frozenset[int]) -> Table:
    """[c] in the second column, that of the counts, where these readers may not see them."""
    rows = tuple((row[0], HIDDEN, *row[2:]) if i in hidden else row for i, row in enumerate(table.rows))
    return replace(table, rows=rows, note=" ".join(filter(None, (table.note, say("word", "hidden")))))


def _range(result: ViewResult) -> list[Drawn]:
    low, high = (tell_each(tell(result, "points"), side) for side in ("lower", "upper"))
    return [Drawn(say("word", "lowest"), low, "low"), Drawn(say("word", "highest"), high, "high")]


def _largest(result: ViewResult) -> list[tuple[str, Values, frozenset[int]]]:
    """The lines with the most, by size, and all others together where they can be added."""
    ordered = sorted(result.lines, key=lambda line: (-line.total, line.key))
    shown, rest = ordered[:MOST_LINES], ordered[MOST_LINES:]
    if len(rest) == 1:
        shown, rest = ordered, []
    names = _apart(shown)
    drawn = [(name, _as_printed(result, line), line.hidden) for name, line in zip(names, shown, strict=True)]
    if rest and not result.is_rate:
        others = _as_one_line(rest)
        drawn.append((say("word", "others"), _as_printed(result, others), others.hidden))
    return drawn


def _apart(lines: Sequence[CubeLine]) -> list[str]:
    """Names by which lines can be told apart, even where two places share one."""
    return _with_keys([(tell(line, "name"), tell(line, "key")) for line in lines])


def _with_keys(named: Sequence[tuple[str, str]]) -> list[str]:
    names = [str(name) for name, _ in named]
    return [joined(name, " (", key, ")") if names.count(str(name)) > 1 else name for name, key in named]


def _as_one_line(lines: Sequence[CubeLine]) -> CubeLine:
    """The lines as one, of which a month is known where it is of each."""
    kinds = tuple(dict.fromkeys(kind for line in lines for kind in line.of.kinds))
    where = tuple(dict.fromkeys(place for line in lines for place in line.of.where))
    hidden = frozenset[int]().union(*(line.hidden for line in lines))
    total, of = sum(line.total for line in lines), replace(lines[0].of, kinds=kinds, where=where)
    return CubeLine("others", "", _sum(lines), total, hidden=hidden, of=of)


def _sum(lines: Sequence[CubeLine]) -> Values:
    months = zip(*(line.values for line in lines), strict=True)
    return tuple(None if None in month else sum(v or 0 for v in month) for month in months)


def _as_printed(result: ViewResult, line: CubeLine) -> Values:
    values: Values = tell(line, "values")
    return _rounded(values, 2) if result.is_rate else values


def _rounded(values: Values, decimals: int) -> Values:
    return tuple(rounded_to(value, decimals) for value in values)


def _by_month(result: ViewResult, id: str, drawn: Sequence[Drawn]) -> Figure:
    heads = [said_as(short_month_name, month) for month in tell(result, "months")]
    spec = lines_spec([f"{month}-01" for month in result.months], drawn)
    return Figure(id, *_texts(result), spec, _table(result, id, heads, drawn))


def _table(result: ViewResult, id: str, heads: Sequence[str], drawn: Sequence[Drawn]) -> Table:
    columns = (Column("month", say("word", "month")), *(Column(d.column.lower(), d.column, True) for d in drawn))
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (head, *cells) for head, *cells in zip(heads, *(d.cells for d in drawn), strict=True)
    )
    return Table(f"{id}-data", say("behind", result), columns, rows, note=_note(rows))


def _note(rows: Sequence[Sequence[Cell]]) -> str:
    """What the marks in a table stand for."""
    marks = {cell for row in rows for cell in row if cell is None or cell == HIDDEN}
    return " ".join(
        said for mark, said in ((None, say("word", "missing")), (HIDDEN, say("word", "hidden"))) if mark in marks
    )


def _rolling(result: ViewResult, id: str) -> Figure:
    drawn = Drawn(say("word", "rolling"), _as_printed(result, result.rolling), hidden=result.rolling.hidden)
    return _by_month(result, id, [drawn])


def _season(result: ViewResult, id: str) -> Figure:
    """January to December: the middle of the years in view between the lowest and the highest of them."""
    season = _season_of(result)
    drawn = [
        Drawn(say("word", "low"), list(tell(season, "low")), "low"),
        Drawn(say("word", "high"), list(tell(season, "high")), "high"),
        Drawn(say("word", "typical"), list(tell(season, "typical"))),
    ]
    spec = lines_spec(MONTHS_OF_YEAR, drawn, dated=False)
    return Figure(id, *_texts(result), spec, _table(result, id, MONTHS_OF_YEAR, drawn))


def _season_of(result: ViewResult) -> SeasonOfView:
    years: list[list[float]] = [[] for _ in MONTHS_OF_YEAR]
    for month, value in zip(result.months, result.whole.values, strict=True):
        if value is not None:
            years[int(month[5:]) - 1].append(round(value, 2))

    def of(summary: Callable[[list[float]], float]) -> Values:
        return tuple(round(summary(held), 2) if held else None for held in years)

    return SeasonOfView(of(min), of(max), of(median), result.whole.of)


def _forecast(result: ViewResult, id: str) -> Figure:
    """What was recorded, then the range of each coming month; never a single line into the future."""
    ahead = [part_of(coming, result) for coming in _coming(result)]
    months = [*tell(result, "months"), *tell_each(ahead, "month")]
    held, coming = [None] * len(result.months), [None] * len(ahead)
    drawn = [
        Drawn(say("word", "lowest"), [*held, *tell_each(ahead, "lower")], "low"),
        Drawn(say("word", "highest"), [*held, *tell_each(ahead, "upper")], "high"),
        Drawn(say("word", "recorded"), [*tell(result.whole, "values"), *coming], hidden=result.whole.hidden),
    ]
    spec = lines_spec([f"{month}-01" for month in months], drawn)
    heads = [said_as(short_month_name, month) for month in months]
    return Figure(id, *_texts(result), spec, _table(result, id, heads, drawn))


def _coming(result: ViewResult) -> list[ComingMonth]:
    rows = result.ahead.sort_values("month").to_dict("records")
    return [ComingMonth(r["month"], int(r["lower"]), int(r["upper"]), float(r["expected"])) for r in rows]


def _map(result: ViewResult, id: str) -> Figure:
    """Every neighbourhood of the borough by its count (or rate) over the period; those of the place have an edge."""
    names = {its.place.code: name for its, name in zip(result.places, _place_names(result), strict=True)}
    values = {its.place.code: _value(result, its) for its in result.places}
    unseen = {its.place.code for its in result.places if its.hidden}
    column = say("word", "rate" if result.is_rate else "recorded")
    within = {result.place.code, *(child.code for child in result.prepared.areas.children(result.place.code))}
    drawn = [outline for outline in result.prepared.outlines if outline.area in names]
    spec = shaded_map(drawn, values, names, column, [o.area for o in drawn if o.area in within])
    columns = (Column("place", say("word", "place")), Column("value", column, True))
    shown = {outline.area for outline in drawn}
    told = {code: HIDDEN if code in unseen else value for code, value in values.items() if code in shown}
    rows = tuple((names[code], told[code]) for code in sorted(told, key=lambda code: names[code]))
    return Figure(
        id, *_texts(result), spec, Table(f"{id}-data", say("behind", result), columns, rows, note=_note(rows))
    )


def _when(result: ViewResult, id: str) -> Figure:
    """The hours of the week, of those that have a time."""
    columns = (Column("hour", say("word", "hour")), *(Column(day.lower(), day, True) for day in DAYS))
    heads = (say("hour", hour) for hour in HOURS_OF_DAY)
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (head, *counts) for head, counts in zip(heads, tell(result.hours, "week"), strict=True)
    )
    return Figure(
        id, *_texts(result), week_spec(result.week), Table(f"{id}-data", say("behind", result), columns, rows)
    )


def _place_names(result: ViewResult) -> list[str]:
    return _with_keys([(tell(its.place, "name"), tell(its.place, "code")) for its in result.places])


def _value(result: ViewResult, its: PlaceCount) -> float | None:
    """Over the period: nothing where nothing was received at all, or where a part of it may not be seen."""
    if its.hidden or len(result.gaps) == len(result.months):
        return None
    told: float | None = rounded_to(tell(its, "value"), 1) if result.is_rate else tell(its, "count")
    return told


_DRAWN: dict[Chart, Callable[[ViewResult, str], Figure]] = {
    Chart.SERIES: _series,
    Chart.SEASON: _season,
    Chart.ROLLING: _rolling,
    Chart.FORECAST: _forecast,
    Chart.MAP: _map,
    Chart.WHEN: _when,
}
