"""The traces of a chart as SVG: lines, ranges, filled ground, symbols, bars of error, words in place of points."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from bsafe_analysis.pages.chart_against_table import decode
from bsafe_analysis.pages.drawings.plot_axes import PlotAxis, Undrawable
from bsafe_analysis.pages.drawings.plot_shapes import Place, figures, path, quoted, runs, stroke, symbol, words
from bsafe_analysis.reports.charts.palette import INK

KNOWN = frozenset((
    "type", "mode", "x", "y", "name", "meta", "line", "marker", "fill", "fillcolor", "text", "textfont", "customdata",
    "hovertemplate", "hoverinfo", "hovertext", "connectgaps", "xaxis", "yaxis", "orientation", "error_x", "showlegend",
    "textposition", "opacity", "cliponaxis",
))  # fmt: skip
FILLS = (None, "none", "tonexty", "toself")
Axes = tuple[PlotAxis, PlotAxis]


def check_trace(trace: Mapping[str, Any]) -> None:
    """Undrawable where the trace is of another kind, or asks for what is not drawn here."""
    kind, more = trace.get("type", "scatter"), trace.keys() - KNOWN
    if kind != "scatter" or more or trace.get("fill") not in FILLS or "shape" in (trace.get("line") or {}):
        raise Undrawable(f"a trace of the kind {kind} ({', '.join(sorted(more))})")
    if trace.get("textposition", "middle center") != "middle center":
        raise Undrawable("words beside points")


def points_of_trace(trace: Mapping[str, Any], axes: Axes) -> list[Place | None]:
    """The pixels of its points; None where one has no value."""
    pairs = zip(decode(trace.get("x")), decode(trace.get("y")), strict=False)
    placed = [(axes[0].at(x), axes[1].at(y)) for x, y in pairs]
    return [(x, y) if x is not None and y is not None else None for x, y in placed]


def drawn_trace(trace: Mapping[str, Any], axes: Axes, before: Sequence[Place | None]) -> Iterator[str]:
    """Its ground, its bars, its line, its points and its words, in that order. `before`: points of the trace before."""
    points, modes = points_of_trace(trace, axes), str(trace.get("mode", "lines")).split("+")
    if trace.get("fill") in ("tonexty", "toself"):
        yield from _grounds(trace, points, before)
    yield from _error_bars(trace, axes, points)
    if "lines" in modes:
        yield from _stroked(trace, points)
    if "markers" in modes:
        yield from _markers(trace, points)
    if "text" in modes:
        yield from _point_words(trace, points)


def _grounds(trace: Mapping[str, Any], points: Sequence[Place | None], before: Sequence[Place | None]) -> Iterator[str]:
    if trace["fill"] == "toself":
        ground = "".join(path(run, closed=True) for run in runs(points) if len(run) > 2)
    else:
        if len(points) != len(before):
            raise Undrawable("a range whose sides have points of their own")
        ground = "".join(path(ring, closed=True) for ring in _between(points, before))
    if ground:
        yield f'<path d="{ground}" fill="{quoted(trace.get("fillcolor", "none"))}" fill-rule="evenodd"/>'


def _between(upper: Sequence[Place | None], lower: Sequence[Place | None]) -> Iterator[list[Place]]:
    """A ring for each stretch in which both sides are known."""
    both = [(up, low) for up, low in zip(upper, lower, strict=True)]
    for known, stretch in groupby(both, key=lambda pair: None not in pair):
        if known:
            pairs = list(stretch)
            yield [up for up, _ in pairs if up] + [low for _, low in reversed(pairs) if low]


def _stroked(trace: Mapping[str, Any], points: Sequence[Place | None]) -> Iterator[str]:
    look = trace.get("line") or {}
    width = float(look.get("width", 2))
    kept = [point for point in points if point is not None] if trace.get("connectgaps") else points
    data = "".join(path(run) for run in runs(kept) if len(run) > 1)
    if data and width:
        yield f'<path d="{data}" fill="none" {stroke(look.get("color", INK), width, look.get("dash"))}/>'


def _markers(trace: Mapping[str, Any], points: Sequence[Place | None]) -> Iterator[str]:
    look = trace.get("marker") or {}
    edge = look.get("line") or {}
    for key, group in groupby(
        ((_marker(look, edge, i), i) for i, point in enumerate(points) if point), key=lambda each: each[0]
    ):
        kind, size, colour, opacity, edged, width = key
        if not size or not opacity:
            continue
        data = "".join(symbol(kind, at, size) for _, i in group if (at := points[i]))
        yield f'<path d="{data}" {_marker_look(kind, colour, edged, width)}{_opacity(opacity)}/>'


def _marker(
    look: Mapping[str, Any], edge: Mapping[str, Any], i: int
) -> tuple[str, float, str, float, str | None, float]:
    colour = _each(look.get("color", INK), i)
    size, opacity = float(_each(look.get("size", 6), i)), float(_each(look.get("opacity", 1), i))
    width = float(_each(edge.get("width", 0), i))
    return str(_each(look.get("symbol", "circle"), i)), size, colour, opacity, _each(edge.get("color"), i), width


def _marker_look(kind: str, colour: str, edge: str | None, width: float) -> str:
    if kind.endswith("-open"):
        return f'fill="none" {stroke(colour, width or 1)}'
    outline = f" {stroke(edge or colour, width)}" if width else ""
    return f'fill="{quoted(colour)}"{outline}'


def marked_points(trace: Mapping[str, Any], axes: Axes) -> Iterator[tuple[float, float, float, float]]:
    """The box around each symbol that is seen."""
    if "markers" in str(trace.get("mode", "lines")):
        look = trace.get("marker") or {}
        for i, point in enumerate(points_of_trace(trace, axes)):
            _, size, _, opacity, *_ = _marker(look, look.get("line") or {}, i)
            if point and size and opacity:
                yield point[0] - size / 2, point[1] - size / 2, point[0] + size / 2, point[1] + size / 2


def _opacity(opacity: float) -> str:
    return "" if opacity == 1 else f' opacity="{opacity:g}"'


def _each(value: Any, i: int) -> Any:
    """Of one value for all points, or of one a point."""
    return value[i] if isinstance(value, (list, tuple)) else value


def _point_words(trace: Mapping[str, Any], points: Sequence[Place | None]) -> Iterator[str]:
    font, texts = trace.get("textfont") or {}, trace.get("text") or ()
    for i, point in enumerate(points):
        if point and (text := str(_each(texts, i))):
            size = float(_each(font.get("size", 14), i))
            yield words(text, (point[0], point[1] + 0.35 * size), size, _each(font.get("color", INK), i))


def _error_bars(trace: Mapping[str, Any], axes: Axes, points: Sequence[Place | None]) -> Iterator[str]:
    bars = trace.get("error_x")
    if not bars:
        return
    if bars.get("type", "data") != "data":
        raise Undrawable("bars of error by a rule")
    further = decode(bars.get("array"))
    less = further if bars.get("symmetric", "arrayminus" not in bars) else decode(bars.get("arrayminus"))
    width, cap = float(bars.get("thickness", 2)), float(bars.get("width", 4))
    data = ""
    for x, point, more, fewer in zip(decode(trace.get("x")), points, further, less, strict=False):
        ends = [axes[0].at(end) for end in (x - fewer, x + more)] if point and None not in (x, more, fewer) else []
        if point and None not in ends and ends:
            left, right = (figures(end or 0.0) for end in ends)
            y, top, foot = (figures(point[1] + d) for d in (0, -cap, cap))
            data += f"M{left},{y}H{right}M{left},{top}V{foot}M{right},{top}V{foot}"
    if data:
        yield f'<path d="{data}" fill="none" {stroke(bars.get("color", INK), width)}/>'
