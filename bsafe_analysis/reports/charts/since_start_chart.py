"""Since an activity began: what was recorded beside what was to be expected without it, there and elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bsafe_analysis.model.periods import short_month_name
from bsafe_analysis.reports.charts.chart_parts import (
    Values,
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
from bsafe_analysis.reports.charts.figures import Figure
from bsafe_analysis.reports.charts.palette import GREY, INK, NAVY, layout
from bsafe_analysis.reports.charts.tables import Column

PANEL, TITLE, FOOT = 170, 34, 44


@dataclass(frozen=True)
class SinceStartPlace:
    """One place over the months of the chart: `lower`, `upper` and `expected` are None before the start.

    They are a forecast made from the months before the start alone (detection/interrupted_series.py), never
    fitted to what followed.
    """

    name: str
    observed: Values
    expected: Values
    lower: Values
    upper: Values


def since_start_chart(
    id: str,
    heading: str,
    caption: str,
    alt: str,
    *,
    months: Sequence[str],
    start: str,
    tracks: Sequence[SinceStartPlace],
) -> Figure:
    """One chart above the other: the place of the activity first, then the places it is compared with.

    Each has a scale of its own from nought (the places differ in size); the months are the same. `start`: the month in
    which the activity began, a line through all.
    """
    traces = [trace for i, track in enumerate(tracks) for trace in _traces(i, track, months)]
    titles = [word(key) for key in ("recorded", "expected", "lowest", "highest")]
    columns = [Column("place", word("place_month")), *(Column(title.lower(), title, True) for title in titles)]
    rows = [
        (f"{track.name}, {short_month_name(month)}", *values)
        for track in tracks
        for month, *values in zip(
            months, track.observed, rounded(track.expected), track.lower, track.upper, strict=True
        )
    ]
    table = behind(id, caption, columns, rows, word("missing_note"))
    return Figure(id, heading, caption, alt, {"data": traces, "layout": _arranged(tracks, months, start)}, table)


def _axes(i: int) -> dict[str, str]:
    return {"xaxis": f"x{i + 1}" if i else "x", "yaxis": f"y{i + 1}" if i else "y"}


def _traces(i: int, track: SinceStartPlace, months: Sequence[str]) -> list[dict[str, Any]]:
    keys = [f"{track.name}, {short_month_name(month)}" for month in months]
    tied = {**_axes(i), "customdata": keys, "hovertemplate": "%{customdata}: %{y}<extra></extra>"}
    x = dates(months)
    dots = {"mode": "lines+markers", "marker": {"symbol": "circle", "size": 5, "color": NAVY}}
    traces = [
        *band(x, track.lower, track.upper, (word("lowest"), word("highest")), **tied),
        line(x, rounded(track.expected), word("expected"), {"color": GREY, "width": 1.5, "dash": "dot"}, **tied),
        line(x, track.observed, word("recorded"), {"color": NAVY, "width": 2.25}, **tied, **dots),
    ]
    for trace in traces:
        trace["meta"] = trace["meta"] | {"keys": "customdata"}
    return traces


def _arranged(tracks: Sequence[SinceStartPlace], months: Sequence[str], start: str) -> dict[str, Any]:
    height = len(tracks) * (PANEL + TITLE) + FOOT
    inner = height - FOOT
    axes: dict[str, Any] = {}
    words: list[dict[str, Any]] = []
    for i, track in enumerate(tracks):
        over = 1 - (i * (PANEL + TITLE) + TITLE) / inner
        number = str(i + 1) if i else ""
        top = highest(track.observed, track.upper)
        axes[f"xaxis{number}"] = month_axis(months, anchor=f"y{number}", showticklabels=i == len(tracks) - 1)
        axes[f"yaxis{number}"] = count_axis(
            top, domain=[round(over - PANEL / inner, 4), round(over, 4)], anchor=f"x{number}"
        )
        words += [_name(track, over), *_latest(i, track, months, top)]
    words.append(_began(start, 1 - TITLE / inner))
    line_ = {"color": INK, "width": 1.5, "dash": "dash"}
    began = {"type": "line", "xref": "x", "yref": "paper", "x0": before_month(start), "x1": before_month(start)}
    shapes = [began | {"y0": 0, "y1": round(1 - TITLE / inner, 4), "line": line_}]
    return layout(height, margin={"l": 44, "r": 16, "t": 0, "b": FOOT}, annotations=words, shapes=shapes, **axes)


def _name(track: SinceStartPlace, over: float) -> dict[str, Any]:
    return {
        "xref": "paper", "yref": "paper", "x": 0, "y": round(over, 4), "xanchor": "left", "yanchor": "bottom",
        "text": f"<b>{wrapped(track.name, 44, 1)}</b>", "showarrow": False, "font": {"size": 14, "color": INK},
    }  # fmt: skip


def _began(start: str, over: float) -> dict[str, Any]:
    return {
        "xref": "x", "yref": "paper", "x": before_month(start), "y": round(over, 4), "xanchor": "left",
        "yanchor": "top", "xshift": 4, "text": word("began", month=short_month_name(start)), "showarrow": False,
        "font": {"size": 13, "color": INK}, "bgcolor": "rgba(255,255,255,0.8)",
    }  # fmt: skip


def _latest(i: int, track: SinceStartPlace, months: Sequence[str], top: float) -> list[dict[str, Any]]:
    if not track.observed or track.observed[-1] is None:
        return []
    axes = _axes(i)
    placed = end_label(dates(months), track.observed, f"<b>{track.observed[-1]:,.0f}</b>", NAVY, top)
    return [words | {"xref": axes["xaxis"], "yref": axes["yaxis"]} for words in placed]
