"""Incidents close to one another: again at the same place, and near it soon after."""

from __future__ import annotations

from dataclasses import dataclass

METRES = (100, 200, 400)
DAYS = (7, 14, 28)
"""How far and how soon after one incident another is near: what patrols and leaflets can cover."""


@dataclass(frozen=True)
class NearRepeats:
    """Pairs of incidents of one category that lie close in space and time (Knox 1964), of the months `first` to `last`.

    `incidents`: those with a point and a day; `metres` and `days`: the nearness that stands out most, 0 where none
    does; `pairs`: pairs of incidents at least that near in both; `expected`: how many there would be if days had
    nothing to do with places; `p`: how often chance gives anything as far out, all nine kinds of nearness counted.
    """

    category: str
    first: str
    last: str
    incidents: int
    metres: int = 0
    days: int = 0
    pairs: int = 0
    expected: float = 0.0
    p: float = 1.0

    @property
    def ratio(self) -> float | None:
        """How many times as many as chance gives; None where chance gives none."""
        return self.pairs / self.expected if self.expected else None


@dataclass(frozen=True)
class PlaceRepeats:
    """Incidents of one category at points with more than one of them in the months `first` to `last`.

    `incidents`: those with a point; `again`: those at a point with more than one; `places`: how many such points;
    `known`: points at which the source ever put one; `by_chance`: how many of `incidents` would lie at a point with
    more than one if each known point were equally likely.
    """

    category: str
    first: str
    last: str
    incidents: int
    again: int
    places: int
    known: int
    by_chance: float
