"""Since an activity began: what was recorded beside what was to be expected without it, there and elsewhere."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from bsafe_analysis.claims.telling import joined, said_as
from bsafe_analysis.model.periods import short_month_name
from bsafe_analysis.reports.charts.chart_parts import (
    band,
    before_month,
    behind,
    count_axis,
    dates,
    end_label,
    highest,
    line,
    month_axis,
    rounded,
    word,
    wrapped,
)
from bsafe_analysis.reports.charts.expected_series import ExpectedSeries
from bsafe_analysis.reports.charts.figures import Figure
from bsafe_analysis.reports.charts.palette import GREY, GROUND, INK, NAVY, layout
from bsafe_analysis.reports.charts.tables import Column

PANEL, TITLE, FOOT = 170, 34, 44


@dataclass(frozen=True)
class SinceStartPlace:
    """One place: nothing is expected before the start.

    What is, is a forecast made from the months before the start alone (detection/interrupted_series.py), never
    fitted to what followed.
    """

    name: str
    drawn: ExpectedSeries


def since_start_chart(
    id: str,
    heading: str,
    caption: str,
    alt: str,
    *,
    start: str,
    places: Sequence[SinceStartPlace],
) -> Figure:
    """One chart above the other: the place of the activity first, then the places it is compared with.

    Each has a scale of its own from nought (the places differ in size); the months are the same. `start`: the month in
    which the activity began, a line through all.
    """
    traces = [trace for i, place in enumerate(places) for trace in _traces(i, place)]
    titles = [word(key) for key in ("recorded", "expected", "lowest", "highest")]
    columns = [Column("place", word("place_month")), *(Column(title.lower(), title, True) for title in titles)]
    rows = [
        (joined(place.name, ", ", said_as(short_month_name, month)), *values)
        for place in places
        for month, *values in _months_of(place.drawn)
    ]
    table = behind(id, caption, columns, rows, word("missing_note"))
    return Figure(id, heading, caption, alt, {"data": traces, "layout": _arranged(places, start)}, table)


def _months_of(drawn: ExpectedSeries) -> Iterator[tuple]:
    return zip(drawn.months, drawn.observed, rounded(drawn.expected), drawn.lower, drawn.upper, strict=True)


def _axes(i: int) -> dict[str, str]:
    return {"xaxis": f"x{i + 1}" if i else "x", "yaxis": f"y{i + 1}" if i else "y"}


def _traces(i: int, place: SinceStartPlace) -> list[dict[str, Any]]:
    drawn = place.drawn
    keys = [f"{place.name}, {short_month_name(month)}" for month in drawn.months]
    tied = {**_axes(i), "customdata": keys, "hovertemplate": "%{customdata}: %{y}<extra></extra>"}
    x = dates(drawn.months)
    dots = {"mode": "lines+markers", "marker": {"symbol": "circle", "size": 5, "color": NAVY}}
    traces = [
        *band(x, drawn.lower, drawn.upper, (word("lowest"), word("highest")), **tied),
        line(x, rounded(drawn.expected), word("expected"), {"color": GREY, "width": 1.5, "dash": "dot"}, **tied),
        line(x, drawn.observed, word("recorded"), {"color": NAVY, "width": 2.25}, **tied, **dots),
    ]
    for trace in traces:
        trace["meta"] = trace["meta"] | {"keys": "customdata"}
    return traces


def _arranged(places: Sequence[SinceStartPlace], start: str) -> dict[str, Any]:
    height = len(places) * (PANEL + TITLE) + FOOT
    inner = height - FOOT
    axes: dict[str, Any] = {}
    words: list[dict[str, Any]] = []
    for i, place in enumerate(places):
        over = 1 - (i * (PANEL + TITLE) + TITLE) / inner
        number = str(i + 1) if i else ""
        drawn = place.drawn
        top = highest(drawn.observed, drawn.upper)
        axes[f"xaxis{number}"] = month_axis(drawn.months, anchor=f"y{number}", showticklabels=i == len(places) - 1)
        axes[f"yaxis{number}"] = count_axis(
            top, domain=[round(over - PANEL / inner, 4), round(over, 4)], anchor=f"x{number}"
        )
        words += [_name(place, over), *_latest(i, drawn, top)]
    words.append(_began(start, 1 - TITLE / inner))
    line_ = {"color": INK, "width": 1.5, "dash": "dash"}
    began = {"type": "line", "xref": "x", "yref": "paper", "x0": before_month(start), "x1": before_month(start)}
    shapes = [began | {"y0": 0, "y1": round(1 - TITLE / inner, 4), "line": line_}]
    return layout(height, margin={"l": 44, "r": 16, "t": 0, "b": FOOT}, annotations=words, shapes=shapes, **axes)


def _name(place: SinceStartPlace, over: float) -> dict[str, Any]:
    return {
        "xref": "paper", "yref": "paper", "x": 0, "y": round(over, 4), "xanchor": "left", "yanchor": "bottom",
        "text": f"<b>{wrapped(place.name, 44, 1)}</b>", "showarrow": False, "font": {"size": 14, "color": INK},
    }  # fmt: skip


def _began(start: str, over: float) -> dict[str, Any]:
    return {
        "xref": "x", "yref": "paper", "x": before_month(start), "y": round(over, 4), "xanchor": "left",
        "yanchor": "top", "xshift": 4, "text": word("began", month=short_month_name(start)), "showarrow": False,
        "font": {"size": 13, "color": INK}, "bgcolor": GROUND,
    }  # fmt: skip


def _latest(i: int, drawn: ExpectedSeries, top: float) -> list[dict[str, Any]]:
    if drawn.observed[-1] is None:
        return []
    axes = _axes(i)
    placed = end_label(dates(drawn.months), drawn.observed, f"<b>{drawn.observed[-1]:,.0f}</b>", NAVY, top)
    return [words | {"xref": axes["xaxis"], "yref": axes["yaxis"]} for words in placed]
