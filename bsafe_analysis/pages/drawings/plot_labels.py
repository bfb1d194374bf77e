"""The words beside the lines of a chart: each where it was put, or next to that where it would cover a point."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from bsafe_analysis.pages.drawings.plot_axes import PlotAxis, Undrawable, wide
from bsafe_analysis.pages.drawings.plot_shapes import LINE_HEIGHT, figures, quoted, words
from bsafe_analysis.reports.charts.palette import INK

Box = tuple[float, float, float, float]
"""Left, top, right and bottom, in pixels."""
ROOM = 2.0
"""Pixels that are kept between words and the points beside them."""


@dataclass(frozen=True)
class PlotPaper:
    """Where the plots stand: pixels from its left and top edges."""

    width: float
    height: float
    left: float
    right: float
    top: float
    bottom: float

    def across(self, share: float) -> float:
        return self.left + share * (self.right - self.left)

    def down(self, share: float) -> float:
        """From the foot, as the library counts."""
        return self.bottom - share * (self.bottom - self.top)


def placed_at(value: Any, of: str, side: str, axes: Mapping[str, PlotAxis], paper: PlotPaper) -> float:
    """A pixel, from a share of the paper or a value of an axis."""
    if of == "paper":
        return paper.across(float(value)) if side == "x" else paper.down(float(value))
    at = axes[of].at(value)
    if at is None:
        raise Undrawable(f"{value!r} lies nowhere on {of}")
    return at


@dataclass(frozen=True)
class _PlotLabel:
    """Words with their ground: `box` is the ground's, `at` where the first line's baseline begins or ends."""

    text: str
    size: float
    colour: str
    ground: str
    anchor: str
    at: tuple[float, float]
    box: Box

    def moved(self, right: float, down: float) -> _PlotLabel:
        box = (self.box[0] + right, self.box[1] + down, self.box[2] + right, self.box[3] + down)
        return replace(self, at=(self.at[0] + right, self.at[1] + down), box=box)

    def drawn(self) -> str:
        left, top, right, bottom = self.box
        size = f'width="{figures(right - left)}" height="{figures(bottom - top)}"'
        ground = f'<rect x="{figures(left)}" y="{figures(top)}" {size} fill="{quoted(self.ground)}"/>'
        return (ground if self.ground else "") + words(self.text, self.at, self.size, self.colour, self.anchor)


def plot_labels(
    layout: Mapping[str, Any], axes: Mapping[str, PlotAxis], paper: PlotPaper, points: Sequence[Box]
) -> Iterator[str]:
    """All of a layout's annotations. `points`: what no words may cover."""
    taken: list[Box] = []
    for said in layout.get("annotations") or ():
        if said.get("showarrow", True):
            raise Undrawable("words with an arrow")
        label = _label_of(said, dict(layout.get("font") or {}) | dict(said.get("font") or {}), axes, paper)
        if points and said.get("yref") != "paper":
            label = _beside_points(label, [*points, *taken], paper)
        taken.append(label.box)
        yield label.drawn()


def _beside_points(label: _PlotLabel, taken: Sequence[Box], paper: PlotPaper) -> _PlotLabel:
    """The label where it covers nothing: where it was put, else above, below or to a side; else where it was put."""
    tall, broad = label.box[3] - label.box[1], label.box[2] - label.box[0]
    steps = [(0.0, 0.0), *((0.0, way * tall * n / 2) for n in (1, 2, 3, 4) for way in (-1, 1))]
    steps += [(way * broad * n / 2, down * tall) for n in (1, 2) for way in (-1, 1) for down in (0.0, -1.0, 1.0)]
    for right, down in steps:
        tried = label.moved(right, down)
        inside = (
            tried.box[0] >= 0 and tried.box[1] >= 0 and tried.box[2] <= paper.width and tried.box[3] <= paper.bottom
        )
        if inside and not any(overlap(tried.box, other) for other in taken):
            return tried
    return label


def overlap(one: Box, other: Box) -> bool:
    """Whether two boxes have any ground in common."""
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _label_of(
    said: Mapping[str, Any], font: Mapping[str, Any], axes: Mapping[str, PlotAxis], paper: PlotPaper
) -> _PlotLabel:
    text, size, pad = str(said["text"]), float(font.get("size", 12)), float(said.get("borderpad", 1))
    broad, tall = wide(text, size), (text.count("<br>") + 1) * size * LINE_HEIGHT
    x, y = (placed_at(said[side], said.get(f"{side}ref", side), side, axes, paper) for side in "xy")
    x, y = x + float(said.get("xshift", 0)), y - float(said.get("yshift", 0))
    left = x - {"left": -pad, "right": broad + pad}.get(_anchor(said, "x"), broad / 2)
    top = y - {"top": -pad, "bottom": tall + pad}.get(_anchor(said, "y"), tall / 2)
    anchors = {"left": ("start", left), "right": ("end", left + broad)}
    anchor, at = anchors.get(said.get("align") or _anchor(said, "x"), ("middle", left + broad / 2))
    box = (left - pad, top - pad, left + broad + pad, top + tall + pad)
    return _PlotLabel(text, size, font.get("color") or INK, said.get("bgcolor") or "", anchor, (at, top + size), box)


def _anchor(said: Mapping[str, Any], side: str) -> str:
    """By which of its edges a text is placed: of one on the paper without a word of it, the nearest edge's."""
    given = said.get(f"{side}anchor", "auto")
    if given != "auto" or said.get(f"{side}ref") != "paper":
        return str(given)
    share, names = float(said[side]), ("left", "center", "right") if side == "x" else ("bottom", "middle", "top")
    return names[0] if share < 1 / 3 else names[2] if share > 2 / 3 else names[1]
