"""Neighbourhoods like a neighbourhood: those whose usual counts, category by category, are nearest to its own."""

from __future__ import annotations

import numpy as np

from bsafe_analysis.model.areas import Area, Level
from bsafe_analysis.model.cycle import Prepared

MOST = 5


def similar_to(prepared: Prepared, place: Area, most: int = MOST) -> tuple[Area, ...]:
    """Which places of the same level had the most similar number and mix of incidents over the fixed baseline?

    The nearest by the distance between square roots of monthly counts, which makes differences of small and of large
    counts comparable. The baseline is fixed for a year, so those compared do not change with the month. Empty for the
    borough.
    """
    others = [area for area in prepared.areas.of_level(place.level) if area.code != place.code]
    if place.level is Level.BOROUGH or not others:
        return ()
    facts = prepared.baseline_facts
    usual = (facts["count"] / facts["months"]).astype("float64")
    table = facts.assign(root=np.sqrt(usual)).pivot(index="area", columns="category", values="root").fillna(0.0)
    if place.code not in table.index:
        return ()
    own = table.loc[place.code]
    far = {area.code: float(((table.loc[area.code] - own) ** 2).sum()) for area in others if area.code in table.index}
    near = sorted(far, key=lambda code: (far[code], code))[:most]
    return tuple(prepared.areas[code] for code in near)
