"""What is drawn quietly under a map, so that people know where they are: roads, rivers, parks."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

Line = tuple[tuple[float, float], ...]


class ContextKind(StrEnum):
    """Drawn in this order, the ground first."""

    PARK = "park"
    WATER = "water"
    RIVER = "river"
    STREET = "street"
    ROAD = "road"


@dataclass(frozen=True)
class ContextShape:
    """A road, a river or a park: lines, or the rings of its ground, of (x, y) in metres east and north of the borough's
    south-west corner, as outlines are. `name`: as its file has it, "" where it has none.
    """

    kind: ContextKind
    name: str
    lines: tuple[Line, ...]
