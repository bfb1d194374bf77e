"""What a view's result looks like and says: a figure, the table of the very numbers it draws, a sentence."""

from __future__ import annotations

import calendar
from collections.abc import Callable, Sequence
from dataclasses import replace
from statistics import median
from textwrap import shorten
from typing import Any

from bsafe_analysis.model.periods import short_month_name
from bsafe_analysis.model.view_state import Chart
from bsafe_analysis.reports.charts import control_chart
from bsafe_analysis.reports.charts.figures import LONGEST_ALT, Figure
from bsafe_analysis.reports.charts.tables import HIDDEN, Cell, Column, Table
from bsafe_analysis.reports.facts.series import Standing, as_drawn
from bsafe_analysis.reports.views.annotation_marks import notes_on, with_notes
from bsafe_analysis.reports.views.choropleth import shaded_map
from bsafe_analysis.reports.views.cube import CubeLine, Values
from bsafe_analysis.reports.views.lines import MOST_LINES, Drawn, lines_spec
from bsafe_analysis.reports.views.query import ViewResult
from bsafe_analysis.reports.views.week_hours import DAYS, HOURS, week_spec
from bsafe_analysis.reports.wording import words

ID = "view"
MONTHS_OF_YEAR = tuple(calendar.month_abbr[1:])


def say(macro: str, *facts: Any, **more: Any) -> str:
    """One sentence or word of templates/views.md.j2."""
    if facts:
        more["r" if isinstance(facts[0], ViewResult) else "key"] = facts[0]
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
        keys = [category.key for category in result.categories]
        notes = notes_on(result.prepared, result.place.code, keys, result.months[0], result.months[-1])
        drawn = with_notes(drawn, notes, result.prepared.areas, result.place.code)
    return drawn


def _texts(result: ViewResult) -> tuple[str, str, str]:
    alt = shorten(say("alt", result), LONGEST_ALT, placeholder=" …")
    return say("heading", result), say("caption", result), alt


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
        values = _rounded(result.beside.values, 2 if result.is_rate else 1)
        drawn.append(Drawn(say("beside_name", result), values, hidden=result.beside.hidden))
    return _by_month(result, id, drawn)


def _control(result: ViewResult, id: str) -> Figure:
    points = result.points
    outside = (Standing.ABOVE, Standing.BELOW)
    series = replace(
        as_drawn(points),
        marked=[points[-1].month] if result.standing in outside else [],
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
    low, high = ([getattr(p, side) for p in result.points] for side in ("lower", "upper"))
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
        drawn.append((say("word", "others"), _sum(rest), frozenset[int]().union(*(line.hidden for line in rest))))
    return drawn


def _apart(lines: Sequence[CubeLine]) -> list[str]:
    """Names by which lines can be told apart, even where two places share one."""
    names = [line.name for line in lines]
    return [f"{line.name} ({line.key})" if names.count(line.name) > 1 else line.name for line in lines]


def _sum(lines: Sequence[CubeLine]) -> Values:
    months = zip(*(line.values for line in lines), strict=True)
    return tuple(None if None in month else sum(v or 0 for v in month) for month in months)


def _as_printed(result: ViewResult, line: CubeLine) -> Values:
    return _rounded(line.values, 2) if result.is_rate else line.values


def _rounded(values: Values, decimals: int) -> Values:
    return tuple(None if v is None else round(v, decimals) for v in values)


def _by_month(result: ViewResult, id: str, drawn: Sequence[Drawn]) -> Figure:
    heads = [short_month_name(month) for month in result.months]
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
    years: list[list[float]] = [[] for _ in MONTHS_OF_YEAR]
    for month, value in zip(result.months, _as_printed(result, result.whole), strict=True):
        if value is not None:
            years[int(month[5:]) - 1].append(value)

    def of(summary: Callable[[list[float]], float]) -> list[float | None]:
        return [round(summary(held), 2) if held else None for held in years]

    drawn = [
        Drawn(say("word", "low"), of(min), "low"),
        Drawn(say("word", "high"), of(max), "high"),
        Drawn(say("word", "typical"), of(median)),
    ]
    spec = lines_spec(MONTHS_OF_YEAR, drawn, dated=False)
    return Figure(id, *_texts(result), spec, _table(result, id, MONTHS_OF_YEAR, drawn))


def _forecast(result: ViewResult, id: str) -> Figure:
    """What was recorded, then the range of each coming month; never a single line into the future."""
    ahead = result.ahead.sort_values("month")
    months = [*result.months, *ahead["month"]]
    held, coming = [None] * len(result.months), [None] * len(ahead)
    drawn = [
        Drawn(say("word", "lowest"), [*held, *(int(v) for v in ahead["lower"])], "low"),
        Drawn(say("word", "highest"), [*held, *(int(v) for v in ahead["upper"])], "high"),
        Drawn(say("word", "recorded"), [*result.whole.values, *coming], hidden=result.whole.hidden),
    ]
    spec = lines_spec([f"{month}-01" for month in months], drawn)
    heads = [short_month_name(month) for month in months]
    return Figure(id, *_texts(result), spec, _table(result, id, heads, drawn))


def _map(result: ViewResult, id: str) -> Figure:
    """Every neighbourhood of the borough by its count (or rate) over the period; those of the place have an edge."""
    names = {area.code: name for (area, *_), name in zip(result.places, _place_names(result), strict=True)}
    values = {area.code: _value(result, count, rate, hidden) for area, count, rate, hidden in result.places}
    unseen = {area.code for area, *_, hidden in result.places if hidden}
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
    rows: tuple[tuple[Cell, ...], ...] = tuple((h, *counts) for h, counts in zip(HOURS, result.week, strict=True))
    return Figure(
        id, *_texts(result), week_spec(result.week), Table(f"{id}-data", say("behind", result), columns, rows)
    )


def _place_names(result: ViewResult) -> list[str]:
    return _apart([CubeLine(area.code, area.name, (), 0) for area, *_ in result.places])


def _value(result: ViewResult, count: int, rate: float | None, hidden: bool) -> float | None:
    """Over the period: nothing where nothing was received at all, or where a part of it may not be seen."""
    if hidden or len(result.gaps) == len(result.months):
        return None
    return count if not result.is_rate else None if rate is None else round(rate, 1)


_DRAWN: dict[Chart, Callable[[ViewResult, str], Figure]] = {
    Chart.SERIES: _series,
    Chart.SEASON: _season,
    Chart.ROLLING: _rolling,
    Chart.FORECAST: _forecast,
    Chart.MAP: _map,
    Chart.WHEN: _when,
}
