"""The control chart: counts by month over the range that was to be expected of them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from bsafe_analysis.model.periods import month_index, months_between, short_month_name
from bsafe_analysis.reports.charts.chart_parts import (
    band,
    before_month,
    count_axis,
    dates,
    end_label,
    highest,
    label,
    last_known,
    line,
    markers,
    month_axis,
    month_table,
    rounded,
    upright,
    word,
)
from bsafe_analysis.reports.charts.expected_series import ExpectedSeries, Values
from bsafe_analysis.reports.charts.figures import Figure
from bsafe_analysis.reports.charts.palette import EDGE, GREY, INK, NAVY, PALE, PLUM, layout

UNDER_LABEL, BEFORE_LABEL = 9, 6
"""Months that the words "expected range" cover on a phone; that must lie before the range where they stand there."""
TOO_NEAR = 7
"""Months that two labels above the chart must be apart to stand on one line."""


def control_chart(id: str, heading: str, caption: str, alt: str, drawn: ExpectedSeries) -> Figure:
    """Counts by month over the range that was expected of them. Marked months are diamonds, provisional ones hollow.

    A month not received breaks the line and is shaded; a month whose count has moved has a small dash where it was.
    """
    months, known, lower, upper = drawn.months, drawn.known, drawn.lower, drawn.upper
    x, mean = dates(months), rounded(drawn.expected)
    first = [drawn.revised.get(month) for month in months]
    top = highest(known, upper, first)
    names = {key: word(key) for key in ("recorded", "expected", "lowest", "highest", "first_issued")}
    traces = [
        *band(x, lower, upper, (names["lowest"], names["highest"])),
        line(x, mean, names["expected"], {"color": GREY, "width": 1.5, "dash": "dot"}),
        line(
            x,
            known,
            names["recorded"],
            {"color": NAVY, "width": 2.25},
            **markers(months, drawn.marked, drawn.provisional),
        ),
    ]
    series: dict[str, Values] = {
        names["recorded"]: known,
        names["expected"]: mean,
        names["lowest"]: lower,
        names["highest"]: upper,
    }
    if drawn.revised:
        traces.append(_first_issued(x, first, names["first_issued"]))
        series[names["first_issued"]] = first
    above, lines = _events(drawn, first)
    look = layout(
        310 + 16 * (lines > 1),
        margin={"l": 40, "r": 16, "t": 14 + 16 * lines, "b": 44},
        xaxis=month_axis(months),
        yaxis=count_axis(top),
        shapes=[*_shaded(drawn.gaps, months), *(upright(before_month(month), "dash") for month in drawn.rebases)],
        annotations=[
            *_range_label(x, known, upper),
            *_latest(x, drawn, top),
            *above,
        ],
    )
    spec = {"data": traces, "layout": look}
    return Figure(id, heading, caption, alt, spec, month_table(id, caption, months, series))


def _first_issued(x: list[str], first: Sequence[int | None], column: str) -> dict[str, Any]:
    dash = {"symbol": "line-ew-open", "size": 12, "color": INK, "line": {"width": 2}}
    return line(x, first, column, {"width": 0}, mode="markers", marker=dash)


def _latest(x: list[str], drawn: ExpectedSeries, top: float) -> list[dict[str, Any]]:
    known = drawn.known
    last = last_known(known)
    if last is None:
        return []
    text, month = f"<b>{known[last]:,}</b>", drawn.months[last]
    placed = end_label(x, known, text, PLUM if month in drawn.marked else NAVY, top)
    if month in drawn.provisional:
        placed = [
            {**words, "text": f"{word('provisional')} {text}", "xanchor": "right", "xshift": 14} for words in placed
        ]
    return placed


def _range_label(x: list[str], known: Values, upper: Values) -> list[dict[str, Any]]:
    """On top of the range, where it covers no count; before it, where counts stand above it from its beginning."""
    shaded = next((i for i, value in enumerate(upper) if value is not None), None)
    if shaded is None:
        return []
    under = slice(shaded, shaded + UNDER_LABEL)
    edge = max(value for value in upper[under] if value is not None)
    crossed = any(value is not None and value > edge for value in known[under])
    if crossed and shaded >= BEFORE_LABEL:
        return [label(x[shaded], upper[shaded], f"{word('range')} ", GREY, "right") | {"name": "range"}]
    return [label(x[shaded], edge, word("range"), GREY, "left", 10) | {"name": "range"}]


def _shaded(gaps: Collection[str], months: Sequence[str]) -> list[dict[str, Any]]:
    return [
        {
            "type": "rect", "xref": "x", "yref": "paper", "x0": before_month(run[0]), "x1": f"{run[-1]}-16", "y0": 0,
            "y1": 1, "fillcolor": PALE, "line": {"color": EDGE, "width": 1, "dash": "dot"}, "layer": "below",
        }
        for run in _neighbouring_gaps(gaps, months)
    ]  # fmt: skip


def _neighbouring_gaps(gaps: Collection[str], months: Sequence[str]) -> list[tuple[str, ...]]:
    """Neighbouring gaps together."""
    held = [month for month in months if month in gaps]
    starts = [month for month in held if months[max(months.index(month) - 1, 0)] not in gaps or month == months[0]]
    ends = [month for month in held if month == months[-1] or months[months.index(month) + 1] not in gaps]
    return [months_between(first, last) for first, last in zip(starts, ends, strict=True)]


def _events(drawn: ExpectedSeries, first: Sequence[int | None]) -> tuple[list[dict], int]:
    """Labels above the chart, where they cover nothing, and how many lines they need: too near ones step up."""
    months = drawn.months
    said = [(run[len(run) // 2], word("not_received")) for run in _neighbouring_gaps(drawn.gaps, months)]
    said += [(month, text) for month, text in drawn.rebases.items() if month in months]
    revised = last_known(first)
    if revised is not None:
        month = months[revised]
        said.append((month, word("issued_as", n=f"{first[revised]:,}", month=short_month_name(month))))
    labels: list[dict] = []
    line_of, before = 0, -TOO_NEAR
    for month, text in sorted(said):
        at = month_index(month)
        line_of = (line_of + 1) % 2 if at - before < TOO_NEAR else 0
        before = at
        anchor = (
            "left"
            if months.index(month) < len(months) / 4
            else "right"
            if months.index(month) > len(months) * 0.75
            else "center"
        )
        labels.append(
            label(f"{month}-01", 1, text, GREY, anchor) | {"yref": "paper", "yanchor": "bottom", "yshift": 15 * line_of}
        )
    return labels, 1 + any(words["yshift"] for words in labels) if labels else 0
