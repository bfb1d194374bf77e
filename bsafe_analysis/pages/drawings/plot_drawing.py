"""A chart, given as a plotly dict, drawn as SVG without a browser: what a page shows before the chart is touched.

Drawn is what our own charts are made of. Whatever else there is in a chart (an analyst's bars, a heat map) is left to
the chart library: half a drawing would be a false one.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from bsafe_analysis.pages.chart_against_table import decode
from bsafe_analysis.pages.drawings.plot_axes import PlotAxis, Undrawable, axis_of, wide
from bsafe_analysis.pages.drawings.plot_labels import Box, PlotPaper, placed_at, plot_labels
from bsafe_analysis.pages.drawings.plot_shapes import LINE_HEIGHT, Place, figures, quoted, stroke, words
from bsafe_analysis.pages.drawings.plot_traces import Axes, check_trace, drawn_trace, marked_points, points_of_trace
from bsafe_analysis.reports.charts.palette import GRID, INK, WHITE

LAYOUT = re.compile(
    r"height|width|margin|font|paper_bgcolor|plot_bgcolor|showlegend|hovermode|dragmode|meta|annotations|shapes|autosize"
    r"|[xy]axis\d*"
)
AXIS = frozenset((
    "anchor", "automargin", "autorange", "categoryarray", "categoryorder", "constrain", "domain", "dtick", "fixedrange",
    "gridcolor", "linecolor", "nticks", "range", "rangemode", "scaleanchor", "scaleratio", "showgrid", "showline",
    "showticklabels", "side", "tickangle", "tickcolor", "tickfont", "ticklen", "tickmode", "ticks", "ticktext",
    "tickvals", "type", "visible", "zeroline",
))  # fmt: skip


def plot_svg(spec: Mapping[str, Any], layout: Mapping[str, Any], width: int, height: int, name: str = "") -> str | None:
    """The chart in that many pixels; None where something in it is not drawn here. `name`: a class of the drawing."""
    try:
        return _whole_drawing(list(spec.get("data") or ()), layout, width, height, name)
    except (Undrawable, ValueError, TypeError, KeyError, IndexError):
        return None


def _whole_drawing(
    traces: list[Mapping[str, Any]], layout: Mapping[str, Any], width: int, height: int, name: str
) -> str:
    for trace in traces:
        check_trace(trace)
    if any(not LAYOUT.fullmatch(key) for key in layout):
        raise Undrawable("a layout of other kinds")
    paper = _paper(layout, traces, width, height)
    plots = _plots(layout, traces, paper)
    axes = {name: axis for pair in plots for name, axis in zip(pair, plots[pair], strict=True)}
    font = layout.get("font") or {}
    parts = [
        f'<rect width="{width}" height="{height}" fill="{quoted(layout.get("paper_bgcolor") or WHITE)}"/>',
        *_layout_shapes(layout, axes, paper, below=True),
        *(part for pair in plots for part in _grid(plots[pair], font)),
        *(part for pair in plots for part in _traces_in(pair, plots[pair], traces)),
        *(part for pair in plots for part in _edges(plots[pair])),
        *_layout_shapes(layout, axes, paper, below=False),
        *plot_labels(layout, axes, paper, _points_to_spare(layout, plots, traces)),
    ]
    family = quoted(font.get("family", "sans-serif"))
    of = f' class="{quoted(name)}"' if name else ""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg"{of} viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        f'font-family="{family}" aria-hidden="true" focusable="false">{"".join(parts)}</svg>'
    )


def _paper(layout: Mapping[str, Any], traces: list[Mapping[str, Any]], width: int, height: int) -> PlotPaper:
    margin = {"l": 80, "r": 80, "t": 100, "b": 80} | dict(layout.get("margin") or {})
    left = float(margin["l"])
    for key, given in layout.items():
        if key.startswith("yaxis") and given.get("automargin"):
            size = _tick_size(given, layout.get("font") or {})
            labels = given.get("ticktext") or given.get("tickvals") or [y for t in traces for y in decode(t.get("y"))]
            left = max(left, 10 + max((wide(str(text), size) for text in labels), default=0.0))
    return PlotPaper(width, height, left, width - float(margin["r"]), float(margin["t"]), height - float(margin["b"]))


def _plots(layout: Mapping[str, Any], traces: list[Mapping[str, Any]], paper: PlotPaper) -> dict[tuple[str, str], Axes]:
    """(x axis, y axis) as traces name them -> both, in the order in which traces use them."""
    values: dict[str, list[Any]] = defaultdict(list)
    marked: dict[str, bool] = defaultdict(bool)
    pairs = list(dict.fromkeys((t.get("xaxis") or "x", t.get("yaxis") or "y") for t in traces))
    for trace in traces:
        for side, name in (("x", trace.get("xaxis") or "x"), ("y", trace.get("yaxis") or "y")):
            values[name] += decode(trace.get(side))
            marked[name] |= side == "y" or "markers" in str(trace.get("mode"))
    found = {}
    for x, y in pairs:
        given = [dict(layout.get(f"{name[0]}axis{name[1:]}") or {}) for name in (x, y)]
        if any(axis.keys() - AXIS for axis in given):
            raise Undrawable("an axis of other kinds")
        spans = _spans(given, paper)
        pair = (
            axis_of(given[0], values[x], spans[0], marked[x]),
            axis_of(given[1], values[y], spans[1], marked[y]),
        )
        found[x, y] = _same_scale(pair) if given[1].get("scaleanchor") else pair
    return found


def _spans(given: list[dict[str, Any]], paper: PlotPaper) -> tuple[tuple[float, float], tuple[float, float]]:
    across, up = (axis.get("domain") or (0, 1) for axis in given)
    return (paper.across(across[0]), paper.across(across[1])), (paper.down(up[0]), paper.down(up[1]))


def _same_scale(pair: Axes) -> Axes:
    """A metre is as long across as up, in the middle of the paper: the longer side gives way."""
    x, y = pair
    scale = min(abs((a.end - a.start) / (a.high - a.low)) for a in pair)
    return _shrunk(x, scale), _shrunk(y, scale)


def _shrunk(axis: PlotAxis, scale: float) -> PlotAxis:
    middle, half = (axis.start + axis.end) / 2, scale * abs(axis.high - axis.low) / 2
    way = 1 if axis.end > axis.start else -1
    return PlotAxis(axis.kind, axis.low, axis.high, middle - way * half, middle + way * half, axis.names, axis.given)


def _traces_in(pair: tuple[str, str], axes: Axes, traces: list[Mapping[str, Any]]) -> Iterator[str]:
    """Clipped to their plot: a drawing inside the drawing shows nothing beyond its edges."""
    own = [t for t in traces if (t.get("xaxis") or "x", t.get("yaxis") or "y") == pair]
    clipped: list[str] = []
    whole: list[str] = []
    before: Sequence[Place | None] = ()
    for trace in own:
        into = whole if "lines" not in str(trace.get("mode")) else clipped
        into += drawn_trace(trace, axes, before)
        before = points_of_trace(trace, axes)
    west, east = sorted((axes[0].start, axes[0].end))
    north, south = sorted((axes[1].start, axes[1].end))
    # a little beyond the edge, so that the symbol of a first or a last month is not cut
    west, north, east, south = west - 8, north - 8, east + 8, south + 8
    if axes[1].given.get("scaleanchor"):
        west, north, east, south = west + 8, north + 8, east - 8, south - 8
    box = f"{figures(west)} {figures(north)} {figures(east - west)} {figures(south - north)}"
    x, y, w, h = box.split(" ")
    if clipped:
        yield f'<svg x="{x}" y="{y}" width="{w}" height="{h}" viewBox="{box}">{"".join(clipped)}</svg>'
    yield from whole


def _points_to_spare(
    layout: Mapping[str, Any], plots: Mapping[tuple[str, str], Axes], traces: list[Mapping[str, Any]]
) -> list[Box]:
    """The boxes of all points that words may not cover. On a map words were placed so already."""
    if any(axes[1].given.get("scaleanchor") for axes in plots.values()):
        return []
    own = ((trace, plots[trace.get("xaxis") or "x", trace.get("yaxis") or "y"]) for trace in traces)
    return [box for trace, axes in own for box in marked_points(trace, axes)]


def _tick_size(given: Mapping[str, Any], font: Mapping[str, Any]) -> float:
    return float((given.get("tickfont") or {}).get("size") or font.get("size") or 12)


def _grid(axes: Axes, font: Mapping[str, Any]) -> Iterator[str]:
    """Pale lines across the plot, and the words of the ticks."""
    x, y = axes
    for axis, other, across in ((x, y, True), (y, x, False)):
        if axis.given.get("visible") is False:
            continue
        ticks = axis.ticks()
        if axis.given.get("showgrid", True):
            lines = "".join(_straight(at, other.start, other.end, across) for at, _ in ticks)
            look = stroke(axis.given.get("gridcolor", GRID), 1)
            yield f'<path d="{lines}" fill="none" {look}/>' if lines else ""
        if axis.given.get("showticklabels", True):
            yield from _tick_words(axis, other, ticks, across, font)


def _straight(at: float, start: float, end: float, across: bool) -> str:
    there, low, high = figures(at), figures(start), figures(end)
    return f"M{there},{low}V{high}" if across else f"M{low},{there}H{high}"


def _tick_words(
    axis: PlotAxis, other: PlotAxis, ticks: list[tuple[float, str]], across: bool, font: Mapping[str, Any]
) -> Iterator[str]:
    size, colour = _tick_size(axis.given, font), (axis.given.get("tickfont") or {}).get("color") or font.get("color")
    outside = float(axis.given.get("ticklen", 5)) if axis.given.get("ticks") == "outside" else 0.0
    for at, text in _apart(ticks, size) if across else ticks:
        lines = text.count("<br>")
        if not across:
            up = at + 0.35 * size - lines * size * LINE_HEIGHT / 2
            yield words(text, (min(other.start, other.end) - outside - 4, up), size, colour or INK, "end")
        elif axis.given.get("side") == "top":
            up = min(other.start, other.end) - outside - 4 - lines * size * LINE_HEIGHT
            yield words(text, (at, up), size, colour or INK)
        else:
            yield words(text, (at, max(other.start, other.end) + outside + 2 + size), size, colour or INK)


def _apart(ticks: list[tuple[float, str]], size: float) -> list[tuple[float, str]]:
    """Those whose words do not run into one another's; the ones in the middle come first."""
    kept: list[tuple[float, str]] = []
    for at, text in sorted(ticks, key=lambda tick: abs(ticks.index(tick) - len(ticks) // 2)):
        if all(abs(at - there) > (wide(text, size) + wide(other, size)) / 2 + 3 for there, other in kept):
            kept.append((at, text))
    return sorted(kept)


def _edges(axes: Axes) -> Iterator[str]:
    """The axis itself and its small ticks."""
    x, y = axes
    if x.given.get("visible") is False:
        return
    foot = max(y.start, y.end)
    if x.given.get("showline"):
        edge = _straight(foot, x.start, x.end, across=False)
        yield f'<path d="{edge}" fill="none" {stroke(x.given.get("linecolor", INK), 1)}/>'
    if x.given.get("ticks") == "outside":
        down = foot + float(x.given.get("ticklen", 5))
        marks = "".join(_straight(at, foot, down, across=True) for at, _ in x.ticks())
        yield f'<path d="{marks}" fill="none" {stroke(x.given.get("tickcolor", INK), 1)}/>' if marks else ""


def _layout_shapes(
    layout: Mapping[str, Any], axes: Mapping[str, PlotAxis], paper: PlotPaper, below: bool
) -> Iterator[str]:
    for shape in layout.get("shapes") or ():
        if (shape.get("layer") == "below") is not below:
            continue
        x0, x1 = (placed_at(shape[end], shape.get("xref", "x"), "x", axes, paper) for end in ("x0", "x1"))
        y0, y1 = (placed_at(shape[end], shape.get("yref", "y"), "y", axes, paper) for end in ("y0", "y1"))
        line = shape.get("line") or {}
        look = stroke(line.get("color", INK), float(line.get("width", 2)), line.get("dash"))
        if shape.get("type") == "line":
            yield f'<path d="M{figures(x0)},{figures(y0)}L{figures(x1)},{figures(y1)}" fill="none" {look}/>'
        elif shape.get("type") == "rect":
            size = f'width="{figures(abs(x1 - x0))}" height="{figures(abs(y1 - y0))}"'
            fill = quoted(shape.get("fillcolor", "none"))
            look = look if float(line.get("width", 2)) else ""
            yield f'<rect x="{figures(min(x0, x1))}" y="{figures(min(y0, y1))}" {size} fill="{fill}" {look}/>'
        else:
            raise Undrawable(f"a shape of the kind {shape.get('type')}")
