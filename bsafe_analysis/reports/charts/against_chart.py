"""Recorded against expected, a row each on one scale, whatever the size of the counts."""

from __future__ import annotations

from collections.abc import Sequence
from math import log2
from typing import Any

from bsafe_analysis.claims.telling import in_figures, tell
from bsafe_analysis.reports.charts.chart_parts import behind, word
from bsafe_analysis.reports.charts.expected_series import AgainstRow, drawn_at
from bsafe_analysis.reports.charts.figures import Figure
from bsafe_analysis.reports.charts.intervals_chart import across, rows_axis
from bsafe_analysis.reports.charts.palette import EDGE, INK, NAVY, PLUM, WHITE, axis, layout
from bsafe_analysis.reports.charts.tables import Column

LOG10_2 = 0.30103
TALL, NAMES = 42, 30
PHONE_TALL, PHONE_NAMES = 58, 17
"""Pixels a row and characters a line of its name, on a page and on a phone."""
TICKS = {0.25: "quarter", 0.5: "half", 1.0: "as_expected", 2.0: "double", 4.0: "fourfold"}


def against_chart(id: str, heading: str, caption: str, alt: str, rows: Sequence[AgainstRow]) -> Figure:
    """For each row the expected range as a bar and what was recorded as a mark: a diamond outside it, a dot within.

    The scale is how many times as many as expected, doubling by equal steps, so that a rise to twice and a fall to half
    are as wide; in figures it is told only where some were recorded and enough expected. For the months since an
    activity began, taken together: the place, and the places it is compared with.
    """
    labels = [row.label for row in rows]
    shown = [drawn_at(row.observed, row.expected) for row in rows]
    ends = [(drawn_at(row.lower, row.expected), drawn_at(row.upper, row.expected)) for row in rows]
    told = [_times_words(row) for row in rows]
    outside = [_outside(value, *pair) for value, pair in zip(shown, ends, strict=True)]
    title = word("times")
    marker = {
        "opacity": 1,
        "symbol": ["diamond" if out else "circle" for out in outside], "size": [13 if out else 10 for out in outside],
        "color": [PLUM if out else NAVY for out in outside], "line": {"color": WHITE, "width": 1},
    }  # fmt: skip
    known = [v for v in (*shown, *(end for pair in ends for end in pair)) if v]
    reach = max([log2(v) for v in known] + [-log2(v) for v in known] + [1.1]) * 1.1
    ends_at = [round(-reach * LOG10_2, 4), round(reach * LOG10_2, 4)]
    titles = [word(key) for key in ("recorded", "expected", "lowest", "highest")]
    columns = [Column("row", word("row")), *(Column(t.lower(), t, True) for t in titles), Column("times", title, True)]
    cells = [
        (row.label, row.observed, in_figures(row.expected, 1), row.lower, row.upper, times)
        for row, times in zip(rows, told, strict=True)
    ]
    wide = _arranged(labels, ends_at, TALL, NAMES, {v: word(key) for v, key in TICKS.items()})
    # on a phone there is room for figures only below the scale
    phone = _arranged(
        labels, ends_at, PHONE_TALL, PHONE_NAMES, {v: word("as_many", n=v) for v in TICKS if 0.5 <= v <= 2}
    )
    marks = across(labels, shown, title, marker) | {
        "customdata": told, "meta": {"column": title, "values": "customdata"},
        "hovertemplate": f"%{{y}}: %{{customdata}} ({title.lower()})<extra></extra>",
    }  # fmt: skip
    spec = {"data": [_ranges(labels, ends), marks], "layout": wide}
    return Figure(id, heading, caption, alt, spec, behind(id, caption, columns, cells), phone)


def _times_words(row: AgainstRow) -> str | None:
    """How many times as many, in figures; in words why not, where it cannot be said."""
    if row.observed is None or not row.expected:
        return None
    times = tell(row, "times")
    return in_figures(times, 2) or word("none_recorded" if not row.observed else "too_few_expected")


def _arranged(
    labels: Sequence[str], ends_at: list[float], tall: int, names: int, ticks: dict[float, str]
) -> dict[str, Any]:
    scale = {"type": "log", "range": ends_at, "tickmode": "array", "tickangle": 0}
    return layout(
        58 + tall * len(labels),
        margin={"l": 8, "r": 24, "t": 8, "b": 36},
        xaxis=axis(**scale, tickvals=list(ticks), ticktext=list(ticks.values())),
        yaxis=rows_axis(labels, names),
        shapes=[_one_line()],
    )


def _outside(value: float | None, low: float | None, high: float | None) -> bool:
    return value is not None and low is not None and high is not None and not low <= value <= high


def _ranges(labels: Sequence[str], ends: Sequence[tuple[float | None, float | None]]) -> dict[str, Any]:
    x: list[float | None] = []
    y: list[str | None] = []
    for row, (low, high) in zip(labels, ends, strict=True):
        x += [low, high, None]
        y += [row, row, None]
    look = {"color": EDGE, "width": 9}
    return {"type": "scatter", "mode": "lines", "x": x, "y": y, "line": look, "hoverinfo": "skip"}


def _one_line() -> dict[str, Any]:
    look = {"color": INK, "width": 1.25}
    return {"type": "line", "xref": "x", "yref": "paper", "x0": 1, "x1": 1, "y0": 0, "y1": 1, "line": look}
