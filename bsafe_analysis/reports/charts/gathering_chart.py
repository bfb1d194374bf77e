"""How few places hold how much: the share of a year's incidents in the busiest ones, beside what chance would give."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bsafe_analysis.claims.telling import in_figures, tell, tell_each
from bsafe_analysis.model.map_points import HexagonShare
from bsafe_analysis.reports.charts.chart_parts import behind, label, line, word
from bsafe_analysis.reports.charts.figures import Figure
from bsafe_analysis.reports.charts.palette import GREY, NAVY, axis, layout
from bsafe_analysis.reports.charts.tables import Column


def gathering_chart(id: str, heading: str, caption: str, alt: str, curve: Sequence[HexagonShare]) -> Figure:
    """One line for what was recorded, one for chance; both on one scale, in per cent."""
    names = [word(key) for key in ("share_held", "share_by_chance")]
    ranks, held, likely = (tell_each(curve, name) for name in ("hexagons", "percent", "percent_by_chance"))
    chance, drawn = {"color": GREY, "width": 2, "dash": "dash"}, {"color": NAVY, "width": 2.5}
    names_of_lines = [
        label(ranks[-1], held[-1], names[0], NAVY, "right", 16),
        label(ranks[-1], likely[-1], names[1], GREY, "right", -18),
    ]
    spec: dict[str, Any] = {
        "data": [_curve_line(ranks, likely, names[1], chance), _curve_line(ranks, held, names[0], drawn)],
        "layout": layout(300, xaxis=_ranks(), yaxis=axis(range=[0, 108]), annotations=names_of_lines),
    }
    columns = (
        Column("rank", word("busiest_hexagons"), True),
        Column("held", word("incidents"), True),
        *(Column(f"share-{i}", name, True) for i, name in enumerate(names)),
    )
    rows = [
        (tell(s, "hexagons"), tell(s, "held"), *(in_figures(tell(s, of), 1) for of in ("percent", "percent_by_chance")))
        for s in curve
    ]
    return Figure(id, heading, caption, alt, spec, behind(id, caption, columns, rows))


def _ranks() -> dict[str, Any]:
    return axis(rangemode="tozero", showgrid=False)


def _curve_line(x: Sequence[Any], y: Sequence[Any], name: str, look: dict[str, Any]) -> dict[str, Any]:
    points = {"size": 6, "color": look["color"]}
    return line(x, y, name, look, mode="lines+markers", marker=points, hovertemplate="%{x}: %{y} %<extra></extra>")
