"""The chart of page one: a series by month beside what was expected, as a drawing that needs no script."""

from __future__ import annotations

import html
import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

TREND = re.compile(r'<span ([^>]*\bclass="trend"[^>]*)>([^<]*)</span>')
_SERIES = re.compile(r'data-(values|lower|upper)="([0-9.,eE+-]*)"')
_NAMED = re.compile(r'data-(first|last)="([A-Za-z]{3,9} \d{4})"')
WIDTH, HEIGHT = 460, 160
LEFT, RIGHT, TOP, BOTTOM = 46, 52, 14, 26
"""Pixels of the drawing, and the room around its lines for what is written there."""
Values = Sequence[float | None]


@dataclass(frozen=True)
class _Axes:
    """Where a month stands: `months` across, from nought up to `top`."""

    months: int
    top: float

    def x(self, month: int) -> float:
        return round(LEFT + month * (WIDTH - LEFT - RIGHT) / max(self.months - 1, 1), 1)

    def y(self, value: float) -> float:
        return round(HEIGHT - BOTTOM - value / self.top * (HEIGHT - TOP - BOTTOM), 1)


def trend_drawn(found: re.Match[str]) -> str:
    """The series as a line, its band of what was expected, its last month marked; words alone where it is no series."""
    data, words = dict(_SERIES.findall(found[1])), for_ears(found[2])
    values, lower, upper = (
        [number_of(n) for n in data.get(name, "").split(",")] for name in ("values", "lower", "upper")
    )
    known = [i for i, value in enumerate(values) if value is not None]
    if len(known) < 2 or not len(values) == len(lower) == len(upper):
        return words
    axes = _Axes(len(values), _round_top(max(n for row in (values, upper) for n in row if n is not None)))
    drawn = (
        *_scale_lines(axes),
        *_expected_band(axes, lower, upper),
        *_trend_lines(axes, values),
        _last_month(axes, known[-1], values),
    )
    return (
        f'<span class="trend"><svg viewBox="0 0 {WIDTH} {HEIGHT}" aria-hidden="true" focusable="false">'
        f"{''.join(drawn)}{_month_names(dict(_NAMED.findall(found[1])))}</svg>{words}</span>"
    )


def _round_top(highest: float) -> float:
    """The first of 2, 4, 6, 8 or 10 times a power of ten that holds the highest value: half of it is a round number.

    >>> _round_top(13.0), _round_top(722.0), _round_top(0.0)
    (20.0, 800.0, 2.0)
    """
    power = 10.0 ** math.floor(math.log10(max(highest, 1.0)))
    return next((step * power for step in (2.0, 4.0, 6.0, 8.0, 10.0) if step * power >= highest), 20.0 * power)


def _scale_lines(axes: _Axes) -> Iterator[str]:
    for value in (0.0, axes.top / 2, axes.top):
        y = axes.y(value)
        yield f'<line x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y:g}" y2="{y:g}"/>'
        yield f'<text x="{LEFT - 6}" y="{y + 4:g}" text-anchor="end">{value:,.0f}</text>'


def _expected_band(axes: _Axes, lower: Values, upper: Values) -> Iterator[str]:
    """A grey band over each run of months with a range."""
    both = [i for i in range(axes.months) if lower[i] is not None and upper[i] is not None]
    for _, run in groupby(enumerate(both), key=lambda each: each[1] - each[0]):
        months = [month for _, month in run]
        edge = [f"{axes.x(m):g},{axes.y(upper[m] or 0.0):g}" for m in months]
        edge += [f"{axes.x(m):g},{axes.y(lower[m] or 0.0):g}" for m in reversed(months)]
        yield f'<polygon points="{" ".join(edge)}"/>'


def _trend_lines(axes: _Axes, values: Values) -> Iterator[str]:
    """A month that was not received breaks the line."""
    known = [(i, value) for i, value in enumerate(values) if value is not None]
    for _, run in groupby(enumerate(known), key=lambda each: each[1][0] - each[0]):
        yield f'<polyline points="{" ".join(f"{axes.x(i):g},{axes.y(value):g}" for _, (i, value) in run)}"/>'


def _last_month(axes: _Axes, last: int, values: Values) -> str:
    x, y = axes.x(last), axes.y(values[last] or 0.0)
    said = f"{values[last]:,.0f}"
    return f'<circle cx="{x:g}" cy="{y:g}" r="4.5"/><text class="last" x="{x + 9:g}" y="{y + 5:g}">{said}</text>'


def _month_names(named: dict[str, str]) -> str:
    """The names of the first and the last month below them."""
    places = {"first": (LEFT, "start"), "last": (WIDTH - RIGHT, "end")}
    return "".join(
        f'<text x="{x}" y="{HEIGHT - 6}" text-anchor="{side}">{named[name]}</text>'
        for name, (x, side) in places.items()
        if name in named
    )


def for_ears(words: str) -> str:
    """What is read aloud in a drawing's place."""
    return f'<span class="visually-hidden">{html.escape(html.unescape(words))}</span>'


def number_of(text: str) -> float | None:
    """A finite number; None for anything else."""
    try:
        value = float(text)
    except ValueError:
        return None
    return value if math.isfinite(value) else None
