"""What charts are made of: lines, ranges, direct labels, a month axis. Shape or dash tells as much as colour."""

from __future__ import annotations

import calendar
import textwrap
from collections.abc import Collection, Sequence
from typing import Any

from bsafe_analysis.claims.telling import rounded_to, said_as
from bsafe_analysis.model.periods import add_months, month_index, short_month_name
from bsafe_analysis.reports.charts.expected_series import Values
from bsafe_analysis.reports.charts.palette import BAND, EDGE, GREY, GROUND, INK, NAVY, PLUM, axis
from bsafe_analysis.reports.charts.tables import Column, Table
from bsafe_analysis.reports.wording import phrase


def word(key: str, **facts: Any) -> str:
    """A column title or a label in a chart, from templates/phrases.md.j2."""
    return phrase("chart_word", key=key, **facts)


def dates(months: Sequence[str]) -> list[str]:
    """Months as places on a time axis."""
    return [f"{month}-01" for month in months]


def line(x: Sequence[str], y: Values, column: str, look: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A line tied to its column of the table; a missing value breaks it."""
    return {
        "type": "scatter",
        "mode": "lines",
        "x": list(x),
        "y": list(y),
        "name": column,
        "meta": {"column": column},
        "line": look,
        "connectgaps": False,
        "hovertemplate": f"%{{x|%B %Y}}: %{{y}} {column.lower()}<extra></extra>",
    } | more


def band(x: Sequence[str], lower: Values, upper: Values, columns: tuple[str, str], **more: Any) -> list[dict[str, Any]]:
    """The shaded range with thin edges, which stay in a grey print; a month judged alone is drawn as two dashes."""
    alone = [_alone(upper, i) for i in range(len(upper))]
    marks: dict[str, Any] = {}
    if any(alone):
        marker = {"symbol": "line-ew-open", "size": [9 if one else 0 for one in alone], "color": EDGE}
        marks = {"mode": "lines+markers", "marker": marker | {"line": {"width": 2}}}
    edge = {"color": EDGE, "width": 1}
    filled = {"fill": "tonexty", "fillcolor": BAND}
    return [
        line(x, lower, columns[0], edge, **marks, **more),
        line(x, upper, columns[1], edge, **marks, **filled, **more),
    ]


def _alone(values: Values, i: int) -> bool:
    beside = [values[j] for j in (i - 1, i + 1) if 0 <= j < len(values)]
    return values[i] is not None and all(value is None for value in beside)


def markers(months: Sequence[str], marked: Collection[str], provisional: Collection[str]) -> dict[str, Any]:
    """Shape and size tell as much as colour: diamonds stand out, hollow ones are provisional."""
    symbols = [("diamond" if m in marked else "circle") + ("-open" if m in provisional else "") for m in months]
    return {
        "mode": "lines+markers",
        "marker": {
            "symbol": symbols,
            "opacity": 1,
            "size": [12 if m in marked else 5 for m in months],
            "color": [PLUM if m in marked else NAVY for m in months],
            "line": {"width": [2.5 if m in provisional else 1 for m in months]},
        },
    }


def label(x: Any, y: float | None, text: str, colour: str = GREY, anchor: str = "center", above: int = 0) -> dict:
    """Words beside what they name, on a ground that lets a line pass behind them."""
    font = {"color": colour, "size": 13}
    return {
        "x": x, "y": y, "text": text, "showarrow": False, "xanchor": anchor, "yshift": above, "font": font,
        "bgcolor": GROUND, "borderpad": 1,
    }  # fmt: skip


def end_label(x: Sequence[Any], y: Values, text: str, colour: str, top: float) -> list[dict]:
    """Words at a line's last point, on the side that the line does not come from; nothing where it has no point."""
    last = last_known(y)
    if last is None:
        return []
    value = y[last] or 0
    before = next((v for v in reversed(y[:last]) if v is not None), value)
    below = before > value > 0.14 * top
    return [label(x[last], value, text, colour, "center", -17 if below else 17)]


def last_known(values: Values) -> int | None:
    """The place of the last value that there is."""
    return next((i for i in reversed(range(len(values))) if values[i] is not None), None)


def highest(*series: Values) -> float:
    """The top of all series, at least one."""
    return max([value for values in series for value in values if value is not None], default=1) or 1


def month_axis(months: Sequence[str], room: int = 1, **more: Any) -> dict[str, Any]:
    """A time axis whose ticks are whole months, the year below January; `room` months are left free at its end."""
    every = 3 if len(months) <= 20 else 6 if len(months) <= 42 else 12
    ticks = [month for month in months if (month_index(month)) % every == 0]
    start = f"{add_months(months[0], -1)}-15"
    return axis(
        type="date", tickmode="array", tickvals=dates(ticks), ticktext=[_tick(month) for month in ticks],
        showgrid=False, range=[start, f"{add_months(months[-1], room)}-08"], ticks="outside", ticklen=4,
        tickcolor=EDGE, linecolor=INK, showline=True, **more,
    )  # fmt: skip


def _tick(month: str) -> str:
    name = calendar.month_abbr[int(month[5:])]
    return f"{name}<br>{month[:4]}" if month[5:] == "01" else name


def count_axis(top: float, **more: Any) -> dict[str, Any]:
    """An axis of counts from nought, with a few pale lines and room for a label above the highest point."""
    return axis(rangemode="tozero", range=[0, top * 1.2 + 0.4], nticks=5, **more)


def upright(x: str, dash: str = "dot", axis_name: str = "x", colour: str = GREY) -> dict[str, Any]:
    """A line from top to bottom at a moment."""
    return {
        "type": "line", "xref": axis_name, "yref": "paper", "x0": x, "x1": x, "y0": 0, "y1": 1,
        "line": {"color": colour, "width": 1.5, "dash": dash},
    }  # fmt: skip


def before_month(month: str) -> str:
    """The moment between a month and the one before it."""
    return f"{add_months(month, -1)}-16"


def wrapped(text: str, width: int, most: int = 2) -> str:
    """A name in at most so many short lines; the table beside the chart has it whole."""
    return "<br>".join(textwrap.wrap(_inert(text), width, max_lines=most, placeholder=" …") or [""])


def _inert(text: str) -> str:
    """plotly reads a few tags in its texts; a name holds none."""
    return text.replace("<", "\u2039").replace(">", "\u203a")


def behind(id: str, caption: str, columns: Sequence[Column], rows: Sequence[tuple], note: str = "") -> Table:
    """The table of the numbers that a chart draws."""
    title = phrase("figures_behind", caption=caption)
    return Table(f"{id}-data", title, tuple(columns), tuple(rows), note=note)


def month_table(id: str, caption: str, months: Sequence[str], series: dict[str, Values]) -> Table:
    """A row a month, a column a series."""
    columns = (Column("month", word("month")), *(Column(title.lower(), title, True) for title in series))
    rows = [
        (said_as(short_month_name, month), *values) for month, *values in zip(months, *series.values(), strict=True)
    ]
    missing = any(value is None for values in series.values() for value in values)
    return behind(id, caption, columns, rows, word("missing_note") if missing else "")


def rounded(values: Values, decimals: int = 1) -> list[float | None]:
    """As the table prints them, so that chart and table hold the same."""
    return [rounded_to(value, decimals) for value in values]
