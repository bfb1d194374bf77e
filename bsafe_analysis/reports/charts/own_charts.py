"""An analyst's own plotly figure on a page: what its library can draw, in the house's look, with its table.

Plain dicts, as all charts here.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator, Mapping, Sequence
from math import isnan
from typing import Any

import numpy as np

from bsafe_analysis.faults import Fault, InputError
from bsafe_analysis.reports.charts.palette import BLUE, INK, NAVY, ORANGE, PLUM, TEAL, layout
from bsafe_analysis.reports.charts.tables import Column, Table

DRAWN = frozenset(
    ("bar", "box", "contour", "heatmap", "histogram", "histogram2d", "histogram2dcontour", "image", "pie", "scatter",
     "scatterternary", "violin")
)  # fmt: skip
"""Kinds of trace that the chart library of a page can draw (pages/static): a test reads them from the library."""
LIKE = {"scattergl": "scatter", "heatmapgl": "heatmap"}
"""Kinds that are drawn as another, which shows the same."""
LINES = (NAVY, PLUM, TEAL, ORANGE, BLUE, INK)
"""Colours of an analyst's lines, where the figure names none, by contrast."""
MOST_ROWS = 200
"""Rows of the table under a chart: more points than that are no table that anybody reads."""
HEIGHT = 360

Spec = dict[str, Any]


def spec_of(figure: Any) -> Spec:
    """The figure as the page draws it: its traces and its layout, in the house's look where it chose none.

    `figure`: a plotly Figure, or the dict of one. InputError that names all that a page could not show of it.
    """
    whole = dict(figure) if isinstance(figure, Mapping) else _plain_dict(figure)
    faults = [Fault("the figure", "", reason, cure) for reason, cure in refusals(whole)]
    if faults:
        raise InputError(faults)
    data = [trace | {"type": _drawn_as(trace)} for trace in whole.get("data", [])]
    return {"data": data, "layout": in_house(whole.get("layout") or {})}


def refusals(figure: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """(why a page cannot show this figure, what to do), each once."""
    kinds = dict.fromkeys(str(trace.get("type") or "scatter") for trace in figure.get("data", []))
    for kind in (kind for kind in kinds if LIKE.get(kind, kind) not in DRAWN):
        drawn = ", ".join(sorted(DRAWN))
        yield f"a page's chart library cannot draw {kind!r}", f"It draws {drawn}. Or show it as a picture (PNG)"
    if figure.get("frames"):
        yield "its frames (an animation) would be dropped", "Show one moment, or several charts"
    held = figure.get("layout") or {}
    for part in ("updatemenus", "sliders"):
        if held.get(part):
            yield f"its {part} would lead nowhere on paper", "Show each state as a chart of its own"
    images = (image for image in held.get("images") or () if not str(image.get("source", "")).startswith("data:"))
    if any(True for _ in images):
        yield "a picture in it is loaded from outside", "Put the picture itself into the figure, or leave it out"


def in_house(held: Mapping[str, Any]) -> Spec:
    """The layout with the house's fonts, ground and colours below what the figure chose itself."""
    own = {name: part for name, part in held.items() if name not in ("template", "width")}
    base = layout(HEIGHT, colorway=list(LINES))
    axes = {name: {"automargin": True} | dict(own.pop(name)) for name in list(own) if _names_an_axis(name)}
    base.pop("showlegend")  # several lines are told apart by it, where nobody labelled them
    return base | {"xaxis": {"automargin": True}, "yaxis": {"automargin": True}} | axes | own


def table_of(spec: Spec, name: str, caption: str) -> Table | None:
    """The numbers that lines and bars draw: a row for each place on the axis; None where they are no such table."""
    traces = [trace for trace in spec["data"] if trace["type"] in ("scatter", "bar")]
    flat = bool(traces) and len(traces) == len(spec["data"])
    series = [_drawn_points(trace) for trace in traces] if flat else []
    keys = list(dict.fromkeys(key for points in series for key in points))
    if not keys or len(keys) > MOST_ROWS:
        return None
    titles = [str(trace.get("name") or f"Series {i}") for i, trace in enumerate(traces, 1)]
    columns = (Column("key", _title_below(spec)), *(Column(f"c{i}", t, True) for i, t in enumerate(titles)))
    rows = tuple((key, *(_as_read(points.get(key)) for points in series)) for key in keys)
    return Table(name, caption, columns, rows)


def described(spec: Spec, heading: str) -> str:
    """A text alternative where the analyst wrote none: what kind of chart, how many points, from what to what."""
    kinds = ", ".join(dict.fromkeys(trace["type"] for trace in spec["data"])) or "empty"
    points = [_drawn_points(trace) for trace in spec["data"]]
    known = [value for found in points for value in found.values() if isinstance(value, int | float)]
    spread = f", from {_as_read(min(known))} to {_as_read(max(known))}" if known else ""
    return f"{heading}. A chart ({kinds}) of {sum(map(len, points))} points{spread}."


def plain_values(values: Any) -> list[Any]:
    """The values of one side of a trace: a list, or plotly's packed form of one."""
    if isinstance(values, Mapping) and "bdata" in values:
        packed = np.frombuffer(base64.b64decode(values["bdata"]), dtype=np.dtype(values["dtype"]))
        return list(packed.tolist())
    return list(values) if isinstance(values, Sequence) and not isinstance(values, str) else []


def _plain_dict(figure: Any) -> Spec:
    """A plotly Figure as plain values; InputError for anything else."""
    from plotly.io.json import to_json_plotly  # whoever holds a Figure has it loaded

    if not hasattr(figure, "to_plotly_json"):
        cure = "Give a plotly figure; what another library drew goes on the page as a picture (PNG)"
        raise InputError([Fault("the figure", "", f"it is a {type(figure).__name__}", cure)])
    made: Spec = json.loads(to_json_plotly(figure))
    return made


def _drawn_as(trace: Mapping[str, Any]) -> str:
    kind = str(trace.get("type") or "scatter")
    return LIKE.get(kind, kind)


def _names_an_axis(name: str) -> bool:
    return name.startswith(("xaxis", "yaxis"))


def _drawn_points(trace: Mapping[str, Any]) -> dict[str, Any]:
    sides = ("y", "x") if trace.get("orientation") == "h" else ("x", "y")
    keys, values = (plain_values(trace.get(side)) for side in sides)
    keys = keys or [str(number) for number in range(1, len(values) + 1)]
    return {
        str(key)[:10] if _is_midnight(str(key)) else str(key): value for key, value in zip(keys, values, strict=False)
    }


def _is_midnight(text: str) -> bool:
    """A day as plotly writes it, with a midnight that says nothing."""
    return len(text) >= 19 and text[10:19] in ("T00:00:00", " 00:00:00")


def _title_below(spec: Spec) -> str:
    title = (spec["layout"].get("xaxis") or {}).get("title") or {}
    return str(title.get("text", "") if isinstance(title, dict) else title) or "Of"


def _as_read(value: Any) -> str | int | None:
    """A number as people read it: no more than two places after the point."""
    if value is None or (isinstance(value, float) and isnan(value)):
        return None
    if isinstance(value, float):
        return int(value) if value.is_integer() else f"{value:,.2f}"
    return value if isinstance(value, int) else str(value)
