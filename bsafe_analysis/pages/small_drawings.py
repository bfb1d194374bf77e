"""The small drawings within a text: sparklines, put into HTML that the cleaner has passed, with the chart of page one.

Each is drawn from the numbers in the data attributes of its <span> and from nothing else; the words of the span stay,
for those who cannot see the drawing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bsafe_analysis.pages.page_one_drawing import TREND, for_ears, number_of, trend_drawn

_SPARK = re.compile(r'<span ([^>]*\bclass="spark"[^>]*)>([^<]*)</span>')
_SERIES = re.compile(r'data-(values|lower|upper)="([0-9.,eE+-]*)"')
WIDTH, HEIGHT, EDGE = 132, 30, 3
"""Pixels: a sparkline and the room around its line."""


def with_small_drawings(safe: str) -> str:
    """Cleaned HTML with its sparklines and the chart of page one drawn."""
    return TREND.sub(trend_drawn, _SPARK.sub(_sparkline_drawn, safe)) if "data-" in safe else safe


def _sparkline_drawn(found: re.Match[str]) -> str:
    """A small series as a line, with the band of what is usual at its end; words alone where it is no series."""
    data = dict(_SERIES.findall(found[1]))
    values = [number_of(text) for text in data.get("values", "").split(",")]
    words = for_ears(found[2])
    if sum(value is not None for value in values) < 2:
        return words
    lower, upper = number_of(data.get("lower", "")), number_of(data.get("upper", ""))
    axes = _Axes(len(values), max(*(value for value in values if value is not None), upper or 0.0, 1.0))
    last = max(i for i, value in enumerate(values) if value is not None)
    x, y = axes.at(last, values[last] or 0.0)
    return (
        f'<span class="spark"><svg viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" aria-hidden="true" '
        f'focusable="false">{_band(axes, lower, upper)}{_lines(axes, values)}'
        f'<circle cx="{x:g}" cy="{y:g}" r="2.6"/></svg>{words}</span>'
    )


@dataclass(frozen=True)
class _Axes:
    """Where a point of a sparkline stands: `months` across, from nought up to `top`."""

    months: int
    top: float

    def at(self, month: int, value: float) -> tuple[float, float]:
        x = EDGE + month * (WIDTH - 2 * EDGE) / max(self.months - 1, 1)
        return round(x, 1), round(HEIGHT - EDGE - value / self.top * (HEIGHT - 2 * EDGE), 1)


def _lines(axes: _Axes, values: Sequence[float | None]) -> str:
    runs: list[list[str]] = [[]]
    for i, value in enumerate(values):
        if value is None:
            runs.append([])  # a month that was not received breaks the line
        else:
            runs[-1].append("{:g},{:g}".format(*axes.at(i, value)))
    return "".join(f'<polyline points="{" ".join(run)}"/>' for run in runs if run)


def _band(axes: _Axes, lower: float | None, upper: float | None) -> str:
    if lower is None or upper is None:
        return ""
    top, bottom = axes.at(0, upper)[1], axes.at(0, lower)[1]
    return f'<rect x="{WIDTH - 14}" y="{top:g}" width="14" height="{max(bottom - top, 1):g}"/>'
