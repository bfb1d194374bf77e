"""Where names can stand on a map without covering one another: the name, else its number in the list, else nothing.

Greedy and in the order given, so that the same map always has the same labels. Positions are in pixels at the smallest
size at which the map is drawn: where it is larger, names lie further apart.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

HIGH = 18
"""Pixels: a line of text with its ground."""
PER_LETTER = 7.4
SYMBOL = 8
"""Half of a symbol's side, with a little air."""
FREE = 8


@dataclass(frozen=True)
class LabelledPlace:
    """A place to be named: where its symbol stands, in metres; its name, and its number in the list beside.

    `numbered`: whether its number can stand for its name; `half`: pixels from its symbol's middle to its edge.
    """

    x: float
    y: float
    name: str
    number: int
    numbered: bool = True
    half: float = SYMBOL


@dataclass(frozen=True)
class Placed:
    """A label that fits: `shift` in pixels from the symbol (right, up), `anchor` as plotly names it."""

    spot: LabelledPlace
    text: str
    shift: tuple[int, int]
    anchor: str


Box = tuple[float, float, float, float]


def place_labels(
    spots: Sequence[LabelledPlace], extent: tuple[float, float], size: tuple[int, int]
) -> tuple[Placed, ...]:
    """The labels of a map of `extent` metres (east, north) drawn in `size` pixels, none over another or a symbol."""
    scale = min(size[0] / (1.04 * extent[0]), size[1] / (1.08 * extent[1]))
    middle = (extent[0] * scale / 2, extent[1] * scale / 2)
    frame = (middle[0] - size[0] / 2, middle[1] - size[1] / 2, middle[0] + size[0] / 2, middle[1] + size[1] / 2)
    at = {spot.number: (spot.x * scale, spot.y * scale) for spot in spots}
    taken = [_around(at[spot.number], spot.half) for spot in spots]
    placed: list[Placed] = []
    # names first, so that a number never takes the room of a name
    for texts in (lambda spot: spot.name, lambda spot: str(spot.number)):
        for spot in spots:
            name = texts(spot)
            if (spot.numbered or name == spot.name) and spot.number not in {done.spot.number for done in placed}:
                found = _fits(spot, name, at[spot.number], taken, frame)
                if found is not None:
                    placed.append(found[0])
                    taken.append(found[1])
    return tuple(sorted(placed, key=lambda label: label.spot.number))


def _around(at: tuple[float, float], half: float) -> Box:
    return at[0] - half, at[1] - half, at[0] + half, at[1] + half


def _fits(
    spot: LabelledPlace, text: str, at: tuple[float, float], taken: Sequence[Box], frame: Box
) -> tuple[Placed, Box] | None:
    for shift, anchor, box in _ways(text, at, spot.half):
        inside = frame[0] <= box[0] and frame[1] <= box[1] and box[2] <= frame[2] and box[3] <= frame[3]
        if inside and not any(_meet(box, other) for other in taken):
            return Placed(spot, text, shift, anchor), box
    return None


def _ways(text: str, at: tuple[float, float], half: float) -> Iterator[tuple[tuple[int, int], str, Box]]:
    """Below its symbol, above it, to its right, to its left; then below and above, drawn to a side."""
    (x, y), wide, up = at, PER_LETTER * len(text) + FREE, HIGH / 2
    away, aside = round(half + up), round(half + 2)
    for shift in (-away, away):
        yield (0, shift), "center", (x - wide / 2, y + shift - up, x + wide / 2, y + shift + up)
    yield (aside, 0), "left", (x + aside, y - up, x + aside + wide, y + up)
    yield (-aside, 0), "right", (x - aside - wide, y - up, x - aside, y + up)
    for shift in (-away, away):
        yield (-6, shift), "left", (x - 6, y + shift - up, x - 6 + wide, y + shift + up)
        yield (6, shift), "right", (x + 6 - wide, y + shift - up, x + 6, y + shift + up)


def _meet(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
