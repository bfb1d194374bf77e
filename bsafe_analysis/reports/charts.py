"""Charts as plain plotly dicts (importing plotly would cost every document half a second)."""

from __future__ import annotations

import textwrap
from collections.abc import Collection, Sequence
from typing import Any

from bsafe_analysis.periods import add_months, short_month_name
from bsafe_analysis.reports.figures import Figure
from bsafe_analysis.reports.palette import BAND, GREY, NAVY, PLUM, axis, layout
from bsafe_analysis.reports.tables import Column, Table

RECORDED, EXPECTED, LOWEST, HIGHEST = "Recorded", "Expected", "Lowest expected", "Highest expected"


def control_chart(  # noqa: PLR0913 (every part of the chart is named where it is called)
    id: str,
    heading: str,
    caption: str,
    alt: str,
    *,
    months: Sequence[str],
    observed: Sequence[int | None],
    expected: Sequence[float | None],
    lower: Sequence[int | None],
    upper: Sequence[int | None],
    marked: Collection[str] = (),
    provisional: Collection[str] = (),
    gaps: Collection[str] = (),
) -> Figure:
    """Counts by month over the range that was expected of them. Marked months are diamonds, provisional ones hollow.

    A month in `gaps` breaks the line: it was not received, and is no nought.
    """
    known = [None if month in gaps else value for month, value in zip(months, observed, strict=True)]
    mean = [None if value is None else round(value, 1) for value in expected]
    x = [f"{month}-01" for month in months]
    traces = [
        _line(x, lower, LOWEST, {"width": 0}),
        _line(x, upper, HIGHEST, {"width": 0}) | {"fill": "tonexty", "fillcolor": BAND},
        _line(x, mean, EXPECTED, {"color": GREY, "width": 1.5, "dash": "dot"}),
        _line(x, known, RECORDED, {"color": NAVY, "width": 2}) | _markers(months, marked, provisional),
    ]
    top = max([value for value in (*known, *upper) if value is not None], default=1)
    look = layout(
        300,
        xaxis=axis(type="date", tickformat="%b\n%Y", showgrid=False, linecolor=GREY, range=_span(months)),
        yaxis=axis(rangemode="tozero", range=[0, top * 1.18 + 0.5], nticks=5),
        annotations=_labels(x, known, lower, upper, marked, months),
    )
    table = _month_table(id, caption, months, known, mean, lower, upper)
    return Figure(id, heading, caption, alt, {"data": traces, "layout": look}, table)


def _span(months: Sequence[str]) -> list[str]:
    """From half a month before the first to a month after the last, so that the latest label has room."""
    return [f"{add_months(months[0], -1)}-15", f"{add_months(months[-1], 1)}-05"]


def _line(x: list[str], y: Sequence[float | None], column: str, line: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "lines",
        "x": x,
        "y": list(y),
        "name": column,
        "meta": {"column": column},
        "line": line,
        "connectgaps": False,
        "hovertemplate": f"%{{x|%B %Y}}: %{{y}} {column.lower()}<extra></extra>",
    }


def _markers(months: Sequence[str], marked: Collection[str], provisional: Collection[str]) -> dict[str, Any]:
    """Shape and size tell as much as colour: diamonds stand out, hollow ones are provisional."""
    symbols = [("diamond" if m in marked else "circle") + ("-open" if m in provisional else "") for m in months]
    return {
        "mode": "lines+markers",
        "marker": {
            "symbol": symbols,
            "size": [12 if m in marked else 6 for m in months],
            "color": [PLUM if m in marked else NAVY for m in months],
            "line": {"width": [2.5 if m in provisional else 1 for m in months]},
        },
    }


def _labels(
    x: list[str],
    known: list[int | None],
    lower: Sequence[int | None],
    upper: Sequence[int | None],
    marked: Collection[str],
    months: Sequence[str],
) -> list[dict[str, Any]]:
    """Direct labels: the latest count, and what the shade is."""
    labels = []
    last = next((i for i in reversed(range(len(known))) if known[i] is not None), None)
    if last is not None:
        colour = PLUM if months[last] in marked else NAVY
        said = f"<b>{known[last]:,}</b>"
        # a fall is labelled below its mark, where the line does not run
        fell = lower[last] is not None and known[last] < lower[last]  # type: ignore[operator]
        labels.append(_label(x[last], known[last], said, colour, "center", -16 if fell else 16))
    shaded = [i for i, value in enumerate(upper) if value is not None]
    if shaded:
        first = shaded[0]
        labels.append(_label(x[first], upper[first], "expected range ", GREY, "right", 0))
    return labels


