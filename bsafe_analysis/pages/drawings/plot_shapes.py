"""Pieces of SVG: words of several lines, symbols, lines that break where a value is missing. Escaped here, once."""

from __future__ import annotations

import html
import math
from collections.abc import Iterator, Sequence

from bsafe_analysis.pages.drawings.plot_axes import TAG, Undrawable

LINE_HEIGHT = 1.3
DASHES = {"dot": "2 3", "dash": "6 4", "longdash": "10 5", "dashdot": "8 4 2 4", "solid": ""}
Place = tuple[float, float]


def figures(value: float) -> str:
    """A coordinate in tenths of a pixel, as short as can be.

    >>> figures(12.0), figures(3.14159), figures(-0.04)
    ('12', '3.1', '0')
    """
    text = f"{value:.1f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def quoted(value: object) -> str:
    """An attribute's value."""
    return html.escape(str(value), quote=True)


def words(text: str, at: Place, size: float, colour: str, anchor: str = "middle") -> str:
    """Lines of text, the first with its baseline there."""
    lines = [html.escape(html.unescape(TAG.sub("", line)), quote=False) for line in text.split("<br>")]
    x, y = figures(at[0]), figures(at[1])
    look = f'font-size="{figures(size)}" fill="{quoted(colour)}" text-anchor="{anchor}"'
    if len(lines) == 1:
        return f'<text x="{x}" y="{y}" {look}>{lines[0]}</text>'
    step = figures(size * LINE_HEIGHT)
    rest = "".join(f'<tspan x="{x}" dy="{step}">{line}</tspan>' for line in lines[1:])
    return f'<text x="{x}" y="{y}" {look}><tspan>{lines[0]}</tspan>{rest}</text>'


def stroke(colour: str, width: float, dash: str | None = None) -> str:
    """How a line looks; a kind of dash that is not known cannot be drawn."""
    if dash and dash not in DASHES:
        raise Undrawable(f"a line of the dash {dash}")
    dashes = f' stroke-dasharray="{DASHES[dash]}"' if dash and DASHES[dash] else ""
    return f'stroke="{quoted(colour)}" stroke-width="{figures(width)}"{dashes}'


def runs(points: Sequence[Place | None]) -> Iterator[list[Place]]:
    """The stretches between missing points."""
    run: list[Place] = []
    for point in points:
        if point is None:
            if run:
                yield run
            run = []
        else:
            run.append(point)
    if run:
        yield run


def path(run: Sequence[Place], closed: bool = False) -> str:
    """A stretch as the data of a path."""
    steps = " ".join(f"{figures(x)},{figures(y)}" for x, y in run)
    return f"M{steps}{'Z' if closed else ''}"


def symbol(kind: str, at: Place, size: float) -> str:
    """The outline of a symbol, as the chart library draws it; Undrawable where it is another."""
    (x, y), r = at, size / 2
    name = kind.removesuffix("-open")
    if name == "circle":
        half = f"a{figures(r)},{figures(r)} 0 1 0"
        return f"M{figures(x - r)},{figures(y)}{half} {figures(2 * r)},0{half} {figures(-2 * r)},0Z"
    if name == "line-ew":
        return path([(x - 1.4 * r, y), (x + 1.4 * r, y)])
    if name == "line-ns":
        return path([(x, y - 1.4 * r), (x, y + 1.4 * r)])
    corners = {
        "square": ((-r, -r), (r, -r), (r, r), (-r, r)),
        "diamond": ((0, -1.3 * r), (1.3 * r, 0), (0, 1.3 * r), (-1.3 * r, 0)),
        "triangle-up": ((-2 * r / math.sqrt(3), r / 2), (2 * r / math.sqrt(3), r / 2), (0, -r)),
        "triangle-down": ((-2 * r / math.sqrt(3), -r / 2), (2 * r / math.sqrt(3), -r / 2), (0, r)),
    }
    if name not in corners:
        raise Undrawable(f"the symbol {kind}")
    return path([(x + a, y + b) for a, b in corners[name]], closed=True)
