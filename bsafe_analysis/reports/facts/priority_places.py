"""Priority places: how far incidents gather at few map points, which those are, which neighbourhoods lie together."""

from __future__ import annotations

from dataclasses import dataclass

from bsafe_analysis.model.areas import Area, Level
from bsafe_analysis.model.counts import rate_per_1000, rolling_total
from bsafe_analysis.model.cycle import Prepared
from bsafe_analysis.model.incidents import Category
from bsafe_analysis.model.map_points import Change, Cluster, Concentration
from bsafe_analysis.reports.facts.series import hidden_months
from bsafe_analysis.reports.facts.whereabouts import Spot, spots_of

MOST_CLUSTERS = 3
"""Neighbourhoods with high rates, here and next door, that a page names."""
LIKE_THE_OTHERS = 0.8
"""A neighbourhood with a lower rate than this share of its surroundings' lies beside a cluster, not in it."""


@dataclass(frozen=True)
class ClusterRow:
    place: Area
    category: Category
    fact: Cluster
    borough: float | None
    """Recorded per 1,000 residents of the borough in the same months; None where its residents are not known."""
    neighbours: tuple[Area, ...]


@dataclass(frozen=True)
class Gathering:
    """`concentration` of all categories together (None where too little is held), `by_category` of each."""

    spots: tuple[Spot, ...]
    concentration: Concentration | None
    by_category: tuple[tuple[Category, Concentration], ...]
    clusters: tuple[ClusterRow, ...]
    not_shown: tuple[Category, ...]
    unplaced_sources: tuple[str, ...]

    @property
    def told_clusters(self) -> tuple[ClusterRow, ...]:
        """Those that a page names: the furthest from chance."""
        return self.clusters[:MOST_CLUSTERS]

    @property
    def more_clusters(self) -> int:
        return len(self.clusters) - len(self.told_clusters)

    @property
    def emerging(self) -> tuple[Spot, ...]:
        return tuple(spot for spot in self.spots if spot.change is Change.EMERGING)

    @property
    def fading(self) -> tuple[Spot, ...]:
        return tuple(spot for spot in self.spots if spot.change is Change.FADING)

    @property
    def compared(self) -> tuple[Spot, ...]:
        """Points of which it can be told whether they moved apart from the others."""
        return tuple(spot for spot in self.spots if spot.change is not Change.UNKNOWN)

    @property
    def anchors(self) -> tuple[str, ...]:
        """Kinds of facility among the points, each once."""
        return tuple(dict.fromkeys(spot.anchor for spot in self.spots if spot.anchor))


def gathering_of(prepared: Prepared, place: Area) -> Gathering:
    """Where do incidents gather in the borough or one of its areas, over the last twelve months?"""
    whole = place.level is Level.BOROUGH
    inside = {a.code for a in prepared.areas.children(place.code)}
    concentrations = {c.category: c for c in prepared.concentrations} if whole else {}
    high = (c for c in prepared.clusters if c.kind == "high" and c.rate >= LIKE_THE_OTHERS * c.around)
    clusters = (c for c in high if whole or c.area in inside)
    return Gathering(
        spots=spots_of(prepared, "borough" if whole else "area", place.code),
        concentration=concentrations.get(""),
        by_category=tuple((c, concentrations[c.key]) for c in prepared.cycle.categories if c.key in concentrations),
        clusters=tuple(_cluster(prepared, c) for c in clusters),
        not_shown=tuple(c for c in prepared.cycle.categories if c.key in prepared.cycle.not_by_place),
        unplaced_sources=prepared.unplaced_sources,
    )


def _cluster(prepared: Prepared, fact: Cluster) -> ClusterRow:
    around = tuple(prepared.areas[code] for code in fact.neighbours)
    return ClusterRow(
        prepared.areas[fact.area], prepared.cycle.category(fact.category), fact, _in_borough(prepared, fact), around
    )


def _in_borough(prepared: Prepared, fact: Cluster) -> float | None:
    borough, year = prepared.areas.borough, rolling_total(prepared.counts, prepared.cycle.month)
    if hidden_months(prepared, borough, prepared.cycle.category(fact.category)):
        return None
    held = year[(year["area"] == borough.code) & (year["category"] == fact.category)]["total"].sum()
    return rate_per_1000(float(held), borough.residents) if borough.residents else None
