"""Colours of the Government Analysis Function, with their contrast on white, and the look all charts share."""

from __future__ import annotations

from typing import Any

NAVY = "#12436D"  # 10.3
TEAL = "#28A197"  # 3.2
PLUM = "#801650"  # 9.8
ORANGE = "#F46A25"  # 3.0
INK = "#3D3D3D"  # 10.9
BLUE = "#2073BC"  # 4.9
GREY = "#6F777B"  # 4.6: labels that stand back
EDGE = "#738A9E"  # 3.6: the edge of a range
PALE = "#EEF1F4"
BAND = "rgba(18, 67, 109, 0.13)"
GRID = "#E8EBED"
FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, Arial, sans-serif"


def layout(height: int, **more: Any) -> dict[str, Any]:
    """Plain ground, few pale gridlines, no legend: lines are labelled where they are."""
    base: dict[str, Any] = {
        "height": height,
        "margin": {"l": 40, "r": 16, "t": 24, "b": 44},
        "font": {"family": FONT, "size": 14, "color": INK},
        "paper_bgcolor": "#FFFFFF",
        "plot_bgcolor": "#FFFFFF",
        "showlegend": False,
        "hovermode": "closest",
        "dragmode": False,
    }
    return base | more


def axis(**more: Any) -> dict[str, Any]:
    """An axis that does not zoom (a page that is read must not be moved by accident)."""
    return {"gridcolor": GRID, "zeroline": False, "fixedrange": True, "ticks": "", "nticks": 6} | more
