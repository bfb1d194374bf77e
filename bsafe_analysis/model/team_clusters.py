"""Ways to share neighbourhoods out among teams (clusters.csv), which of them touch, and hours for an incident."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bsafe_analysis.model.areas import Areas

TODAY = "today"
"""The key of the set that is always there: each area of areas.csv is one team's."""


@dataclass(frozen=True)
class TeamCluster:
    """Neighbourhoods that one team looks after. `apart`: people know that its places do not all touch.

    `crosses`: people know that they lie in more than one area, so that two inspectors would share it.
    """

    code: str
    name: str
    members: tuple[str, ...]
    team: str = ""
    apart: bool = False
    crosses: bool = False


@dataclass(frozen=True)
class ClusterSet:
    """One way to share all neighbourhoods out: each is in one cluster."""

    key: str
    clusters: tuple[TeamCluster, ...]

    @property
    def cluster_of(self) -> dict[str, str]:
        """Neighbourhood -> the code of its cluster."""
        return {place: cluster.code for cluster in self.clusters for place in cluster.members}


@dataclass(frozen=True)
class Adjacency:
    """Two neighbourhoods that touch although their lines do not (a bridge), or do not although they do (a river)."""

    a: str
    b: str
    touch: bool
    why: str


@dataclass(frozen=True)
class HoursPerIncident:
    """Hours of work for one incident of a category: least, usual, most, and who says so."""

    category: str
    low: float
    central: float
    high: float
    source: str


@dataclass(frozen=True)
class DeprivedShare:
    """Of a neighbourhood's small areas (LSOAs) so many are among the most deprived fifth of the country's."""

    place: str
    deprived: int
    small_areas: int


@dataclass(frozen=True)
class Resourcing:
    """What people wrote for the resourcing paper; nothing of it need be there.

    `hours`: of each category that workload.yml names; None where there is no such file: every incident counts one.
    """

    sets: tuple[ClusterSet, ...] = ()
    adjacency: tuple[Adjacency, ...] = ()
    hours: tuple[HoursPerIncident, ...] | None = None
    deprived: tuple[DeprivedShare, ...] = ()
    deprivation_year: int = 0
    """Of the indices that deprivation.csv holds; 0 where there is no such file."""


def todays_areas(areas: Areas) -> ClusterSet:
    """Each area as the cluster of one team."""
    parts = ((area, areas.children(area.code)) for area in areas.local_areas)
    return ClusterSet(
        TODAY,
        tuple(TeamCluster(area.code, area.name, tuple(p.code for p in places)) for area, places in parts if places),
    )


def touching_with(neighbours: Mapping[str, Sequence[str]], written: Iterable[Adjacency]) -> dict[str, tuple[str, ...]]:
    """Who touches whom, once bridges are added and rivers cut.

    >>> touching_with({"a": ("b",), "b": ("a",), "c": ()}, [Adjacency("b", "c", True, "bridge")])["b"]
    ('a', 'c')
    """
    touching = {code: set(near) for code, near in neighbours.items()}
    for row in written:
        for one, other in ((row.a, row.b), (row.b, row.a)):
            near = touching.setdefault(one, set())
            if row.touch:
                near.add(other)
            else:
                near.discard(other)
    return {code: tuple(sorted(near)) for code, near in touching.items()}


def pieces_of(places: Iterable[str], touching: Mapping[str, Sequence[str]]) -> tuple[tuple[str, ...], ...]:
    """The places in pieces that hang together, the largest first.

    >>> pieces_of("abd", {"a": ("b",), "b": ("a", "c"), "c": ("b", "d"), "d": ("c",)})
    (('a', 'b'), ('d',))
    """
    left, found = set(places), []
    while left:
        piece, edge = set(), {min(left)}
        while edge:
            piece |= edge
            edge = {near for place in edge for near in touching.get(place, ()) if near in left} - piece
        left -= piece
        found.append(tuple(sorted(piece)))
    return tuple(sorted(found, key=lambda piece: (-len(piece), piece)))