def _label(x: str, y: float | None, text: str, colour: str, anchor: str, above: int) -> dict[str, Any]:
    font = {"color": colour, "size": 13}
    return {"x": x, "y": y, "text": text, "showarrow": False, "xanchor": anchor, "yshift": above, "font": font}


def _month_table(id: str, caption: str, months: Sequence[str], *series: Sequence[float | None]) -> Table:
    titles = (RECORDED, EXPECTED, LOWEST, HIGHEST)
    columns = (Column("month", "Month"), *(Column(title.lower(), title, True) for title in titles))
    rows = tuple((short_month_name(month), *values) for month, *values in zip(months, *series, strict=True))
    note = "[x]: that month was not judged, or not received."
    return Table(f"{id}-data", f"The figures behind the chart: {caption}", columns, rows, note=note)


def intervals_chart(  # noqa: PLR0913 (every part of the chart is named where it is called)
    id: str,
    heading: str,
    caption: str,
    alt: str,
    *,
    labels: Sequence[str],
    values: Sequence[float | None],
    lower: Sequence[float | None],
    upper: Sequence[float | None],
    reference: Sequence[float | None],
    unit: str = "Rate",
    reference_name: str = "Borough",
) -> Figure:
    """One dot a row with its interval, in the order given from the top; an upright tick for the reference."""
    shown = [None if v is None else round(v, 1) for v in values]
    compared = [None if v is None else round(v, 1) for v in reference]
    below = [0.0 if v is None or low is None else max(v - low, 0) for v, low in zip(values, lower, strict=True)]
    above = [0.0 if v is None or high is None else max(high - v, 0) for v, high in zip(values, upper, strict=True)]
    bars = {
        "type": "data", "symmetric": False,
        "array": [round(v, 2) for v in above], "arrayminus": [round(v, 2) for v in below],
        "color": NAVY, "thickness": 2, "width": 0,
    }  # fmt: skip
    dots = _across(labels, shown, unit, {"symbol": "circle", "size": 10, "color": NAVY}) | {"error_x": bars}
    tick = {"symbol": "line-ns-open", "size": 18, "color": PLUM, "line": {"width": 2.5}}
    look = layout(
        60 + 34 * len(labels),
        margin={"l": 8, "r": 20, "t": 8, "b": 36},
        xaxis=axis(rangemode="tozero", side="bottom"),
        yaxis=axis(
            autorange="reversed", automargin=True, showgrid=False, tickmode="array", tickvals=list(labels),
            ticktext=["<br>".join(textwrap.wrap(label, 20)) for label in labels], tickfont={"size": 13},
        ),
    )  # fmt: skip
    columns = (
        Column("label", "Category"),
        Column("value", unit, True),
        Column("lower", "Lowest", True),
        Column("upper", "Highest", True),
        Column("reference", reference_name, True),
    )
    rows = tuple(
        (label, _one(v), _one(low), _one(high), _one(ref))
        for label, v, low, high, ref in zip(labels, shown, lower, upper, compared, strict=True)
    )
    table = Table(f"{id}-data", f"The figures behind the chart: {caption}", columns, rows)
    spec = {"data": [dots, _across(labels, compared, reference_name, tick)], "layout": look}
    return Figure(id, heading, caption, alt, spec, table)


def _one(value: float | None) -> str | None:
    return None if value is None else f"{value:.1f}"


def _across(
    labels: Sequence[str], values: Sequence[float | None], column: str, marker: dict[str, Any]
) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "markers",
        "orientation": "h",
        "x": list(values),
        "y": list(labels),
        "name": column,
        "meta": {"column": column},
        "marker": marker,
        "hovertemplate": f"%{{y}}: %{{x}} ({column.lower()})<extra></extra>",
    }
