"""Do neighbourhoods with high rates lie together? Getis and Ord's Gi* for each category.

Sources: Getis and Ord 1992 (Geographical Analysis 24:189), Ord and Getis 1995; false discoveries over neighbourhoods
and categories controlled after Caldas de Castro and Singer 2006. The library esda gives the same (test_clusters.py);
with it comes half of machine learning, which every fresh process that prepares a month would import.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
import shapely
from scipy.special import ndtr

from bsafe_analysis.detection.false_discoveries import false_discovery_control
from bsafe_analysis.model.areas import Areas
from bsafe_analysis.model.map_points import Cluster
from bsafe_analysis.model.periods import add_months, months_between

YEAR = 12
LEAST_PLACES = 8
"""With fewer neighbourhoods than this nothing can be said of neighbours."""
LEAST_COUNT = 100
"""A category with fewer incidents in the year has no map worth testing."""
TOUCHING = 1.0
"""Metres between polygons that still count as touching: hand-drawn lines do not meet exactly."""


def neighbours_of(polygons: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    """Which neighbourhoods touch which: code -> codes, sorted. `polygons`: shapely shapes in metres."""
    codes = sorted(polygons)
    tree = shapely.STRtree([polygons[code] for code in codes])
    left, right = tree.query(tree.geometries, predicate="dwithin", distance=TOUCHING)
    pairs = pd.DataFrame({"left": left, "right": right}).query("left != right")
    found = pairs.groupby("left")["right"].agg(sorted).to_dict()
    return {code: tuple(codes[j] for j in found.get(i, [])) for i, code in enumerate(codes)}


def find_clusters(
    counts: pd.DataFrame,
    areas: Areas,
    month: str,
    touching: Mapping[str, Sequence[str]],
    categories: Collection[str],
    rate: float,
) -> tuple[Cluster, ...]:
    """Neighbourhoods in a cluster of high or low rates over the last twelve months received, strongest first.

    Rates per 1,000 residents; () where residents are not known everywhere, where under LEAST_PLACES neighbourhoods are
    held. Gi* is Getis and Ord's standardised statistic of a neighbourhood and those that touch it; of
    those named at most the share `rate` may be chance, over all categories.
    """
    places = [area for area in areas.neighbourhoods if area.code in touching]
    if len(places) < LEAST_PLACES or any(not area.residents for area in places):
        return ()
    residents = np.array([float(area.residents or 0) for area in places])
    codes = [area.code for area in places]
    window = months_between(add_months(month, 1 - YEAR), month)
    rows = counts[counts["month"].isin(window) & counts["area"].isin(codes)]
    totals = rows.pivot_table(index="area", columns="category", values="count", aggfunc="sum").reindex(codes)
    tested = [name for name in categories if name in totals and totals[name].sum() >= LEAST_COUNT]
    if not tested:
        return ()
    rates = {name: totals[name].to_numpy(dtype="float64") / residents * 1000 for name in tested}
    z = {name: gi_star(rates[name], codes, touching) for name in tested}
    p = np.concatenate([2 * ndtr(-np.abs(z[name])) for name in tested])
    named = false_discovery_control(p) <= rate
    found = []
    for i, (name, k) in enumerate((name, k) for name in tested for k in range(len(codes))):
        if named[i]:
            near = tuple(touching[codes[k]])
            at = [codes.index(code) for code in (codes[k], *near)]
            around = float(totals[name].to_numpy(dtype="float64")[at].sum() / residents[at].sum() * 1000)
            kind = "high" if z[name][k] > 0 else "low"
            value, own = float(z[name][k]), float(rates[name][k])
            found.append(Cluster(codes[k], name, kind, value, float(p[i]), own, around, near))
    return tuple(sorted(found, key=lambda c: (-abs(c.z), c.category, c.area)))


def gi_star(values: np.ndarray, codes: Sequence[str], touching: Mapping[str, Sequence[str]]) -> np.ndarray:
    """The standardised Gi* of each place, itself among its neighbours; nought where it touches every other."""
    near = np.eye(len(codes))
    for i, code in enumerate(codes):
        near[i, [codes.index(other) for other in touching[code]]] = 1
    n, weight = len(values), near.sum(axis=1)
    above = near @ values - values.mean() * weight
    spread = values.std() * np.sqrt((n * weight - weight**2) / (n - 1))  # a weight is its own square
    return np.divide(above, spread, out=np.zeros(n), where=spread > 0)
