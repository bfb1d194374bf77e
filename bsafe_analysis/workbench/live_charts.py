"""A chart on the screen, drawn by the library that draws it in the documents, from the very same plain dict.

plotly's own widget would cost seconds of imports, and its events need the bar that documents do without. The browser is
sent the chart as a dict; it swaps what has changed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import anywidget
import traitlets

from bsafe_analysis.model.cycle import Outline
from bsafe_analysis.pages.assets import BUNDLE, asset

_ONCE = "if (!globalThis.bsafePlotly) {{\n{bundle}\nglobalThis.bsafePlotly = globalThis.Plotly;\n}}\n{live}"
"""However many charts there are, the browser keeps one library."""


class LiveChart(anywidget.AnyWidget):
    """`show_spec` draws another chart in the place of this one. `places`: those of a map that can be clicked."""

    _esm = _ONCE.format(bundle=asset(BUNDLE), live=asset("live.js"))
    _css = ".bsafe-live.over-place .nsewdrag { cursor: pointer }"
    spec = traitlets.Dict().tag(sync=True)
    alt = traitlets.Unicode().tag(sync=True)
    places: traitlets.List = traitlets.List().tag(sync=True)

    def show_spec(self, spec: dict[str, Any], alt: str) -> None:
        """Draw the chart; `alt` tells it to who cannot see it. Both go to the browser in one message."""
        with self.hold_sync():
            self.alt, self.spec = alt, spec


class OwnKeys(anywidget.AnyWidget):
    """Shows nothing; keeps JupyterLab's one-letter commands away from the controls beside it."""

    _esm = asset("keys.js")


def live_map(outlines: Sequence[Outline], names: dict[str, str], clicked: Callable[[str], None]) -> LiveChart:
    """A map on which a click anywhere within a place calls `clicked` with its code."""
    chart = LiveChart(places=[{"code": o.area, "name": names[o.area], "rings": _whole_metres(o)} for o in outlines])

    def heard(_: Any, message: Any, __: Any) -> None:
        if isinstance(message, dict) and message.get("clicked") in names:
            clicked(message["clicked"])

    chart.on_msg(heard)
    return chart


def _whole_metres(outline: Outline) -> list[list[list[int]]]:
    return [[[round(x), round(y)] for x, y in ring] for ring in outline.rings]
