"""Every colour there is (but for the page's own, in styles.css), and the look all charts share.

Those of the Government Analysis Function, with their contrast on white.
"""

from __future__ import annotations

from typing import Any

NAVY = "#12436D"  # 10.3
TEAL = "#28A197"  # 3.2
PLUM = "#801650"  # 9.8
ORANGE = "#F46A25"  # 3.0
INK = "#3D3D3D"  # 10.9
BLUE = "#2073BC"  # 4.9
GREY = "#6F777B"  # 4.6: labels that stand back
SMALL_PRINT = "#565E62"  # 6.6: names of streets
EDGE = "#738A9E"  # 3.6: the edge of a range
TEXT = "#22282d"  # 14.9: the page's words, as styles.css has it, where they are printed without the page's styles
WHITE = "#FFFFFF"
CLEAR = "rgba(0,0,0,0)"
PALE = "#EEF1F4"
UNKNOWN = "#F1F3F4"
"""Places on a map of which nothing is said."""
BORDER = "#8A949B"
"""Between places that are not picked out."""
SHADES = ("rgba(61,61,61,0.15)", "rgba(61,61,61,0.36)")
"""A year's pattern under a map, in grey: what the page is about stands out from it."""
HIGH_GROUND = "rgba(128,22,80,0.22)"
LOW_GROUND = "rgba(32,115,188,0.22)"
BOTH_GROUND = "rgba(61,61,61,0.3)"
HERE_GROUND = "rgba(18,67,109,0.3)"
"""Places that are picked out: what lies below them shows through."""
PARK, WATER = "#DCE9DD", "#CFE0EE"
"""What a map's reader finds his way by: pale, for it says nothing itself."""
ROADWAY = "#8C6D3F"  # 4.7
"""Roads: of another hue than the borders of places."""
STEPS = ("#E3EBF3", "#A9C8E6", BLUE, NAVY)
"""Of one hue, pale to dark: the more, the darker."""
ON_DARK = STEPS[2:]
"""Steps on which words are white (contrast of 4.9 and more)."""
GROUND = "rgba(255,255,255,0.8)"
"""Behind words in a chart: a line can be followed through it."""
MAP_GROUND = "rgba(255,255,255,0.85)"
"""Behind words on a map, where whole shapes lie below them."""
BAND = "rgba(18, 67, 109, 0.13)"
GRID = "#E8EBED"
FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, Arial, sans-serif"


def layout(height: int, **more: Any) -> dict[str, Any]:
    """Plain ground, few pale gridlines, no legend: lines are labelled where they are."""
    base: dict[str, Any] = {
        "height": height,
        "margin": {"l": 40, "r": 16, "t": 24, "b": 44},
        "font": {"family": FONT, "size": 14, "color": INK},
        "paper_bgcolor": WHITE,
        "plot_bgcolor": WHITE,
        "showlegend": False,
        "hovermode": "closest",
        "dragmode": False,
    }
    return base | more


def axis(**more: Any) -> dict[str, Any]:
    """An axis that does not zoom (a page that is read must not be moved by accident)."""
    return {"gridcolor": GRID, "zeroline": False, "fixedrange": True, "ticks": "", "nticks": 6} | more
