"""A figure on the screen whose data is swapped, not rebuilt: what has not changed is not sent to the browser again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, cast

import plotly.graph_objects as go

from bsafe_analysis.cycle import Outline
from bsafe_analysis.reports.views.choropleth import hit_points

QUIET = {"displayModeBar": False, "responsive": True}


class LiveChart(go.FigureWidget):
    """`show(spec)` draws another chart in the place of this one."""

    def __init__(self, fixed: Sequence[dict[str, Any]] = ()) -> None:
        super().__init__(data=[dict(trace) for trace in fixed], layout={"height": 330, "autosize": True})
        self._config = dict(QUIET)
        self._fixed = len(fixed)
        self._shown: list[dict[str, Any]] = []
        self._look: dict[str, Any] = {}

    def show_spec(self, spec: dict[str, Any]) -> None:
        """Draw the chart: traces and parts of the layout that are as they were stay untouched."""
        wanted, live = spec["data"], cast(Any, self)
        with self.batch_update():
            keep = min(len(self._shown), len(wanted))
            for trace, before, now in zip(live.data[self._fixed :], self._shown, wanted, strict=False):
                _update(trace, before, now)
            if len(self._shown) > keep:
                live.data = live.data[: self._fixed + keep]
            if len(wanted) > keep:
                self.add_traces(wanted[keep:])
            _update(self.layout, self._look, {**spec["layout"], "autosize": True})
        self._shown, self._look = wanted, {**spec["layout"], "autosize": True}


def _update(part: Any, before: dict[str, Any], now: dict[str, Any]) -> None:
    """Set what differs; what is no longer named goes back to its default."""
    for name in before.keys() | now.keys():
        if before.get(name) != now.get(name):
            part[name] = now.get(name)


def live_map(outlines: Sequence[Outline], names: dict[str, str], clicked: Callable[[str], None]) -> LiveChart:
    """A map on which a click anywhere within a place calls `clicked` with its code."""
    x, y, codes = hit_points(outlines)
    points = {
        "type": "scatter", "mode": "markers", "x": x, "y": y, "customdata": codes,
        "text": [names[code] for code in codes], "marker": {"size": 10, "opacity": 0},
        "hovertemplate": "%{text}<extra></extra>",
    }  # fmt: skip
    chart = LiveChart([points])

    def found(_: Any, chosen: Any, __: Any) -> None:
        if chosen.point_inds:
            clicked(codes[chosen.point_inds[0]])

    chart.data[0].on_click(found)
    chart.layout.hoverdistance = -1
    return chart
